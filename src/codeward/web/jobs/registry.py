"""What is registered: work at the start of the school, chores by the clock, and what jobs are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise

from codeward.web.registry import Registry

__all__ = ["Chore", "chores", "every", "job_label", "name_job", "on_start", "starters"]


@dataclass(frozen=True, slots=True)
class Chore:
    """Something done again and again. `work` is quick and idempotent; it may enqueue jobs."""

    name: str
    interval: timedelta
    work: Callable[[], object]
    label: str | Promise = ""


_chores: Registry[Chore] = Registry("chores")
_starters: Registry[Callable[[], object]] = Registry("works at the start")
_names: Registry[str | Promise] = Registry("names of jobs")


def every(name: str, interval: timedelta, work: Callable[[], object], label: str | Promise = "") -> None:
    """Register a chore; call it in your AppConfig's ``ready``. `label`: what the office calls it."""
    _chores.add(name, Chore(name, interval, work, label or name))


def on_start(name: str, work: Callable[[], object]) -> None:
    """Register what ``serve`` does after migrating and before serving, such as loading content. Idempotent."""
    _starters.add(name, work)


def name_job(path: str, label: str | Promise) -> None:
    """Say what the office calls the job at `path` (``task.module_path``); call it in your AppConfig's ``ready``."""
    _names.add(path, label)


def job_label(path: str) -> str:
    """What a job is called: its registered name, else its function's in words."""
    return str(_names.get(path) or path.rpartition(".")[2].replace("_", " ").capitalize())


def chores() -> list[Chore]:
    """All chores, in the order they were registered."""
    return list(_chores.values())


def starters() -> dict[str, Callable[[], object]]:
    """What is done at the start, by name, in the order it was registered."""
    return dict(_starters)
