"""Addresses in old markup: which are kept, and what they are resolved against."""

import re
from urllib.parse import unquote, urljoin, urlsplit

KEPT_SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f]+")


def resolve(address: str, base: str) -> tuple[str, str]:
    """An address as it can be kept, and what is wrong with it.

    Args:
        base: against which a relative one is resolved, or empty.

    Returns:
        the address and "": it can be kept; the address and "relative": as well, but nobody knows whose it is;
        "" and "scheme", "within" or "bad": it leads to no page, only within the page, or is none.
    """
    address = address.strip()
    # Browsers leave blanks and line breaks out before they look at the scheme, so "java\nscript:" is a script.
    bare = _IGNORED_BY_BROWSERS.sub("", address)
    if not bare or bare.startswith("#"):
        return "", "within"
    if scheme := _SCHEME.match(bare):
        if scheme[1].lower() not in KEPT_SCHEMES:
            return "", "scheme"
        return (bare, "") if scheme[1].lower() in {"mailto", "tel"} or _host(bare) else ("", "bad")
    if bare.startswith("www."):
        return f"http://{bare}", ""  # typed without a scheme: certainly meant as a host
    cleaned = address.replace("\t", "").replace("\n", "").replace("\r", "").replace(" ", "%20")
    if base:
        try:
            resolved = urljoin(base, cleaned)
        except ValueError:
            return "", "bad"
        return (resolved, "") if _host(resolved) else ("", "bad")
    return (cleaned, "relative") if not cleaned.startswith("//") else (f"https:{cleaned}", "")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def extension(address: str) -> str:
    """The extension of the file an address leads to, in lower case, or empty."""
    try:
        name = unquote(urlsplit(address).path).rpartition("/")[2]
    except ValueError:
        return ""
    stem, point, ending = name.rpartition(".")
    return ending.lower() if point and stem else ""
