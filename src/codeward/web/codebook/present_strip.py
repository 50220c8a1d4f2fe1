"""The facts of a code that a coder asks for first, in one strip under its title.

What a school has no list for says so in a word; how one is added is told to whoever runs the school, not here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from codeward import crosswalks
from codeward.claims import Claim, Diagnosis, Patient, Statement
from codeward.codesets import Book, Concept, books, validity
from codeward.errors import CodewardError
from codeward.grouper import CannotGroup, Line, group
from codeward.web.codebook.asked import Asked

__all__ = ["Told", "strip"]

MOST_WORDS = 60
# A principal diagnosis beside which the grouper is asked for a secondary one. The level of a code is its own, before
# what a principal diagnosis excludes, so that any that may be principal will do; the second is for the first itself.
_BESIDE = ("R69", "Z76.89")


@dataclass(frozen=True, slots=True)
class Told:
    """One fact: its name (a term of the glossary in brackets), what it is, more about it, and whether it is known."""

    label: str
    value: str
    more: str = ""
    known: bool = True


def strip(book: Book, concept: Concept, asked: Asked) -> tuple[Told, ...]:
    """The strip of a code; nothing for a heading."""
    if not concept.billable:
        return ()
    said = [_valid(book, concept, asked)]
    if book.system == "icd10cm":
        said += [told(concept.code, asked) for told in (_hcc, _ccsr, _chronic, _poa, _severity)]
    return tuple(row for row in said if row is not None)


def _valid(book: Book, concept: Concept, asked: Asked) -> Told | None:
    """The days on which the code may stand on a claim: by the list of valid codes, else as the book says."""
    on = asked.on or books.today()
    listed = validity.speaking(book.system, on)
    if listed is not None:
        span = listed.span_on(book.system, concept.code, on)
        spans = listed.spans(book.system, concept.code)
        if span is None and not spans:
            return None
        shown = span or spans[-1]
        open_ended = not listed.covers(shown.last + dt.timedelta(days=1))
        return Told(_("Valid"), _days(shown.first, None if open_ended else shown.last))
    first, last = (str(concept.facts.get(name) or "") for name in ("effective_from", "effective_to"))
    if not first and not last:
        return None
    return Told(_("Valid"), _days(_day(first), _day(last)))


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _days(first: dt.date | None, last: dt.date | None) -> str:
    named = {"first": first and date_format(first), "last": last and date_format(last)}
    if first is None:
        return _("until %(last)s") % named if last else ""
    return _("%(first)s to %(last)s") % named if last else _("since %(first)s") % named


def _targets(name: str, code: str, asked: Asked) -> tuple[crosswalks.Target, ...] | None:
    """What a crosswalk says of the code; None where it is not to be had here."""
    try:
        return crosswalks.open(name, asked.on).targets(code)
    except CodewardError:
        return None


def _hcc(code: str, asked: Asked) -> Told | None:
    found = _targets("hcc", code, asked)
    if found is None:
        return None
    return _first(_("[HCC], V28"), found, _("none"))


def _ccsr(code: str, asked: Asked) -> Told:
    found = _targets("ccsr", code, asked)
    if not found:
        return Told(_("[CCSR]"), _("not known"), known=False)
    return _first(_("[CCSR]"), found, "")


def _first(label: str, found: tuple[crosswalks.Target, ...], none: str) -> Told:
    if not found:
        return Told(label, none)
    best = found[0]
    also = len(found) - 1
    return Told(label, f"{best.code}+{also}" if also else best.code, best.description)


def _chronic(code: str, asked: Asked) -> Told:
    found = _targets("chronic", code, asked)
    if not found or "chronic" not in found[0].flags:
        return Told(_("Chronic"), _("not known"), known=False)
    return Told(_("Chronic"), _("yes") if found[0].flags["chronic"] else _("no"))


def _poa(code: str, asked: Asked) -> Told | None:
    """Whether no POA indicator is reported with the code (CMS's yearly list); nothing where that is not installed."""
    if not books.releases("poa-exempt"):
        return None
    return Told(_("[POA] exempt"), _("yes") if books.open("poa-exempt", asked.on).get(code) else _("no"))


@lru_cache(maxsize=4_096)
def _grouped(code: str, on: dt.date) -> Line:
    """What the MS-DRG grouper says of a secondary diagnosis of a stay that ends on the day. Raises CannotGroup.

    The patient of the stay died, so that a level that counts only for the living is told from the others.
    """
    principal = next(one for one in _BESIDE if one != code)
    stay = Claim(
        "inpatient",
        Statement(on, on),
        discharge_status="20",
        patient=Patient(age_years=50, sex="female"),
        diagnoses=(Diagnosis(principal, poa="Y"), Diagnosis(code, poa="Y")),
    )
    return group(stay).lines[1]


def _severity(code: str, asked: Asked) -> Told | None:
    """Whether the code is a CC or MCC as a secondary diagnosis; nothing without a grouper for the day."""
    try:
        line = _grouped(code, asked.on or books.today())
    except CannotGroup:
        return None
    label = _("CC or MCC")
    if line.level == "none":
        return Told(label, _("neither"))
    if line.only_alive:
        return Told(label, line.level, _("only if the patient lives; the principal diagnosis may exclude it"))
    return Told(label, line.level, _("the principal diagnosis may exclude it"))
