"""What the CMS's own pages show and do not show in this house."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from kommin.foundation.access import acting
from kommin.foundation.audit import actions as audit
from kommin.portal.models import Contact, PressRelease
from kommin.portal.start import StartPanel


@hooks.register("construct_main_menu", order=1000)
def hide_what_the_house_does_itself(_request: HttpRequest, items: list[Any]) -> None:
    """Help of another house leads out of this one."""
    items[:] = [item for item in items if item.name != "help"]


@hooks.register("construct_settings_menu", order=1000)
def hide_settings_of_the_house(_request: HttpRequest, items: list[Any]) -> None:
    """Accounts, groups, sites, languages and the way to the public are kept by the house."""
    items[:] = [item for item in items if item.name in {"redirects", "collections"}]


@hooks.register("insert_global_admin_css")
def look_of_the_house() -> str:
    """Our own part of the desk's pages, and small repairs of the rest."""
    return format_html('<link rel="stylesheet" href="{}">', static("portal/desk.css"))


class CheckAndRelease(ActionMenuItem):
    """The way from the text to the page on which it is handed over and released."""

    name = "action-check"
    label = gettext_lazy("Check and release")
    icon_name = "check"

    def is_shown(self, context: Any) -> bool:
        return context["view"] == "edit" and isinstance(context["page"], PressRelease)

    def get_url(self, parent_context: Any) -> str:
        return reverse("portal_desk_release", kwargs={"pk": parent_context["page"].pk})


@hooks.register("register_page_action_menu_item")
def offer_the_check() -> ActionMenuItem:
    """Beside the button that saves."""
    return CheckAndRelease(order=5)


@hooks.register("construct_homepage_panels", order=1000)
def start_with_what_waits(_request: HttpRequest, panels: list[Any]) -> None:
    """The press desk's own lists in place of the CMS's."""
    panels[:] = [StartPanel()]


@hooks.register("construct_homepage_summary_items", order=1000)
def count_nothing(_request: HttpRequest, items: list[Any]) -> None:
    """How many images there are helps nobody with today's work."""
    items.clear()


@hooks.register("before_edit_page")
def note_whether_somebody_was_faster(request: HttpRequest, page: Page) -> None:
    """Compare the version the editor began with and the latest one, before it is saved."""
    began_with = request.POST.get("overwrite_revision_id") or request.POST.get("loaded_revision_id")
    latest = page.latest_revision
    if request.method == "POST" and began_with and latest and str(latest.pk) != began_with:
        request.somebody_was_faster = latest  # type: ignore[attr-defined]


@hooks.register("after_edit_page")
def tell_whether_somebody_was_faster(request: HttpRequest, page: Page) -> None:
    """Both versions are kept; the second person learns of the first and compares."""
    other = getattr(request, "somebody_was_faster", None)
    if other is None or page.latest_revision_id is None:
        return
    compare = reverse("wagtailadmin_pages:revisions_compare", args=(page.pk, other.pk, page.latest_revision_id))
    who = other.user.name if other.user else _("The house")
    words = _("%(who)s has saved this page while you were writing. Both versions are kept; yours is the latest.")
    messages.warning(
        request, format_html('{} <a href="{}">{}</a>', words % {"who": who}, compare, _("Compare both versions"))
    )


@hooks.register("before_delete_page")
def remember_the_title(request: HttpRequest, page: Page) -> None:
    """The record names what is gone afterwards."""
    request.deleted_page = audit.Target(page.specific._meta.label_lower, str(page.pk), page.title)  # type: ignore[attr-defined]  # noqa: SLF001


@hooks.register("after_delete_page")
def record_the_deletion(request: HttpRequest, _page: Page) -> None:
    """Drafts and other pages are deleted by the CMS's own button; who did so stays known."""
    audit.record(action="portal.draft_deleted", by=acting(request), target=request.deleted_page)  # type: ignore[attr-defined]


class ContactViewSet(SnippetViewSet):
    """Contacts under their own name in the menu."""

    model = Contact
    icon = "group"
    add_to_admin_menu = True
    menu_label = gettext_lazy("Contacts")
    menu_order = 350


register_snippet(ContactViewSet)


@hooks.register("after_publish_page")
def record_the_publication(request: HttpRequest, page: Page) -> None:
    """Pages other than releases are published by a head with the CMS's own button."""
    audit.record(action="portal.page_published", by=acting(request), target=page.specific)


@hooks.register("after_unpublish_page")
def record_the_end(request: HttpRequest, page: Page) -> None:
    """And taken down with it."""
    audit.record(action="portal.page_unpublished", by=acting(request), target=page.specific)


ON_RECORD = {"delete": "draft_deleted", "publish": "page_published", "unpublish": "page_unpublished"}


@hooks.register("after_bulk_action")
def record_each(request: HttpRequest, action_type: str, objects: list[Any], _instance: Any) -> None:
    """The same for several at once."""
    if action_type in ON_RECORD:
        for page in objects:
            if isinstance(page, Page):
                target = audit.Target(page._meta.label_lower, str(page.id or ""), page.title)  # noqa: SLF001
                audit.record(action=f"portal.{ON_RECORD[action_type]}", by=acting(request), target=target)
