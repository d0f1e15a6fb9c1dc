"""Addresses of the work list; included by `urls`, before the page of a case."""

from django.urls import URLPattern, path

from kommin.examination.views import assigning, keeping, worklist

urlpatterns: list[URLPattern] = [
    path("cases/", worklist.worklist, name="worklist"),
    path("cases/export/<str:form>/", worklist.export, name="export_worklist"),
    path("cases/columns/", keeping.columns, name="worklist_columns"),
    path("cases/views/", keeping.views, name="worklist_views"),
    path("cases/views/<int:pk>/begin/", keeping.begin, name="begin_with_view"),
    path("cases/views/<int:pk>/remove/", keeping.remove, name="remove_view"),
    path("cases/views/none/begin/", keeping.begin_bare, name="begin_with_no_view"),
    path("cases/assign/", assigning.assign, name="assign"),
    path("cases/rules/", assigning.rules, name="assignment_rules"),
    path("cases/rules/<int:pk>/remove/", assigning.remove_rule, name="remove_assignment_rule"),
]
