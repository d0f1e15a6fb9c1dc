from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "kommin.foundation.audit"
    label = "audit"

    def ready(self) -> None:
        from kommin.foundation.access import shown_to
        from kommin.foundation.audit import checks, triggers  # noqa: F401 - registers the checks
        from kommin.foundation.audit.rules import is_auditor_or_operator
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation

        post_migrate.connect(triggers.install_after_migrate, dispatch_uid="audit.triggers")
        describe_actions({"audit.payload_erased": _("Personal data of a record erased")})
        visible = shown_to(is_auditor_or_operator)
        navigation.register(navigation.Entry(_("Audit record"), "audit:records", order=80, visible=visible))
