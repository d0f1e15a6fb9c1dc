"""Addresses of scoring, amounts and ranking; included by `urls`."""

from django.urls import URLPattern, path

from kommin.examination.views import amount, rounds, scenarios, scoring

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
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<slug:slug>/", rounds.table, name="round"),
    path("rounds/<slug:slug>/export/<str:form>/", rounds.export, name="export_round"),
    path("rounds/<slug:slug>/examiners/", rounds.deal_out, name="deal_out"),
    path("rounds/<slug:slug>/scoring/", rounds.scoring_rules, name="scoring_rules"),
    path("rounds/<slug:slug>/proposals/<int:count>/", rounds.proposal, name="proposal"),
    path("rounds/<slug:slug>/scenarios/new/", scenarios.new, name="new_scenario"),
    path("rounds/<slug:slug>/scenarios/compare/", scenarios.compare, name="compare_scenarios"),
    path("rounds/<slug:slug>/scenarios/<int:pk>/", scenarios.show, name="scenario"),
    path("rounds/<slug:slug>/scenarios/<int:pk>/rules/", scenarios.change, name="change_scenario"),
    path("rounds/<slug:slug>/scenarios/<int:pk>/compute/", scenarios.compute, name="compute_scenario"),
    path("rounds/<slug:slug>/scenarios/<int:pk>/comment/", scenarios.comment, name="comment_scenario"),
    path("rounds/<slug:slug>/scenarios/<int:pk>/remove/", scenarios.remove, name="remove_scenario"),
    path("rounds/<slug:slug>/scenarios/<int:pk>/adopt/", scenarios.adopt, name="adopt_scenario"),
    path("rounds/<slug:slug>/scenarios/<int:pk>/export/<str:form>/", scenarios.export, name="export_scenario"),
]
