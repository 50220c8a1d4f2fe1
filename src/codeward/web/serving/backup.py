"""``backup``: everything that must not be lost, in one file, and the check of such a file.

A backup may be made while the school runs: SQLite's own backup copies one consistent state of the database,
``pg_dump`` does for PostgreSQL. No command here loads Django.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from codeward import settings
from codeward.settings import home
from codeward.web.conf.database import configured
from codeward.web.serving import archive, dumps
from codeward.web.serving.archive import BackupError
from codeward.web.serving.scratch import BACKUP, scratch, sweep

__all__ = ["ASIDE", "KEPT", "check", "create", "fits", "run", "run_check", "strangers"]

ASIDE = "replaced-"
# What a backup holds beside the database, whose name there says which kind it is.
KEPT = tuple(part for part in settings.HOME_HOLDS if part.kept and part.name != settings.DATABASE)


def run(file: Path) -> int:
    """Make a backup and say what is in it; returns the exit code."""
    manifest = create(file.absolute(), home(), configured())
    print(f"{file}: {len(manifest['files'])} files, database {manifest['database']}.")  # noqa: T201
    for name in strangers(home()):
        print(f"Left out: {name}, which is nothing that the school keeps in its home.")  # noqa: T201
    return 0


def run_check(file: Path) -> int:
    """Read a whole backup and say whether it could be brought back; nothing is touched. Returns the exit code."""
    manifest = check(file.absolute(), configured(), home())
    print(f"{file} of {manifest['made']} is whole: {len(manifest['files'])} files.")  # noqa: T201
    return 0


def create(file: Path, folder: Path, db: dict[str, Any]) -> dict[str, Any]:
    """Write a backup of the home `folder` and the database `db` to `file`; returns its manifest."""
    if (folder / settings.RESTORING).exists():
        raise BackupError("A restore was cut short here", "Start the school once: that finishes it.")
    if not (folder / settings.SECRET_KEY).exists():
        raise BackupError(f"There is no school in {folder}", "Set CODEWARD_HOME to where it is.")
    if not file.parent.is_dir():
        raise BackupError(f"The folder {file.parent} does not exist", "Make it, or name another file.")
    try:
        sweep(folder, BACKUP)
        sweep(file.parent, f".{file.name}.")
        with scratch(folder) as room:
            name, path = dumps.dump(db, room)
            kind = "sqlite" if name == dumps.SQLITE else "postgresql"
            return archive.write(file, {name: path, **_files(folder)}, kind)
    except OSError as error:
        raise BackupError(
            f"The backup {file} cannot be written ({error.strerror or error})",
            "Free some space or name another file.",
        ) from error


def check(file: Path, db: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Unpack the backup into a closed folder of the home `folder` and verify every part; returns its manifest."""
    with scratch(folder if folder.is_dir() else Path(tempfile.gettempdir())) as room:
        manifest = archive.unpack(file, room)
        fits(manifest, db, file)
        dumps.check(room / (dumps.SQLITE if dumps.is_sqlite(db) else dumps.PGDUMP))
    return manifest


def fits(manifest: dict[str, Any], db: dict[str, Any], file: Path) -> None:
    """Raise BackupError where the backup is of another kind of database than `db`, or lacks or adds a part."""
    here = "sqlite" if dumps.is_sqlite(db) else "postgresql"
    if manifest["database"] != here:
        raise BackupError(
            f"{file} holds a database of {manifest['database']}, and CODEWARD_DATABASE_URL names {here}",
            "Set CODEWARD_DATABASE_URL to a database of that kind.",
        )
    for name in (dumps.SQLITE if here == "sqlite" else dumps.PGDUMP, settings.SECRET_KEY):
        if name not in manifest["files"]:
            raise BackupError(f"{file} lacks {name}", "Use another backup.")
    known = {part.name for part in KEPT} | {dumps.SQLITE, dumps.PGDUMP}
    for name in manifest["files"]:
        if name.partition("/")[0] not in known:
            raise BackupError(f"{file} holds {name}, which no backup holds", "Do not trust this file.")


def strangers(folder: Path) -> list[str]:
    """What lies in the home and is nothing that the school keeps there: a backup leaves it out, and says so."""
    known = {part.name for part in settings.HOME_HOLDS}
    known |= {f"{settings.DATABASE}{tail}" for tail in ("-wal", "-shm", "-journal")}
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in known and not path.name.startswith((".", ASIDE))
    )


def _files(folder: Path) -> dict[str, Path]:
    """Every file that the home keeps beside the database, by its name in the home. Half-written ones are left out."""
    found = []
    for part in KEPT:
        path = folder / part.name
        found += sorted(path.rglob("*")) if path.is_dir() else [path]
    return {
        path.relative_to(folder).as_posix(): path
        for path in found
        if path.is_file() and not path.name.startswith(".")
    }
