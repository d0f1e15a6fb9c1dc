"""Addresses of scoring, amounts and ranking; included by `urls`."""

from django.urls import URLPattern, path

from kommin.examination.views import amount, scoring

urlpatterns: list[URLPattern] = [
    path("cases/<str:number>/scores/", scoring.scores, name="scores"),
    path("cases/<str:number>/scores/save/", scoring.save_scores, name="save_scores"),
    path("cases/<str:number>/scores/take-back/", scoring.take_back, name="take_scores_back"),
    path("cases/<str:number>/scores/begin/", scoring.begin, name="begin_scoring"),
    path("cases/<str:number>/scores/common/", scoring.propose, name="propose_consensus"),
    path("cases/<str:number>/scores/common/<int:pk>/", scoring.answer, name="answer_consensus"),
    path("cases/<str:number>/scores/mean/", scoring.mean, name="let_mean_stand"),
    path("cases/<str:number>/scorers/", scoring.scorers, name="scorers"),
    path("cases/<str:number>/scorers/<int:pk>/hand-over/", scoring.hand_over, name="hand_over_scoring"),
    path("cases/<str:number>/amount/", amount.amount, name="amount"),
]
