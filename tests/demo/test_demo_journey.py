"""`kommin demo journey` plays one case from the call to a final decision and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.process, pytest.mark.once]
LEGS = ("1. Der Aufruf", "2. Der Antrag", "3. Die Prüfung", "4. Der Bescheid", "5. Die Bestandskraft")


def test_the_journey_reaches_a_final_decision_and_leaves_nothing(tmp_path: Path) -> None:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    home.mkdir()
    temporary.mkdir()
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("KOMMIN_", "DJANGO_", "LANG"))}
    done = subprocess.run(
        [sys.executable, "-m", "kommin", "demo", "journey"], capture_output=True, text=True,
        env=keep | {"KOMMIN_HOME": str(home), "TMPDIR": str(temporary)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    places = [done.stdout.index(leg) for leg in LEGS]
    assert places == sorted(places)
    for said in ("Stadt Hagen", "Beantragte Zuwendung", "Bewilligt", "Hedwig Leitner", "auszahlbar ab"):
        assert said in done.stdout
    assert list(temporary.iterdir()) == []
    assert not [path for path in home.rglob("*") if path.suffix == ".sqlite3"]
