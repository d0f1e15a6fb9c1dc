"""The files given beside a list of old releases: a folder or a ZIP archive. Nothing is fetched from other hosts."""

import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from kommin.portal.old_releases.errors import OldReleasesError

MOST_FILES = 50_000
LARGEST_FILE = 50_000_000
MOST_TIMES_LARGER = 200
"""So many times its packed size a file may unpack to, above a megabyte."""
_MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Bundle:
    """Files by their names; contents are read one at a time.

    Attributes:
        names: relative names, with slashes.
    """

    names: tuple[str, ...] = ()
    _folder: Path | None = None
    _archive: Path | None = None

    def find(self, address: str) -> tuple[str, ...]:
        """The files an old address can mean: of those whose path ends like it, the ones that agree longest.

        "https://alt.example.org/uploads/2010/rathaus.jpg?w=300" is found as "export/uploads/2010/rathaus.jpg" and,
        where only names were kept, as "rathaus.jpg".
        """
        wanted = _steps(address)
        if not wanted:
            return ()
        lengths = {name: _agreement(_steps_of_name(name), wanted) for name in self._by_last_step.get(wanted[-1], ())}
        longest = max(lengths.values(), default=0)
        return tuple(name for name, length in lengths.items() if length == longest)

    @property
    def _by_last_step(self) -> Mapping[str, list[str]]:
        cached = self.__dict__.get("_index")
        if cached is None:
            cached = defaultdict(list)
            for name in self.names:
                cached[_steps_of_name(name)[-1]].append(name)
            object.__setattr__(self, "_index", cached)
        return cached

    def read(self, name: str) -> bytes:
        """The content of one file.

        Raises:
            OldReleasesError: there is no such file, it is too large, or it is damaged.
        """
        if name not in self.names:
            raise OldReleasesError(_("There is no file “%(name)s” beside the releases.") % {"name": name})
        try:
            if self._folder is not None:
                with (self._folder / name).open("rb") as file:
                    content = file.read(LARGEST_FILE + 1)
            else:
                assert self._archive is not None  # noqa: S101 - names come from one or the other
                with zipfile.ZipFile(self._archive) as archive, archive.open(name) as file:
                    content = file.read(LARGEST_FILE + 1)
        except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise OldReleasesError(_("The file “%(name)s” is damaged and cannot be read.") % {"name": name}) from error
        if len(content) > LARGEST_FILE:
            raise OldReleasesError(
                _("The file “%(name)s” is too large: %(allowed)s MB are allowed.")
                % {"name": name, "allowed": LARGEST_FILE // _MEGABYTE}
            )
        return content


def open_bundle(path: Path) -> Bundle:
    """A folder or a ZIP archive as files by names.

    Raises:
        OldReleasesError: neither, damaged, protected by a password, or it would unpack to far more than it holds.
    """
    if path.is_dir():
        root = path.resolve()
        # A link that leads out of the folder would take along what nobody gave.
        found = (one for one in sorted(root.rglob("*")) if one.is_file() and one.resolve().is_relative_to(root))
        return Bundle(_limited(one.relative_to(root).as_posix() for one in found), _folder=root)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except FileNotFoundError as error:
        raise OldReleasesError(_("There is no file or folder “%(name)s”.") % {"name": path.name}) from error
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise OldReleasesError(_("Files are given as a folder or a ZIP archive; this is neither.")) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise OldReleasesError(_("The ZIP archive is protected by a password. Please give it without one."))
    if any(
        entry.file_size > _MEGABYTE and entry.file_size > MOST_TIMES_LARGER * max(entry.compress_size, 1)
        for entry in entries
    ):
        raise OldReleasesError(_("The ZIP archive would unpack to far more than it holds and is not taken."))
    return Bundle(_limited(entry.filename for entry in entries), _archive=path)


def _limited(names: Iterable[str]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(name for name in names if _steps_of_name(name)))
    if len(found) > MOST_FILES:
        raise OldReleasesError(_("More than %(most)s files. Please give them in parts.") % {"most": MOST_FILES})
    return found


def _steps(address: str) -> tuple[str, ...]:
    try:
        path = urlsplit(address).path
    except ValueError:
        return ()
    return _steps_of_name(unquote(path))


def _steps_of_name(name: str) -> tuple[str, ...]:
    """The steps of a path, made comparable: archives and file systems write umlauts and capitals in several ways."""
    path = PurePosixPath(unicodedata.normalize("NFC", name.replace("\\", "/")).casefold())
    return tuple(step for step in path.parts if step not in {"/", ".", ".."})


def _agreement(steps: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """How many steps are the same, counted from the end."""
    same = 0
    for one, other in zip(reversed(steps), reversed(wanted), strict=False):
        if one != other:
            break
        same += 1
    return same
