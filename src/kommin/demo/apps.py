from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration: invented people and cases over real registers."""

    name = "kommin.demo"
    label = "demo"
