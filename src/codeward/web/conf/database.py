"""``CODEWARD_DATABASE_URL`` to Django's ``DATABASES``: SQLite for one machine, PostgreSQL for a school."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from codeward.settings import DATABASE, home
from codeward.web.conf import settings

__all__ = ["MIGRATION_LOCK", "configured", "database", "mail_server", "sqlite"]

# PostgreSQL's advisory lock for whoever changes the tables, a migration or a restore: the letters of the name.
MIGRATION_LOCK = int.from_bytes(b"codeward")

# How long a writer waits for another. A request may wait three times, and is over before it counts as hung
# (CODEWARD_REQUEST_SECONDS).
BUSY_SECONDS = 8

# WAL lets readers work while one writer writes. FULL puts every commit on the disk before it is answered: with NORMAL
# a power cut loses the last ones, whole as the database stays (sqlite.org/pragma.html#pragma_synchronous). fullfsync
# asks the same of macOS, whose fsync stops at the drive's cache. IMMEDIATE takes the write lock at BEGIN, so that two
# writers wait for each other within `timeout` instead of failing with "database is locked" at the first write.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": BUSY_SECONDS,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON; "
        f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}; PRAGMA foreign_keys=ON;"
    ),
}


def configured() -> dict[str, Any]:
    """Django's settings of the database that this process is told to use, without loading Django."""
    return database(settings.read().database_url, home())


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's settings of one database. Without a `url`: ``codeward.sqlite3`` in `home`."""
    if not url:
        return sqlite(home / DATABASE)
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def sqlite(path: Path) -> dict[str, Any]:
    """Django's settings of a SQLite file at `path`."""
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": dict(SQLITE_OPTIONS)}


def mail_server(url: str) -> dict[str, Any]:
    """``CODEWARD_SMTP_URL`` to keyword arguments of Django's SMTP backend; empty without a server."""
    if not url:
        return {}
    parts = urlsplit(url)
    return {
        "host": parts.hostname or "localhost",
        "port": parts.port or {"smtp": 25, "smtps": 465}.get(parts.scheme, 587),
        "username": unquote(parts.username or "") or None,
        "password": unquote(parts.password or "") or None,
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+starttls",
        "timeout": 20,
    }
