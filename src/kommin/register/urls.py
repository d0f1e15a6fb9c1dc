"""Addresses of the register's pages."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
