"""The index is part of a backup and works at once after a restore."""

from pathlib import Path
from typing import Any

from kommin.foundation.access import Actor
from kommin.foundation.backup import actions
from kommin.foundation.search import index

BY = Actor.command("kommin backup")


def test_what_was_found_before_is_found_after_a_restore(fresh_database: str, settings: Any, tmp_path: Path) -> None:
    settings.KOMMIN = settings.KOMMIN.model_copy(update={"home": tmp_path / "home"})
    settings.MEDIA_ROOT = tmp_path / "home" / "files"
    index.index_document(kind="test.book", key="1", title="Begegnung im Stadtteil", scopes=["shelf:1"])
    actions.back_up(by=BY, target=tmp_path / "backup.tar.gz")
    index.remove_document(kind="test.book", key="1")
    index.index_document(kind="test.book", key="2", title="Begegnung später")

    actions.restore(by=BY, source=tmp_path / "backup.tar.gz", replace=True)

    assert _found("Begegnung") == ["1"]
    index.index_document(kind="test.book", key="1", title="Anderes", scopes=["shelf:1"])
    assert (_found("Begegnung"), _found("Anderes")) == ([], ["1"])


def _found(query: str) -> list[str]:
    return [hit.key for hit in index.search(query, kinds=None, scopes=["shelf:1"]).hits]
