from django.apps import AppConfig


class RegimesConfig(AppConfig):
    name = "kommin.regimes"
    label = "regimes"
