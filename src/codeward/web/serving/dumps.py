"""The database's part of a backup: one consistent copy out of SQLite or PostgreSQL, checked, and back into it."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from codeward.web.conf.database import MIGRATION_LOCK
from codeward.web.serving.archive import BackupError

__all__ = [
    "PGDUMP",
    "SQLITE",
    "check",
    "dump",
    "forget",
    "has_data",
    "is_sqlite",
    "load",
    "postgres",
    "was_loaded",
]

SQLITE = "database.sqlite3"
PGDUMP = "database.pgdump"
MARK = "codeward_restored"
# What libpq calls the options of an address whose variable is not simply PG and the name.
_VARIABLES = {"connect_timeout": "PGCONNECT_TIMEOUT", "application_name": "PGAPPNAME"}
# Everything of the school's own in its schema, whichever version made it: a newer table that leans on an older one
# would keep that from being replaced. Extensions stay. One row of the catalog for each thing that can be dropped.
_EMPTY = """
DO $$ DECLARE gone record; others int; BEGIN
    PERFORM pg_advisory_xact_lock({lock});
    FOR turn IN 1..30 LOOP
        PERFORM pg_stat_clear_snapshot();
        SELECT count(*) INTO others FROM pg_stat_activity WHERE datname = current_database()
            AND pid <> pg_backend_pid() AND usename IS NOT NULL
            AND coalesce(backend_type, 'client backend') = 'client backend';
        EXIT WHEN others = 0;
        PERFORM pg_sleep(0.1);
    END LOOP;
    IF others > 0 THEN RAISE EXCEPTION 'in use by % connections', others; END IF;
    FOR gone IN
        SELECT format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind WHEN 'v' THEN 'VIEW'
            WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, n.nspname, c.relname) AS how
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
            AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('e', 'i', 'a'))
        UNION ALL
        SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = current_schema()
            AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP EXECUTE gone.how; END LOOP;
END $$
"""


def is_sqlite(db: dict[str, Any]) -> bool:
    """Whether Django's settings `db` are of SQLite."""
    return str(db["ENGINE"]).endswith("sqlite3")


def dump(db: dict[str, Any], into: Path) -> tuple[str, Path]:
    """Write one consistent copy of the database into the folder `into`; returns its name in a backup, and the file."""
    if not is_sqlite(db):
        file = into / PGDUMP
        postgres(["pg_dump", "--format=custom", "--no-owner", "--file", str(file)], db)
        return PGDUMP, file
    copy = into / SQLITE
    if not Path(db["NAME"]).exists():
        raise BackupError(f"There is no database {db['NAME']}", "Start the school once first.")
    copy.touch(mode=0o600)
    with (
        closing(sqlite3.connect(db["NAME"], timeout=30)) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    check(copy)
    return SQLITE, copy


def check(file: Path) -> None:
    """Raise BackupError where the copy is damaged, or holds no table at all."""
    if file.name == PGDUMP:
        listed = postgres(["pg_restore", "--list", str(file)], None)
        tables: object = "TABLE DATA" in listed
    else:
        try:
            with closing(sqlite3.connect(file)) as copy:
                said = copy.execute("PRAGMA integrity_check").fetchone()[0]
                tables = copy.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        except sqlite3.DatabaseError as error:
            said, tables = str(error), True
        if said != "ok":
            raise BackupError(f"The database is damaged: {said}", "Use another backup.")
    if not tables:
        raise BackupError("The database in it is empty", "Use another backup.")


def has_data(db: dict[str, Any]) -> bool:
    """Whether something is in the database already."""
    if is_sqlite(db):
        path = Path(db["NAME"])
        return path.exists() and path.stat().st_size > 0
    return (
        _asked("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema()", db)
        != "0"
    )


def load(file: Path, db: dict[str, Any], name: str) -> None:
    """Replace all that the school has in PostgreSQL by the dump `file`, in one transaction that leaves the mark `name`.

    Raises BackupError where somebody else is connected: a school would go on working with what is taken from under it.
    """
    script = file.with_suffix(".sql")
    postgres(["pg_restore", "--clean", "--if-exists", "--no-owner", "--file", str(script), str(file)], None)
    mark = f"CREATE TABLE {MARK} (name text); INSERT INTO {MARK} VALUES ('{name}')"  # noqa: S608 - our own name
    command = ["psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1"]
    command += ["--command", _EMPTY.format(lock=MIGRATION_LOCK), "--file", str(script)]
    # The script's first lines empty the search path.
    command += ["--command", "RESET search_path", "--command", mark]
    try:
        postgres(command, db)
    except BackupError as error:
        if "in use by" in str(error):
            raise BackupError(
                "The database is in use: a school or somebody's session is connected to it",
                "Stop every school that uses it and close other sessions, then restore again.",
            ) from None
        raise


def was_loaded(db: dict[str, Any], name: str) -> bool:
    """Whether the transaction of `load` with this mark was committed."""
    if _asked(f"SELECT to_regclass('{MARK}') IS NOT NULL", db) != "t":
        return False
    return _asked(f"SELECT count(*) FROM {MARK} WHERE name = '{name}'", db) == "1"  # noqa: S608 - our own names


def forget(db: dict[str, Any]) -> None:
    """Take the mark of `load` away, once all else was brought back too."""
    _asked(f"DROP TABLE IF EXISTS {MARK}", db)


def _asked(sql: str, db: dict[str, Any]) -> str:
    return postgres(["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--command", sql], db).strip()


def postgres(command: list[str], db: dict[str, Any] | None) -> str:
    """Run one of PostgreSQL's programs on `db`. The password goes by the environment, never on the command line."""
    environ = dict(os.environ)
    if db is not None:
        options = {_VARIABLES.get(key, f"PG{key.upper()}"): value for key, value in db["OPTIONS"].items()}
        names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST"}
        environ |= options | {key: str(db[name]) for key, name in names.items()} | {"PGPORT": str(db["PORT"])}
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
