"""The pages of long work: own runs, progress, stop and resume, the result; what strangers get."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone, translation

from kommin.foundation.notices.models import Mail, Notice
from kommin.foundation.runs.actions.clearing import clear_old_runs
from kommin.foundation.runs.actions.items import run_next_item
from kommin.foundation.runs.actions.runs import Item, start_run
from kommin.foundation.runs.models import Job, Run, RunItem
from notices.world import acting, make_member, signed_in


@pytest.fixture(autouse=True)
def _without_second_factor(settings, tmp_path):
    settings.SECOND_FACTOR_REQUIRED = False
    settings.MEDIA_ROOT = tmp_path
    with translation.override("de"):
        yield


def start(person, kind: str = "workshop.stroke", items: int = 3) -> Run:
    return start_run(
        kind=kind, title="Ausfuhr", items=[Item(f"Nummer {n}") for n in range(1, items + 1)], by=acting(person)
    )


def work_off() -> None:
    while run_next_item(holder="a"):
        pass


def test_one_s_own_run_from_start_to_result(workshop):
    person, _house = make_member("editor")
    client = signed_in(person)
    run = start(person)
    run_next_item(holder="a")
    page = client.get(reverse("runs:show", args=[run.pk])).text
    assert "1 von 3" in page
    assert 'hx-trigger="every 2s"' in page
    work_off()
    part = client.get(reverse("runs:progress", args=[run.pk])).text
    assert "strokes.csv herunterladen" in part
    assert "hx-trigger" not in part
    answer = client.get(reverse("runs:result", args=[run.pk]))
    assert b"".join(answer.streaming_content) == b"1\n2\n3"
    assert answer["Content-Disposition"] == 'attachment; filename="strokes.csv"'
    assert "Ausfuhr" in client.get(reverse("runs:list")).text


def test_whoever_started_it_is_told_when_it_has_finished(workshop):
    person, _house = make_member("editor")
    run = start(person, "workshop.even")
    work_off()
    notice = Notice.objects.get(recipient=person)
    assert notice.url == reverse("runs:show", args=[run.pk])
    assert notice.title == "„Ausfuhr“ ist beendet: 1 erledigt, 2 fehlgeschlagen"
    assert Mail.objects.get().text_name == "notices.run_finished"


def test_stop_resume_retry_by_button(workshop):
    person, _house = make_member("editor")
    client = signed_in(person)
    run = start(person, "workshop.even")
    client.post(reverse("runs:stop", args=[run.pk]))
    assert Run.objects.get().state == "stopped"
    assert "Fortsetzen" in client.get(reverse("runs:show", args=[run.pk])).text
    client.post(reverse("runs:resume", args=[run.pk]))
    work_off()
    page = client.get(reverse("runs:show", args=[run.pk])).text
    assert "Nummer 1 is odd." in page
    client.post(reverse("runs:retry", args=[run.pk]))
    assert Run.objects.get().state == "running"
    told = client.post(reverse("runs:resume", args=[run.pk]), follow=True).text
    assert "nicht mehr möglich" in told


@pytest.mark.parametrize("page", ["show", "progress", "result", "stop", "resume", "retry"])
def test_somebody_else_s_run_is_not_found(workshop, page):
    person, _house = make_member("editor")
    stranger, _house = make_member("editor", key="05315000")
    run = start(person)
    client = signed_in(stranger)
    ask = client.post if page in {"stop", "resume", "retry"} else client.get
    assert ask(reverse(f"runs:{page}", args=[run.pk])).status_code == 404
    assert "Ausfuhr" not in client.get(reverse("runs:list")).text


def test_an_operator_sees_and_stops_everybody_s(workshop):
    person, _house = make_member("editor")
    operator, _platform = make_member("operator", "operator")
    run = start(person)
    client = signed_in(operator)
    assert "Ausfuhr" in client.get(reverse("runs:all")).text
    client.post(reverse("runs:stop", args=[run.pk]))
    assert Run.objects.get().state == "stopped"


def test_a_lost_result_is_not_found(workshop):
    person, _house = make_member("editor")
    run = start(person)
    address = reverse("runs:result", args=[run.pk])
    client = signed_in(person)
    assert client.get(address).status_code == 404
    work_off()
    run.refresh_from_db()
    default_storage.delete(run.result_file)
    assert client.get(address).status_code == 404


def test_making_the_result_anew_removes_the_old_file(workshop, django_capture_on_commit_callbacks):
    person, _house = make_member("editor")
    run = start(person)
    old = default_storage.save(f"runs/{run.pk}/old", ContentFile(b"old"))
    Run.objects.update(result_file=old)
    with django_capture_on_commit_callbacks(execute=True):
        work_off()
    run.refresh_from_db()
    assert not default_storage.exists(old)
    assert default_storage.exists(run.result_file)


def test_old_runs_are_forgotten_with_their_files_and_those_under_way_are_not(workshop):
    person, _house = make_member("editor")
    old, recent, stopped = start(person), start(person), start(person)
    work_off()
    long_ago = timezone.now() - timedelta(days=100)
    Run.objects.filter(pk=old.pk).update(finished_at=long_ago)
    Run.objects.filter(pk=stopped.pk).update(state="stopped", finished_at=None, created_at=long_ago)
    old.refresh_from_db()
    assert clear_old_runs() == 1
    assert not default_storage.exists(old.result_file)
    assert set(Run.objects.values_list("pk", flat=True)) == {recent.pk, stopped.pk}
    assert not RunItem.objects.filter(run=old.pk).exists()


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_costs_the_same_with_one_row_and_with_fifty(workshop, number, django_assert_max_num_queries):
    person, _house = make_member("editor")
    for _ in range(number):
        start(person, items=2)
    client = signed_in(person)
    client.get(reverse("runs:list"))
    with django_assert_max_num_queries(12):
        client.get(reverse("runs:list"))


def test_an_operator_retries_a_job_by_button(workshop):
    operator, _platform = make_member("operator", "operator")
    job = Job.objects.create(function="x.y", state="dead", error="RuntimeError: broken")
    client = signed_in(operator)
    assert "RuntimeError: broken" in client.get(reverse("runs:given_up")).text
    client.post(reverse("runs:retry_job", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == "waiting"


def test_without_a_worker_the_operator_is_warned(workshop):
    operator, _platform = make_member("operator", "operator")
    assert "Kein Arbeitsprozess läuft" in signed_in(operator).get(reverse("runs:clock")).text
