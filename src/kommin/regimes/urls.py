"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from kommin.regimes import views

app_name = "regimes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("law/", views.overview, name="overview"),
    path("law/regimes/", views.legal_status, name="legal_status"),
    path("law/<slug:name>/", views.calculator_page, name="calculator"),
]
