"""Addresses of the press desk: the CMS's own, but its doors are the house's."""

from django.urls import URLPattern, URLResolver, include, path
from wagtail.admin import urls as wagtailadmin_urls

from kommin.portal.views import desk, release

# Routes without a name cannot declare a rule; what they answer (pages that do not exist) the house answers itself.
urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", desk.sign_in, name="portal_desk_sign_in"),
    path("logout/", desk.sign_out, name="portal_desk_sign_out"),
    path("account/", desk.account, name="portal_desk_account"),
    path("mitteilung/<int:pk>/", release.check, name="portal_desk_release"),
    path("mitteilung/<int:pk>/vorschau/<slug:mode>/", release.preview, name="portal_desk_preview"),
    path("", include([entry for entry in wagtailadmin_urls.urlpatterns if getattr(entry, "name", "") is not None])),
]
