"""Every crosswalk and grouping that begins at the code set of what was typed, at once.

Which code set that is is found out: people type a code, not the name of a list. What has no answer for the code says so
in one line; a code of no such code set is told which ones there are.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from codeward import crosswalks
from codeward.codesets import CODING, SYSTEMS, books, undotted, validity
from codeward.errors import CodewardError
from codeward.web.codebook.present_tools import Answered, mapping
from codeward.web.codebook.typed import is_icd9

__all__ = ["Began", "everything"]

# By the code set at which a crosswalk begins, in the order of reading.
NAMES = {
    "icd10cm": (
        "icd9", "ccsr", "hcc", "hcc-v24", "hcc-v22", "hcc-esrd-v24", "rxhcc", "chronic", "complex-chronic", "successor",
    ),
    "icd9cm": ("icd10", "ccs", "chronic-icd9", "complex-chronic-icd9"),
}  # fmt: skip
DISPLAY = {"icd10cm": "ICD-10-CM", "icd9cm": "ICD-9-CM"}


@dataclass(frozen=True, slots=True)
class Began:
    """What was typed as a code of one code set: its title, what each crosswalk says, and which say nothing."""

    system: str
    display: str
    code: str
    title: str
    answers: tuple[Answered, ...]
    silent: tuple[str, ...]


def everything(typed: str, on: dt.date | None) -> tuple[tuple[Began, ...], str]:
    """(one answer for each code set that the code is of, what to say where it is of none)."""
    code = typed.strip().upper()
    systems = _systems(code, on)
    if systems:
        return tuple(_began(name, code, on) for name in systems), ""
    return (), _of_another(code, on)


def _systems(code: str, on: dt.date | None) -> list[str]:
    listed = validity.opened()
    book = books.open("icd10cm", on)
    of_today = book.get(code) is not None or (listed is not None and bool(listed.spans("icd10cm", code)))
    return [name for name, held in (("icd10cm", of_today), ("icd9cm", is_icd9(code))) if held]


def _began(system: str, code: str, on: dt.date | None) -> Began:
    answers, silent = [], []
    for name in NAMES[system]:
        if name not in crosswalks.names():
            continue
        try:
            answer = mapping({"code": code, "to": name, "reverse": False}, on)
        except CodewardError:  # no package carries it here
            continue
        if answer.rows:
            answers.append(answer)
        else:
            silent.append(crosswalks.descriptor(name).title)
    concept = books.open("icd10cm", on).get(code) if system == "icd10cm" else None
    written = concept.code if concept is not None else code
    title = concept.description if concept is not None else ""
    return Began(system, DISPLAY[system], written, title, tuple(answers), tuple(silent))


def _of_another(code: str, on: dt.date | None) -> str:
    for name in CODING:
        if name != "icd10cm" and books.releases(name) and books.open(name, on).get(code) is not None:
            return _(
                "%(code)s is a code of %(system)s. The crosswalks here begin at diagnoses: ICD-10-CM or ICD-9-CM codes."
            ) % {"code": code, "system": SYSTEMS[name].display}
    near = _with_zeros(code)
    if near:
        return _("%(code)s is no code of ICD-10-CM or ICD-9-CM. Did a spreadsheet drop a zero? Try %(near)s.") % {
            "code": code, "near": near,
        }  # fmt: skip
    return _("%(code)s is no code of ICD-10-CM or ICD-9-CM. Check the spelling, or search for it above.") % {
        "code": code
    }


def _with_zeros(code: str) -> str:
    """The code of ICD-9-CM that a spreadsheet may have made this one of by dropping the zeros before it."""
    head, dot, tail = code.partition(".")
    meant = f"{head.zfill(3)}{dot}{tail}"
    return meant if head.isdigit() and len(head) < 3 and undotted(meant) and is_icd9(meant) else ""
