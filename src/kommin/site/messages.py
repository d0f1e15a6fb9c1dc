"""Compiles the translations (`python -m kommin.site.messages`), without the gettext programs."""

from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]


def compile_all() -> int:
    """Write a `.mo` beside every `.po` that is newer; returns how many were written."""
    written = 0
    for source in sorted(PACKAGE.rglob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            written += 1
    return written


if __name__ == "__main__":
    compile_all()
