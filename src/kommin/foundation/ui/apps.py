from django.apps import AppConfig
from django.conf import global_settings, settings


class UiConfig(AppConfig):
    """The look: base page, components, forms. Knows no room."""

    name = "kommin.foundation.ui"
    label = "ui"

    def ready(self) -> None:
        if settings.FORM_RENDERER == global_settings.FORM_RENDERER:  # also forms of other packages get the look
            settings.FORM_RENDERER = "kommin.foundation.ui.forms.HouseRenderer"
