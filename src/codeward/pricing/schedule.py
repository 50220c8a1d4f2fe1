"""The fee schedule of a day, read for reckoning: values of a code, indices of a locality, the conversion factor.

A list that is missing, not in force on the day, or installed before it held what is needed raises CannotPrice with the
command that helps: there is never a figure in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from codeward.codesets import Book, Edition, Shelf, books
from codeward.errors import BookError, CodewardError, quoted
from codeward.pricing.model import CannotPrice

__all__ = ["Indices", "Lists", "Schedule", "Values"]

_NAMES = {
    "mpfs": "Medicare's fee schedule",
    "localities": "Medicare's list of payment localities",
    "opps": "Medicare's list of outpatient services (Addendum B)",
}
_ONE = Decimal(1)
_TWO_FACTORS = date(2026, 1, 1)  # from then on there is one for qualifying participants (42 CFR 414.28)


class Values(NamedTuple):
    """A row of the relative value file: figures (None where the row has none) and indicators, "" where it has none."""

    code: str
    modifier: str
    status: str
    work: Decimal
    pe: tuple[Decimal, Decimal]
    """Outside a facility, and in one."""
    mp: Decimal
    never: tuple[bool, bool]
    """Marked NA: rarely or never done there. Outside a facility, and in one."""
    cap: tuple[Decimal, Decimal, Decimal]
    """What the outpatient cap on imaging is reckoned with: PE outside, PE inside, MP; zeros where there is none."""
    preoperative: Decimal
    intraoperative: Decimal
    postoperative: Decimal
    pc_tc: str
    global_days: str
    multiple: str
    bilateral: str
    assistant: str
    co_surgeons: str
    base: str


class Indices(NamedTuple):
    """The cost indices of a payment locality, its name, its anesthesia conversion factor (None where not given)."""

    id: str
    name: str
    work: Decimal
    pe: Decimal
    mp: Decimal
    anesthesia: Decimal | None


NATIONAL = Indices("", "national amount", _ONE, _ONE, _ONE, None)


class Schedule(NamedTuple):
    """The fee schedule in force on a day, for one locality and one kind of clinician."""

    book: Book
    factor: Decimal
    indices: Indices

    def values(self, code: str, modifier: str = "") -> Values | None:
        """Return the row of *code* (and of its *modifier*: 26, TC, 53), None where the schedule has none."""
        concept = self.book.get(code)
        if concept is None:
            return None
        facts: dict[str, Any] = concept.facts
        if modifier:
            facts = facts.get("modifiers", {}).get(modifier, {})
        return _values(code, modifier, facts) if "status" in facts else None


class Lists:
    """The lists that answer on a shelf, each by the day that is asked for; what answered is remembered."""

    def __init__(self, shelf: Shelf, locality: str | None, *, apm: bool) -> None:
        self._shelf = shelf
        self._locality = locality
        self._apm = apm
        self._schedules: dict[date, Schedule | CannotPrice] = {}
        self._asked: dict[str, Book] = {}

    @property
    def editions(self) -> tuple[Edition, ...]:
        """What answered, in the order of release ids."""
        return tuple(
            Edition(book.system, book.release.id, book.file.digest.hex())
            for _, book in sorted(self._asked.items())
        )

    def book(self, system: str, day: date) -> Book:
        """Return the book of *system* in force on *day*. Raises CannotPrice where there is none."""
        command = books.install_command(system, day)
        try:
            book = self._shelf.book(system) if day == self._shelf.day else books.open(system, on=day)
        except BookError as error:  # it is here and cannot be read
            raise CannotPrice(error.message, list=system, command=command) from None
        except CodewardError:
            book = None
        if book is None or not book.release.covers(day):
            said = f"{_NAMES[system]} for {day:%B} {day.day}, {day.year} is not installed here"
            raise CannotPrice(said, list=system, command=command)
        self._asked[book.release.id] = book
        return book

    def schedule(self, day: date) -> Schedule:
        """Return the fee schedule of *day*. Raises CannotPrice where it, or its localities, are not here."""
        if day not in self._schedules:
            try:
                self._schedules[day] = self._made(day)
            except CannotPrice as error:
                self._schedules[day] = error
        found = self._schedules[day]
        if isinstance(found, CannotPrice):
            raise found
        return found

    def _made(self, day: date) -> Schedule:
        book = self.book("mpfs", day)
        factor = book.manifest.get("conversion_factor")
        if self._apm:
            factor = book.manifest.get("conversion_factor_apm", factor if day < _TWO_FACTORS else None)
        if factor is None:
            what = "conversion factor of qualifying participants" if self._apm else "conversion factor"
            raise CannotPrice(
                f"The installed fee schedule has no {what}",
                "Install the whole archive of the quarter",
                list="mpfs",
                command=books.install_command("mpfs", day),
            )
        return Schedule(book, Decimal(factor), self._indices(day))

    def _indices(self, day: date) -> Indices:
        if self._locality is None:
            return NATIONAL
        book = self.book("localities", day)
        return _indices(book, _locality(book, self._locality))


def _values(code: str, modifier: str, facts: Mapping[str, Any]) -> Values:
    def figure(name: str) -> Decimal:
        return Decimal(facts.get(name) or 0)

    def said(name: str) -> str:
        return str(facts.get(name, ""))

    if facts["status"] in _VALUED and not {"nonfacility_pe", "facility_pe", "malpractice"} <= facts.keys():
        raise CannotPrice(
            f"The installed fee schedule gives indicators of {code} and no practice expense",
            "Install it again from the whole archive",
            list="mpfs",
            command="codeward codesets install mpfs",
        )
    return Values(
        code, modifier, said("status"), figure("work"),
        (figure("nonfacility_pe"), figure("facility_pe")), figure("malpractice"),
        (said("nonfacility_na") == "NA", said("facility_na") == "NA"),
        (figure("cap_nonfacility_pe"), figure("cap_facility_pe"), figure("cap_malpractice")),
        figure("preoperative"), figure("intraoperative"), figure("postoperative"),
        said("pc_tc"), said("global"), said("multiple"), said("bilateral"), said("assistant"), said("co_surgeons"),
        said("endoscopic_base"),
    )  # fmt: skip


_VALUED = frozenset("ART")  # statuses whose values are used for payment


def _indices(book: Book, place: str) -> Indices:
    concept = book[place]
    facts = concept.facts
    factor = facts.get("anesthesia")
    return Indices(
        place, concept.description, Decimal(facts["work"]), Decimal(facts["pe"]), Decimal(facts["mp"]),
        Decimal(factor) if factor else None,
    )  # fmt: skip


_NUMBERED = re.compile(r"([0-9]{5})[- ]?([0-9]{2})")
_BY_STATE = re.compile(r"([A-Z]{2})(?:[- ]?([0-9]{2}))?")


def _locality(book: Book, asked: str) -> str:
    """Return the id of a locality as people write it: "10112-00", "1011200", "AL-00", or "AL" where it has but one."""
    written = asked.strip().upper()
    if (found := _NUMBERED.fullmatch(written)) and f"{found[1]}-{found[2]}" in book:
        return f"{found[1]}-{found[2]}"
    some: list[str] = []
    if found := _BY_STATE.fullmatch(written):
        some = [
            place
            for place in book
            if book[place].facts.get("state") == found[1]
            and (found[2] is None or place.endswith(f"-{found[2]}"))
        ]
    if len(some) == 1:
        return some[0]
    if some:
        named = ", ".join(f"{place} {book[place].description}" for place in some[:40])
        raise CannotPrice(
            f"{quoted(asked)} has several payment localities", f"Name one: {named}", list="localities"
        )
    raise CannotPrice(
        f"{quoted(asked)} is no payment locality of Medicare's",
        "Write contractor and number, such as 10112-00, or a state, such as AL",
        list="localities",
    )
