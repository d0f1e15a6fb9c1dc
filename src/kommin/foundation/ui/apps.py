from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "kommin.foundation.ui"
    label = "ui"
