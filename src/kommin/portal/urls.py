"""Addresses of this room. The press archive has fixed ones; every other page lies where the editors put it."""

from django.urls import URLPattern, path

from kommin.portal.views import feeds, finding, pages

app_name = "portal"

urlpatterns: list[URLPattern] = [
    path("presse/", pages.archive, name="press"),
    path("presse/atom.xml", feeds.everything, name="feed"),
    path("presse/themen/<slug:slug>/atom.xml", feeds.of_topic, name="feed_of_topic"),
    path("presse/absender/<int:pk>/atom.xml", feeds.of_sender, name="feed_of_sender"),
    path("presse/<int:year>/", pages.archive, name="press_year"),
    path("presse/<int:year>/<slug:slug>/", pages.release, name="release"),
    path("presse/<int:year>/<slug:slug>.pdf", pages.printed, name="printed"),
    path("p/<int:pk>/", pages.short, name="short"),
    path("suche/", finding.search, name="search"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
]
