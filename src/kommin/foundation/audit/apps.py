from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "kommin.foundation.audit"
    label = "audit"

    def ready(self) -> None:
        from kommin.foundation.audit import checks, triggers  # noqa: F401 - registers the checks

        post_migrate.connect(triggers.install_after_migrate, dispatch_uid="audit.triggers")
