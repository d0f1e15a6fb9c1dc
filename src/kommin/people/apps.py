from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "kommin.people"
    label = "people"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from kommin.foundation.access import register_actor_resolver, register_role_labels
        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.notices.directory import register_directory
        from kommin.foundation.ui import navigation
        from kommin.people import checks, menu, routes, signals, triggers, words  # noqa: F401 - checks register themselves
        from kommin.people.directory import PeopleDirectory
        from kommin.people.models import Role
        from kommin.people.standing import actor_of_request

        pre_migrate.connect(triggers.remove_before_migration, sender=self, dispatch_uid="people.triggers")
        post_migrate.connect(triggers.install_after_migration, sender=self, dispatch_uid="people.triggers")
        register_actor_resolver(actor_of_request)
        register_directory(PeopleDirectory())
        register_role_labels({role.value: role.label for role in Role})
        describe_actions(words.ACTIONS)
        routes.declare_routes_of_allauth()
        signals.connect()
        navigation.fill("account", "people/header.html")
        navigation.register(*menu.ENTRIES)
