"""Medical decision making: problems, data and risk, of which two of three decide.

The framework is that of the CPT E/M guidelines since 2021 (office) and 2023 (the other categories), in our own words.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from codeward.calculators.em import studies
from codeward.calculators.em.encounter import DATA_LEVELS, LEVEL_WORDS, Encounter, Judged, Problem
from codeward.calculators.em.rules import LEVELS, Element, Level, cited, elements
from codeward.calculators.reasons import InputError
from codeward.errors import quoted

__all__ = ["Made", "decision_making", "documented"]


class Made(NamedTuple):
    """The level of decision making, and the three elements."""

    level: Level
    elements: tuple[Judged, ...]


class _Reached(NamedTuple):
    place: int
    reason: str
    sources: tuple[str, ...]


def documented(encounter: Encounter) -> bool:
    """Say whether anything of decision making was given."""
    return not (encounter.problems is None and encounter.data is None and encounter.risk is None)


def decision_making(encounter: Encounter, stage: str | None) -> Made:
    """Return the level that two of the three elements meet or exceed. *stage* is the kind of encounter.

    An element of which nothing is documented stays at the lowest level.
    """
    reached = {
        "problems": _problems(encounter, stage),
        "data": _data(encounter),
        "risk": _risk(encounter, stage),
    }
    place = sorted(each.place for each in reached.values())[1]
    words = {"problems": LEVEL_WORDS, "data": DATA_LEVELS, "risk": LEVEL_WORDS}
    judged = tuple(
        Judged(
            name,
            LEVELS[each.place],
            words[name][each.place],
            each.place >= place,
            each.reason,
            cited(*each.sources),
        )
        for name, each in reached.items()
    )
    return Made(LEVELS[place], judged)


def _given(word: str, words: tuple[str, ...]) -> _Reached:
    return _Reached(words.index(word), f"Given as {word}.", ("cpt-2023",))


_NOTHING = _Reached(0, "Nothing is documented, so it stays at the lowest level.", ("cpt-2023",))


def _problems(encounter: Encounter, stage: str | None) -> _Reached:
    if isinstance(encounter.problems, str):
        return _given(encounter.problems, LEVEL_WORDS)
    if not encounter.problems:
        return _NOTHING
    counts: dict[str, int] = {}
    for problem in encounter.problems:
        _check_count(problem)
        counts[problem.kind] = counts.get(problem.kind, 0) + problem.count
    rows: list[tuple[Element, int]] = []
    for kind, count in counts.items():
        fitting = [row for row in _rows("problems", kind, encounter, stage) if row.count <= count]
        rows += [(row, count) for row in fitting]
    return _highest(rows)


def _check_count(problem: Problem) -> None:
    if not 1 <= problem.count <= 99:
        raise InputError(
            "problems",
            f"{quoted(problem.count)} of {quoted(problem.kind)} cannot be",
            "Give a count from 1 to 99",
        )


def _risk(encounter: Encounter, stage: str | None) -> _Reached:
    if isinstance(encounter.risk, str):
        return _given(encounter.risk, LEVEL_WORDS)
    if not encounter.risk:
        return _NOTHING
    return _highest([(row, 1) for kind in encounter.risk for row in _rows("risk", kind, encounter, stage)])


def _rows(
    which: Literal["problems", "risk"], kind: str, encounter: Encounter, stage: str | None
) -> list[Element]:
    known = [row for row in elements(which) if row.id == kind]
    if not known:
        ids = ", ".join(dict.fromkeys(row.id for row in elements(which)))
        raise InputError(
            which, f"{quoted(kind)} is not known", f"One of: {ids}; or a level: {', '.join(LEVEL_WORDS)}"
        )
    rows = [row for row in known if row.holds(encounter.on)]
    if not rows:
        since = min(row.valid_from for row in known)
        raise InputError(which, f"{kind} is part of the guidelines since {since}", "Give another, or a level")
    rows = [row for row in rows if row.only in (None, (encounter.category, stage))]
    if not rows:
        where = " ".join(reversed(known[0].only or ()))
        raise InputError(which, f"{kind} counts in {where} care only", "Give another, or a level")
    return rows


def _highest(rows: list[tuple[Element, int]]) -> _Reached:
    row, count = max(rows, key=lambda each: LEVELS.index(each[0].level))
    how_many = f"{count} × " if count > 1 else ""
    return _Reached(LEVELS.index(row.level), f"{how_many}{row.words}.".capitalize(), row.source)


def _data(encounter: Encounter) -> _Reached:
    """Count the data: documents, tests and historian; independent interpretation; discussion."""
    data = encounter.data
    if isinstance(data, str):
        return _given(data, DATA_LEVELS)
    if data is None:
        return _NOTHING
    tests, interpreted, left_out, sources = studies.count(data.tests)
    notes = list(dict.fromkeys(data.external_notes))
    counted = [f"note from {each}" for each in notes] + [f"test {each}" for each in tests]
    with_historian = counted + (["independent historian"] if data.independent_historian else [])
    categories = [
        (
            len(with_historian) >= 3,
            f"three or more of documents, tests, historian ({', '.join(with_historian)})",
        ),
        (bool(interpreted), f"independent interpretation of {', '.join(interpreted)}"),
        (data.discussion, "discussion of management or interpretation with someone external"),
    ]
    met = [words for holds, words in categories if holds]
    if met:
        place, said = min(len(met), 2) + 1, " and ".join(met)
    elif data.independent_historian:
        place, said = 1, "assessment that needs an independent historian"
    elif len(counted) >= 2:
        place, said = 1, f"two of documents and tests ({', '.join(counted)})"
    else:
        place, said = 0, f"too little to count ({', '.join(counted) or 'nothing'})"
    reason = f"{said[0].upper()}{said[1:]}." + "".join(f" {each}." for each in left_out)
    return _Reached(place, reason, (*sources, "cpt-2023-errata") if interpreted else sources)
