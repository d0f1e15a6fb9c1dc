"""Addresses of questionnaires."""

from django.urls import path

from kommin.questionnaires.views import building, publishing, question, questionnaires, trying

app_name = "questionnaires"
urlpatterns = [
    path("questionnaires/", questionnaires.listing, name="list"),
    path("questionnaires/new/", questionnaires.create, name="create"),
    path("questionnaires/schema-1.json", questionnaires.json_schema, name="schema"),
    path("questionnaires/<int:pk>/", questionnaires.versions, name="versions"),
    path("questionnaires/<int:pk>/begin/", questionnaires.begin_version, name="begin_version"),
    path("questionnaires/versions/<int:pk>/", building.outline, name="version"),
    path("questionnaires/versions/<int:pk>/texts/", building.texts, name="texts"),
    path("questionnaires/versions/<int:pk>/arrange/", building.arrange, name="arrange"),
    path("questionnaires/versions/<int:pk>/sections/<slug:key>/", building.section, name="section"),
    path("questionnaires/versions/<int:pk>/questions/<slug:key>/", question.question, name="question"),
    path("questionnaires/versions/<int:pk>/questions/<slug:key>/preview/", question.preview, name="preview"),
    path("questionnaires/versions/<int:pk>/try/", trying.attempt, name="try"),
    path("questionnaires/versions/<int:pk>/try/live/", trying.live, name="try_live"),
    path("questionnaires/versions/<int:pk>/try/clear/", trying.clear, name="try_clear"),
    path("questionnaires/versions/<int:pk>/try/reading/", trying.reading, name="try_reading"),
    path("questionnaires/versions/<int:pk>/try/answers.<slug:form>", trying.exported, name="try_export"),
    path("questionnaires/versions/<int:pk>/print/<slug:what>/", trying.printed, name="print"),
    path("questionnaires/versions/<int:pk>/changes/", publishing.changes, name="changes"),
    path("questionnaires/versions/<int:pk>/publish/", publishing.publish, name="publish"),
    path("questionnaires/versions/<int:pk>/export/", publishing.export, name="export"),
    path("questionnaires/versions/<int:pk>/import/", publishing.import_file, name="import"),
]
