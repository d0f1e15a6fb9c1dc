from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExaminationConfig(AppConfig):
    name = "kommin.examination"
    label = "examination"
    verbose_name = _("Examination")

    def ready(self) -> None:
        from kommin.examination import menu
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation

        describe_actions(menu.ACTIONS)
        navigation.register(*menu.ENTRIES)
