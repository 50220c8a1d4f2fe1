"""A checked claim as its page shows it: the fields with their numbers, findings by part, what was and was not asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.claims import Claim, ClaimError
from codeward.codesets import books
from codeward.edits import Checked, Finding, Scrubbed, Source, Unchecked
from codeward.errors import CodewardError
from codeward.web.codebook.api import Found, findings, release_title
from codeward.web.scrub.changes import Offer, offers
from codeward.web.scrub.form_fields import KINDS, FormField, form_fields
from codeward.web.scrub.grid import HEAD, SECTIONS, Grid

__all__ = [
    "CHOICES",
    "KIND_WORDS",
    "Cell",
    "Group",
    "Shown",
    "checked",
    "commands",
    "groups",
    "head_cells",
    "message_of",
    "row_name",
    "sections",
]

KIND_WORDS: Final[dict[str, tuple[Promise, str]]] = {
    "professional": (gettext_lazy("Professional"), "CMS-1500"),
    "outpatient": (gettext_lazy("Hospital outpatient"), "UB-04"),
    "inpatient": (gettext_lazy("Hospital inpatient"), "UB-04"),
}
assert tuple(KIND_WORDS) == KINDS
CHOICES: Final[dict[str, tuple[tuple[str, str | Promise], ...]]] = {
    "payer": (("", "–"), ("medicare", gettext_lazy("Medicare")), ("other", gettext_lazy("another payer"))),
    "sex": (
        ("unknown", gettext_lazy("not given")), ("female", gettext_lazy("female")), ("male", gettext_lazy("male")),
    ),
    "payment": (
        ("", "–"), ("ipps", gettext_lazy("by MS-DRG (IPPS)")), ("cah", gettext_lazy("critical access hospital")),
        ("irf", gettext_lazy("rehabilitation")), ("ipf", gettext_lazy("psychiatric")),
        ("ltch", gettext_lazy("long-term care")), ("cancer", gettext_lazy("cancer hospital")),
        ("childrens", gettext_lazy("children’s hospital")), ("apr", gettext_lazy("by another DRG")),
        ("none", gettext_lazy("another way")),
    ),
    "poa": (("", "–"), ("Y", "Y"), ("N", "N"), ("U", "U"), ("W", "W")),
}  # fmt: skip
_DATES = frozenset({"start", "through", "date", "admission_date"})
_DIGITS = frozenset({"age_years", "place", "bill_type", "discharge_status", "revenue"})
_LONGEST = {"modifiers": 14, "pointers": 14, "code": 10}
# The place in a claim that an error names, and the field of the page.
_FIELD_OF = {
    "age_years": "age_years", "sex": "sex", "start": "start", "through": "through", "statement": "start",
    "place": "place", "bill_type": "bill_type", "discharge_status": "discharge_status", "payment": "payment",
    "payer": "payer", "admission_date": "admission_date", "date": "admission_date", "diagnosis": "admission_diagnosis",
}  # fmt: skip
_IN_ROW = re.compile(r"(diagnoses|procedures|lines)\[(\d+)\](?:\.(\w+))?")
# Lists that are named on the page, in words; others go by the title of their edition.
_LISTS: Final[dict[str, Promise]] = {
    "ncci-ptp": gettext_lazy("NCCI pairs"),
    "ncci-mue": gettext_lazy("NCCI unit limits"),
    "add-on": gettext_lazy("NCCI add-on codes"),
    "ncci-aoc": gettext_lazy("NCCI add-on codes"),
    "mpfs": gettext_lazy("Medicare fee schedule"),
    "cpt-facts": gettext_lazy("Medicare fee schedule, July 2024"),
    "opps": gettext_lazy("OPPS Addendum B"),
    "poa-exempt": gettext_lazy("POA exempt list"),
    "cpt": gettext_lazy("CPT code numbers that this school knows"),
    "mce": gettext_lazy("Medicare Code Editor"),
    "valid-codes": gettext_lazy("list of valid codes"),
}


class Cell(NamedTuple):
    """A field of the form: its name, what is typed, its words and number, how it is entered."""

    name: str
    field: str
    value: str
    word: FormField
    label: str
    kind: str
    """text, date, digits, select or hidden."""
    choices: tuple[tuple[str, str | Promise], ...]
    most: int
    wrong: bool


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of a section, each with the fields that its form asks; `columns` are their words."""

    name: str
    word: FormField
    columns: tuple[tuple[str, FormField], ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


class Shown(NamedTuple):
    """A finding of a part: as every page shows it, its source row in words, and what may be tried."""

    found: Found
    source: str
    row: str
    offers: tuple[Offer, ...]
    others: str


class Group(NamedTuple):
    """The findings of one part of the claim: what it is called, where on the page it is, and them."""

    name: str
    code: str
    href: str
    shown: tuple[Shown, ...]


def _cell(name: str, field: str, value: str, word: FormField, label: str, *, wrong: bool) -> Cell:
    choices = CHOICES.get(field, ())
    if choices and value not in dict(choices):
        choices = (*choices, (value, value))
    kind = "select" if choices else "date" if field in _DATES else "digits" if field in _DIGITS else "text"
    return Cell(name, field, value, word, label, kind, choices, _LONGEST.get(field, 12), wrong)


def _hidden(name: str, field: str, value: str) -> Cell:
    return Cell(name, field, value, FormField("", ""), "", "hidden", (), 0, wrong=False)


def head_cells(grid: Grid, error: ClaimError | None) -> tuple[Cell, ...]:
    """The fields of the whole claim in the order of the form; those it does not ask are hidden, with what they hold."""
    asked = form_fields(grid.kind)
    bad = _wrong_field(error)
    shown = [
        _cell(name, name, grid.head[name], asked[name], str(asked[name].word), wrong=bad == ("", 0, name))
        for name in HEAD
        if name in asked
    ]
    hidden = [_hidden(name, name, grid.head[name]) for name in HEAD if name not in asked and name != "kind"]
    return (*shown, *hidden)


def sections(grid: Grid, error: ClaimError | None, more: str = "") -> tuple[Section, ...]:
    """Diagnoses, procedures of a stay, lines; with six more empty rows in the section `more`."""
    asked = form_fields(grid.kind)
    bad = _wrong_field(error)
    words = {"diagnoses": asked["diagnosis"], "lines": FormField("", gettext_lazy("Lines"))}
    if "procedure" in asked or grid.rows["procedures"]:
        words["procedures"] = asked.get("procedure", FormField("74", gettext_lazy("Procedures (ICD-10-PCS)")))
    made = []
    for name in ("diagnoses", "procedures", "lines"):
        if name not in words:
            continue
        prefix, fields = SECTIONS[name]
        columns = tuple(
            (field, word) for field in fields[1:] if (word := _word(name, field, asked)) is not None
        )
        shown = dict(columns)
        rows = []
        for at, row in enumerate(grid.padded(name, 6 if more == name else 0)):
            title = row_name(name, row["id"])
            cells = tuple(
                _cell(
                    f"{prefix}{at}-{field}", field, row[field], shown[field], f"{title}: {shown[field].word}",
                    wrong=bad == (name, at, field),
                )
                if field in shown
                else _hidden(f"{prefix}{at}-{field}", field, row[field])
                for field in fields
            )  # fmt: skip
            rows.append((row["id"], cells))
        made.append(Section(name, words[name], columns, tuple(rows)))
    return tuple(made)


def _word(section: str, field: str, asked: dict[str, FormField]) -> FormField | None:
    """Our words for a field of a row, or None where the form does not ask it."""
    if section == "lines":
        return asked.get("line_place" if field == "place" else field)
    if field == "poa":
        return asked.get("poa")
    return FormField("", gettext_lazy("Code") if field == "code" else gettext_lazy("Date"))


def row_name(section: str, name: str) -> str:
    number = name[1:] if section != "diagnoses" else name
    word = {"diagnoses": _("Diagnosis"), "procedures": _("Procedure"), "lines": _("Line")}[section]
    return f"{word} {number}"


def _wrong_field(error: ClaimError | None) -> tuple[str, int, str] | None:
    """The section, the row and the field that an error names."""
    if error is None:
        return None
    in_row = _IN_ROW.match(error.where)
    if in_row:
        return in_row[1], int(in_row[2]), in_row[3] or "code"
    field = _FIELD_OF.get(error.where.rpartition(".")[2])
    return ("", 0, field) if field else None


def groups(said: Scrubbed, claim: Claim, *, tried: bool = False) -> tuple[Group, ...]:
    """The findings by the part of the claim that must change: first the claim itself, then part by part."""
    places = [
        (section, part.id or "", part.code)
        for section in ("diagnoses", "procedures", "lines")
        for part in getattr(claim, section)
    ]
    order = {name: at for at, (_section, name, _code) in enumerate(places)}
    by_part: dict[int, list[Shown]] = {}
    for found in findings(said):
        named = [order[name] for name in found.finding.lines if name in order]
        first = _first(found.finding, claim, named, places)
        rest = [_called(places[at]) for at in named if at != first]
        by_part.setdefault(first, []).append(
            Shown(
                found,
                source_title(found.finding.source),
                (found.finding.source.row or "") if found.finding.source else "",
                () if tried else offers(found.finding, claim),
                ", ".join(rest),
            )
        )
    made = []
    for at in sorted(by_part):
        if at < 0:
            made.append(Group(_("The claim"), "", "", tuple(by_part[at])))
        else:
            section, name, code = places[at]
            made.append(Group(row_name(section, name), code, f"row-{name}", tuple(by_part[at])))
    return tuple(made)


def _first(finding: Finding, claim: Claim, named: list[int], places: list[tuple[str, str, str]]) -> int:
    """The part under which a finding is shown: the one with its first code, else the first named, else the claim."""
    if not named:
        return -1
    fit = [
        at
        for at in named
        if finding.codes and places[at][2].replace(".", "") == finding.codes[0].replace(".", "")
    ]
    return (fit or named)[0]


def _called(place: tuple[str, str, str]) -> str:
    return f"{row_name(place[0], place[1])} ({place[2]})"


def source_title(source: Source | None) -> str:
    """The list and edition that a finding rests on, in words; no file and no id of a release."""
    return "" if source is None else _edition(source.list, source.edition)


def _edition(name: str, edition: str) -> str:
    known = _LISTS.get(name)
    if name in (
        "cpt",
        "mce",
    ):  # of numbers alone, and of lists that say their own days: no title of a release helps
        return str(known)
    if edition in {release.id for release in books.releases()}:
        return release_title(edition)
    day = re.search(r"\d{4}(?:-\d\d){1,2}", edition)
    return " ".join(str(part) for part in (known or name, day[0] if day else "") if part)


def checked(rows: Iterable[Checked]) -> tuple[str, ...]:
    """What the claim was checked by, each edition once, in words."""
    return tuple(dict.fromkeys(_edition(row.list, row.edition) for row in rows))


def commands(rows: Iterable[Unchecked]) -> tuple[str, ...]:
    """What whoever runs the school types so that more can be checked."""
    return tuple(dict.fromkeys(row.command for row in rows if row.command))


def message_of(error: CodewardError) -> str:
    """What is wrong with a claim that cannot be read, and the way out; of a place of the claim its name on the page."""
    where = _wrong_field(error) if isinstance(error, ClaimError) else None
    text = error.message
    if isinstance(error, ClaimError) and error.where:
        text = text.removeprefix(f"{error.where}: ")
    if where is not None and where[0]:
        prefix = SECTIONS[where[0]][0]
        place = chr(ord("A") + where[1]) if where[0] == "diagnoses" else f"{prefix}{where[1] + 1}"
        text = f"{row_name(where[0], place)}, {where[2]}: {text}"
    elif isinstance(error, ClaimError) and error.where:
        text = f"{error.where}: {text}"
    way = "" if "docs/" in error.way_out else error.way_out
    return " ".join(f"{part.rstrip('.')}." for part in (text, way) if part)
