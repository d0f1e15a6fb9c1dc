from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    name = "kommin.register"
    label = "register"
    verbose_name = _("Register of municipalities")

    def ready(self) -> None:
        from kommin.foundation.ui import navigation

        navigation.register(navigation.Entry(label=_("Municipalities"), url_name="register:list", order=30))
