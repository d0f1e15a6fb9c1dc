from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "kommin.register"
    label = "register"
    verbose_name = _("Register of municipalities")

    def ready(self) -> None:
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation

        describe_actions(
            {
                "register.created": _("Register created"),
                "register.edition_imported": _("Edition of a register imported"),
                "register.boundaries_imported": _("Boundaries imported"),
            }
        )
        navigation.register(navigation.Entry(label=_("Municipalities"), url_name="register:list", order=30))
