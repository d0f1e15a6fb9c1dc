"""Addresses of this room: the ministry's under /ministry/, the public's under /calls/."""

from django.urls import URLPattern, URLResolver, path, re_path

from kommin.programmes.views import calls, guidelines, money, programmes, public, publishing, responsibilities

app_name = "programmes"

_PART = r"^ministry/calls/(?P<pk>[0-9]{1,18})/(?P<part>documents|criteria|timetable)/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("calls/", public.listing, name="public_calls"),
    path("calls/<slug:slug>/", public.call, name="public_call"),
    path("calls/<slug:slug>/questions/", public.questions, name="public_questions"),
    path("calls/<slug:slug>/check/", public.check, name="public_check"),
    path("calls/<slug:slug>/deadline.ics", public.deadline, name="public_deadline"),
    path("ministry/programmes/", programmes.listing, name="list"),
    path("ministry/programmes/new", programmes.create, name="create"),
    path("ministry/programmes/<slug:slug>/", programmes.detail, name="detail"),
    path("ministry/programmes/<slug:slug>/edit", programmes.edit, name="edit"),
    path("ministry/programmes/<slug:slug>/blocks/new", programmes.add_block, name="block_add"),
    path("ministry/programmes/<slug:slug>/guidelines/new", guidelines.create, name="guideline_create"),
    path("ministry/programmes/<slug:slug>/calls/new", calls.create, name="call_create"),
    path("ministry/programmes/<slug:slug>/means/", money.table, name="appropriations"),
    path("ministry/programmes/<slug:slug>/means/new", money.add, name="appropriation_add"),
    path("ministry/programmes/<slug:slug>/means/<int:year>/close", money.close_year, name="year_close"),
    path("ministry/programmes/<slug:slug>/means/<int:year>/reopen", money.reopen_year, name="year_reopen"),
    path("ministry/programmes/<slug:slug>/responsibilities/", responsibilities.table, name="responsibilities"),
    path("ministry/responsibilities/<int:pk>/remove", responsibilities.remove, name="responsibility_remove"),
    path("ministry/means/<int:pk>/", money.edit, name="appropriation"),
    path("ministry/means/<int:pk>/split", money.split, name="split"),
    path("ministry/blocks/<int:pk>/", programmes.edit_block, name="block"),
    path("ministry/blocks/<int:pk>/remove", programmes.remove_block, name="block_remove"),
    path("ministry/guidelines/<int:pk>/", guidelines.detail, name="guideline"),
    path("ministry/guidelines/<int:pk>/edit", guidelines.edit, name="guideline_edit"),
    path("ministry/guidelines/<int:pk>/rates/new", guidelines.add_rule, name="financing_add"),
    path("ministry/guidelines/<int:pk>/costs/new", guidelines.add_cost, name="cost_add"),
    path("ministry/rates/<int:pk>/", guidelines.edit_rule, name="financing"),
    path("ministry/rates/<int:pk>/remove", guidelines.remove_rule, name="financing_remove"),
    path("ministry/costs/<int:pk>/", guidelines.edit_cost, name="cost"),
    path("ministry/costs/<int:pk>/remove", guidelines.remove_cost, name="cost_remove"),
    path("ministry/calls/<int:pk>/", calls.detail, name="call"),
    path("ministry/calls/<int:pk>/texts", calls.texts, name="call_texts"),
    path("ministry/calls/<int:pk>/contact", calls.contact, name="call_contact"),
    path("ministry/calls/<int:pk>/dates", calls.dates, name="call_dates"),
    path("ministry/calls/<int:pk>/rules", calls.rules_of_call, name="call_rules"),
    path("ministry/calls/<int:pk>/questions", calls.questions, name="call_questions"),
    path("ministry/calls/<int:pk>/law", calls.law, name="call_law"),
    path("ministry/calls/<int:pk>/check", publishing.check, name="call_check"),
    path("ministry/calls/<int:pk>/publish", publishing.publish, name="call_publish"),
    path("ministry/calls/<int:pk>/publish-changes", publishing.publish_changes, name="call_publish_changes"),
    path("ministry/calls/<int:pk>/prolong", publishing.prolong, name="call_prolong"),
    path("ministry/calls/<int:pk>/close", publishing.close, name="call_close"),
    re_path(_PART + "$", calls.parts, name="call_parts"),
    re_path(_PART + "(?P<row_id>[0-9]{1,18})/$", calls.edit_part, name="call_part"),
    re_path(_PART + "(?P<row_id>[0-9]{1,18})/remove$", calls.remove_part, name="call_part_remove"),
]
