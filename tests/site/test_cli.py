"""The one door to every command: help a person can use, and one sentence for every mistake."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.process, pytest.mark.once]


def kommin(*words: str, home: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMIN_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "kommin", *words],
        env=keep | {"KOMMIN_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
    )


def test_help_lists_every_command_of_the_house(tmp_path: Path) -> None:
    done = kommin("--help", home=tmp_path)
    assert done.returncode == 0
    for command in ("backup", "demo", "restore", "web", "check", "migrate"):
        assert f"\n{command} " in done.stdout
    assert "makemigrations" not in done.stdout


def test_help_of_a_command_shows_only_what_a_person_needs(tmp_path: Path) -> None:
    done = kommin("help", "backup", home=tmp_path)
    assert done.returncode == 0
    assert "--verify" in done.stdout
    assert "--pythonpath" not in done.stdout


def test_the_version_is_told(tmp_path: Path) -> None:
    assert kommin("--version", home=tmp_path).stdout.startswith("KOMM-IN ")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("bakup",), "Did you mean “backup”?"),
        (("restore", "nowhere.tar.gz"), "nowhere.tar.gz"),
        (("web", "--port", "99999"), "--port"),
    ],
)
def test_bad_input_gets_a_sentence_and_exit_code_2(tmp_path: Path, words: tuple[str, ...], says: str) -> None:
    done = kommin(*words, home=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_the_language_of_the_terminal_decides(tmp_path: Path) -> None:
    german = kommin("restore", "nowhere.tar.gz", home=tmp_path, LANG="de_DE.UTF-8")
    english = kommin("restore", "nowhere.tar.gz", home=tmp_path, LANG="en_GB.UTF-8", LC_ALL="en_GB.UTF-8")
    assert "Es gibt keine Datei nowhere.tar.gz." in german.stderr
    assert "There is no file nowhere.tar.gz." in english.stderr


def test_a_wrong_setting_stops_every_command_with_a_sentence(tmp_path: Path) -> None:
    done = kommin("check", home=tmp_path, KOMMIN_ENV="production")
    assert done.returncode == 2
    assert done.stderr.startswith("production needs KOMMIN_SECRET_KEY, KOMMIN_DATABASE_URL")
    assert "Traceback" not in done.stderr


def test_a_misspelt_setting_is_reported(tmp_path: Path) -> None:
    assert "KOMMIN_SECRETKEY is no setting of KOMM-IN." in kommin("check", home=tmp_path, KOMMIN_SECRETKEY="x").stderr


def test_check_deploy_refuses_a_local_house(tmp_path: Path) -> None:
    done = kommin("check", "--deploy", home=tmp_path)
    assert done.returncode == 1
    assert "KOMMIN_ENV is “local”" in done.stderr


def test_check_deploy_accepts_a_complete_production(tmp_path: Path) -> None:
    done = kommin(
        "check", "--deploy", "--fail-level", "WARNING", home=tmp_path,
        KOMMIN_ENV="production", KOMMIN_SECRET_KEY="a1B2c3D4e5F6" * 5, KOMMIN_ALLOWED_HOSTS="foerderung.example.org",
        KOMMIN_BASE_URL="https://foerderung.example.org", KOMMIN_DATABASE_URL=f"sqlite:///{tmp_path}/house.sqlite3",
        KOMMIN_EMAIL_URL="smtp://kommin:geheim@mail.example.org:587/?tls=1",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_a_database_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    done = kommin("migrate", home=tmp_path, KOMMIN_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 1
    assert done.stderr.startswith("The database does not answer: ")
    assert "Traceback" not in done.stderr


def test_an_unmigrated_database_says_what_to_run(tmp_path: Path) -> None:
    done = kommin("audit", "verify", home=tmp_path)
    assert done.returncode == 1
    assert "kommin migrate" in done.stderr
