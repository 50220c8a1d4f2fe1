"""The claim as it is typed on the page: rows of fields, read into a claim, and made from one.

What is typed stays as it was typed, also where it cannot be read. What a claim says beside the fields of the page (the
drug of a line, the history of a patient) travels with the page as `rest` and comes back with the claim.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict

from codeward.claims import (
    Claim,
    ClaimError,
    claim_json,
    read_claim,
    typed_dollars,
    typed_number,
    typed_whole,
)
from codeward.web.scrub.form_fields import KINDS

__all__ = ["HEAD", "MOST", "SECTIONS", "Grid", "TooLong", "from_claim", "from_post"]

HEAD: Final = (
    "kind", "payer", "start", "through", "place", "bill_type", "age_years", "sex", "discharge_status", "payment",
    "admission_date", "admission_diagnosis",
)  # fmt: skip
# Section: its prefix in the names of fields, the fields of a row.
SECTIONS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "diagnoses": ("d", ("id", "code", "poa")),
    "procedures": ("p", ("id", "code", "date")),
    "lines": ("l", ("id", "code", "modifiers", "units", "pointers", "date", "place", "revenue", "charge")),
}
MOST: Final = {"diagnoses": 25, "procedures": 25, "lines": 60}
"""Rows that the page has. A longer claim is shown as JSON alone."""
_SPARE = {"diagnoses": 2, "procedures": 1, "lines": 1}
_LEAST = {"diagnoses": 4, "procedures": 2, "lines": 2}
_LONGEST = 40  # characters of a field

Row = dict[str, str]


class TooLong(Exception):  # noqa: N818 - named as it is said
    """A claim has more rows than the page."""


@dataclass
class Grid:
    """The typed fields: of the claim, and of each row of a section. `rest`: what else the claim says, as JSON."""

    head: Row = field(default_factory=lambda: {**dict.fromkeys(HEAD, ""), "kind": KINDS[0]})
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in SECTIONS})
    rest: str = ""

    @property
    def kind(self) -> str:
        """The kind of claim."""
        return self.head["kind"]

    def padded(self, section: str, more: int = 0) -> list[Row]:
        """The rows of a section and some empty ones after them, each with the next id that is free."""
        held = self.rows[section]
        want = min(max(len(held) + _SPARE[section], _LEAST[section]) + more, MOST[section])
        taken = {row["id"] for row in held}
        free = (name for at in range(2 * MOST[section] + 1) if (name := _id(section, at)) not in taken)
        names = SECTIONS[section][1]
        spare = [{**dict.fromkeys(names, ""), "id": next(free)} for _ in range(want - len(held))]
        return held + spare

    def claim(self) -> Claim:
        """Read the claim. Raises ClaimError, whose place names the section and the row as they are shown."""
        rest = _rest(self.rest)
        made: dict[str, Any] = {**rest, "kind": self.kind, **self._level(rest)}
        for name, held in self.rows.items():
            before = {str(row.get("id")): row for row in rest.get(name) or () if isinstance(row, dict)}
            made[name] = [
                _over(before.get(row["id"], {}), _part(name, row, self.kind, f"{name}[{at}]"))
                for at, row in enumerate(held)
            ]
        if made["statement"] != rest.get("statement"):
            made.pop("coding_date", None)  # it was that of other days
        if made.get("charges") is not None and made["charges"] == _total(rest):
            made["charges"] = _total(made)
        return read_claim(made)

    def relabel(self) -> None:
        """Letter and number the rows in their order, and pointers with them; not while one points to nothing."""
        letters = {row["id"]: _id("diagnoses", at) for at, row in enumerate(self.rows["diagnoses"])}
        pointed = {one for row in self.rows["lines"] for one in _pointers(row["pointers"])}
        if not pointed <= letters.keys():
            return
        rest = _rest(self.rest)
        for section, rows in self.rows.items():
            new = {row["id"]: _id(section, at) for at, row in enumerate(rows)}
            for row in rows:
                row["id"] = new[row["id"]]
            kept = [one for one in rest.get(section) or () if isinstance(one, dict) and one.get("id") in new]
            rest[section] = [{**one, "id": new[one["id"]]} for one in kept]
        for row in self.rows["lines"]:
            row["pointers"] = " ".join(letters[one] for one in _pointers(row["pointers"]))
        self.rest = json.dumps(rest) if self.rest else ""

    def _level(self, rest: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields above the rows say, over what the rest of the claim said of the same things."""
        said = {name: value for name, value in self.head.items() if value}
        start = said.get("start", "")
        made: dict[str, Any] = {
            "statement": {"start": start or None, "through": said.get("through") or start or None},
            "payer": said.get("payer"),
            "patient": {
                **_held(rest, "patient"),
                "age_years": typed_whole(said["age_years"], "age_years") if "age_years" in said else None,
                "sex": said.get("sex", "unknown"),
            },
            "place": said.get("place") if self.kind == "professional" else None,
            "bill_type": said.get("bill_type") if self.kind != "professional" else None,
        }
        if self.kind == "inpatient":
            made["discharge_status"] = said.get("discharge_status")
            made["provider"] = {**_held(rest, "provider"), "payment": said.get("payment") or None}
            admitted = {"date": said.get("admission_date"), "diagnosis": said.get("admission_diagnosis")}
            if any(admitted.values()):
                if admitted["date"] is None:
                    raise ClaimError("the admission date is missing", "Enter it", "admission_date")
                made["admission"] = {**_held(rest, "admission"), **admitted}
            else:
                made["admission"] = None
        return made


