from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "kommin.foundation.access"
    label = "access"

    def ready(self) -> None:
        from kommin.foundation.access import checks  # noqa: F401 - registers the checks
