from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExaminationConfig(AppConfig):
    name = "kommin.examination"
    label = "examination"
    verbose_name = _("Examination")

    def ready(self) -> None:
        from kommin.examination import case_files, case_page, mail_texts, menu, scoring_page  # noqa: F401 - mail texts register themselves
        from kommin.examination.involved import register_involvement
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation

        describe_actions(menu.ACTIONS)
        navigation.register(*menu.ENTRIES)
        case_files.register()
        case_page.register()
        scoring_page.register()
        register_involvement(case_page.checked_by)
