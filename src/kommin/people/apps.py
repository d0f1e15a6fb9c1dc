from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "kommin.people"
    label = "people"
    verbose_name = _("People and organisations")

    def ready(self) -> None:
        from kommin.people import triggers

        pre_migrate.connect(triggers.remove_before_migration, sender=self)
        post_migrate.connect(triggers.install_after_migration, sender=self)
