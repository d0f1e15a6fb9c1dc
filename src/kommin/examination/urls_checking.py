"""Addresses of this part of the room; included by `urls`."""

from django.urls import URLPattern, path

from kommin.examination.views import answering, case, checking, messaging, requesting

urlpatterns: list[URLPattern] = [
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/application/", case.application, name="application"),
    path("cases/<str:number>/application.pdf", case.printed, name="print"),
    path("cases/<str:number>/similar/", case.similar, name="similar"),
    path("cases/<str:number>/check/", checking.check, name="check"),
    path("cases/<str:number>/check/finish/", checking.finish, name="finish_check"),
    path("cases/<str:number>/check/reopen/", checking.reopen, name="reopen_check"),
    path("cases/<str:number>/requests/new/", requesting.ask, name="ask"),
    path("cases/<str:number>/requests/<int:round>/", requesting.show, name="request"),
    path("cases/<str:number>/requests/<int:round>/extend/", requesting.extend, name="extend_request"),
    path("cases/<str:number>/requests/<int:round>/withdraw/", requesting.withdraw, name="withdraw_request"),
    path("cases/<str:number>/requests/<int:round>/answer/", answering.answer, name="answer"),
    path("cases/<str:number>/requests/<int:round>/answer/hand-in/", answering.hand_in, name="hand_in"),
    path(
        "cases/<str:number>/requests/<int:round>/files/<uuid:public_id>/remove/", answering.remove_file,
        name="remove_answer_file",
    ),
    path("cases/<str:number>/messages/", messaging.conversation, name="messages"),
    path("cases/<str:number>/notes/", messaging.notes, name="notes"),
]  # fmt: skip
