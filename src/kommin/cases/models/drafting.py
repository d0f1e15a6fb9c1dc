"""Several people write one draft: what each changed, where they clash, what they say to each other."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kommin.cases.models.application import Application


class Change(models.Model):
    """One answer as it was saved in one revision. With these rows any page knows what it began with.

    `page` names the open page that saved it: a page that saves twice does not clash with itself.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="changes")
    revision = models.PositiveIntegerField()
    key = models.CharField(max_length=120)
    value = models.JSONField(null=True)
    page = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("application", "revision", "pk")
        constraints = [models.UniqueConstraint(name="change_once", fields=["application", "key", "revision"])]

    def __str__(self) -> str:
        return f"{self.application_id} {self.key} {self.revision}"


class Clash(models.Model):
    """Two versions of one answer. `theirs` stands in the draft; `mine` waits until somebody chooses."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="clashes")
    key = models.CharField(max_length=120)
    mine = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    theirs_by_name = models.CharField(max_length=200)
    page = models.CharField(max_length=16, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("conflict")
        verbose_name_plural = _("conflicts")
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(
                name="clash_one_open_per_page",
                fields=["application", "key", "by_id", "page"],
                condition=models.Q(settled_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.key}"


class Comment(models.Model):
    """A note inside the municipality; a `joint` one is for all municipalities of the project. No authority sees any."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"), max_length=5000)
    joint = models.BooleanField(_("for all municipalities of the project"), default=False)
    once = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField(default=timezone.now)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=200)
    by_house = models.CharField(_("municipality"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("application", "pk")
        constraints = [models.UniqueConstraint(name="comment_once", fields=["application", "once"])]

    def __str__(self) -> str:
        return f"{self.application_id} {self.at:%Y-%m-%d %H:%M}"
