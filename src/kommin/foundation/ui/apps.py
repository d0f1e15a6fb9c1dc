from django.apps import AppConfig
from django.conf import settings


class UiConfig(AppConfig):
    """The look: base page, components, forms. Knows no room."""

    name = "kommin.foundation.ui"
    label = "ui"

    def ready(self) -> None:
        if not settings.is_overridden("FORM_RENDERER"):  # also forms of other packages get the look
            settings.FORM_RENDERER = "kommin.foundation.ui.forms.HouseRenderer"
