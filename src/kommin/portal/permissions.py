"""What the CMS's own buttons, lists and bulk actions may do with pages of which the house decides otherwise."""

from wagtail.models import PagePermissionTester


class FixedPagePermissions(PagePermissionTester):
    """The front door and the archive: their addresses are fixed, so they stay where they are, once each."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: ARG002 - the CMS's own signature
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_copy(self) -> bool:
        return False


class ArchivePermissions(FixedPagePermissions):
    """The archive: no release is published while it is made or copied."""

    def can_publish_subpage(self) -> bool:
        return False


class ReleasePermissions(PagePermissionTester):
    """A release: published, planned, withdrawn and deleted by `actions.releasing` alone, where two people are asked."""

    def can_publish(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_edit(self) -> bool:
        return not self._is_deleted and super().can_edit()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not self._was_released and super().can_delete(ignore_bulk)

    @property
    def _is_deleted(self) -> bool:
        desk = getattr(self.page.specific, "desk", None)
        return desk is not None and desk.deleted_at is not None

    @property
    def _was_released(self) -> bool:
        desk = getattr(self.page.specific, "desk", None)
        return bool(self.page.live or self.page.first_published_at or (desk and desk.approved))
