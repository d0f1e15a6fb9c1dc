"""What the CMS needs before anybody can write: groups, the branches of both languages, the archive, the site."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from wagtail.models import Locale, Page, Site, Task, Workflow
from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update

from kommin.foundation.runs.models import Job
from kommin.portal import editors
from kommin.portal.models import HomePage, PressIndexPage
from kommin.portal.models.press import ARCHIVE_SLUG

HOMES = {"de": ("Startseite", "start"), "en": ("Home", "start-en")}
ARCHIVES = {"de": "Pressemitteilungen", "en": "Press releases"}
NEEDED = {
    "portal_change",
    "portal_homepage",
    "portal_pressindexpage",
    "wagtailcore_page",
    "wagtailcore_workflow",
    "runs_job",
}
PORTS = {"http": 80, "https": 443}


def install_after_migration(using: str, plan: Any = (), **_: Any) -> None:
    """Receiver of `post_migrate`; does nothing on the way back to an older version."""
    backwards = any(step[1] for step in plan or ())
    if using == DEFAULT_DB_ALIAS and not backwards and set(connections[using].introspection.table_names()) >= NEEDED:
        install()


@transaction.atomic
def install() -> None:
    """Put in place what is missing; what is there stays as it is, but the site's address follows the settings."""
    newest = Job.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with disable_reference_index_auto_update():
        _remove_what_the_cms_brings()
        homes = _homes()
        _site(homes[settings.LANGUAGE_CODE])
        for home in homes.values():
            _archive(home)
        editors.install_groups()
    # The pages just made are indexed here; the jobs that would do so later have nothing left to do.
    Job.objects.filter(pk__gt=newest, function__startswith="modelsearch.").delete()


def _remove_what_the_cms_brings() -> None:
    """Its groups and its workflow would offer a way around the house's own."""
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()
    Workflow.objects.filter(name="Moderators approval").delete()
    Task.objects.filter(name="Moderators approval", workflow_tasks__isnull=True).delete()


def _homes() -> dict[str, HomePage]:
    root = Page.get_first_root_node()
    homes: dict[str, HomePage] = {}
    for code, (title, slug) in HOMES.items():
        locale, _made = Locale.objects.get_or_create(language_code=code)
        home = HomePage.objects.filter(locale=locale).first()
        if home is None:
            home = HomePage(title=title, slug=slug, locale=locale)
            if homes:
                home.translation_key = homes[settings.LANGUAGE_CODE].translation_key
            root.add_child(instance=home)
            root.refresh_from_db()
            index.insert_or_update_object(home)
        homes[code] = home
    return homes


def _site(home: HomePage) -> None:
    """One site; its address is the house's, so that full addresses in mails and feeds are right."""
    parts = urlsplit(settings.KOMMIN.base_url)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    wanted = (home.pk, parts.hostname or "localhost", parts.port or PORTS.get(parts.scheme, 80))
    if (site.root_page_id, site.hostname, site.port) != wanted:
        before = site.root_page if site.pk else None
        site.root_page_id, site.hostname, site.port = wanted
        site.save()
        if before is not None and before.specific_class is Page and not before.get_children().exists():
            before.delete()


def _archive(home: HomePage) -> None:
    code = home.locale.language_code
    if PressIndexPage.objects.filter(locale=home.locale).exists():
        return
    archive = PressIndexPage(title=ARCHIVES[code], slug=ARCHIVE_SLUG, locale=home.locale)
    original = PressIndexPage.objects.exclude(locale=home.locale).first()
    if original is not None:
        archive.translation_key = original.translation_key
    home.add_child(instance=archive)
    index.insert_or_update_object(archive)
