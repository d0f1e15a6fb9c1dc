"""The file a backup is: a tar with a manifest that names every member with size and SHA-256.

Layout: `manifest.json` first, then `database`, then `files/…`. The manifest also holds the version, the moment, the
kind of database, the migrations and the rows per table, so that a restore can prove that it gave back the same house.
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from kommin.foundation.backup.errors import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files"
_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Member:
    """One file of the backup."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    version: str
    created: str
    vendor: str
    migrations: list[str]
    rows: dict[str, int]
    members: dict[str, Member] = field(default_factory=dict)
    format: int = FORMAT

    def dumps(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def loads(cls, text: bytes) -> "Manifest":
        try:
            raw = json.loads(text)
            members = {name: Member(**member) for name, member in raw.pop("members").items()}
            manifest = cls(**raw, members=members)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise BackupError(_("The manifest of this backup cannot be read; the file is damaged.")) from None
        if manifest.format != FORMAT:
            raise BackupError(_("This backup was made by a newer version of KOMM-IN; update first."))
        return manifest


def digest(stream: IO[bytes]) -> Member:
    """Size and SHA-256 of what the stream still holds."""
    sha, size = hashlib.sha256(), 0
    while block := stream.read(_BLOCK):
        sha.update(block)
        size += len(block)
    return Member(size=size, sha256=sha.hexdigest())


def write(target: Path, manifest: Manifest, sources: dict[str, Path], advance: Callable[[int], None]) -> Manifest:
    """Write the archive beside `target` and move it there when it is whole; returns the manifest with its members."""
    members = {}
    for name, path in sources.items():
        with path.open("rb") as stream:
            members[name] = digest(stream)
    complete = Manifest(**{**manifest.__dict__, "members": members})
    beside = target.with_name(f".{target.name}.part")
    try:
        with tarfile.open(beside, "w:gz", compresslevel=6) as tar:
            _add_bytes(tar, MANIFEST, complete.dumps())
            for name, path in sources.items():
                tar.add(path, arcname=name, recursive=False)
                advance(1)
        beside.chmod(0o600)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    return complete


@contextmanager
def opened(source: Path) -> Iterator[tarfile.TarFile]:
    """The archive, with damage reported as a sentence."""
    try:
        with tarfile.open(source, "r:gz") as tar:
            yield tar
    except (tarfile.TarError, EOFError, OSError) as error:
        raise BackupError(
            _("%(file)s is no backup of KOMM-IN, or it is damaged (%(why)s).") % {"file": source, "why": error}
        ) from None


def read_manifest(tar: tarfile.TarFile) -> Manifest:
    """The manifest; it must be the first member."""
    first = tar.next()
    stream = tar.extractfile(first) if first and first.name == MANIFEST else None
    if stream is None:
        raise BackupError(_("This file has no manifest; it is no backup of KOMM-IN."))
    return Manifest.loads(stream.read())


def unpack(source: Path, folder: Path, advance: Callable[[int], None] = lambda _done: None) -> Manifest:
    """Unpack into `folder` and prove every member against the manifest.

    Raises:
        BackupError: a member is missing, added or altered.
    """
    with opened(source) as tar:
        manifest = read_manifest(tar)
        seen = set()
        while (item := tar.next()) is not None:
            expected = manifest.members.get(item.name)
            stream = tar.extractfile(item)
            if expected is None or stream is None or item.name in seen:
                raise BackupError(
                    _("The backup holds %(name)s, which its manifest does not name.") % {"name": item.name}
                )
            seen.add(item.name)
            _write_checked(stream, _inside(folder, item.name), expected, item.name)
            advance(1)
    if missing := sorted(set(manifest.members) - seen):
        raise BackupError(_("The backup lacks %(name)s; it is not whole.") % {"name": missing[0]})
    return manifest


def _write_checked(stream: IO[bytes], target: Path, expected: Member, name: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    sha, size = hashlib.sha256(), 0
    with target.open("wb") as out:
        while block := stream.read(_BLOCK):
            sha.update(block)
            size += len(block)
            out.write(block)
    if Member(size, sha.hexdigest()) != expected:
        raise BackupError(
            _("%(name)s in the backup does not match its checksum; the file is damaged.") % {"name": name}
        )


def _inside(folder: Path, name: str) -> Path:
    target = (folder / name).resolve()
    if not target.is_relative_to(folder.resolve()):
        raise BackupError(_("The backup holds %(name)s, which its manifest does not name.") % {"name": name})
    return target


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    item = tarfile.TarInfo(name)
    item.size = len(content)
    tar.addfile(item, io.BytesIO(content))
