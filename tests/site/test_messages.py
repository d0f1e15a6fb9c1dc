"""German and English are complete: every text of the source has its translation, and none is left from before."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "kommin"
ROOMS = sorted(path.parent for path in PACKAGE.rglob("locale") if path.is_dir())

pytestmark = pytest.mark.once


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(PACKAGE)))
def test_the_german_texts_are_complete(room: Path, tmp_path: Path) -> None:
    committed = polib.pofile(str(room / "locale" / "de" / "LC_MESSAGES" / "django.po"))
    assert not [entry.msgid for entry in committed.untranslated_entries()]
    assert not [entry.msgid for entry in committed.fuzzy_entries()]
    copy = tmp_path / room.name
    shutil.copytree(
        room, copy, ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.mo", "vendor", *_rooms_below(room))
    )
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "de", "--no-location", "--verbosity", "0"],
        cwd=copy, check=True, capture_output=True, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    needed = polib.pofile(str(copy / "locale" / "de" / "LC_MESSAGES" / "django.po"))
    assert {_key(entry) for entry in needed} == {_key(entry) for entry in committed if not entry.obsolete}


def test_every_placeholder_survives_translation() -> None:
    import re

    placeholder = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    for room in ROOMS:
        for entry in polib.pofile(str(room / "locale" / "de" / "LC_MESSAGES" / "django.po")):
            for text in [entry.msgstr, *entry.msgstr_plural.values()]:
                if text:
                    wanted = set(placeholder.findall(entry.msgid)) | set(placeholder.findall(entry.msgid_plural or ""))
                    assert set(placeholder.findall(text)) <= wanted, entry.msgid


def test_a_room_with_texts_has_a_catalogue() -> None:
    rooms = {path for path in [*PACKAGE.glob("*/"), *PACKAGE.glob("foundation/*/")] if (path / "__init__.py").exists()}
    for room in rooms - {PACKAGE / "foundation"}:
        sources = [path.read_text() for path in room.rglob("*.py") if "gettext" in path.read_text()]
        assert not sources or room in ROOMS, f"{room} has texts and no locale folder"


def _rooms_below(room: Path) -> list[str]:
    return [other.name for other in ROOMS if other.parent == room]


def _key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def test_the_rooms_agree_on_their_words() -> None:
    """All catalogues are one at run time: a text that two rooms translate differently would read as chance has it."""
    said: dict[tuple[str | None, str], dict[str, Path]] = {}
    for room in ROOMS:
        if room.name != "law":  # speaks through a catalogue of its own
            for entry in polib.pofile(str(room / "locale" / "de" / "LC_MESSAGES" / "django.po")):
                said.setdefault(_key(entry), {}).setdefault(entry.msgstr, room)
    assert {key: ways for key, ways in said.items() if len(ways) > 1} == {}
