"""Addresses of decisions and of the budget; included by `urls`."""

from django.urls import URLPattern, path

from kommin.decisions.views import budget, documents, drafting, listing, releasing, showing

urlpatterns: list[URLPattern] = [
    path("decisions/", listing.listing, name="list"),
    path("decisions/<int:pk>/", showing.decision, name="decision"),
    path("decisions/<int:pk>/letter.pdf", documents.document, name="document"),
    path("decisions/<int:pk>/edit", drafting.edit, name="edit"),
    path("decisions/<int:pk>/discard", drafting.discard, name="discard"),
    path("decisions/<int:pk>/hand-over", releasing.hand_over, name="hand_over"),
    path("decisions/<int:pk>/return", releasing.return_, name="return"),
    path("decisions/<int:pk>/release", releasing.release, name="release"),
    path("cases/<str:number>/decide", drafting.begin, name="begin"),
    path("budget/", budget.programmes, name="budgets"),
    path("budget/<slug:slug>/", budget.overview, name="budget"),
    path("budget/<slug:slug>/export.<str:kind>", budget.export, name="budget_export"),
    path("budget/<slug:slug>/transfer", budget.transfer, name="transfer"),
    path("budget/<slug:slug>/transfers", budget.transfers, name="transfers"),
    path("budget/<slug:slug>/<int:year>/", budget.rows, name="budget_year_rows"),
    path("budget/<slug:slug>/<int:year>/<int:authority>/", budget.rows, name="budget_rows"),
]
