"""The press desk's people as the CMS knows them: two groups, kept in step with memberships.

Memberships and deputyships in `people` are the truth. Whoever enters the CMS gets the groups they stand for today and
loses all others; nobody is a superuser for it.
"""

from typing import Final

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.users.models import UserProfile

from kommin.people.models import Role, User
from kommin.people.standing import Standing

GROUP_OF_ROLE: Final = {str(Role.PRESS_EDITOR): "press editors", str(Role.PRESS_HEAD): "press heads"}

_EDITING: Final = ("add_page", "change_page")
_LEADING: Final = (*_EDITING, "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
_MEDIA: Final = (
    ("wagtailimages", "add_image"),
    ("wagtailimages", "change_image"),
    ("wagtailimages", "choose_image"),
    ("wagtaildocs", "add_document"),
    ("wagtaildocs", "change_document"),
    ("wagtaildocs", "choose_document"),
)
"""The CMS asks for the rights of its own models, also where the house's stand in their place."""
_EVERYWHERE: Final = (
    ("wagtailadmin", "access_admin"),
    ("simple_translation", "submit_translation"),
    ("portal", "add_contact"),
    ("portal", "change_contact"),
)
_FOR_HEADS: Final = (
    ("portal", "delete_contact"),
    ("wagtailredirects", "add_redirect"),
    ("wagtailredirects", "change_redirect"),
    ("wagtailredirects", "delete_redirect"),
    ("wagtailcore", "add_collection"),
    ("wagtailcore", "change_collection"),
)
_APPS_WITH_PERMISSIONS: Final = (
    "portal", "wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs", "wagtailredirects", "simple_translation",
)  # fmt: skip


@transaction.atomic
def keep_in_step(user: User, standings: tuple[Standing, ...], language: str) -> None:
    """Give a person the groups of today's roles at the press desk, and the CMS the reader's language."""
    wanted = {GROUP_OF_ROLE[one.role] for one in standings if one.role in GROUP_OF_ROLE}
    present = set(user.groups.values_list("name", flat=True))
    if wanted != present:
        user.groups.set(Group.objects.filter(name__in=wanted))
    profile, _made = UserProfile.objects.get_or_create(user=user, defaults={"preferred_language": language})
    if profile.preferred_language != language:
        profile.preferred_language = language
        profile.save(update_fields=["preferred_language"])
    user.wagtail_userprofile = profile  # type: ignore[attr-defined]  # the CMS reads it in the same request


def install_groups() -> None:
    """Make both groups with their rights in the CMS; what is there stays. Called after each migration."""
    for label in _APPS_WITH_PERMISSIONS:
        create_permissions(apps.get_app_config(label), verbosity=0)
    editors, heads = (Group.objects.get_or_create(name=name)[0] for name in GROUP_OF_ROLE.values())
    root, collections = Page.get_first_root_node(), Collection.get_first_root_node()
    for group, on_pages, elsewhere in (
        (editors, _EDITING, _EVERYWHERE),
        (heads, _LEADING, (*_EVERYWHERE, *_FOR_HEADS)),
    ):
        group.permissions.set([_permission(label, codename) for label, codename in elsewhere])
        for codename in on_pages:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=_permission("wagtailcore", codename)
            )
        for label, codename in _MEDIA:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collections, permission=_permission(label, codename)
            )


def _permission(label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=label, codename=codename)
