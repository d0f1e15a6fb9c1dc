"""Addresses of this room."""

from django.urls import path

from kommin.foundation.files import views

app_name = "files"
urlpatterns = [path("files/<uuid:public_id>/", views.download, name="download")]
