"""Is the school well? The database answers, and the book opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from django.db import DatabaseError, connection

from codeward.errors import CodewardError

logger = structlog.get_logger("codeward.web.health")


def database() -> str:
    """The kind of database, once it has answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return connection.vendor


def book() -> str:
    """The id of the release that answers today, once its book has opened."""
    from codeward.codesets import books

    return str(books.open().release.id)


CHECKS: dict[str, Callable[[], str]] = {"database": database, "book": book}


def check() -> tuple[bool, dict[str, Any]]:
    """Whether all is well, and what each part said. A failure names the part and nothing secret."""
    said: dict[str, Any] = {}
    well = True
    for name, ask in CHECKS.items():
        try:
            said[name] = ask()
        except (DatabaseError, CodewardError, OSError) as error:
            logger.exception("unhealthy", part=name)
            said[name] = f"failed: {type(error).__name__}"
            well = False
    return well, {"status": "ok" if well else "failed", **said}
