from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    """Notices, mail and deadlines."""

    name = "kommin.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.notices import checks  # noqa: F401 - registers them
        from kommin.foundation.notices.actions.about_runs import tell_about_finished_run
        from kommin.foundation.notices.navigation import register_navigation
        from kommin.foundation.notices.words import ACTIONS
        from kommin.foundation.runs.registry import when_finished

        describe_actions(ACTIONS)
        autodiscover_modules("mail_texts", "notices_bridge")
        when_finished(tell_about_finished_run)
        register_navigation()
