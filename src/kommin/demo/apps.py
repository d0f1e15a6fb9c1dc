from django.apps import AppConfig
from django.conf import settings


class DemoConfig(AppConfig):
    """The demonstration: invented people and cases over real registers."""

    name = "kommin.demo"
    label = "demo"

    def ready(self) -> None:
        if settings.KOMMIN.demo:
            from kommin.demo.notices import register_navigation

            register_navigation()
