"""A restored house is the same house; a damaged backup is refused before anything is touched."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from kommin.foundation.access import Actor
from kommin.foundation.audit.models import Record
from kommin.foundation.backup import actions, engines
from kommin.foundation.backup.errors import BackupError
from kommin.foundation.cli import BadInput

BY = Actor.command("kommin backup")


@pytest.fixture
def house(fresh_database: str, settings: Any, tmp_path: Path) -> Path:
    """A house with a few rows and two files, in a folder of its own."""
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"home": tmp_path / "home"})
    settings.MEDIA_ROOT = tmp_path / "home" / "files"
    (tmp_path / "home" / "files" / "a").mkdir(parents=True)
    (tmp_path / "home" / "files" / "a" / "Antrag Düren.pdf").write_bytes(b"%PDF one")
    (tmp_path / "home" / "files" / "b.bin").write_bytes(bytes(range(256)) * 1000)
    ContentType.objects.create(app_label="kommin_test", model="müller")
    return tmp_path


def _rewrite(source: Path, target: Path, change: dict[str, bytes | None]) -> None:
    with tarfile.open(source, "r:gz") as before, tarfile.open(target, "w:gz") as after:
        for item in before:
            content = before.extractfile(item).read()  # type: ignore[union-attr]
            new = change.get(item.name, content)
            if new is not None:
                item.size = len(new)
                after.addfile(item, io.BytesIO(new))


def test_a_restored_house_is_the_same_house(house: Path) -> None:
    before = engines.contents_now()
    actions.back_up(by=BY, target=house / "backup.tar.gz")
    ContentType.objects.create(app_label="kommin_test", model="later")
    (house / "home" / "files" / "b.bin").write_bytes(b"changed")
    (house / "home" / "files" / "new.txt").write_bytes(b"new")

    actions.restore(by=BY, source=house / "backup.tar.gz", replace=True)

    now = engines.contents_now()
    assert now.migrations == before.migrations
    assert {table: (before.rows[table], rows) for table, rows in now.rows.items() if rows != before.rows[table]} == {
        "audit_record": (0, 1),
        "audit_head": (0, 1),
    }, "only the record of the restore has come on top"
    assert Record.objects.get().action == "backup.restored"
    assert sorted(ContentType.objects.filter(app_label="kommin_test").values_list("model", flat=True)) == ["müller"]
    files = house / "home" / "files"
    assert sorted(p.relative_to(files).as_posix() for p in files.rglob("*") if p.is_file()) == [
        "a/Antrag Düren.pdf",
        "b.bin",
    ]
    assert (files / "b.bin").read_bytes() == bytes(range(256)) * 1000
    assert (house / "home" / "files.replaced" / "new.txt").read_bytes() == b"new"


def test_triggers_and_constraints_come_back_too(house: Path) -> None:
    actions.back_up(by=BY, target=house / "backup.tar.gz")
    actions.restore(by=BY, source=house / "backup.tar.gz", replace=True)
    call_command("check", "--database", "default")
    call_command("migrate", "--check", verbosity=0)


def test_a_house_at_work_is_not_replaced_by_accident(house: Path) -> None:
    actions.back_up(by=BY, target=house / "backup.tar.gz")
    with pytest.raises(BackupError, match="--replace"):
        actions.restore(by=BY, source=house / "backup.tar.gz")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"files/b.bin": b"altered"}, "Prüfsumme|checksum"),
        ({"files/b.bin": None}, "files/b.bin"),
        ({"manifest.json": b"{"}, "manifest|Inhaltsverzeichnis"),
        ({"manifest.json": None}, "manifest|Inhaltsverzeichnis"),
    ],
)
def test_a_damaged_backup_is_refused_and_changes_nothing(
    house: Path, change: dict[str, bytes | None], says: str
) -> None:
    actions.back_up(by=BY, target=house / "backup.tar.gz")
    _rewrite(house / "backup.tar.gz", house / "bad.tar.gz", change)
    ContentType.objects.create(app_label="kommin_test", model="later")
    with pytest.raises(BackupError, match=says):
        actions.restore(by=BY, source=house / "bad.tar.gz", replace=True)
    assert ContentType.objects.filter(model="later").exists()
    assert (house / "home" / "files" / "b.bin").exists()


def test_a_member_outside_the_folder_is_refused(house: Path) -> None:
    actions.back_up(by=BY, target=house / "backup.tar.gz")
    with tarfile.open(house / "backup.tar.gz") as tar:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    manifest["members"]["../outside"] = manifest["members"].pop("files/b.bin")
    with tarfile.open(house / "backup.tar.gz") as before, tarfile.open(house / "bad.tar.gz", "w:gz") as after:
        for item in before:
            content = before.extractfile(item).read()  # type: ignore[union-attr]
            content = json.dumps(manifest).encode() if item.name == "manifest.json" else content
            item.name = "../outside" if item.name == "files/b.bin" else item.name
            item.size = len(content)
            after.addfile(item, io.BytesIO(content))
    with pytest.raises(BackupError, match="outside"):
        actions.restore(by=BY, source=house / "bad.tar.gz", replace=True)
    assert not list(house.rglob("outside"))


def test_a_truncated_backup_and_a_foreign_file_are_refused(house: Path) -> None:
    actions.back_up(by=BY, target=house / "backup.tar.gz")
    whole = (house / "backup.tar.gz").read_bytes()
    for content in (whole[: len(whole) // 2], b"", b"PK\x03\x04 a zip perhaps"):
        (house / "bad.tar.gz").write_bytes(content)
        with pytest.raises(BackupError):
            actions.verify(source=house / "bad.tar.gz")


def test_a_backup_of_a_newer_version_is_refused(house: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('people', '9999_future', '2030-01-01')"
        )
    actions.back_up(by=BY, target=house / "backup.tar.gz")
    with pytest.raises(BackupError, match="9999_future"):
        actions.restore(by=BY, source=house / "backup.tar.gz", replace=True)


def test_a_backup_overwrites_nothing_and_leaves_no_remains(house: Path) -> None:
    target = house / "backup.tar.gz"
    target.write_bytes(b"yesterday")
    with pytest.raises(BackupError):
        actions.back_up(by=BY, target=target)
    assert target.read_bytes() == b"yesterday"
    with pytest.raises(BackupError):
        actions.back_up(by=BY, target=house / "nowhere" / "backup.tar.gz")
    assert sorted(p.name for p in house.iterdir()) == ["backup.tar.gz", "home"]


def test_the_archive_can_be_read_by_its_owner_only(house: Path) -> None:
    actions.back_up(by=BY, target=house / "backup.tar.gz")
    assert (house / "backup.tar.gz").stat().st_mode & 0o077 == 0


def test_the_commands_say_what_they_did(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("backup", str(house / "backup.tar.gz"), json=True)
    made = json.loads(capsys.readouterr().out)
    assert made["members"] == 3
    call_command("backup", str(house / "backup.tar.gz"), verify=True, json=True)
    assert json.loads(capsys.readouterr().out)["rows"] == made["rows"]
    with pytest.raises(BadInput):
        call_command("restore", str(house / "backup.tar.gz"))
    call_command("restore", str(house / "backup.tar.gz"), replace=True, json=True)
    assert json.loads(capsys.readouterr().out)["rows"] == made["rows"]
    assert django_settings.MEDIA_ROOT.is_dir()
