"""The code on every page of a letter: digits that can be read out on the phone and typed without a doubt.

22 random digits (73 bits: nobody finds one by trying) and two check digits (ISO 7064, MOD 97-10), which tell every
mistyped digit and every two neighbours exchanged.
"""

import re
import secrets

RANDOM_DIGITS, GROUP = 22, 4
DIGITS = RANDOM_DIGITS + 2
_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u00a0\u202f]+")


def new_code() -> str:
    """A fresh code as it is stored: 24 digits without separators. Whoever stores it keeps it unique."""
    return with_check(f"{secrets.randbelow(10**RANDOM_DIGITS):0{RANDOM_DIGITS}}")


def with_check(digits: str) -> str:
    """The digits followed by their two check digits."""
    return f"{digits}{98 - int(digits) * 100 % 97:02}"


def normalized(typed: str) -> str:
    """What somebody typed or scanned, without spaces and dashes."""
    return _SEPARATORS.sub("", typed)


def is_whole(code: str) -> bool:
    """Whether the code has the right number of digits and its check digits fit; says nothing about its existence."""
    return len(code) == DIGITS and code.isascii() and code.isdigit() and int(code) % 97 == 1


def grouped(code: str) -> str:
    """The code as it is printed: groups of four digits."""
    return " ".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
