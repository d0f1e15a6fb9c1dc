from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, pre_delete
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "kommin.portal"
    label = "portal"
    verbose_name = _("Portal")

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from kommin.foundation.audit.words import describe_actions
        from kommin.foundation.ui import navigation
        from kommin.portal import alike, changes, installing, menu, models, routes, showing
        from kommin.portal.finding import indexing

        post_migrate.connect(installing.install_after_migration, sender=self, dispatch_uid="portal.installing")
        page_published.connect(showing.note_what_is_shown, dispatch_uid="portal.showing")
        for model in (models.PortalImage, models.PortalDocument):
            pre_delete.connect(showing.keep_what_is_shown, sender=model, dispatch_uid="portal.showing")
        changes.watch()
        page_published.connect(indexing.note_page, dispatch_uid="portal.indexing")
        page_published.connect(alike.note_page, dispatch_uid="portal.alike")  # after the index knows it
        page_unpublished.connect(indexing.note_page, dispatch_uid="portal.indexing")
        post_delete.connect(indexing.forget_page, dispatch_uid="portal.indexing")
        routes.declare_routes_of_wagtail()
        describe_actions(menu.ACTIONS)
        navigation.register(*menu.ENTRIES)
        navigation.fill("footer", "portal/footer.html")
