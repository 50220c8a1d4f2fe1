"""``backup`` and ``restore``: everything that must not be lost, in one file, and back.

A backup may be made while the school runs: SQLite's own backup copies one consistent state of the database,
``pg_dump`` does for PostgreSQL. Neither command loads Django.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from codeward import settings
from codeward.settings import home
from codeward.web.conf import settings as web_settings
from codeward.web.conf.database import database
from codeward.web.serving import archive
from codeward.web.serving.archive import BackupError
from codeward.web.serving.home import in_use, make

SQLITE = "database.sqlite3"
PGDUMP = "database.pgdump"
ASIDE = "replaced-"
# What a backup holds beside the database, whose name there says which kind it is.
KEPT = tuple(part for part in settings.HOME_HOLDS if part.kept and part.name != settings.DATABASE)
PG_RESTORE = ("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction")
PG_DUMP = ("pg_dump", "--format=custom", "--no-owner")


def run(file: Path) -> int:
    """Make a backup and say what is in it; returns the exit code."""
    manifest = create(file.absolute(), home(), _database())
    print(f"{file}: {len(manifest['files'])} files, database {manifest['database']}.")  # noqa: T201
    for name in strangers(home()):
        print(f"Left out: {name}, which is nothing that the school keeps in its home.")  # noqa: T201
    return 0


def run_check(file: Path) -> int:
    """Read a whole backup and say whether it could be brought back; nothing is touched. Returns the exit code."""
    manifest = check(file.absolute(), _database())
    print(f"{file} of {manifest['made']} is whole: {len(manifest['files'])} files.")  # noqa: T201
    return 0


def run_restore(file: Path, *, force: bool) -> int:
    """Bring a backup back and say so; returns the exit code."""
    manifest = restore(file.absolute(), home(), _database(), force=force)
    print(f"Restored {len(manifest['files'])} files of {manifest['made']}. Start the school again.")  # noqa: T201
    return 0


def create(file: Path, folder: Path, db: dict[str, Any]) -> dict[str, Any]:
    """Write a backup of the home `folder` and the database `db` to `file`; returns its manifest."""
    if not (folder / settings.SECRET_KEY).exists():
        raise BackupError(f"There is no school in {folder}", "Set CODEWARD_HOME to where it is.")
    if not file.parent.is_dir():
        raise BackupError(f"The folder {file.parent} does not exist", "Make it, or name another file.")
    with tempfile.TemporaryDirectory(prefix="codeward-backup-") as scratch:
        try:
            name, path = _dump(db, Path(scratch))
            parts = {name: path, **_files(folder)}
            return archive.write(file, parts, "sqlite" if name == SQLITE else "postgresql")
        except OSError as error:
            raise BackupError(
                f"The backup {file} cannot be written ({error.strerror or error})",
                "Free some space or name another file.",
            ) from error


def restore(file: Path, folder: Path, db: dict[str, Any], *, force: bool) -> dict[str, Any]:
    """Bring back the home `folder` and the database `db` from `file`; returns its manifest.

    Everything is unpacked and verified before anything is touched. What it replaces is kept beside, in
    ``replaced-<time>``. Raises BackupError over a school that has data unless `force`, or while it runs.
    """
    make(folder)
    with in_use(folder):
        if _has_data(folder, db) and not force:
            raise BackupError(
                f"There is a school in {folder} already",
                "Restore into an empty CODEWARD_HOME, or add --force: the old files are kept beside.",
            )
        fresh = Path(tempfile.mkdtemp(prefix=".restore-", dir=folder))
        try:
            manifest = archive.unpack(file, fresh)
            _fits(manifest, db, file)
            aside = folder / f"{ASIDE}{datetime.now(UTC):%Y%m%dT%H%M%S.%f}"
            _bring_back_database(fresh, db, aside)
            for part in KEPT:
                _replace(fresh / part.name, folder / part.name, aside)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    return manifest


def check(file: Path, db: dict[str, Any]) -> dict[str, Any]:
    """Unpack the backup beside nothing of the school and verify every part of it; returns its manifest."""
    with tempfile.TemporaryDirectory(prefix="codeward-check-") as scratch:
        manifest = archive.unpack(file, Path(scratch))
        _fits(manifest, db, file)
        if _is_sqlite(db):
            _check_sqlite(Path(scratch) / SQLITE)
    return manifest


def _database() -> dict[str, Any]:
    return database(web_settings.read().database_url, home())


def _is_sqlite(db: dict[str, Any]) -> bool:
    return str(db["ENGINE"]).endswith("sqlite3")


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


def strangers(folder: Path) -> list[str]:
    """What lies in the home and is nothing that the school keeps there: a backup leaves it out, and says so."""
    known = {part.name for part in settings.HOME_HOLDS}
    known |= {f"{settings.DATABASE}{tail}" for tail in ("-wal", "-shm", "-journal")}
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.name not in known and not path.name.startswith((".", ASIDE))
    )


def _dump(db: dict[str, Any], scratch: Path) -> tuple[str, Path]:
    if _is_sqlite(db):
        copy = scratch / SQLITE
        if not Path(db["NAME"]).exists():
            raise BackupError(f"There is no database {db['NAME']}", "Start the school once first.")
        with (
            closing(sqlite3.connect(db["NAME"], timeout=30)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        _check_sqlite(copy)
        return SQLITE, copy
    dump = scratch / PGDUMP
    _postgres([*PG_DUMP, "--file", str(dump)], db)
    return PGDUMP, dump


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as copy:
            said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise BackupError(f"The database is damaged: {said}", "Use another backup.")


def _postgres(command: list[str], db: dict[str, Any]) -> str:
    """Run one of PostgreSQL's programs on `db`. The password goes by the environment, never on the command line."""
    environ = {
        **os.environ,
        "PGDATABASE": db["NAME"],
        "PGUSER": db["USER"],
        "PGPASSWORD": db["PASSWORD"],
        "PGHOST": db["HOST"],
        "PGPORT": db["PORT"],
    }
    try:
        done = subprocess.run(  # noqa: S603
            command,
            env={key: value for key, value in environ.items() if value},
            check=True,
            capture_output=True,
            text=True,
        )
    except FileNotFoundError:
        raise BackupError(
            f"{command[0]} is not installed", "Install PostgreSQL's client programs (postgresql-client)."
        ) from None
    except subprocess.CalledProcessError as error:
        raise BackupError(
            f"{command[0]} failed: {error.stderr.strip()[:500]}", "Check CODEWARD_DATABASE_URL."
        ) from error
    return done.stdout


