"""The record: one row for each action, tied to the row before it in its chain."""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kommin.foundation.access import ActorKind
from kommin.foundation.audit.canonical import canonical, digest, moment
from kommin.foundation.audit.triggers import append_only

HASH = 64
"""Length of a hash: SHA-256 in hexadecimal digits."""
VERSION = 1
"""Of the hashed form; a later form gets its own number, and old records keep theirs."""


@append_only
class Record(models.Model):
    """Who did what to which object, when, in which role. Never changed and never deleted (triggers refuse both).

    Names are kept as they were. `data` is canonical JSON without anything about private persons; such things stand
    in the record's `Personal` row, of which only the hash is part of the chain.
    """

    chain = models.CharField(max_length=220)
    number = models.PositiveIntegerField(help_text=_("Position in its chain, from 1."))
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=100)
    case = models.CharField(max_length=64, blank=True)
    object_type = models.CharField(max_length=100, blank=True)
    object_id = models.CharField(max_length=100, blank=True)
    object_label = models.TextField(blank=True)
    actor_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_id = models.BigIntegerField(null=True, blank=True)
    actor_name = models.TextField(blank=True)
    actor_role = models.CharField(max_length=50, blank=True)
    deputising_for = models.TextField(blank=True)
    organisation_id = models.BigIntegerField(null=True, blank=True)
    organisation_name = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    data_json = models.TextField(default="{}")
    personal_hash = models.CharField(max_length=HASH, blank=True)
    previous = models.CharField(max_length=HASH, blank=True, help_text=_("Hash of the record before it in its chain."))
    hash = models.CharField(max_length=HASH)

    class Meta:
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="audit_record_chain_number")]
        indexes = [
            models.Index(fields=["action", "-at"], name="audit_record_action"),
            models.Index(fields=["object_type", "object_id", "-at"], name="audit_record_object"),
            models.Index(fields=["actor_id", "-at"], name="audit_record_actor"),
            models.Index(fields=["organisation_id", "-at"], name="audit_record_organisation"),
            models.Index(fields=["case", "-at"], name="audit_record_case"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number}: {self.action}"

    @property
    def data(self) -> dict[str, Any]:
        """The structured data of the action; empty if somebody has made it unreadable."""
        data = _parsed(self.data_json)
        return data if isinstance(data, dict) else {}

    def hashed(self) -> dict[str, object]:
        """What the hash covers: everything the record says, in the form docs/audit.md describes."""
        return {
            "version": VERSION,
            "chain": self.chain,
            "number": self.number,
            "previous": self.previous,
            "at": moment(self.at),
            "action": self.action,
            "case": self.case,
            "object": {"type": self.object_type, "id": self.object_id, "label": self.object_label},
            "by": {
                "kind": self.actor_kind,
                "id": self.actor_id,
                "name": self.actor_name,
                "role": self.actor_role,
                "deputising_for": self.deputising_for,
                "organisation_id": self.organisation_id,
                "organisation_name": self.organisation_name,
            },
            "reason": self.reason,
            "data": _parsed(self.data_json),
            "personal": self.personal_hash,
        }

    def computed_hash(self) -> str:
        """The hash the record must have, given what it says."""
        return digest(canonical(self.hashed()))


@append_only(
    updates="OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND NEW.record_id = OLD.record_id"
    " AND NEW.salt = '' AND NEW.data_json = ''"
)
class Personal(models.Model):
    """What a record says about private persons; erasable by `erase_payload`, which leaves the chain whole.

    The salt makes the hash useless for guessing what was erased, and goes with it.
    """

    record = models.OneToOneField(Record, on_delete=models.PROTECT, primary_key=True, related_name="personal")
    salt = models.CharField(max_length=32, blank=True)
    data_json = models.TextField(blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("personal payload")
        verbose_name_plural = _("personal payloads")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(salt="", data_json=""),
                name="audit_personal_erased_is_empty",
            )
        ]

    def __str__(self) -> str:
        return f"{self.record_id}"

    @property
    def data(self) -> dict[str, Any] | None:
        """The personal data, or None once it is erased."""
        data = _parsed(self.data_json)
        return data if isinstance(data, dict) and not self.erased_at else None

    def computed_hash(self) -> str:
        """The hash that the record must hold while the payload is there."""
        return personal_hash(self.salt, self.data_json)


def personal_hash(salt: str, data_json: str) -> str:
    """Hash of a personal payload."""
    return digest(f"{salt}\n{data_json}")


def _parsed(text: str) -> Any:
    """What a JSON text says; the text itself when somebody has made it unreadable, so that it can still be shown."""
    try:
        return json.loads(text)
    except ValueError:
        return text
