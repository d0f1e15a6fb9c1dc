from datetime import timedelta

from django.apps import AppConfig


class WorkshopConfig(AppConfig):
    name = "runs.workshop"
    label = "workshop"

    def ready(self) -> None:
        from kommin.foundation.notices import delivery

        delivery.LEASE = timedelta(seconds=2)
