"""Who may open the pages of the content management system, and which of them the house does not use."""

from kommin.foundation.access import declare
from kommin.portal.rules import closed_here, leads_the_press_desk, works_at_the_press_desk

FOR_THE_PRESS_DESK = (
    "wagtail*",
    "simple_translation*",
)

FOR_ITS_HEAD = (
    "wagtailredirects*",
    "wagtailadmin_collections*",
)

CLOSED = (
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_account",
    "wagtailadmin_password_reset*",
    "wagtailadmin_error_test",
    "wagtailadmin_pages:set_privacy",
    "wagtailadmin_collections:set_privacy",
    "wagtailadmin_workflows*",
    "wagtailadmin_pages:workflow*",
    "wagtailadmin_reports:workflow*",
    "wagtailusers*",
    "wagtailsites*",
    "wagtaillocales*",
)
"""Accounts and rights come from memberships, languages and addresses from the settings, secrets from embargoes, the
way to the public from `actions.releasing`."""


def declare_routes_of_wagtail() -> None:
    """Fill the table of the access rules; an exact name or a longer pattern beats a shorter one."""
    for rule, names in (
        (works_at_the_press_desk, FOR_THE_PRESS_DESK),
        (leads_the_press_desk, FOR_ITS_HEAD),
        (closed_here, CLOSED),
    ):
        for name in names:
            declare(name, rule)
