from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "kommin.imports"
    label = "imports"
    verbose_name = _("Taking over old grants")

    def ready(self) -> None:
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation
        from kommin.imports import case_page, menu

        describe_actions(menu.ACTIONS)
        navigation.register(*menu.ENTRIES)
        case_page.register()
