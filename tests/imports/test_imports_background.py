"""Large files are read and loaded by the worker: told on the import's page, stopped without a trace, refused."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from imports.test_imports_loading import FIRST, SECOND, begin, in_force, loaded
from imports.test_imports_pages import browser, upload  # noqa: F401 - a fixture
from kommin.cases.models import Case, LedgerEntry
from kommin.foundation.access import Actor
from kommin.foundation.audit.models import Record
from kommin.foundation.notices.models import Notice
from kommin.foundation.runs import progress
from kommin.foundation.runs.actions.items import run_next_item
from kommin.foundation.runs.models import Run, RunItem
from kommin.imports.actions import change_import, discard_import, load_import
from kommin.imports.actions.background import is_large, load_or_start
from kommin.imports.actions.loading import ready_to_load
from kommin.imports.errors import ImportStateError
from kommin.imports.models import GrantImport, ImportRow
from kommin.programmes.models import BuildingBlock, Programme

pytestmark = pytest.mark.both
HERFORD = {"text-0": "Herford", "place-0": "05758", "other-0": "", "revision": "1"}


@pytest.fixture
def everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kommin.imports.actions.background.is_large", lambda _content: True)
    monkeypatch.setattr("kommin.imports.actions.background.MOST_AT_ONCE", 1)


def page_of(browser: Client, row: GrantImport, part: str = "") -> str:  # noqa: F811
    return browser.get(f"/ministry/imports/{row.pk}/{part}").content.decode()


@pytest.mark.usefixtures("everything_is_large")
def test_reading_choosing_and_loading_by_the_worker(browser: Client, programme: Programme) -> None:  # noqa: F811
    row = upload(browser, FIRST, control_total="71.000,50")
    assert (row.state, row.is_at_work, ImportRow.objects.count()) == ("reading", True, 0)
    page = page_of(browser, row)
    assert "Wird gelesen" in page
    assert 'hx-trigger="every 2s"' in page
    assert "Laden, was bereit ist" not in page
    assert "HX-Refresh" not in browser.get(f"/ministry/imports/{row.pk}/progress")
    run_next_item(holder="a")
    assert browser.get(f"/ministry/imports/{row.pk}/progress")["HX-Refresh"] == "true"
    row.refresh_from_db()
    assert (row.state, row.revision, row.count("ready"), row.control_total) == ("prepared", 1, 4, Decimal("71000.50"))
    assert "64.000,50" in page_of(browser, row)
    assert "gelesen" in Notice.objects.latest("pk").title

    browser.post(f"/ministry/imports/{row.pk}/places", HERFORD)
    busy = browser.post(f"/ministry/imports/{row.pk}/load", {"revision": "1"}, follow=True).content.decode()
    assert "gerade gelesen oder geladen" in busy
    run_next_item(holder="a")
    row.refresh_from_db()
    assert (row.revision, row.count("ready"), row.work) == (2, 5, None)

    browser.post(f"/ministry/imports/{row.pk}/load", {"revision": "2"})
    assert in_force(programme) == 0
    run_next_item(holder="a")
    assert in_force(programme) == Decimal("71000.50")
    assert "Diese Übernahme zurücknehmen" in page_of(browser, row)
    assert Notice.objects.latest("pk").url == f"/ministry/imports/{row.pk}/"


@pytest.mark.usefixtures("everything_is_large")
def test_of_a_file_that_is_none_only_its_name_and_the_reason_stay(browser: Client, programme: Programme) -> None:  # noqa: F811
    row = upload(browser, "Dies ist ein Brief.\nOhne Tabelle.\n", "brief.csv")
    run_next_item(holder="a")
    row.refresh_from_db()
    assert (row.state, bytes(row.content), row.is_at_work) == ("refused", b"", False)
    page = page_of(browser, row)
    assert row.reason
    assert row.reason in page.replace("&quot;", '"')
    assert "Datei übernehmen" in page
    assert "kann nicht gelesen werden" in Notice.objects.latest("pk").title
    assert Record.objects.filter(action="imports.refused").count() == 1
    assert "brief.csv" in browser.get("/ministry/programmes/probe/imports/").content.decode()


@pytest.mark.usefixtures("everything_is_large")
def test_a_new_reading_that_fails_leaves_everything_as_it_was(browser: Client, programme: Programme) -> None:  # noqa: F811
    row = upload(browser, FIRST)
    run_next_item(holder="a")
    row.refresh_from_db()
    columns = {f"column-{name}": column for name, column in row.given.columns.items()} | {"column-applicant": ""}
    given = {**columns, "header_line": "5", "numbers": "", "unit": "1", "revision": "1"}
    assert browser.post(f"/ministry/imports/{row.pk}/reading", given).status_code == 302
    run_next_item(holder="a")
    row.refresh_from_db()
    assert (row.state, row.revision, row.count("ready"), row.rows.count()) == ("prepared", 1, 4, 6)
    page = page_of(browser, row)
    assert "Das hat nicht geklappt" in page
    assert "Laden, was bereit ist" in page


@pytest.mark.usefixtures("everything_is_large")
@pytest.mark.parametrize("phase", ["ready", "load"])
def test_a_load_that_is_stopped_leaves_nothing_and_can_be_done_again(
    browser: Client, programme: Programme, officer: Actor, phase: str, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    row = begin(programme, officer)
    browser.post(f"/ministry/imports/{row.pk}/load", {"revision": "1"})
    run = Run.objects.get()
    usual = progress.Reporter.advance

    def stopped(self: progress.Reporter, number: int) -> None:
        if self._phase == phase and number:
            raise progress.StopAskedError
        usual(self, number)

    with monkeypatch.context() as patched:
        patched.setattr(progress.Reporter, "advance", stopped)
        run_next_item(holder="a")
    browser.post(f"/runs/{run.pk}/stop/")
    row.refresh_from_db()
    assert (row.state, Case.objects.count(), LedgerEntry.objects.count()) == ("prepared", 0, 0)
    assert RunItem.objects.get().attempts == 0
    page = page_of(browser, row)
    assert "Angehalten" in page
    assert "Laden, was bereit ist" in page
    load_import(grant_import=row, by=officer)
    assert in_force(programme) == Decimal("64000.50")


@pytest.mark.usefixtures("everything_is_large")
def test_a_reading_that_was_stopped_can_be_discarded(browser: Client, programme: Programme) -> None:  # noqa: F811
    row = upload(browser, FIRST)
    busy = browser.post(f"/ministry/imports/{row.pk}/discard", follow=True).content.decode()
    assert "gerade gelesen oder geladen" in busy
    browser.post(f"/runs/{row.work_id}/stop/")
    browser.post(f"/ministry/imports/{row.pk}/discard")
    row.refresh_from_db()
    assert row.state == "discarded"


def test_what_changed_while_it_was_made_ready_is_not_loaded(programme: Programme, officer: Actor) -> None:
    from kommin.imports.actions.loading import load_ready

    row = begin(programme, officer)
    with ready_to_load(grant_import=row, by=officer) as ready:
        change_import(grant_import=row, mapping=row.given, by=officer)
        with pytest.raises(ImportStateError):
            load_ready(ready)
    with ready_to_load(grant_import=row, by=officer) as ready:
        BuildingBlock.objects.filter(programme=programme, code="netz").update(code="anders")
        with pytest.raises(ImportStateError, match="Bausteine"):
            load_ready(ready)
    assert not LedgerEntry.objects.exists()
    load_import(grant_import=row, by=officer)
    assert Case.objects.filter(block=None).count() == 2  # without the building block that is called otherwise now


def test_grants_that_came_in_from_another_source_meanwhile_do_not_count_twice(
    programme: Programme, officer: Actor
) -> None:
    row = begin(programme, officer, name="eins.csv", source="eins")
    loaded(programme, officer, name="zwei.csv", source="zwei")
    with pytest.raises(ImportStateError, match=r"zwei\.csv"):
        load_import(grant_import=row, by=officer)
    row = change_import(grant_import=row, mapping=row.given, by=officer)
    assert row.summary["kinds"]["elsewhere"] == 4
    assert in_force(programme) == Decimal("64000.50")


def test_the_amount_in_force_of_each_case_is_what_its_entries_say(programme: Programme, officer: Actor) -> None:
    loaded(programme, officer, source="liste")
    loaded(programme, officer, SECOND, source="liste")
    for case in Case.objects.all():
        entries = case.entries.filter(kind__in=["granted", "changed"])
        assert case.granted == sum((entry.amount for entry in entries), Decimal(0)), case


def test_only_large_files_are_left_to_the_worker(programme: Programme, officer: Actor) -> None:
    assert not is_large(FIRST.encode())
    assert is_large(b"a;b\n" * 6_000)
    assert is_large(b"PK\x03\x04" + b"0" * 200_000)
    row = begin(programme, officer)
    assert load_or_start(grant_import=row, by=officer, revision=1) is None
    assert in_force(programme) == Decimal("64000.50")
    with pytest.raises(ImportStateError):
        discard_import(grant_import=row, by=officer)


def test_a_file_larger_than_the_house_takes_is_not_read_in_half(
    browser: Client, programme: Programme, monkeypatch: pytest.MonkeyPatch  # noqa: F811
) -> None:  # fmt: skip
    from kommin.site.config import Environment

    monkeypatch.setattr(Environment, "largest_upload", 200)
    answer = browser.post(
        "/ministry/programmes/probe/imports/new", {"file": SimpleUploadedFile("liste.csv", FIRST.encode())}
    )
    assert "größer als" in answer.content.decode()
    assert not GrantImport.objects.exists()
