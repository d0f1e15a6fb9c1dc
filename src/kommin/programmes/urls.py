"""Addresses of this room: the ministry's under /ministry/, the public's under /calls/."""

from django.urls import path

from kommin.programmes.views import calls

app_name = "programmes"
urlpatterns = [
    path("ministry/calls/<int:pk>/", calls.detail, name="call"),
]
