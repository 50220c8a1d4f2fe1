"""A scratchpad as a claim: what the edits check, and what is taken along as text, CSV or JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable

from django.utils.translation import gettext as _

from codeward.claims import Claim, Diagnosis, Line, Patient, Procedure, Statement, claim_json
from codeward.codesets import SYSTEMS, Shelf, books
from codeward.edits import Scrubbed, scrub
from codeward.errors import CodewardError
from codeward.web.office.api import csv_text
from codeward.web.scratchpad.models import PadLine, Scratchpad

__all__ = ["as_csv", "as_json", "as_text", "checked", "claim_of", "coded_on", "title_of"]


def coded_on(pad: Scratchpad) -> dt.date:
    """The date that chooses the editions of the code sets: the scratchpad's own, else today."""
    return pad.day or books.today()


def _stay(pad: Scratchpad) -> bool:
    """Whether it has POA indicators and a discharge status; those of another kind of claim stay kept, unused."""
    return pad.kind == Scratchpad.Kind.INPATIENT


def claim_of(pad: Scratchpad, lines: Iterable[PadLine]) -> Claim:
    """The claim that the scratchpad is on the way to. The id of each part is that of its line."""
    on, rows, stay = coded_on(pad), list(lines), _stay(pad)
    days = [on, *(row.day for row in rows if row.day)]
    return Claim(
        kind=pad.kind,  # type: ignore[arg-type] # the table holds no other
        statement=Statement(min(days), max(days)),
        coding_date=on,
        patient=Patient(age_years=pad.age, sex=pad.sex),  # type: ignore[arg-type] # nor of these
        discharge_status=(pad.discharge_status or None) if stay else None,
        diagnoses=tuple(
            Diagnosis(row.code, id=row.public_id, poa=(row.poa or None) if stay else None)  # type: ignore[arg-type]
            for row in rows
            if row.system == "icd10cm"
        ),
        procedures=tuple(
            Procedure(row.code, id=row.public_id, date=row.day) for row in rows if row.system == "icd10pcs"
        ),
        lines=tuple(
            Line(
                row.code,
                "cpt" if row.system == "cpt" else "hcpcs",
                id=row.public_id,
                modifiers=tuple(row.modifiers.split()),
                date=row.day,
            )
            for row in rows
            if row.system in ("cpt", "hcpcs")
        ),
    )


def checked(pad: Scratchpad, lines: Iterable[PadLine]) -> Scrubbed:
    """What the edits say of it."""
    claim = claim_of(pad, lines)
    return scrub(claim, Shelf.on(claim.coded_on))


def title_of(line: PadLine, on: dt.date) -> str:
    """The title of a line's code in the edition of the date; empty where no book at hand has one."""
    try:
        concept = books.open(line.system, line.day or on).get(line.code)
    except CodewardError:
        return ""
    return "" if concept is None else concept.description


def as_text(pad: Scratchpad, lines: Iterable[PadLine]) -> str:
    """One code on a line, as one would paste it into a message: code, modifiers, title, date, POA; of a stay its
    discharge status last."""
    said = []
    for line in lines:
        *parts, poa = _row(pad, line)[1:]
        said.append("  ".join(part for part in (*parts, f"POA {poa}" if poa else "") if part) + "\n")
    if _stay(pad) and pad.discharge_status:
        said.append(f"{_('Discharge status')}  {pad.discharge_status}\n")
    return "".join(said)


def as_csv(pad: Scratchpad, lines: Iterable[PadLine]) -> str:
    """The codes as a table; a cell that a spreadsheet might take for a formula is quoted."""
    rows = [_row(pad, line) for line in lines]
    if _stay(pad) and pad.discharge_status:
        rows.append(("discharge status", pad.discharge_status, "", "", "", ""))
    return csv_text(("code set", "code", "modifiers", "title", "date", "POA"), rows)


def _row(pad: Scratchpad, line: PadLine) -> tuple[str, str, str, str, str, str]:
    day = line.day.isoformat() if line.day else ""
    title = title_of(line, coded_on(pad))
    return SYSTEMS[line.system].display, line.code, line.modifiers, title, day, line.poa if _stay(pad) else ""


def as_json(pad: Scratchpad, lines: Iterable[PadLine]) -> str:
    """The claim in its public shape (docs/reference/claims.md)."""
    return json.dumps(claim_json(claim_of(pad, lines)), ensure_ascii=False, indent=2) + "\n"
