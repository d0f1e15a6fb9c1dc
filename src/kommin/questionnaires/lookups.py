"""How the house resolves municipality keys, and how stored files get their names.

Files belong to another room: it registers a function once, in its `ready`:

    register_file_names(lambda ids: {id: FileInfo(name, size, type, url)})
"""

from collections.abc import Callable, Collection, Mapping

from kommin.questionnaires.answering import FileInfo
from kommin.register.models import Municipality

FileNames = Callable[[Collection[str]], Mapping[str, FileInfo]]


def _no_files(_ids: Collection[str]) -> Mapping[str, FileInfo]:
    return {}


_file_names: FileNames = _no_files


def register_file_names(file_names: FileNames) -> None:
    """Tell the engine how to find what people know about stored files, all at once."""
    global _file_names
    _file_names = file_names


class HouseLookups:
    """The register's municipalities and the registered files; a room may bring its own `files`."""

    def __init__(self, files: FileNames | None = None) -> None:
        self._files = files

    def municipalities(self, keys: Collection[str]) -> Mapping[str, str]:
        found = Municipality.objects.filter(register__is_default=True, key__in=list(keys)[:500])
        return dict(found.values_list("key", "name"))

    def files(self, ids: Collection[str]) -> Mapping[str, FileInfo]:
        return (self._files or _file_names)(ids)


def municipality_choices() -> list[tuple[str, str]]:
    """Every municipality of the house's own register that exists today, in the order of the alphabet. One query."""
    found = Municipality.objects.filter(register__is_default=True, valid_until=None).order_by("sort_key", "key")
    return [(key, f"{name} ({key})") for key, name in found.values_list("key", "name")[:5000]]
