from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionnairesConfig(AppConfig):
    name = "kommin.questionnaires"
    label = "questionnaires"
    verbose_name = _("Questionnaires")

    def ready(self) -> None:
        from kommin.foundation.access import shown_to
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation
        from kommin.questionnaires.records import ACTIONS
        from kommin.questionnaires.rules import may_open_the_room

        describe_actions(ACTIONS)
        navigation.register(
            navigation.Entry(
                label=_("Questionnaires"),
                url_name="questionnaires:list",
                order=60,
                visible=shown_to(may_open_the_room),
            )
        )
