from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "kommin.decisions"
    label = "decisions"
    verbose_name = _("Decisions")

    def ready(self) -> None:
        from kommin.decisions import case_page, checks, menu, queries, rules, triggers  # noqa: F401 - the check registers itself
        from kommin.decisions.actions.remedies import OWNER
        from kommin.decisions.letter_seam import register_letter_maker
        from kommin.decisions.letters.making import make_letter
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.files.owners import register_owner_rule
        from kommin.foundation.ui import navigation

        pre_migrate.connect(triggers.remove_before_migration, sender=self, dispatch_uid="decisions.triggers")
        post_migrate.connect(triggers.install_after_migration, sender=self, dispatch_uid="decisions.triggers")
        describe_actions(menu.ACTIONS)
        register_letter_maker(make_letter)
        register_owner_rule(OWNER, rules.may_read_decision, find=queries.decision_by_id)
        case_page.register()
        navigation.register(*menu.ENTRIES)
