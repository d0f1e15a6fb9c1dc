"""What a place was called before, and which key took over from which."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kommin.register.models.places import KEY_LENGTH
from kommin.register.models.register import Register


class Level(models.TextChoices):
    """Whether a key is a municipality's or a district's."""

    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")


class KeyChange(models.Model):
    """An old key and the one that took over on a day. A place that was divided has several."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="key_changes")
    level = models.CharField(_("level"), max_length=20, choices=Level.choices)
    old_key = models.CharField(_("old key"), max_length=KEY_LENGTH)
    old_name = models.CharField(_("old name"), max_length=200)
    new_key = models.CharField(_("new key"), max_length=KEY_LENGTH)
    valid_from = models.DateField(_("from"))
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("change of a key")
        verbose_name_plural = _("changes of keys")
        ordering = ("valid_from", "old_key")
        constraints = [
            models.UniqueConstraint(name="key_change_once", fields=["register", "old_key", "new_key"]),
            models.CheckConstraint(name="key_change_to_another", condition=~Q(old_key=F("new_key"))),
        ]

    def __str__(self) -> str:
        return f"{self.old_key} → {self.new_key}"


class OtherName(models.Model):
    """Another name of a place: a former one, or one that people use."""

    register = models.ForeignKey(Register, on_delete=models.PROTECT, related_name="other_names")
    key = models.CharField(_("key"), max_length=KEY_LENGTH)
    name = models.CharField(_("name"), max_length=200)
    former = models.BooleanField(_("former name"), default=False)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ("key", "name")
        constraints = [models.UniqueConstraint(name="other_name_once", fields=["register", "key", "name"])]

    def __str__(self) -> str:
        return self.name
