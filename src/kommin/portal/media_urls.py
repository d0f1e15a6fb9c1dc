"""Addresses of images and documents: the same in every language, because they are kept for ever."""

from django.urls import URLPattern, re_path

from kommin.portal.views import media

app_name = "media"

_THING = r"/(?P<pk>[0-9]{1,9})-(?P<digest>[0-9a-f]{20})"
_EXTENSION = r"\.(?P<extension>[a-z0-9]{2,5})$"
_FILE = _THING + _EXTENSION

urlpatterns: list[URLPattern] = [
    re_path(r"^medien/bild" + _THING + r"/(?P<spec>[^/]{1,255})" + _EXTENSION, media.rendition, name="rendition"),
    re_path(r"^medien/original" + _FILE, media.original, name="original"),
    re_path(r"^medien/dokument" + _FILE, media.document, name="document"),
    re_path(r"^medien/fotos/(?P<pk>[0-9]{1,9})\.zip$", media.photos, name="photos"),
]
