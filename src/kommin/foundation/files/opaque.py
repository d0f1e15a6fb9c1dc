"""Where contents lie in the storage: under random names in 256 folders, so that nothing can be guessed or listed."""

import secrets
from collections.abc import Iterator

from django.core.files.storage import default_storage

ROOT = "private"


def fresh_path() -> str:
    """A new name that tells nothing about the file."""
    token = secrets.token_hex(24)
    return f"{ROOT}/{token[:2]}/{token}"


def folders() -> Iterator[str]:
    """The folders that exist."""
    try:
        names, _files = default_storage.listdir(ROOT)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{ROOT}/{name}"


def paths_in(folder: str) -> list[str]:
    """The files in a folder."""
    _names, files = default_storage.listdir(folder)
    return [f"{folder}/{name}" for name in sorted(files)]
