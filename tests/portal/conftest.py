"""The register, and a folder of its own for the files of each test."""

from pathlib import Path
from typing import Any

import pytest

from kommin.foundation.access import Actor
from kommin.register.actions.loading import load_register


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> Path:
    """Where images and documents of this test lie."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SECOND_FACTOR_REQUIRED = False
    return tmp_path / "files"


@pytest.fixture
def register(db: None) -> None:
    load_register(by=Actor.clock())
