from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "kommin.imports"
    label = "imports"
    verbose_name = _("Taking over old grants")

    def ready(self) -> None:
        from kommin.foundation.audit.words import describe_actions
        from kommin.imports import menu

        describe_actions(menu.ACTIONS)
