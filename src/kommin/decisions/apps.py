from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "kommin.decisions"
    label = "decisions"
    verbose_name = _("Decisions")

    def ready(self) -> None:
        from kommin.decisions import menu
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation

        describe_actions(menu.ACTIONS)
        navigation.register(*menu.ENTRIES)
