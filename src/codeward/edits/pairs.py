"""Services that are not paid together: NCCI's procedure-to-procedure edits (NCCI Policy Manual, chapter I).

A pair holds for one patient, one day and one practitioner, or one facility; each has a list of its own. With indicator
0 no modifier parts it; with 1 one of NCCI's modifiers on either line may, if the record shows what it says; with 9
there is no edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from codeward.claims import Line
from codeward.codesets import Book, BookFile, Shelf
from codeward.codesets.lists import Pair, Pairs
from codeward.edits.days import Services, Together, ids, named
from codeward.edits.facts import Facts
from codeward.edits.finding import Checked, Finding, Source, Unchecked
from codeward.edits.indicators import indicators_of
from codeward.edits.model import Rule
from codeward.edits.parting import bypass_of
from codeward.edits.registry import Said, carries_out_beside
from codeward.edits.rules import cases, parting, parting_on
from codeward.errors import CodewardError

__all__ = ["FAMILY", "LIST", "SETTINGS"]

FAMILY, LIST = "CW-PP", "ncci-ptp"
SETTINGS = {"professional": "practitioner", "outpatient": "outpatient"}
"""Whose list holds for a claim. A hospital stay is not paid by services and has none."""
_WHOSE = {"practitioner": "of practitioners", "outpatient": "of outpatient hospitals"}
_MAJOR = "090"


class _Edit(NamedTuple):
    """A pair in force between two lines: column 2 is not paid; the row, and words on where it is from."""

    column1: Line
    column2: Line
    indicator: str
    source: Source
    told: str


@carries_out_beside("pairs")
def _pairs(services: Services, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    claim = services.claim
    setting, by_case = SETTINGS.get(claim.kind), cases("pairs", claim.coded_on)
    if setting is None or len(claim.lines) < 2 or not by_case:
        return
    for group in services.groups:
        if len({line.code for line in group.lines}) < 2:
            continue
        try:
            pairs = _opened(shelf.listed(LIST, group.day).file, setting)
        except CodewardError as error:
            yield from _by_facts(
                by_case, group, setting, shelf, facts, (error.message, error.command or None)
            )
            continue
        if pairs is None:
            why = f"The list here has no pairs {_WHOSE[setting]}."
            yield from _by_facts(by_case, group, setting, shelf, facts, (why, None))
            continue
        day = group.day.isoformat()
        for one, other in combinations(group.lines, 2):
            if one.code == other.code:
                continue
            for pair in pairs.between(one.code, other.code, setting, day):
                is_first = pair.column1 == one.code.strip().upper()
                first, second = (one, other) if is_first else (other, one)
                row = _row(pairs, setting, pair)
                edit = _Edit(first, second, pair.indicator, row, "")
                yield from _judged(by_case, edit, group, shelf)
        yield Checked(FAMILY, LIST, pairs.book.release.id)


@lru_cache(maxsize=64)
def _opened(file: BookFile, setting: str) -> Pairs | None:
    """Return the pairs of the book, once for each file; None where it has none of that setting."""
    pairs = Pairs(Book(file, in_force=True))
    return pairs if setting in pairs.settings else None


def _row(pairs: Pairs, setting: str, pair: Pair) -> Source:
    """Return the row as CMS prints it: the two columns, first day, last day, indicator, reason; * for none."""
    column1, column2, indicator, effective, deleted, rationale = pair
    cells = (column1, column2, effective, deleted, indicator, rationale)
    row = " ".join(cell or "*" for cell in cells)
    return Source(LIST, pairs.book.release.id, pairs.file_of(setting), row)


def _by_facts(
    rules: Mapping[str, Rule],
    group: Together,
    setting: str,
    shelf: Shelf,
    facts: Facts,
    missing: tuple[str, str | None],
) -> Iterator[Said]:
    """Judge the pairs that the case itself tells of; the others are told as not compared."""
    why, command = missing
    if not facts:
        yield Unchecked(FAMILY, LIST, f"{why.rstrip('.')}.", command)
        return
    name, silent = f"{LIST}-{setting}", []
    for one, other in combinations(group.lines, 2):
        if one.code == other.code:
            continue
        known = [
            (first, second, fact)
            for first, second in ((one, other), (other, one))
            if (fact := facts.of(name, group.day, first.code, second.code)) is not None
        ]
        if not known:
            silent.append(f"{one.code} with {other.code}")
        for first, second, fact in known:
            yield fact.checked(FAMILY)
            if not fact.none:
                edit = _Edit(first, second, str(fact.value), fact.source, fact.told)
                yield from _judged(rules, edit, group, shelf)
    if silent:
        told = f"Not compared: {named(list(dict.fromkeys(silent)))}."
        yield Unchecked(FAMILY, LIST, f"{why.rstrip('.')}. {told}", command)


def _judged(rules: Mapping[str, Rule], edit: _Edit, group: Together, shelf: Shelf) -> Iterator[Finding]:
    """Yield what is to be said of a pair in force, by its indicator and the modifiers of both lines."""
    if edit.indicator == "0":
        yield _found(rules["never"], edit)
        return
    if edit.indicator != "1":
        return
    data = parting()
    known = parting_on(group.day)
    mine = [name for name in edit.column2.modifiers if name in known]
    theirs = [name for name in edit.column1.modifiers if name in known]
    if group.day < data.either_since:
        theirs = []
    visit = data.visits.matches(edit.column2.code)
    if visit:
        # A side, a finger or a vessel says where the procedure was done, and nothing of the visit.
        theirs = [name for name in theirs if not known[name].places]
    places = {name for name in mine if known[name].places} & {name for name in theirs if known[name].places}
    parted = tuple(dict.fromkeys(name for name in (*mine, *theirs) if name not in places))
    where = "on either line" if group.day >= data.either_since else "on the line of column 2"
    if not parted:
        # The same side on both lines says one place: it parts nothing.
        suits = _suits(edit, group, shelf, visit=visit)
        found = _found(rules["alone"], edit)
        yield found._replace(bypass=bypass_of(suits, where, data))
        return
    if visit and set(parted) <= data.of_procedures and not set(theirs) - data.of_procedures:
        found = _found(rules["on_visit"], edit, modifiers=", ".join(parted))
        yield found._replace(bypass=bypass_of(_suits(edit, group, shelf, visit=True), where, data))
        return
    if places:
        yield _found(rules["same_side"], edit, modifiers=", ".join(parted), side=", ".join(sorted(places)))
    found = _found(rules["parted"], edit, modifiers=", ".join(parted), shows=data.shows(parted))
    yield found._replace(bypass=bypass_of(parted, where, data))


def _suits(edit: _Edit, group: Together, shelf: Shelf, *, visit: bool) -> tuple[str, ...]:
    """Return the modifiers that could part this pair: of a visit those of visits, else the distinct ones first."""
    if visit:
        major = indicators_of(edit.column1.code, group.day, shelf)
        return ("57",) if major is not None and major.get("global_days") == _MAJOR else ("25",)
    known = parting_on(group.day)
    return tuple(name for name in ("XE", "XS", "XP", "XU", "59") if name in known)


def _found(rule: Rule, edit: _Edit, **words: object) -> Finding:
    codes = (edit.column2.code, edit.column1.code)
    found = rule.finding(codes, edit.source, noted=edit.told, **words)
    return found._replace(why=found.why.strip(), lines=ids(edit.column2, edit.column1))
