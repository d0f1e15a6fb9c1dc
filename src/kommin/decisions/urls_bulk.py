"""Addresses of deciding a whole round; included by `urls`."""

from django.urls import URLPattern, path

from kommin.decisions.views import bulk

urlpatterns: list[URLPattern] = [
    path("decisions/rounds/", bulk.rounds, name="rounds"),
    path("decisions/rounds/<slug:slug>/", bulk.round_, name="round"),
    path("decisions/rounds/<slug:slug>/draft", bulk.draft, name="draft_round"),
    path("decisions/rounds/<slug:slug>/release", bulk.release, name="release_round"),
]
