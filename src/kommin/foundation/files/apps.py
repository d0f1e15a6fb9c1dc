from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    name = "kommin.foundation.files"
    label = "files"
    verbose_name = _("Files")

    def ready(self) -> None:
        from kommin.foundation.audit.words import describe_actions

        describe_actions(
            {
                "files.stored": _("File stored"),
                "files.infected": _("File with malware refused"),
                "files.removed": _("File removed"),
                "files.released": _("File released from quarantine"),
                "files.swept": _("Left-over files swept"),
            }
        )
