from django.apps import AppConfig


class BackupConfig(AppConfig):
    """Backup and restore of the whole house."""

    name = "kommin.foundation.backup"
    label = "backup"
