"""Addresses of this room, each part in its own module."""

from kommin.decisions import urls_bulk, urls_core, urls_delivery, urls_letters

app_name = "decisions"
urlpatterns = [*urls_core.urlpatterns, *urls_bulk.urlpatterns, *urls_letters.urlpatterns, *urls_delivery.urlpatterns]
