"""Carry a learner's marks over to another release: the plan that a page shows, and carrying it out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from codeward.codesets import CODING, Book
from codeward.errors import CodewardError, quoted
from codeward.web.accounts.api import User
from codeward.web.ownbook import book
from codeward.web.ownbook.anchors import MarkError, read_anchor
from codeward.web.ownbook.carry import Carrier, Outcome, carry_term
from codeward.web.ownbook.marks import Held, derived_id
from codeward.web.ownbook.texts import MAX_QUOTE, OpenBooks

__all__ = ["CarriedMark", "Plan", "carry_out", "plan", "successors_between"]


class CarriedMark(NamedTuple):
    """One mark and what becomes of it; `there` says that it was carried before."""

    mark: Held
    outcome: Outcome
    there: bool


class Plan(NamedTuple):
    """Everything that stands in one release, judged against another."""

    old: str
    new: str
    rows: tuple[CarriedMark, ...]

    def of(self, verdict: str) -> list[CarriedMark]:
        """The rows of one verdict."""
        return [row for row in self.rows if row.outcome.verdict == verdict]


def plan(learner: User, old: str, new: str) -> Plan:
    """What becomes of the learner's marks of release `old` in release `new`. Raises CodewardError."""
    opened = OpenBooks()
    there = opened.book(new)  # raises where it is not installed
    marks = book.marks_of(learner, release=old)
    if old == new:
        raise MarkError(f"the marks stand in {new} already", "Choose another release")
    before = opened.book(old) if opened.known(old) else None
    if before is not None and before.system != there.system:
        raise MarkError(f"{quoted(old)} and {quoted(new)} are of two books", "Choose two releases of one")
    carrier = Carrier(before, there, successors_between(before, there)) if there.system in CODING else None
    mine = {row.version for row in book.live(learner).filter(release=new).only("version")}
    rows = []
    for mark in marks:
        outcome = _outcome(mark, carrier, opened, new)
        carried = derived_id(mark.id, f"{new}/{mark.digest}") in mine
        rows.append(CarriedMark(mark, outcome, carried))
    return Plan(old, new, tuple(rows))


def _outcome(mark: Held, carrier: Carrier | None, opened: OpenBooks, new: str) -> Outcome:
    place = read_anchor(mark.anchor)
    if carrier is not None and place.system == carrier.new.system:
        return carrier.carry(mark.anchor, mark.quote)
    try:
        found = opened.place(new, place)
    except CodewardError:
        found = None
    return carry_term(mark.anchor, mark.quote, found.text[:MAX_QUOTE] if found else None)


def successors_between(old: Book | None, new: Book) -> Callable[[str], Sequence[str]] | None:
    """Which ICD-10-CM codes took the place of one between two releases; None where that is not known."""
    if old is None or new.system != "icd10cm" or old.release.in_force_from >= new.release.in_force_from:
        return None
    from codeward.crosswalks import between

    return between(old.release.in_force_from, new.release.in_force_from)


def carry_out(learner: User, planned: Plan, chosen: Mapping[UUID, Iterable[str]]) -> book.Stored:
    """Make the marks in the new release; the old ones stay. Doing it again makes none twice.

    What vanished is carried only to places that the learner chose, among those that the plan names.
    """
    opened = OpenBooks()
    marks: list[Held] = []
    for row in planned.rows:
        if row.outcome.anchor is not None:
            marks.append(_carried(row.mark, planned.new, row.outcome.anchor, row.outcome.text))
            continue
        offered = {went.anchor for went in row.outcome.went}
        marks += [
            _carried(row.mark, planned.new, anchor, _words(opened, planned.new, anchor))
            for anchor in chosen.get(row.mark.id, ())
            if anchor in offered
        ]
    return book.store(learner, marks)


def _words(opened: OpenBooks, release: str, anchor: str) -> str:
    found = opened.place(release, read_anchor(anchor))
    return found.text if found else ""


def _carried(mark: Held, release: str, anchor: str, quote: str) -> Held:
    made = derived_id(mark.id, f"{release}/{anchor}")
    version = derived_id(mark.id, f"{release}/{mark.digest}")
    return mark._replace(id=made, release=release, anchor=anchor, quote=quote[:MAX_QUOTE], version=version)
