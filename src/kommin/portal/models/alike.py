"""Which releases say much the same: looked for when one is published, so that no reader waits for it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.portal.models.press import PressRelease


class AlikeReleases(models.Model):
    """The releases whose words are most like those of one, as they were at a moment."""

    release = models.OneToOneField(PressRelease, on_delete=models.CASCADE, verbose_name=_("press release"))
    others = models.JSONField(_("keys of the releases, the most alike first"), default=list)
    looked_at = models.DateTimeField(_("moment"), null=True, db_index=True)
    """Empty when something new may be more alike."""

    class Meta:
        verbose_name = _("releases like another")
        verbose_name_plural = _("releases like another")

    def __str__(self) -> str:
        return str(self.release_id)
