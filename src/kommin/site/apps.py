from django.apps import AppConfig


class SiteConfig(AppConfig):
    """The top of the house: mounts every room."""

    name = "kommin.site"
    label = "site"

    def ready(self) -> None:
        from kommin.site import checks  # noqa: F401 - registers them
