from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look: base page, components, forms. Knows no room."""

    name = "kommin.foundation.ui"
    label = "ui"
