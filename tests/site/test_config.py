"""What an operator sets is checked before anything starts; every mistake is one sentence naming its variable."""

import os
import stat
from pathlib import Path

import pytest

from kommin.site.config import ConfigurationError, Environment, load

PRODUCTION = {
    "KOMMIN_ENV": "production",
    "KOMMIN_SECRET_KEY": "k" * 50,
    "KOMMIN_DATABASE_URL": "postgresql://kommin:geheim@db.example.org:5432/kommin",
    "KOMMIN_ALLOWED_HOSTS": "foerderung.example.org, www.foerderung.example.org",
    "KOMMIN_BASE_URL": "https://foerderung.example.org/",
}


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.startswith("KOMMIN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KOMMIN_HOME", str(tmp_path / "home"))


def _set(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> Environment:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load()


def test_a_local_house_needs_no_settings() -> None:
    environment = load()
    assert environment.env == "local"
    assert environment.database["ENGINE"] == "django.db.backends.sqlite3"


def test_a_complete_production_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = _set(monkeypatch, PRODUCTION)
    assert environment.allowed_hosts == ("foerderung.example.org", "www.foerderung.example.org")
    assert environment.base_url == "https://foerderung.example.org"
    assert environment.database["HOST"] == "db.example.org"


@pytest.mark.parametrize(("query", "last"), [("", "random_page_cost=1.1"), ("?options=-c%20jit%3Don", "jit=on")])
def test_the_last_word_on_how_queries_are_planned_has_the_operator(
    monkeypatch: pytest.MonkeyPatch, query: str, last: str
) -> None:
    database = _set(monkeypatch, {"KOMMIN_DATABASE_URL": f"postgresql://u:p@db.example.org/kommin{query}"}).database
    options = database["OPTIONS"]["options"]
    assert options.startswith("-c max_parallel_workers_per_gather=0 ")
    assert options.endswith(f"-c {last}")


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "BASE_URL"])
def test_production_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    with pytest.raises(ConfigurationError, match=f"production needs KOMMIN_{missing}$"):
        _set(monkeypatch, {name: value for name, value in PRODUCTION.items() if name != f"KOMMIN_{missing}"})


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("KOMMIN_ENV", "prod", "KOMMIN_ENV: "),
        ("KOMMIN_BASE_URL", "foerderung.example.org", "KOMMIN_BASE_URL: must be a full address"),
        ("KOMMIN_DATABASE_URL", "mysql://db/kommin", "KOMMIN_DATABASE_URL: must start with sqlite:// or postgresql://"),
        ("KOMMIN_TRUSTED_PROXIES", "many", "KOMMIN_TRUSTED_PROXIES: "),
        ("KOMMIN_DEMO", "perhaps", "KOMMIN_DEMO: "),
        ("KOMMIN_SECRET_KEY", "short", "at least 50 characters"),
        ("KOMMIN_DEMO", "true", "neither with KOMMIN_DEBUG nor with KOMMIN_DEMO"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        _set(monkeypatch, PRODUCTION | {name: value})
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_local_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    key = load().signing_key()
    assert len(key) >= 50
    assert load().signing_key() == key
    assert stat.S_IMODE((tmp_path / "home" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "home").iterdir()] == ["secret_key"]


def test_the_key_never_shows_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "kkkk" not in repr(_set(monkeypatch, PRODUCTION))
