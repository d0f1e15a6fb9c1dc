"""Reading `KOMMIN_EMAIL_URL`. Pure Python: the settings call it before Django exists."""

from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import parse_qsl, unquote, urlsplit

EXAMPLE = "smtp://user:password@mail.example.org:587/?tls=1"
DEFAULT_TIMEOUT = 15


class EmailUrlError(ValueError):
    """The address of the mail server cannot be used. The message never repeats the address: it holds a password."""


@dataclass(frozen=True)
class SmtpAddress:
    """Where and how mail is handed over."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    starttls: bool
    ssl: bool
    timeout: int


def parse(url: str) -> SmtpAddress:
    """Read `smtp://` (encrypted by STARTTLS unless `?tls=0`) or `smtps://` (encrypted from the start).

    Options: `tls=0|1`, `timeout=` seconds (1 to 60). User and password are percent-encoded.

    Raises:
        EmailUrlError: what is wrong, in one sentence.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise EmailUrlError(f"the port must be a number up to 65535, as in {EXAMPLE}") from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise EmailUrlError(f"must look like {EXAMPLE} (or smtps://…)")
    if parts.path not in {"", "/"} or parts.fragment:
        raise EmailUrlError(
            f"has something after the server; a “/” or “#” in a password is written %2F or %23: {EXAMPLE}"
        )
    ssl = parts.scheme == "smtps"
    options = _options(parts.query)
    starttls = not ssl and options.get("tls", "0" if _is_this_machine(parts.hostname) else "1") == "1"
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise EmailUrlError("needs user and password together, or neither")
    if user and not (starttls or ssl) and not _is_this_machine(parts.hostname):
        raise EmailUrlError("would send the password unprotected; use ?tls=1 or smtps://")
    return SmtpAddress(
        host=parts.hostname,
        port=port or (465 if ssl else 587 if starttls else 25),
        user=user,
        password=password,
        starttls=starttls,
        ssl=ssl,
        timeout=int(options.get("timeout", DEFAULT_TIMEOUT)),
    )


def _options(query: str) -> dict[str, str]:
    options = dict(parse_qsl(query, keep_blank_values=True))
    unknown = set(options) - {"tls", "timeout"}
    if unknown:
        raise EmailUrlError(f"knows the options tls and timeout, not {', '.join(sorted(unknown))}")
    if options.get("tls", "1") not in {"0", "1"}:
        raise EmailUrlError("tls must be 0 or 1")
    timeout = options.get("timeout", "15")
    if not (timeout.isascii() and timeout.isdigit() and 1 <= int(timeout) <= 60):
        raise EmailUrlError("timeout must be 1 to 60 seconds")
    return options


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
