from django.urls import path

from kommin.foundation.runs.views import operating, own

app_name = "runs"

urlpatterns = [
    path("runs/", own.listing, name="list"),
    path("runs/all/", operating.listing, name="all"),
    path("runs/clock/", operating.clock, name="clock"),
    path("runs/given-up/", operating.given_up, name="given_up"),
    path("runs/given-up/<uuid:job_id>/retry/", operating.retry_job, name="retry_job"),
    path("runs/<uuid:run_id>/", own.show, name="show"),
    path("runs/<uuid:run_id>/progress/", own.progress, name="progress"),
    path("runs/<uuid:run_id>/stop/", own.stop, name="stop"),
    path("runs/<uuid:run_id>/resume/", own.resume, name="resume"),
    path("runs/<uuid:run_id>/retry/", own.retry, name="retry"),
    path("runs/<uuid:run_id>/result/", own.result, name="result"),
]
