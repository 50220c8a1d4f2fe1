"""What a book knows of a code beyond its title, in rows to read: dates, units, indicators, modifiers, crosswalks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward import crosswalks
from codeward.codesets import Book, Concept, cpt, modifiers
from codeward.errors import CodewardError
from codeward.index import BOOKS, open_index
from codeward.web.codebook.asked import Asked

__all__ = ["Fact", "Mapped", "calculators", "facts", "fitting", "in_the_index", "mapped"]

LABELS: dict[str, Promise] = {
    "short": gettext_lazy("Short description"),
    "unit": gettext_lazy("One unit is"),
    "generic": gettext_lazy("Drug"),
    "brands": gettext_lazy("Brand names"),
    "route": gettext_lazy("Route"),
    "use": gettext_lazy("Use"),
    "effective_from": gettext_lazy("Valid from"),
    "effective_to": gettext_lazy("Last day"),
    "replaced_by": gettext_lazy("Replaced by"),
    "coverage": gettext_lazy("Coverage"),
    "pricing": gettext_lazy("Pricing"),
    "payers": gettext_lazy("Payers"),
    "not_in": gettext_lazy("Not in"),
    "status": gettext_lazy("Status in the fee schedule"),
    "global_days": gettext_lazy("Global days"),
    "pc_tc": gettext_lazy("Professional and technical parts"),
    "multiple_procedure": gettext_lazy("Multiple procedures"),
    "bilateral": gettext_lazy("Bilateral surgery"),
    "assistant": gettext_lazy("Assistant at surgery"),
    "co_surgeons": gettext_lazy("Two surgeons"),
    "team_surgeons": gettext_lazy("Team surgery"),
    "endoscopic_base": gettext_lazy("Endoscopic base"),
    "add_on": gettext_lazy("Add-on code"),
    "base_units": gettext_lazy("Base units of anesthesia"),
    "source": gettext_lazy("Source"),
    "verified": gettext_lazy("How it was checked"),
    "indicators_source": gettext_lazy("Source of the indicators"),
    "indicators_verified": gettext_lazy("How the indicators were checked"),
    "base_units_source": gettext_lazy("Source of the base units"),
    "base_units_verified": gettext_lazy("How the base units were checked"),
    "add_on_source": gettext_lazy("Source of the add-on mark"),
}
# Told elsewhere on the page, or parts of another fact.
TOLD = {
    "gloss",
    "derived",
    "indicators_from",
}
CODES = {"replaced_by", "endoscopic_base"}
CROSSWALKS = ("icd9", "ccsr", "chronic", "complex-chronic", "hcc", "hcc-v24", "rxhcc")
MOST_PATHS = 12


@dataclass(frozen=True, slots=True)
class Fact:
    """One row: what it is, the value, what the value means, codes to open instead of a value."""

    key: str
    label: str
    value: str
    meaning: str
    codes: tuple[tuple[str, str], ...]

    @property
    def is_source(self) -> bool:
        """Whether it says from where we know the others."""
        return self.key.endswith(("source", "verified"))


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one crosswalk says of a code."""

    id: str
    title: str
    edition: str
    rows: tuple[tuple[str, str, str], ...]  # code, description, flags in words


def facts(book: Book, concept: Concept, asked: Asked) -> tuple[Fact, ...]:
    """The facts of an entry in the order of LABELS; what has no label yet stands last under its own name."""
    known = concept.facts
    names = [name for name in LABELS if name in known]
    names += [name for name in known if name not in LABELS and name not in TOLD]
    rows = []
    for name in names:
        value = known[name]
        codes: tuple[tuple[str, str], ...] = ()
        if name in CODES:
            listed = value if isinstance(value, list) else [value]
            codes = tuple((str(code), asked.entry(book.system, str(code))) for code in listed)
        text = "" if codes else _text(value)
        label = str(LABELS.get(name) or name.replace("_", " "))
        rows.append(
            Fact(name, label, text, cpt.meaning(name, text) or "" if isinstance(value, str) else "", codes)
        )
    return tuple(rows)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    if isinstance(value, list):
        return ", ".join(_text(part) for part in value)
    return str(value)


def calculators(concept: Concept) -> list[tuple[str, Promise]]:
    """(name of the page, what it does) of the calculators that the facts of a code can feed."""
    found: list[tuple[str, Promise]] = []
    if {"unit", "generic"} <= set(concept.facts):
        found.append(("units", gettext_lazy("Figure out the units of a dose")))
    if "base_units" in concept.facts:
        found.append(("anesthesia", gettext_lazy("Figure out anesthesia units")))
    return found


def fitting(book: Book, concept: Concept, asked: Asked) -> tuple[modifiers.Modifier, ...]:
    """The modifiers that may stand at a HCPCS or CPT code on the date; none at a heading."""
    if book.system not in ("hcpcs", "cpt") or concept.children:
        return ()
    return tuple(
        one
        for one in modifiers.all(asked.on)
        if modifiers.fits(one.code, concept.code, on=asked.on, indicators=concept.facts)
    )


def mapped(book: Book, concept: Concept, asked: Asked) -> tuple[Mapped, ...]:
    """What the crosswalks say of a billable ICD-10-CM code; those that say nothing are left out."""
    if book.system != "icd10cm" or not concept.billable:
        return ()
    found = []
    for name in CROSSWALKS:
        if name not in crosswalks.names():
            continue
        try:
            crosswalk = crosswalks.open(name, asked.on)
            targets = crosswalk.targets(concept.code)
        except CodewardError:  # no package carries it: it is not on this desk
            continue
        if targets:
            read = sorted(targets, key=lambda one: crosswalks.reading_order(one.flags))
            rows = tuple((one.code, one.description, flags(one.flags)) for one in read)
            found.append(Mapped(name, crosswalk.title, crosswalk.edition.id, rows))
    return tuple(found)


def flags(given: dict[str, Any]) -> str:
    """The publisher's flags in words; those that say no are left out."""
    kept = {name: value for name, value in given.items() if value not in (False, None, 0, "")}
    return ", ".join(
        name.replace("_", " ") if value is True else f"{name.replace('_', ' ')} {value}"
        for name, value in kept.items()
    )


def in_the_index(book: Book, concept: Concept, asked: Asked) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(index book, address, path) of the index entries that name the code, at most MOST_PATHS."""
    if book.system != "icd10cm" or concept.kind in ("chapter", "section"):
        return ()
    index = open_index(asked.on)
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for name in BOOKS:
        found += [
            (name, asked.url("index-term", name.replace("_", "-"), one.id), one.path)
            for one in index.leading_to(concept.code, name)[: MOST_PATHS - len(found)]
        ]
        if len(found) >= MOST_PATHS:
            break
    return tuple(found)
