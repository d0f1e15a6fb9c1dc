"""Addresses of this room. The press archive has fixed ones; every other page lies where the editors put it."""

from django.urls import URLPattern, path, re_path

from kommin.portal.views import feeds, finding, messages, old_releases, pages

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
    path("nachricht/<int:pk>/", messages.write, name="message"),
    path("nachricht/<int:pk>/gesendet/", messages.sent, name="message_sent"),
    path("press-desk/old-releases/", old_releases.listing, name="imports"),
    path("press-desk/old-releases/new", old_releases.begin, name="import_begin"),
    path("press-desk/old-releases/<int:pk>/", old_releases.detail, name="import"),
    path("press-desk/old-releases/<int:pk>/reading", old_releases.reading, name="import_reading"),
    path("press-desk/old-releases/<int:pk>/topics", old_releases.topics, name="import_topics"),
    path("press-desk/old-releases/<int:pk>/release", old_releases.release, name="import_release"),
    path("press-desk/old-releases/<int:pk>/discard", old_releases.discard, name="import_discard"),
    path("press-desk/old-releases/<int:pk>/take-back", old_releases.take_back, name="import_take_back"),
    re_path(
        r"^press-desk/old-releases/(?P<pk>[0-9]{1,18})/doubts\.(?P<file_format>csv|json)$",
        old_releases.report,
        name="import_report",
    ),
    path("suche/", finding.search, name="search"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
]
