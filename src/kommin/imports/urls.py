"""Addresses of this room, all of the ministry."""

from django.urls import URLPattern, path, re_path

from kommin.imports.views import listing, reading, steering

app_name = "imports"

urlpatterns: list[URLPattern] = [
    path("ministry/imports/", listing.home, name="home"),
    path("ministry/programmes/<slug:slug>/imports/", listing.listing, name="list"),
    path("ministry/programmes/<slug:slug>/imports/new", listing.begin, name="begin"),
    path("ministry/imports/<int:pk>/", listing.detail, name="detail"),
    path("ministry/imports/<int:pk>/progress", listing.progress, name="progress"),
    path("ministry/imports/<int:pk>/reading", reading.reading, name="reading"),
    path("ministry/imports/<int:pk>/doubts", reading.doubts, name="doubts"),
    path("ministry/imports/<int:pk>/places", reading.places, name="places"),
    path("ministry/imports/<int:pk>/rows", listing.rows, name="rows"),
    path("ministry/imports/<int:pk>/load", steering.load, name="load"),
    path("ministry/imports/<int:pk>/discard", steering.discard, name="discard"),
    path("ministry/imports/<int:pk>/take-back", steering.take_back, name="take_back"),
    re_path(r"^ministry/imports/(?P<pk>[0-9]{1,18})/grants\.(?P<file_format>csv|xlsx)$", listing.export, name="export"),
]
