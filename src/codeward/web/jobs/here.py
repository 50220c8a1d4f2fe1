"""Which home this is. Where several hosts share one database, work on a home's files is done where they lie."""

from __future__ import annotations

import secrets
from functools import lru_cache
from pathlib import Path

from codeward.codesets import write_atomically
from codeward.errors import CodewardError
from codeward.settings import HOME_ID, home

__all__ = ["home_id", "queue_of", "queues"]

LENGTH = 16  # characters, as long as a public id


def home_id() -> str:
    """Return the id of this machine's home, made at the first call and kept in the home's file ``home_id``.

    Hosts that share one home have one id, and each of them may do its work. A backup does not take it along: what is
    restored elsewhere is another home. Raises CodewardError where the home can be neither read nor written.
    """
    return _read(home() / HOME_ID)


@lru_cache(maxsize=8)
def _read(path: Path) -> str:
    try:
        if not path.exists():
            write_atomically(path, lambda: secrets.token_hex(LENGTH // 2).encode())
        found = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise CodewardError(
            f"The file {path} cannot be read ({error})", "Give whoever runs Codeward the right to read it"
        ) from error
    if len(found) != LENGTH or not found.isalnum():
        raise CodewardError(
            f"The file {path} is damaged", "Remove it and start the school again: another is made"
        )
    return found


def queue_of(home: str) -> str:
    """Return the queue of the jobs on the files of the home of that id: ``task.using(queue_name=queue_of(…))``."""
    return f"home-{home}"


def queues() -> list[str]:
    """Return the queues that a worker of this home serves: everybody's, and its own."""
    return ["default", queue_of(home_id())]
