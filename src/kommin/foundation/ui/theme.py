"""Light, dark or what the device says: kept in a cookie, so that it needs no script and no account."""

from typing import Final

from django.http import HttpRequest

COOKIE: Final = "kommin_theme"
MAX_AGE: Final = 365 * 24 * 60 * 60
THEMES: Final = ("light", "dark")


def chosen_theme(request: HttpRequest) -> str:
    """`light` or `dark` if this person chose one, otherwise empty; anything else in the cookie is ignored."""
    value = request.COOKIES.get(COOKIE, "")
    return value if value in THEMES else ""
