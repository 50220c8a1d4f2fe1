"""The bank as its writers work on it: the check of one item, a prefix or a folder, without the rest of the program."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from codeward.curriculum import Item, LessonError, item_files, read_item, skill_list
from codeward.practice.check import check_items
from codeward.practice.check_between import between
from codeward.practice.check_files import file_faults, settlement_faults
from codeward.practice.check_keys import Told, changed_since
from codeward.practice.claims import Ground
from codeward.practice.problems import Found

__all__ = ["Bank", "check_bank", "read_bank"]

_COUNT = re.compile(r"options, not \d+|^\d option is right|no option is right|four drafts")


class Bank(NamedTuple):
    """What was read: items with their files, and what could not be read."""

    items: dict[str, tuple[Item, Path, str]]
    faults: tuple[Found, ...]


def read_bank(folders: Sequence[Path], only: str = "") -> Bank:
    """Read the items in *folders*, or those whose ids begin with *only*; what cannot be read stands in `faults`."""
    items: dict[str, tuple[Item, Path, str]] = {}
    faults: list[Found] = []
    for folder in folders:
        for path in item_files(folder, only):
            shown = _shown(path, folder)
            try:
                item = read_item(path, shown)
            except LessonError as error:
                faults += [_unread(one) for one in error.every]
                continue
            if item.id in items:
                message = f"the item {item.id} is there twice: {items[item.id][2]}"
                faults.append(Found(shown, 1, "format", "error", message, "Give one another id"))
                continue
            items[item.id] = (item, path, shown)
    return Bank(items, tuple(faults))


def check_bank(
    folders: Sequence[Path], only: str = "", days: Sequence[dt.date] = ()
) -> tuple[int, list[Found]]:
    """Return how many items were checked, and everything that is wrong with them, by file.

    *only* narrows to an id or to ids that begin so; then nothing is said of the bank as a whole. *days* are those on
    which keys are proved besides their own: today, the day of an examination.
    """
    bank = read_bank(folders, only)
    found = list(bank.faults)
    grounds: dict[dt.date, Ground] = {}

    def on(day: dt.date) -> Ground:
        return grounds.setdefault(day, Ground(day))

    skills = skill_list()
    for item, path, shown in bank.items.values():
        found += check_items([(item, 1)], shown, item.coding_date, on)
        told = [*file_faults(item, shown), *settlement_faults(item, path)]
        if item.skill not in skills:
            told.append(
                Told("skill", "error", f"{item.id}: {item.skill} is no skill", "Name one of skills.yaml")
            )
        told += changed_since(item, days, on)
        found += (Found(shown, 1, *one) for one in told)
    found += _between(bank, folders, only)
    return len(bank.items), list(dict.fromkeys(found))


def _between(bank: Bank, folders: Sequence[Path], only: str) -> list[Found]:
    """Return what is wrong between the items; of a few, what concerns them among all."""
    own = frozenset(bank.items)
    every = read_bank(folders) if only else bank
    items = [item for item, _, _ in every.items.values()]
    told = between(items, [item for item, _, _ in bank.items.values()], only=own if only else None)
    return [
        Found("items", 0, *one) if item is None else Found(every.items[item.id][2], 1, *one)
        for item, one in told
    ]


def _shown(path: Path, folder: Path) -> str:
    return f"{folder.name}/{path.relative_to(folder).as_posix()}"


def _unread(error: LessonError) -> Found:
    """Return a fault of the format; a wrong number of options has the id that the lint has for it."""
    found = Found.of(error)
    return found._replace(rule="O1") if _COUNT.search(error.said) else found
