"""The work list as a file: exactly what is filtered, with its columns, in its order, however long."""

from typing import Any

import pytest

from cases.town import make_programme
from examination.cases_in_hand import Authority, bare_case
from kommin.cases.models import Case, Stage
from kommin.examination.worklist import exporting
from kommin.foundation.runs.actions.items import run_next_item
from kommin.foundation.runs.models import Run
from kommin.foundation.tables import open_workbook
from kommin.people.models import Role

pytestmark = pytest.mark.django_db
HEAD = ["Nummer", "Vorhaben", "Stand", "Beantragt"]
QUERY = "tab=all&stage=scoring&sort=-applied&column=title&column=stage&column=applied"


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def authority() -> Authority:
    made, programme = Authority(), make_programme()
    for number in range(60):
        bare_case(
            programme, made.organisation, number=f"N-{number}", applied=f"{1000 + number}.50", stage=Stage.SCORING
        )
    Case.objects.filter(number="N-3").update(title="=cmd|' /C calc'!A0")
    bare_case(programme, made.organisation, number="OUT", stage=Stage.CHECKING)
    return made


def test_the_csv_holds_all_pages_and_nothing_else(authority: Authority) -> None:
    answer = authority.client(Role.CASEWORKER).get(f"/cases/export/csv/?{QUERY}&page=2")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert lines[0].split(";") == HEAD
    assert [line.split(";")[0] for line in lines[1:]] == [f"N-{number}" for number in range(59, -1, -1)]
    assert "'=cmd" in lines[-4], "no text runs as a formula"
    assert lines[1].endswith("1059.50")


def test_the_xlsx_holds_the_same_and_says_its_filters(authority: Authority, tmp_path: Any) -> None:
    answer = authority.client(Role.CASEWORKER).get(f"/cases/export/xlsx/?{QUERY}")
    assert 'filename="arbeitsliste-' in answer["Content-Disposition"].casefold()
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    table = open_workbook(path).table(sheet="Arbeitsliste")
    assert [column.name for column in table.columns] == HEAD
    assert len(table.rows) == 60
    info = open_workbook(path).table(sheet="Info", header_line=1)
    assert "Bewertung" in str([list(row.cells) for row in info.rows])


def test_a_very_long_list_is_asked_about_and_written_in_the_background(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 10)
    monkeypatch.setattr(exporting, "PIECE", 7)
    client = authority.client(Role.CASEWORKER)
    asked = client.get(f"/cases/export/csv/?{QUERY}")
    assert "60 Fälle" in asked.content.decode()
    assert not Run.objects.exists(), "a look starts nothing"
    started = client.post(f"/cases/export/csv/?{QUERY}")
    run = Run.objects.get()
    assert started["Location"] == f"/runs/{run.pk}/"
    while run_next_item(holder="a"):
        pass
    file = client.get(f"/runs/{run.pk}/result/")
    content = b"".join(file.streaming_content) if file.streaming else file.content
    monkeypatch.setattr(exporting, "AT_ONCE", 10_000)
    direct = b"".join(client.get(f"/cases/export/csv/?{QUERY}").streaming_content)  # type: ignore[attr-defined]
    assert content == direct, "the same file either way"
