"""``CODEWARD_DATABASE_URL`` to Django's ``DATABASES``: SQLite for one machine, PostgreSQL for a school."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from codeward.settings import DATABASE

# WAL lets readers work while one writer writes; NORMAL is safe with it (a power cut loses no committed
# transaction's consistency). IMMEDIATE takes the write lock at BEGIN, so that two writers wait for each other
# within `timeout` instead of failing with "database is locked" at the first write.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;"
    ),
}


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
