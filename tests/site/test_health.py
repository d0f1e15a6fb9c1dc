"""What monitors see."""

import pytest
from django.db import connection
from django.test import Client


def test_healthz_asks_nothing_of_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


@pytest.mark.django_db
def test_readyz_says_ready_on_a_migrated_database(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"ready": True, "problems": []}


def test_readyz_names_what_is_missing(fresh_database: str, client: Client) -> None:
    from django.core.cache import cache

    cache.clear()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problems"] == ["database is not migrated to this version"]


def test_readyz_notices_a_record_without_protection(fresh_database: str, client: Client) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_record' LIMIT 1"
            )
            cursor.execute(f"DROP TRIGGER {cursor.fetchone()[0]}")
        else:
            cursor.execute("ALTER TABLE audit_record DISABLE TRIGGER USER")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["problems"] == ["append-only tables are not protected; see kommin check"]
