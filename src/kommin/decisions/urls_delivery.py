"""Addresses of this part of the room; included by `urls`."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
