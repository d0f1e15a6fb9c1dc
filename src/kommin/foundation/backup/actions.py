"""Backing up and restoring the whole house: its database and its files."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from kommin import __version__
from kommin.foundation.access import Actor
from kommin.foundation.audit.actions import record
from kommin.foundation.backup import archive, engines
from kommin.foundation.backup.archive import Manifest
from kommin.foundation.backup.errors import BackupError


def _quietly(_done: int = 1) -> None:
    """Nobody watches."""


def back_up(*, target: Path, by: Actor, advance: Callable[[int], None] = _quietly) -> Manifest:
    """Write database and files into one archive at `target`, while the house goes on working, and prove it whole.

    The database is a consistent copy of one moment. Files are only ever added, so that every file the database knew at
    that moment is there. Not included: the secret key and other settings, which live in the environment.

    Raises:
        BackupError: `target` exists already, or a tool is missing.
    """
    if target.exists():
        raise BackupError(_("%(file)s exists already; choose another name.") % {"file": target})
    if not target.parent.is_dir():
        raise BackupError(_("There is no folder %(folder)s.") % {"folder": target.parent})
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kommin-backup-") as folder:
        database = Path(folder) / archive.DATABASE
        contents = engines.dump(database)
        written = archive.write(target, _describe(contents), {archive.DATABASE: database, **_files()}, advance)
    verify(source=target)
    record(action="backup.made", by=by, data=_for_the_record(written))
    return written


def verify(*, source: Path, advance: Callable[[int], None] = _quietly) -> Manifest:
    """Prove that a backup is whole: every member is there and matches its checksum.

    Raises:
        BackupError: it is not; the sentence names the first fault.
    """
    with tempfile.TemporaryDirectory(prefix=".kommin-verify-") as folder:
        return archive.unpack(source, Path(folder), advance)


def restore(*, source: Path, by: Actor, replace: bool = False, advance: Callable[[int], None] = _quietly) -> Manifest:
    """Give back the house in `source`: database and files, each swapped in only after all was proven.

    Web and worker must be stopped. `replace` allows it over a house that exists already; its files are kept beside, in
    `files.replaced`, until the operator removes them.

    Raises:
        BackupError: the archive is damaged, of another kind of database or of a newer version, or a house exists
            already and `replace` is not set. Nothing was changed then.
    """
    if engines.is_in_use() and not replace:
        raise BackupError(_("There is a house here already. To replace it, stop web and worker and add --replace."))
    home = Path(settings.KOMMIN.home)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as folder:
        manifest = archive.unpack(source, Path(folder), advance)
        _require_fitting(manifest)
        engines.bring_back(Path(folder) / archive.DATABASE)
        _swap_files(Path(folder) / archive.FILES, Path(settings.MEDIA_ROOT))
    _require_same(manifest)
    if not _unapplied(manifest):  # an older house gets its record's tables by `kommin migrate` first
        record(action="backup.restored", by=by, data=_for_the_record(manifest))
    return manifest


def _for_the_record(manifest: Manifest) -> dict[str, object]:
    database = manifest.members[archive.DATABASE]
    return {"created": manifest.created, "version": manifest.version, "database_sha256": database.sha256}


def _unapplied(manifest: Manifest) -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations} - set(manifest.migrations)


def _describe(contents: engines.Contents) -> Manifest:
    return Manifest(
        version=__version__,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        vendor=connection.vendor,
        migrations=contents.migrations,
        rows=contents.rows,
    )


def _files() -> dict[str, Path]:
    root = Path(settings.MEDIA_ROOT)
    if not root.is_dir():
        return {}
    return {
        f"{archive.FILES}/{path.relative_to(root).as_posix()}": path
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def _require_fitting(manifest: Manifest) -> None:
    if manifest.vendor != connection.vendor:
        raise BackupError(
            _("This backup is of a %(theirs)s database, this house uses %(ours)s.")
            % {"theirs": manifest.vendor, "ours": connection.vendor}
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known):
        raise BackupError(
            _("This backup comes from a newer version (%(version)s, it knows %(name)s). Update KOMM-IN first.")
            % {"version": manifest.version, "name": unknown[0]}
        )


def _swap_files(restored: Path, target: Path) -> None:
    kept = target.with_name(f"{target.name}.replaced")
    if target.exists():
        shutil.rmtree(kept, ignore_errors=True)
        target.rename(kept)
    if restored.exists():
        restored.rename(target)


def _require_same(manifest: Manifest) -> None:
    now = engines.contents_now().rows
    for table in sorted(set(manifest.rows) | set(now)):
        if now.get(table) != manifest.rows.get(table):
            raise BackupError(
                _("After restoring, %(table)s has %(now)s rows instead of %(before)s. Restore from another backup.")
                % {"table": table, "now": now.get(table), "before": manifest.rows.get(table)}
            )
