"""Whoever waited in vain for SQLite's write lock reads what happened and what to do."""

import pytest
from django.db import OperationalError
from django.test import Client


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.parametrize(
    ("reason", "status", "says"),
    [("database is locked", 503, "Gerade schreibt jemand anderes"), ("no such table: x", 500, "schiefgegangen")],
)
def test_a_busy_database_is_told_from_a_fault(
    reason: str, status: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_more: object) -> None:
        raise OperationalError(reason)

    monkeypatch.setattr("kommin.site.home.render", fail)
    answer = Client(raise_request_exception=False, headers={"accept-language": "de"}).get("/")
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert answer.headers.get("Retry-After") == ("10" if status == 503 else None)
