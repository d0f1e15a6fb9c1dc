from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RunsConfig(AppConfig):
    """Jobs, ticks and runs."""

    name = "kommin.foundation.runs"
    label = "runs"

    def ready(self) -> None:
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.runs.navigation import register_navigation
        from kommin.foundation.runs.words import ACTIONS

        describe_actions(ACTIONS)
        register_navigation()
        autodiscover_modules("ticks", "run_kinds")
