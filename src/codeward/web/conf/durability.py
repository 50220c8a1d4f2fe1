"""Whether the database keeps its word: what was answered with yes is on the disk before the answer leaves.

SQLite is told so when it is opened (`conf.database`). PostgreSQL is somebody's server with settings of its own, and an
operator may have traded safety for speed there, so it is asked.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

__all__ = ["weaknesses"]

# What PostgreSQL may be set to, and what it loses then (postgresql.org/docs/current/runtime-config-wal.html).
_POSTGRESQL = ("fsync", "synchronous_commit", "full_page_writes")
_SQLITE_FULL = 2  # PRAGMA synchronous: 0 OFF, 1 NORMAL, 2 FULL, 3 EXTRA


def weaknesses(connection: Any) -> list[str]:
    """One sentence for each way in which `connection`'s database may lose saved work in a power cut; none is well.

    Raises DatabaseError where it does not answer.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return [] if cursor.fetchone()[0] >= _SQLITE_FULL else [_lost("synchronous", "FULL")]
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY name",
            [list(_POSTGRESQL)],
        )
        return [_lost(name, "on") for (name,) in cursor.fetchall()]


def _lost(name: str, wanted: str) -> str:
    return _(
        "A power cut can lose saved work, because of the database's setting “%(name)s”. Set it to %(wanted)s."
    ) % {"name": name, "wanted": wanted}
