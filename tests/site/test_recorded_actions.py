"""Whoever reads the audit record reads words, not names of functions."""

import re
from pathlib import Path

from django.utils import translation

from kommin.foundation.audit.words import action_label

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "kommin"
RECORDED = sorted(
    {
        name
        for path in PACKAGE.rglob("*.py")
        for name in re.findall(r'action="([a-z_]+\.[a-z_]+)"', path.read_text())
        if "actions" in path.parts
    }
)


def test_every_recorded_action_has_a_label_in_both_languages() -> None:
    assert len(RECORDED) > 50
    for language in ("de", "en"):
        with translation.override(language):
            assert [name for name in RECORDED if action_label(name) == name] == []
