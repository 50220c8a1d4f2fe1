"""The matrix of the bank: per examination and section what is there, and what so many disjoint forms would need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from codeward.curriculum import Blueprint, Item, Program
from codeward.practice.forms import Slot, slots_of
from codeward.practice.paper import pieces

__all__ = ["FORMS", "Row", "bank_matrix", "planned_lessons", "practice_counts"]

FORMS: Mapping[str, int] = {"CPC": 4, "CCS": 3}
"""How many disjoint forms the bank is to make of an examination; of the others one."""


class Row(NamedTuple):
    """One section, or the scenarios of one setting: items and distinct skills there, what a form and all forms need."""

    exam: str
    domain: str
    what: str
    there: int
    skills: int
    a_form: int
    forms: int
    ready: int

    @property
    def needed(self) -> int:
        """How many items all the forms need."""
        return self.a_form * self.forms

    @property
    def lacking(self) -> int:
        """How many items are lacking."""
        return max(0, self.needed - self.there)

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {**self._asdict(), "needed": self.needed, "lacking": self.lacking}


def bank_matrix(items: Iterable[Item], blueprints: Iterable[Blueprint], day: dt.date) -> list[Row]:
    """Return what the bank has and what it needs, by examination and section, for the editions of *day*."""
    every = list(items)
    bank = pieces(every)
    solved = {item.id for item in every if item.quality.state != "draft"}
    found = []
    for blueprint in blueprints:
        edition = blueprint.on(day).edition
        for slot in slots_of(edition):
            served = blueprint.takes(edition.part(slot.domain))
            mine = [one for one in bank if one.setting == slot.setting and one.domains & served]
            forms = FORMS.get(blueprint.exam, 1)
            skills = len({one.skill for one in mine})
            ready = sum(one.id in solved for one in mine)
            found.append(
                Row(blueprint.exam, slot.domain, _what(slot), len(mine), skills, slot.wanted, forms, ready)
            )
    return found


def _what(slot: Slot) -> str:
    return slot.setting or "questions"


def practice_counts(items: Iterable[Item]) -> dict[str, int]:
    """Return how many items of practice there are by the beginning of their ids: module or lesson."""
    found: dict[str, int] = {}
    for item in items:
        if item.use == "practice":
            name = item.id.rsplit("-", 1)[0]
            found[name] = found.get(name, 0) + 1
    return dict(sorted(found.items()))


def planned_lessons(program: Program, blueprint: Blueprint, day: dt.date) -> dict[str, tuple[str, ...]]:
    """Return, by section of an examination, the lessons that serve it and are not written yet.

    A form's page names these sections; no link leads to a lesson that is not there.
    """
    edition = blueprint.on(day).edition
    found = {}
    for part in edition.sections:
        served = blueprint.takes(part)
        names = tuple(
            name
            for name, outline in program.planned.items()
            if served
            & {*(("cpc", one) for one in outline.domains.cpc), *(("ccs", one) for one in outline.domains.ccs)}
        )
        if names:
            found[part.domain] = names
    return found
