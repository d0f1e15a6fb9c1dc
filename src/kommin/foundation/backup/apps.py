from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BackupConfig(AppConfig):
    """Backup and restore of the whole house."""

    name = "kommin.foundation.backup"
    label = "backup"

    def ready(self) -> None:
        from kommin.foundation.audit.words import describe_actions

        describe_actions({"backup.made": _("House backed up"), "backup.restored": _("House restored from a backup")})
