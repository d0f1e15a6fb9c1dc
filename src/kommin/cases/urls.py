"""Addresses of this room."""

from django.urls import path

from kommin.cases.views import drafting, financing, lists, showing, standing, team

app_name = "cases"
urlpatterns = [
    path("applications/", lists.overview, name="list"),
    path("applications/new/<slug:slug>/", lists.begin, name="begin"),
    path("applications/municipality/", team.applicant, name="applicant"),
    path("applications/municipality/live/", team.applicant_live, name="applicant_live"),
    path("applications/municipality/handling/", team.handling, name="handling"),
    path("applications/kept/", drafting.kept, name="kept"),
    path("applications/<str:number>/", showing.application, name="application"),
    path("applications/<str:number>/project/", drafting.about, name="about"),
    path("applications/<str:number>/project/save/", drafting.save_about, name="save_about"),
    path("applications/<str:number>/questions/<slug:section>/", drafting.section, name="section"),
    path("applications/<str:number>/questions/<slug:section>/save/", drafting.save_section, name="save_section"),
    path("applications/<str:number>/questions/<slug:section>/live/", drafting.live_section, name="live_section"),
    path("applications/<str:number>/conflicts/", drafting.conflicts, name="conflicts"),
    path("applications/<str:number>/plan/", financing.plan, name="plan"),
    path("applications/<str:number>/plan/save/", financing.save_plan, name="save_plan"),
    path("applications/<str:number>/documents/", team.documents, name="documents"),
    path("applications/<str:number>/documents/<uuid:public_id>/remove/", team.remove_document, name="remove_document"),
    path("applications/<str:number>/partners/", team.partners, name="partners"),
    path("applications/<str:number>/partners/<int:pk>/remove/", team.remove_partner, name="remove_partner"),
    path("applications/<str:number>/partners/answer/", team.answer, name="answer"),
    path("applications/<str:number>/comments/", team.comment, name="comment"),
    path("applications/<str:number>/read/", showing.read, name="read"),
    path("applications/<str:number>/application.pdf", showing.printed, name="print"),
    path("applications/<str:number>/receipt.pdf", showing.receipt, name="receipt"),
    path("applications/<str:number>/submission.json", showing.submitted, name="submitted"),
    path("applications/<str:number>/verify/", showing.verify, name="verify"),
    path("applications/<str:number>/sign-off/", standing.sign_off, name="sign_off"),
    path("applications/<str:number>/submit/", standing.submit, name="submit"),
    path("applications/<str:number>/withdraw/", standing.withdraw, name="withdraw"),
    path("applications/<str:number>/new-version/", standing.new_version, name="new_version"),
]
