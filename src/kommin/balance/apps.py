from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BalanceConfig(AppConfig):
    name = "kommin.balance"
    label = "balance"
    verbose_name = _("Public balance")

    def ready(self) -> None:
        from kommin.balance import menu, parts, remembering
        from kommin.balance.actions.rolling import entries_written, many_entries_written
        from kommin.cases.actions.ledger import on_entries
        from kommin.cases.sections import register_section
        from kommin.foundation import keeping
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation

        on_entries(entries_written, many=many_entries_written)
        keeping.watch(remembering.WATCHED)
        register_section(parts.PUBLICITY)
        describe_actions(menu.ACTIONS)
        navigation.register(*menu.ENTRIES)
