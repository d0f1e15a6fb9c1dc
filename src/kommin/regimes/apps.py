from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegimesConfig(AppConfig):
    name = "kommin.regimes"
    label = "regimes"
    verbose_name = _("Legal regimes and calculators")

    def ready(self) -> None:
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation

        describe_actions(
            {
                "regimes.base_rates_imported": _("Base rates imported"),
                "regimes.regimes_imported": _("Legal regimes imported"),
            }
        )
        navigation.register(navigation.Entry(label=_("Calculators"), url_name="regimes:overview", order=40))
