"""Who handles a place: asked whenever an application arrives."""

from kommin.people.models import Organisation
from kommin.programmes.models import AppropriationShare, Programme, Responsibility


def responsible_authority(programme: Programme | int, key: str) -> Organisation | None:
    """The granting authority for a place by its key; the only one with means when nothing was laid down.

    Returns None when several have means and nobody said who handles this place: the ministry then has to choose.
    """
    rows = Responsibility.objects.filter(programme=programme).select_related("authority")
    fitting = [row for row in rows if key.startswith(row.key_prefix)]
    if fitting:
        return max(fitting, key=lambda row: len(row.key_prefix)).authority
    if rows:
        return None
    with_means = Organisation.objects.filter(
        pk__in=AppropriationShare.objects.filter(appropriation__programme=programme).values("authority")
    )[:2]
    return with_means[0] if len(with_means) == 1 else None
