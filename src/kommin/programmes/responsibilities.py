"""Who handles a place: asked whenever an application arrives, and for every place of an import at once."""

from functools import cached_property

from kommin.people.models import Organisation
from kommin.programmes.models import AppropriationShare, Programme, Responsibility


def responsible_authority(programme: Programme | int, key: str) -> Organisation | None:
    """The granting authority for a place by its key; the only one with means when nothing was laid down.

    Returns None when several have means and nobody said who handles this place: the ministry then has to choose.
    """
    return Responsibilities(programme).authority_for(key)


class Responsibilities:
    """The same for many places of one programme; the database is asked once."""

    def __init__(self, programme: Programme | int) -> None:
        self._programme = programme
        rows = Responsibility.objects.filter(programme=programme).select_related("authority")
        self._by_prefix = {row.key_prefix: row.authority for row in rows}

    def authority_for(self, key: str) -> Organisation | None:
        """The granting authority for a place, as `responsible_authority` says."""
        for length in range(len(key), -1, -1):
            if found := self._by_prefix.get(key[:length]):
                return found
        return None if self._by_prefix else self._only_one_with_means

    @cached_property
    def _only_one_with_means(self) -> Organisation | None:
        shares = AppropriationShare.objects.filter(appropriation__programme=self._programme)
        with_means = Organisation.objects.filter(pk__in=shares.values("authority"))[:2]
        return with_means[0] if len(with_means) == 1 else None
