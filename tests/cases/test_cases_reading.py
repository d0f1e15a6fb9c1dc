"""Everything can be read and printed by the municipality, whatever became of the application."""

import io
from collections.abc import Callable

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cases.town import CLOCK, Town, begin, complete, signed, submitted
from kommin.cases import actions
from kommin.cases.actions.stages import locked_case, move_case
from kommin.cases.models import Application, Stage
from kommin.people.models import Role
from kommin.programmes.models import Call

pytestmark = pytest.mark.once

Made = Callable[[Town, Call], Application]


def drafted(town: Town, call: Call) -> Application:
    return complete(begin(town, call), town)


def signed_off(town: Town, call: Call) -> Application:
    return signed(drafted(town, call), town)


def handed_in(town: Town, call: Call) -> Application:
    return submitted(town, call).application


def awaiting_an_answer(town: Town, call: Call) -> Application:
    application = handed_in(town, call)
    with transaction.atomic():
        case = locked_case(application.case)
        for stage in (Stage.CHECKING, Stage.AWAITING):
            move_case(case=case, to=stage, by=CLOCK)
    return application


def withdrawn_as_a_draft(town: Town, call: Call) -> Application:
    application = drafted(town, call)
    actions.withdraw_application(application=application, reason="Kein Eigenanteil", by=town.signatory)
    return application


def withdrawn_later(town: Town, call: Call) -> Application:
    application = handed_in(town, call)
    actions.withdraw_application(application=application, reason="Kein Eigenanteil", by=town.signatory)
    return application


@pytest.mark.parametrize(
    ("made", "state"),
    [
        (drafted, "Entwurf"),
        (signed_off, "Freigegeben"),
        (handed_in, "Eingereicht"),
        (awaiting_an_answer, "Eingereicht"),
        (withdrawn_as_a_draft, "Zurückgezogen"),
        (withdrawn_later, "Zurückgezogen"),
    ],
)
def test_in_every_state_everybody_of_the_town_reads_and_prints_all(
    made: Made, state: str, town: Town, call: Call
) -> None:
    application = made(town, call)
    year = timezone.localdate().year + 1
    written = ("Wir bauen Brücken.", "Vernetzung", f"01.01.{year}", "Rathausplatz 1", "beschluss.pdf", "8.000,00")
    for role in (Role.EDITOR, Role.TREASURER, Role.SIGNATORY):
        client = town.client(role)
        pages = {
            name: client.get(reverse(f"cases:{name}", args=[application.number]))
            for name in ("application", "read", "print")
        }
        assert {name: page.status_code for name, page in pages.items()} == dict.fromkeys(pages, 200)
    page = pages["read"].content.decode()
    sheets = PdfReader(io.BytesIO(pages["print"].content)).pages
    printed = " ".join("".join(sheet.extract_text() for sheet in sheets).split())
    for text in (*written, state):
        assert text in page
        assert text in printed
    assert "80 % von 10.000,00" in printed, "how the grant follows is printed, too"


def test_a_draft_in_which_nothing_is_written_yet_can_be_read_and_printed(draft: Application, town: Town) -> None:
    for name in ("read", "print"):
        assert town.client().get(reverse(f"cases:{name}", args=[draft.number])).status_code == 200
