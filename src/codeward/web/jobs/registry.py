"""What is registered: work at the start of the school, and chores by the clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

__all__ = ["Chore", "chores", "every", "on_start", "starters"]


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done again and again. `work` is quick and idempotent; it may enqueue jobs."""

    name: str
    interval: timedelta
    work: Callable[[], object]


_chores: dict[str, Chore] = {}
_starters: dict[str, Callable[[], object]] = {}


def every(name: str, interval: timedelta, work: Callable[[], object]) -> None:
    """Register a chore; call it in your AppConfig's ``ready``."""
    _chores[name] = Chore(name, interval, work)


def on_start(name: str, work: Callable[[], object]) -> None:
    """Register what ``serve`` does after migrating and before serving, such as loading content. Idempotent."""
    _starters[name] = work


def chores() -> list[Chore]:
    """All chores, in the order they were registered."""
    return list(_chores.values())


def starters() -> dict[str, Callable[[], object]]:
    """What is done at the start, by name, in the order it was registered."""
    return dict(_starters)
