"""Addresses of this room, each part in its own module."""

from kommin.examination import urls_checking, urls_scoring, urls_worklist

app_name = "examination"
urlpatterns = [*urls_worklist.urlpatterns, *urls_checking.urlpatterns, *urls_scoring.urlpatterns]
