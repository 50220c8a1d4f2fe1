"""What a release changes: items, charts and lessons whose answer is another on one day than on another.

Each is proved on both days. What holds on the first and not on the second changed its answer: such items are suspended
until somebody has looked at them. What does not hold on either day was wrong before, and is no change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Literal, NamedTuple

from codeward.charts import Chart
from codeward.codesets import Shelf
from codeward.curriculum import Item, Lesson, Option, Program, ScenarioItem
from codeward.errors import CodewardError
from codeward.practice.check_keys import key_problems
from codeward.practice.check_marks import billable_fault
from codeward.practice.claims import Ground, prove

__all__ = ["Changed", "impact", "key_codes", "suspended", "usable"]


class Changed(NamedTuple):
    """One item, chart or lesson whose answer changes, and what the later books say of it."""

    kind: Literal["item", "chart", "lesson"]
    id: str
    reasons: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {"kind": self.kind, "id": self.id, "reasons": list(self.reasons)}


def impact(program: Program, before: dt.date, after: dt.date) -> list[Changed]:
    """Return what of *program* holds with the books of *before* and not with those of *after*.

    A pure function of the program and the books of both days: nothing is suspended by it.
    """
    charts = {**program.charts.charts, **program.records}
    grounds = {day: Ground(day, charts) for day in (before, after)}
    if not all(map(_is_whole, grounds.values())):  # of titles alone only codes can be proved
        return [*_by_codes(program, grounds[before].shelf, grounds[after].shelf)]
    found = [*_items(program.items.values(), grounds, before, after)]
    found += _items(program.form_items.values(), grounds, before, after)
    for chart in charts.values():
        found += _changed("chart", chart.id, partial(_chart, chart), grounds, before, after)
    for lesson in program.lessons.values():
        found += _changed("lesson", lesson.id, partial(_lesson, lesson), grounds, before, after)
    return found


def _is_whole(ground: Ground) -> bool:
    """Say whether the day's Tabular is there with its notes, and not its codes and titles alone."""
    return any(ground.book.instructions_for(code) for code in ("E11", "I10", "N18"))


def _by_codes(program: Program, before: Shelf, after: Shelf) -> Iterator[Changed]:
    every = [*program.items.values(), *program.form_items.values()]
    rows: list[tuple[Literal["item", "chart"], str, list[tuple[str, str]]]] = [
        ("item", item.id, key_codes(item)) for item in every
    ]
    charts = {**program.charts.charts, **program.records}
    rows += [
        ("chart", one.id, [(line.system, line.code) for line in one.key.lines]) for one in charts.values()
    ]
    for kind, name, codes in rows:
        new = set(_code_faults(codes, after)) - set(_code_faults(codes, before))
        if new:
            yield Changed(kind, name, tuple(sorted(new)))


def suspended(changed: Iterable[Changed]) -> tuple[str, ...]:
    """Return the ids of the items that a change suspends."""
    return tuple(one.id for one in changed if one.kind == "item")


def usable(items: Iterable[Item], day: dt.date) -> list[Item]:
    """Return the items whose keys stand on claims on *day*: the others leave the forms of that edition."""
    shelf = Shelf.on(day)
    return [item for item in items if not any(_code_faults(key_codes(item), shelf))]


def key_codes(item: Item) -> list[tuple[str, str]]:
    """Return system and code of every line of an item's key."""
    if isinstance(item, ScenarioItem):
        return [(line.system, line.code) for line in item.answer.lines]
    right: Iterable[Option] = getattr(item, "right", ())
    return [(line.system, line.code) for option in right for line in option.lines or ()]


def _items(
    items: Iterable[Item], grounds: dict[dt.date, Ground], before: dt.date, after: dt.date
) -> Iterator[Changed]:
    for item in items:
        yield from _changed("item", item.id, partial(_item, item), grounds, before, after)


def _changed(
    kind: Literal["item", "chart", "lesson"],
    name: str,
    faults: Callable[[Ground], set[str]],
    grounds: dict[dt.date, Ground],
    before: dt.date,
    after: dt.date,
) -> Iterator[Changed]:
    later = faults(grounds[after])
    new = sorted(later - faults(grounds[before])) if later else []
    if new:
        yield Changed(kind, name, tuple(new))


def _item(item: Item, ground: Ground) -> set[str]:
    found = {told.message for told in key_problems(item, ground) if told.severity == "error"}
    return found - _uncovered(key_codes(item), ground.shelf)


def _code_faults(codes: Iterable[tuple[str, str]], shelf: Shelf) -> Iterator[str]:
    for system, code in codes:
        fault = billable_fault(system, code, shelf)
        if fault and not _uncovered([(system, code)], shelf):
            yield fault[0]


def _uncovered(codes: Iterable[tuple[str, str]], shelf: Shelf) -> set[str]:
    """Return what is said of codes of which no release covers the day: neither a change nor a proof."""
    found = set()
    for system, code in codes:
        try:
            told = shelf.validate(system, code)
        except CodewardError:
            continue
        if told.reason == "not_in_force":
            found.add(told.message)
    return found


def _chart(chart: Chart, ground: Ground) -> set[str]:
    return set(_code_faults(((line.system, line.code) for line in chart.key.lines), ground.shelf))


def _lesson(lesson: Lesson, ground: Ground) -> set[str]:
    found = {
        verdict.message
        for block in lesson.claims
        for claim in block.claims
        for verdict in prove(claim.name, claim.told, ground)
        if verdict.severity == "error"
    }
    for item in lesson.items.values():
        found |= {f"{item.id}: {message}" for message in _item(item, ground)}
    return found
