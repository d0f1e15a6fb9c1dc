from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "kommin.cases"
    label = "cases"
    verbose_name = _("Applications")

    def ready(self) -> None:
        from kommin.cases import mail_texts, menu, queries, rules  # noqa: F401 - mail texts register themselves
        from kommin.cases.content import OWNER
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.files.owners import register_owner_rule
        from kommin.foundation.ui import navigation

        register_owner_rule(OWNER, rules.may_read, find=queries.application_by_id)
        describe_actions(menu.ACTIONS)
        navigation.register(*menu.ENTRIES)
        navigation.fill("call", "cases/begin_here.html")
