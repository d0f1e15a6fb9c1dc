"""Addresses of this room. The press archive has fixed ones; every other page lies where the editors put it."""

from django.urls import URLPattern, path

from kommin.portal.views import messages, pages

app_name = "portal"

urlpatterns: list[URLPattern] = [
    path("presse/", pages.archive, name="press"),
    path("presse/<int:year>/", pages.archive, name="press_year"),
    path("presse/<int:year>/<slug:slug>/", pages.release, name="release"),
    path("p/<int:pk>/", pages.short, name="short"),
    path("nachricht/<int:pk>/", messages.write, name="message"),
    path("nachricht/<int:pk>/gesendet/", messages.sent, name="message_sent"),
]
