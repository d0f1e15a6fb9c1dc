from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegimesConfig(AppConfig):
    name = "kommin.regimes"
    label = "regimes"
    verbose_name = _("Legal regimes and calculators")

    def ready(self) -> None:
        from kommin.foundation.ui import navigation

        navigation.register(navigation.Entry(label=_("Calculators"), url_name="regimes:overview", order=40))
