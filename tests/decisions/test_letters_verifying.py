"""Anybody can verify a letter; nobody learns anything else, and nothing that is sent is kept."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from decisions.granting import Land, letters_by, released, years
from kommin.decisions.letters.codes import grouped, new_code, with_check
from kommin.decisions.letters.making import make_letter
from kommin.decisions.models import Decision
from kommin.foundation.files.models import StoredFile

SAME, OTHER = "Das Schreiben ist echt", "Das ist nicht das Schreiben"
THERE, NOT_THERE = "Es gibt ein Schreiben mit diesem Code", "Es gibt kein Schreiben mit diesem Code"


@pytest.fixture
def decision(land: Land) -> Iterator[Decision]:
    with letters_by(make_letter):
        yield released(land.case(), land.authority, years(y2026="40000", y2027="10000"))


def page_of(code: str) -> str:
    return reverse("decisions:verify_code", kwargs={"code": code})


def pdf(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("bescheid.pdf", content, "application/pdf")


def told(client: Client, code: str, **data: object) -> str:
    response = client.post(page_of(code), data) if data else client.get(page_of(code))
    assert response.status_code in (200, 422)
    return str(response.content.decode())


def test_the_letter_itself_is_recognised_and_any_other_file_is_not(decision: Decision, client: Client) -> None:
    content, code = bytes(decision.document.content), str(decision.code)
    assert THERE in told(client, code)
    assert SAME in told(client, code, file=pdf(content))
    assert OTHER in told(client, code, file=pdf(content + b" "))
    checksum = hashlib.sha256(content).hexdigest()
    assert SAME in told(client, code, checksum=f" {checksum.upper()[:32]} {checksum[32:]}")
    assert OTHER in told(client, code, checksum="0" * 64)
    for nothing in ({"checksum": ""}, {"checksum": "xyz"}, {"file": pdf(b"")}):
        page = told(client, code, **nothing)
        assert SAME not in page
        assert OTHER not in page


def test_a_letter_with_another_code_is_another_letter(decision: Decision, client: Client) -> None:
    assert OTHER in told(client, new_code(), file=pdf(bytes(decision.document.content)))


def test_the_page_tells_nothing_but_yes_or_no(decision: Decision, client: Client) -> None:
    pages = [
        told(client, str(decision.code)),
        told(client, str(decision.code), file=pdf(bytes(decision.document.content))),
    ]
    for page in pages:
        for secret in (
            decision.number, decision.case.number, decision.case.title, decision.case.applicant_name,
            str(decision.authority), "50.000", decision.document.sha256, "24.11.2026",
        ):  # fmt: skip
            assert str(secret) not in page, secret


def test_unknown_codes_answer_alike(db: None, client: Client) -> None:
    first, second = new_code(), new_code()
    one, other = told(client, first), told(client, second)
    assert NOT_THERE in one
    same = [
        re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.replace(grouped(code), "").replace(code, ""))
        for page, code in ((one, first), (other, second))
    ]
    assert same[0] == same[1]
    assert client.get(page_of(first)).status_code == client.get(page_of(second)).status_code == 200


def test_a_draft_cannot_be_found(land: Land, client: Client) -> None:
    code = with_check("1" * 22)
    case = land.case()
    Decision.objects.create(case=case, authority=land.authority.organisation, kind="award", code=code)
    assert NOT_THERE in told(client, code)


def test_digits_are_typed_with_spaces_and_mistakes_are_told(decision: Decision, client: Client) -> None:
    start = reverse("decisions:verify")
    code = str(decision.code)
    assert client.get(start).status_code == 200
    gone_on = client.post(start, {"code": f" {grouped(code)}"})
    assert gone_on["Location"] == page_of(code)
    wrong = f"{code[:-1]}{(int(code[-1]) + 1) % 10}"
    for bad in (wrong, "12", "abc"):
        answer = client.post(start, {"code": bad})
        assert answer.status_code == 422
        assert "passen nicht zusammen" in answer.content.decode()
        assert client.get(page_of(bad)).status_code == 422


def test_nothing_that_is_sent_is_kept(decision: Decision, client: Client, tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)  # type: ignore[attr-defined]
    big = bytes(decision.document.content) + b"0" * 6_000_000  # beyond what Django would keep in memory
    assert OTHER in told(client, str(decision.code), file=pdf(big))
    assert list(tmp_path.iterdir()) == []
    assert not StoredFile.objects.exists()


def test_looking_up_codes_is_limited(db: None, client: Client) -> None:
    answers = [client.get(page_of(new_code())).status_code for _attempt in range(31)]
    assert answers == [200] * 30 + [429]
    last = client.get(page_of(new_code()))
    assert int(last["Retry-After"]) > 0


def test_the_address_in_the_code_is_the_one_that_is_printed(decision: Decision) -> None:
    assert decision.content["letter"]["verify"].endswith("/verify/")
    assert page_of(str(decision.code)) == f"/verify/{decision.code}/"
