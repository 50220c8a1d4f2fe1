"""See what a file is by what stands in it; its name says of which edition it is, where the file itself does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from codeward.codesets.files.rows import column_names, is_workbook, read_rows
from codeward.codesets.hcpcs.fixed import is_record
from codeward.codesets.hcpcs.tables import heading_row
from codeward.codesets.install.archives import Candidate
from codeward.codesets.install.editions import Stated, from_name, year_of
from codeward.codesets.lists.conversion import effective
from codeward.codesets.systems import SYSTEMS
from codeward.errors import LoaderError

__all__ = ["KINDS", "Sniffed", "makes", "sniff"]

# What a file may be, in words; which system's book it makes is said by the recipes of `systems.SYSTEMS`.
KINDS: dict[str, str] = {
    "icd10cm-tabular": "ICD-10-CM Tabular List (XML)",
    "icd10cm-order": "ICD-10-CM order file",
    "icd10cm-codes": "ICD-10-CM code list with titles",
    "icd10cm-valid": "list of valid ICD-10-CM codes without titles",
    "icd10cm-index": "ICD-10-CM Alphabetic Index",
    "icd10cm-external-cause": "ICD-10-CM External Cause Index",
    "icd10cm-neoplasm": "ICD-10-CM Neoplasm Table",
    "icd10cm-drugs": "ICD-10-CM Table of Drugs and Chemicals",
    "icd10cm-conversion": "ICD-10-CM conversion table",
    "icd10pcs-tables": "ICD-10-PCS Tables (XML)",
    "icd10pcs-order": "ICD-10-PCS order file",
    "icd10pcs-codes": "ICD-10-PCS code list",
    "icd10pcs-index": "ICD-10-PCS Index",
    "icd10pcs-definitions": "ICD-10-PCS Definitions",
    "hcpcs": "HCPCS Level II file",
    "cpt": "CPT data file of the AMA",
    "poa-exempt": "POA-exempt list",
    "mce": "Medicare Code Editor lists",
    "ncci-ptp": "NCCI procedure-to-procedure edits",
    "ncci-mue": "NCCI medically unlikely edits",
    "add-on": "NCCI add-on codes",
    "mpfs": "fee schedule relative value file",
    "gpci": "geographic practice cost indices",
    "anesthesia-factors": "anesthesia conversion factors",
    "locality-counties": "counties of the payment localities",
    "opps": "OPPS Addendum B",
    "opps-apc": "OPPS Addendum A",
    "guidelines": "ICD-10-CM Official Guidelines",
    "place-of-service": "place of service code set",
    # What people also find in the publishers' archives; none of it makes a book.
    "poa-changes": "changes of the POA-exempt list",
    "order-addenda": "addenda of an order file",
    "gems": "general equivalence mappings (for codeward map)",
    "hcpcs-codes": "HCPCS code numbers without descriptions",
    "pcs-guidelines": "ICD-10-PCS guidelines",
    "other": "something else",
}
_ROOTS = {
    "ICD10CM.tabular": "icd10cm-tabular", "ICD10PCS.tabular": "icd10pcs-tables",
    "ICD10PCS.index": "icd10pcs-index", "ICD10PCS.definitions": "icd10pcs-definitions",
}  # fmt: skip
_AT_LEAST = ("icd10cm-conversion",)  # what these say of their year is only the newest that they hold
_HEAD = 1 << 16
_ORDER = re.compile(r"\d{5} ([0-9A-Z]{3,7}) {1,5}[01] \S")
_ADDENDA = re.compile(r"(Add|Delete|Revise from|Revise to|No change):", re.IGNORECASE)
_GEM = re.compile(
    r"[0-9A-Z]{3,7}\s+[0-9A-Z]{3,7}\s+[01]{5}\s*$|[0-9A-Z]{3,7}\s+NoDx\s+[01]{5}\s*$", re.IGNORECASE
)
_CATEGORY = r"[A-Z](?:[0-9][0-9A-Z]|A[0-9])"  # FY2026 has a category QA0
_CM_TITLED = re.compile(rf"{_CATEGORY}[0-9A-Z]{{0,4}}\s+\S")
_CM_ALONE = re.compile(rf"{_CATEGORY}(\.?[0-9A-Z]{{1,4}})?\s*$")
_CM_ENTRY = re.compile(rf"{_CATEGORY}-{_CATEGORY}\s*$|\d{{1,2}}\s*$")
_HCPCS_ALONE = re.compile(r"[A-V][0-9]{4}\s*$")
_PCS_TITLED = re.compile(r"[0-9A-HJ-NP-Z]{7}\s+\S")
_GUIDELINES = re.compile(
    r"(ICD-10-(?:CM|PCS))\s+Official\s+Guidelines\s+for\s+Coding\s+and\s+Reporting", re.IGNORECASE
)
_IN_FORCE = re.compile(r"\(\s*([A-Z][a-z]+ \d{1,2}, \d{4})\s*[-–]")


@lru_cache(maxsize=64)
def makes(kind: str) -> tuple[str, ...]:
    """Return the systems that a file of *kind* can make a book of, or help to."""
    return tuple(
        row.id
        for row in SYSTEMS.values()
        if any(kind in recipe.first or kind in recipe.second for recipe in row.recipes)
    )


class Sniffed(NamedTuple):
    """A file and what it was seen to be."""

    path: Path
    name: str
    kind: str
    edition: Stated
    guessed: bool = False  # the edition is only what its newest row is of: what is asked for stands above it

    @property
    def words(self) -> str:
        """What it is, for people: kind, edition, name."""
        edition = f" of {self.edition}" if any(self.edition) else ""
        archive, _, inner = self.name.rpartition("!")
        within = f" in {archive.rpartition('/')[2]}" if archive else ""
        return f"{KINDS[self.kind]}{edition} ({inner.rpartition('/')[2]}{within})"


def sniff(candidate: Candidate) -> Sniffed:
    """Return what the file is. Raises nothing for strange content: that is of the kind "other"."""
    path, name = candidate
    try:
        kind, said = _look(path)
    except (LoaderError, OSError):
        kind, said = "other", Stated()
    systems = makes(kind)
    named = from_name(name, *systems[:1])
    if said.start is None and systems and named.start is not None:
        agree = said.year is None or said.year == year_of(systems[0], named.start)
        said = named if agree else said
    elif not any(said) or (kind in _AT_LEAST and any(named)):
        said = named
    return Sniffed(path, name, kind, said, kind in _AT_LEAST and not any(named))


def _look(path: Path) -> tuple[str, Stated]:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<"):
        return _xml(head)
    if start.startswith(b"%PDF"):
        return _guidelines(_first_pages(path))
    if is_workbook(path):
        return _table(path)
    text = head.decode("utf-8-sig", "replace")
    found = _listed(text) or _guided(text)
    return found or _table(path)


def _xml(head: bytes) -> tuple[str, Stated]:
    """Read root, version, title and column heads, and no further."""
    names: list[str] = []
    texts: dict[str, str] = {}
    heads: list[str] = []
    parser = expat.ParserCreate()

    def start(name: str, _attributes: dict[str, str]) -> None:
        names.append(name)
        if name == "head":
            heads.append("")

    def text(data: str) -> None:
        if names and names[-1] == "head":
            heads[-1] += data
        elif names and len(texts.get(names[-1], "")) < 200:
            texts[names[-1]] = texts.get(names[-1], "") + data

    def refuse(*_: object) -> None:
        raise ValueError("an entity is declared")  # the loader refuses it with its own words

    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    parser.EntityDeclHandler = refuse
    # The loader says what is wrong and where; here the root is enough.
    with suppress(expat.ExpatError, ValueError, LookupError):
        parser.Parse(head, False)  # noqa: FBT003 - expat's own signature
    kind = _ROOTS.get(names[0], "other") if names else "other"
    if names and names[0] == "ICD10CM.index":
        kind = _index_kind(" ".join(heads).lower(), texts.get("title", "").lower())
    year = re.match(r"\s*(\d{4})", texts.get("version", ""))
    return kind, Stated(None, int(year[1]) if year else None)


def _index_kind(heads: str, title: str) -> str:
    if "poisoning" in heads:
        return "icd10cm-drugs"
    if "malignant" in heads:
        return "icd10cm-neoplasm"
    return "icd10cm-external-cause" if "external cause" in title else "icd10cm-index"


def _listed(text: str) -> tuple[str, Stated] | None:
    """Recognize what has neither columns nor markup: order files, code lists, HCPCS records, equivalence maps."""
    lines = [line for line in text.splitlines()[:-1] or [text] if line.strip()][:400]
    if not lines:
        return "other", Stated()
    first = lines[0]
    if order := _ORDER.match(first):
        return ("icd10cm-order" if order[1][0].isalpha() else "icd10pcs-order"), Stated()
    if _ADDENDA.match(first):
        return "order-addenda", Stated()
    if _GEM.match(first):
        return "gems", Stated()
    if any(is_record(line) for line in lines):
        return "hcpcs", Stated()
    for pattern, kind in (
        (_HCPCS_ALONE, "hcpcs-codes"),
        (_CM_TITLED, "icd10cm-codes"),
        (_PCS_TITLED, "icd10pcs-codes"),
    ):
        if all(pattern.match(line) for line in lines[:50]) and "\t" not in first and "," not in first[:9]:
            return kind, Stated()
    if all(_CM_ALONE.match(line) or _CM_ENTRY.match(line) for line in lines[:200]):
        return "icd10cm-valid", Stated()
    return None


def _guided(text: str) -> tuple[str, Stated] | None:
    return _guidelines(text) if _GUIDELINES.search(text[:6000]) else None


def _guidelines(text: str) -> tuple[str, Stated]:
    found = _GUIDELINES.search(text)
    if found is None:
        return "other", Stated()
    if found[1].upper() == "ICD-10-PCS":
        return "pcs-guidelines", Stated()
    day = _IN_FORCE.search(text[:6000])
    try:
        start = datetime.strptime(day[1], "%B %d, %Y").date() if day else None  # noqa: DTZ007 - a day alone
    except ValueError:
        start = None
    return "guidelines", Stated(start)


def _first_pages(path: Path) -> str:
    from codeward.codesets.files.pdf import text_of_pdf

    return text_of_pdf(path, pages=2)


_Test = Callable[[set[str]], bool]
_TABLES: tuple[tuple[str, _Test], ...] = (
    ("poa-exempt", lambda names: any("poaexempt" in name for name in names)),
    ("mce", lambda names: {"mceversion", "icdcode"} <= names or {"icdconflictgroup", "icdcode"} <= names),
    ("ncci-ptp", lambda names: {"column1", "column2"} <= names),
    ("ncci-mue", lambda names: any(name.endswith("muevalues") or name == "muevalue" for name in names)),
    ("add-on", lambda names: {"addoncode", "primarycode"} <= names),
    ("mpfs", lambda names: "hcpcs" in names and ("globdays" in names or {"mod", "description", "days"} <= names)),
    ("icd10cm-conversion", lambda names: {"currentcodeassignment", "previouscodesassignment"} <= names),
    ("place-of-service", lambda names: bool({"poscode", "placeofservicecode", "placeofservicecodes"} & names)),
    ("gpci", lambda names: "localitynumber" in names and sum("gpci" in name for name in names) >= 3),
    ("anesthesia-factors", lambda names: {"contractor", "locality"} <= names and any("anes" in n for n in names)),
    ("locality-counties", lambda names: {"localitynumber", "counties"} <= names),
    ("opps", lambda names: "hcpcscode" in names and bool({"si", "statusindicator"} & names)),
    ("opps-apc", lambda names: {"apc", "grouptitle"} <= names),
)  # fmt: skip


def _table(path: Path) -> tuple[str, Stated]:
    rows = list(read_rows(path, 60))
    # The fee schedule's heading has every column that a HCPCS table needs, and more: it is asked first.
    for row in rows:
        names = set(column_names(row))
        kind = next((kind for kind, test in _TABLES if len(names) > 1 and test(names)), None)
        if kind is not None:
            return _refined(kind, row, rows, path)
    if heading_row([list(row) for row in rows]) is not None:
        return "hcpcs", Stated()
    return ("cpt" if _is_cpt(path) else "other"), Stated()


def _refined(kind: str, header: list[str], rows: list[list[str]], path: Path) -> tuple[str, Stated]:
    """Tell a whole list from its changes, and read the edition where the table says it."""
    if kind == "poa-exempt":
        year = re.search(r"(?:Ord(?:er)?|FY)\s*_?(?:FY)?(\d\d)\b", " ".join(header))
        changes = len(header) < 3 or re.search(r"add|delete|revis", path.name, re.IGNORECASE)
        edition = Stated(None, 2000 + int(year[1])) if year else Stated()
        return ("poa-changes" if changes else kind), edition
    if kind == "icd10cm-conversion":
        return kind, Stated(None, _newest_year(path, column_names(header)))
    if kind == "mce":
        place = rows.index(header) + 1
        version = re.match(r"(\d\d)(?:\.(\d))?$", rows[place][0]) if len(rows) > place else None
        version = version or re.search(r"v(\d\d)(?:\.(\d))?", path.name)
        if version:  # version 37 is of FY2020, 41.1 of its update in April
            fiscal_year = int(version[1]) + 1983
            return kind, Stated(date(fiscal_year, 4, 1) if version[2] == "1" else None, fiscal_year)
    return kind, Stated()


def _newest_year(path: Path, names: list[str]) -> int | None:
    """Return the fiscal year of the newest code of a conversion table; its rows stand in the order of codes."""
    column = next((place for place, name in enumerate(names) if name.startswith("effective")), None)
    days = [] if column is None else [effective(row[column]) for row in read_rows(path) if len(row) > column]
    newest = max((day for day in days if day is not None), default=None)
    return year_of("icd10cm", newest) if newest else None


def _is_cpt(path: Path) -> bool:
    from codeward.codesets.cpt.amafiles import sorted_out

    return bool(sorted_out([path])[0])
