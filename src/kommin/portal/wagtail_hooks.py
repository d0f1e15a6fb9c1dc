"""What the CMS's own pages show and do not show in this house."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks


@hooks.register("construct_main_menu")
def hide_what_the_house_does_itself(_request: HttpRequest, items: list[Any]) -> None:
    """Help of another house leads out of this one."""
    items[:] = [item for item in items if item.name != "help"]


@hooks.register("construct_settings_menu")
def hide_settings_of_the_house(_request: HttpRequest, items: list[Any]) -> None:
    """Accounts, groups, sites and languages are kept by the house."""
    items[:] = [item for item in items if item.name in {"redirects", "workflows", "workflow-tasks", "collections"}]
