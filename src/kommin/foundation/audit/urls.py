"""Addresses of the record."""

from django.urls import path

from kommin.foundation.audit import views

app_name = "audit"

urlpatterns = [
    path("audit/", views.records, name="records"),
    path("audit/<int:pk>/", views.record, name="record"),
]
