"""Addresses of this room: the public's under /balance/, the ministry's under /ministry/."""

from django.urls import URLPattern, path, re_path

from kommin.balance.views import (
    chart_files,
    comparing,
    mapping,
    ministry,
    places,
    programme,
    projects,
    publicity,
    snapshots,
)

app_name = "balance"

_IN = "balance/<slug:slug>/"
_FILE = r"^balance/(?P<slug>[-\w]+)/"

urlpatterns: list[URLPattern] = [
    path("balance/", programme.listing, name="programmes"),
    path(_IN, programme.home, name="programme"),
    re_path(_FILE + r"figures\.(?P<file_format>csv|xlsx|json)$", programme.download, name="figures"),
    re_path(_FILE + r"charts/(?P<chart>[-\w]+)\.(?P<file_format>csv|svg)$", chart_files.download, name="chart_file"),
    path(_IN + "projects/", projects.listing, name="projects"),
    re_path(_FILE + r"projects\.(?P<file_format>csv|xlsx)$", projects.download, name="projects_file"),
    path(_IN + "projects/<str:number>/", projects.project, name="project"),
    path(_IN + "participants/", places.participants, name="participants"),
    re_path(_FILE + r"participants\.(?P<file_format>csv|xlsx)$", places.download, name="participants_file"),
    path(_IN + "municipalities/<str:key>/", places.municipality, name="municipality"),
    path(_IN + "districts/<str:key>/", places.district, name="district"),
    path(_IN + "blocks/<slug:code>/", places.block, name="block"),
    path(_IN + "map/", mapping.picture, name="map"),
    path(_IN + "comparison/", comparing.two_days, name="comparison"),
    path(_IN + "published/", snapshots.listing, name="snapshots"),
    path(_IN + "published/<int:number>/", snapshots.detail, name="snapshot"),
    re_path(
        _FILE + r"published/(?P<number>[0-9]{1,9})/(?P<name>figures\.json|rows\.csv)$",
        snapshots.download,
        name="snapshot_file",
    ),
    path("ministry/programmes/<slug:slug>/balances/", ministry.listing, name="ministry"),
    path("ministry/balances/<int:pk>/", ministry.detail, name="ministry_snapshot"),
    path("ministry/balances/<int:pk>/rows.csv", ministry.rows, name="frozen_rows"),
    path("ministry/balances/<int:pk>/release", ministry.release, name="release"),
    path("ministry/balances/<int:pk>/discard", ministry.discard, name="discard"),
    path("cases/<str:number>/publicity", publicity.change, name="publicity"),
]