def from_post(post: QueryDict) -> Grid:
    """Read the fields of a sent form. Whatever is sent is read; what is no field of the page is left."""
    head = {name: post.get(name, "").strip()[:_LONGEST] for name in HEAD}
    kind = head["kind"] if head["kind"] in KINDS else KINDS[0]
    grid = Grid({**head, "kind": kind}, rest=post.get("rest", ""))
    for section, (prefix, names) in SECTIONS.items():
        for at in range(MOST[section]):
            row = {name: post.get(f"{prefix}{at}-{name}", "").strip()[:_LONGEST] for name in names}
            if _typed(row):
                grid.rows[section].append(row)
    return grid


def from_claim(claim: Claim) -> Grid:
    """Make the fields that show *claim*. Raises TooLong where the page has fewer rows."""
    shape = lettered(claim_json(claim))
    if any(len(shape[name]) > most for name, most in MOST.items()):
        raise TooLong
    patient, provider, admission = shape["patient"], shape["provider"], shape["admission"] or {}
    head = {
        "kind": shape["kind"],
        "payer": shape["payer"],
        "start": shape["statement"]["start"],
        "through": shape["statement"]["through"],
        "place": shape["place"],
        "bill_type": shape["bill_type"],
        "age_years": patient["age_years"],
        "sex": patient["sex"],
        "discharge_status": shape["discharge_status"],
        "payment": provider["payment"],
        "admission_date": admission.get("date"),
        "admission_diagnosis": admission.get("diagnosis"),
    }
    grid = Grid({name: _text(value) for name, value in head.items()}, rest=json.dumps(shape))
    for section, (_, names) in SECTIONS.items():
        grid.rows[section] = [{name: _cell(row, name) for name in names} for row in shape[section]]
    return grid


def lettered(shape: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON of a claim with the page's id for each part. Pointers go with them.

    One that points to nothing stays as it was.
    """
    letters = {row["id"]: _id("diagnoses", at) for at, row in enumerate(shape["diagnoses"]) if row["id"]}
    found = {
        **shape,
        **{name: [{**row, "id": _id(name, at)} for at, row in enumerate(shape[name])] for name in SECTIONS},
    }
    for row in found["lines"]:
        row["pointers"] = [letters.get(pointer, pointer) for pointer in row["pointers"]]
    return found


def _id(section: str, at: int) -> str:
    """The id of a row by its place: letters for diagnoses, as on the CMS-1500."""
    if section == "diagnoses":
        return chr(ord("A") + at) if at < 26 else f"D{at + 1}"
    return f"{SECTIONS[section][0]}{at + 1}"


def _part(section: str, row: Row, kind: str, where: str) -> dict[str, Any]:
    """What a row says, of the fields that the form of this kind of claim asks."""
    made: dict[str, Any] = {"id": row["id"] or None, "code": row["code"]}
    if not row["code"]:
        raise ClaimError("has no code", "Enter its code, or empty the row", f"{where}.code")
    if section == "diagnoses":
        return {**made, "poa": row["poa"].upper() or None} if kind == "inpatient" else made
    made["date"] = row["date"] or None
    if section == "procedures":
        return made
    made |= {
        "modifiers": row["modifiers"].replace(",", " ").upper().split(),
        "units": typed_number(row["units"], f"{where}.units") if row["units"] else None,
        "charge": typed_dollars(row["charge"], f"{where}.charge") if row["charge"] else None,
    }
    if kind == "professional":
        return {**made, "pointers": _pointers(row["pointers"]), "place": row["place"] or None}
    return {**made, "revenue": row["revenue"] or None}


def _pointers(text: str) -> list[str]:
    """The ids in what was typed. "AB" as well as "A B": on the form they have no blank between them."""
    parts = text.replace(",", " ").split()
    return [one for part in parts for one in (list(part.upper()) if part.isalpha() else [part])]


def _over(before: Mapping[str, Any], typed: Mapping[str, Any]) -> dict[str, Any]:
    """A part of the claim with what was typed over what it was; the code says its system anew."""
    made = {**before, **typed}
    if "system" in made and before.get("code") != typed["code"]:
        del made["system"]
    return made


def _total(shape: Mapping[str, Any]) -> int:
    charges = (row.get("charge") for row in shape.get("lines") or () if isinstance(row, dict))
    return sum(charge for charge in charges if isinstance(charge, int))


def _typed(row: Row) -> bool:
    """Whether anything was typed in a row, beside the id that it has from us."""
    return any(value for name, value in row.items() if name != "id")


def _rest(text: str) -> dict[str, Any]:
    """What else the claim says. It was made by us; whoever changed it gets a claim without it."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        found = {}
    return found if isinstance(found, dict) else {}


def _held(rest: Mapping[str, Any], name: str) -> dict[str, Any]:
    held = rest.get(name)
    return held if isinstance(held, dict) else {}


def _cell(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if name == "charge" and value is not None:
        return f"{value // 100}.{value % 100:02d}" if value >= 0 else f"-{-value // 100}.{-value % 100:02d}"
    return " ".join(value) if isinstance(value, list) else _text(value)


def _text(value: Any) -> str:
    return "" if value is None else str(value)