def _has_data(folder: Path, db: dict[str, Any]) -> bool:
    if any((folder / part.name).exists() for part in KEPT):
        return True
    if _is_sqlite(db):
        return Path(db["NAME"]).exists()
    asked = "SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()"
    return _postgres(["psql", "--no-psqlrc", "--tuples-only", "--command", asked], db).strip() != "0"


def _fits(manifest: dict[str, Any], db: dict[str, Any], file: Path) -> None:
    here = "sqlite" if _is_sqlite(db) else "postgresql"
    if manifest["database"] != here:
        raise BackupError(
            f"{file} holds a database of {manifest['database']}, and CODEWARD_DATABASE_URL names {here}",
            "Set CODEWARD_DATABASE_URL to a database of that kind.",
        )
    for name in (SQLITE if here == "sqlite" else PGDUMP, settings.SECRET_KEY):
        if name not in manifest["files"]:
            raise BackupError(f"{file} lacks {name}", "Use another backup.")
    known = {part.name for part in KEPT} | {SQLITE, PGDUMP}
    for name in manifest["files"]:
        if name.partition("/")[0] not in known:
            raise BackupError(f"{file} holds {name}, which no backup holds", "Do not trust this file.")


def _bring_back_database(fresh: Path, db: dict[str, Any], aside: Path) -> None:
    if _is_sqlite(db):
        _check_sqlite(fresh / SQLITE)
        target = Path(db["NAME"])
        for tail in ("-wal", "-shm"):  # they belong to the old file and would be played into the new one
            _replace(fresh / "none", target.with_name(target.name + tail), aside)
        _replace(fresh / SQLITE, target, aside)
        return
    aside.mkdir(exist_ok=True, mode=0o700)
    _postgres([*PG_DUMP, "--file", str(aside / PGDUMP)], db)
    _postgres(
        [*PG_RESTORE, "--dbname", db["NAME"], str(fresh / PGDUMP)],
        db,
    )


def _replace(new: Path, target: Path, aside: Path) -> None:
    """Put `new`, if there is one, in the place of `target`; what was there goes to the folder `aside`."""
    if target.exists():
        aside.mkdir(exist_ok=True, mode=0o700)
        target.rename(aside / target.name)
    if new.exists():
        new.rename(target)
