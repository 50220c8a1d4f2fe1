"""A scratchpad as its page shows it: sections of codes in order, each with what the edits found at it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from codeward.codesets import SYSTEMS, Shelf
from codeward.edits import Scrubbed
from codeward.errors import CodewardError
from codeward.web.codebook.api import worst
from codeward.web.scratchpad.claim import coded_on, title_of
from codeward.web.scratchpad.models import PadLine, Scratchpad
from codeward.web.scratchpad.pads import SERVICES

__all__ = ["OWN_WORDS", "Row", "Section", "sections"]

# What is not checked for want of something that is entered on this page, by the rule.
OWN_WORDS: dict[str, Promise] = {
    "CW-MC-017": gettext_lazy("The discharge status: none is given. Enter it under “The claim”."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its title, whether it is valid on its day (None: nobody here knows), and whether it can move."""

    line: PadLine
    display: str
    title: str
    valid: bool | None
    first: bool
    last: bool
    severity: str


@dataclass(frozen=True, slots=True)
class Section:
    """The lines of one section of a claim."""

    name: str
    word: Promise
    rows: tuple[Row, ...]
    services: bool


def sections(pad: Scratchpad, lines: list[PadLine], said: Scrubbed) -> tuple[Section, ...]:
    """Diagnoses, procedures, services; those without lines are left out."""
    on = coded_on(pad)
    shelf = Shelf.on(on)
    gravest = worst(said)
    made = []
    for name, word, systems in (
        ("diagnoses", gettext_lazy("Diagnoses"), ("icd10cm",)),
        ("procedures", gettext_lazy("Procedures (ICD-10-PCS)"), ("icd10pcs",)),
        ("services", gettext_lazy("Services"), SERVICES),
    ):
        held = [line for line in lines if line.system in systems]
        rows = tuple(
            Row(
                line,
                SYSTEMS[line.system].display,
                title_of(line, on),
                _valid(shelf, line),
                at == 0,
                at == len(held) - 1,
                gravest.get(line.public_id, ""),
            )
            for at, line in enumerate(held)
        )
        if rows:
            made.append(Section(name, word, rows, systems == SERVICES))
    return tuple(made)


def _valid(shelf: Shelf, line: PadLine) -> bool | None:
    """Whether the code may stand on a claim on its day; None where no edition here covers the day."""
    try:
        answer = shelf.validate(line.system, line.code, line.day)
        outside = answer.list is None and not shelf.book(line.system).release.covers(line.day or shelf.day)
    except CodewardError:
        return None
    return None if outside else answer.valid
