from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "kommin.programmes"
    label = "programmes"
    verbose_name = _("Programmes and calls")

    def ready(self) -> None:
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation
        from kommin.programmes import checks, clause_files, menu, triggers  # noqa: F401 - registers the check

        pre_migrate.connect(triggers.remove_before_migration, sender=self, dispatch_uid="programmes.triggers")
        post_migrate.connect(triggers.install_after_migration, sender=self, dispatch_uid="programmes.triggers")
        post_migrate.connect(clause_files.load_shipped, sender=self, dispatch_uid="programmes.clauses")
        describe_actions(menu.ACTIONS)
        navigation.register(*menu.ENTRIES)
