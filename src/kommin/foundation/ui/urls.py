"""Addresses of the look: language, theme and, in the demonstration, the guide to all components."""

from django.urls import path

from kommin.foundation.ui import styleguide, views

app_name = "ui"

urlpatterns = [
    path("preferences/language", views.keep_language, name="language"),
    path("preferences/theme", views.keep_theme, name="theme"),
    path("styleguide/", styleguide.page, name="styleguide"),
]
