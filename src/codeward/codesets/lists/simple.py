"""Lists that are a code and some facts a row: POA-exempt, places of service, OPPS, MUE."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.codes import dotted
from codeward.codesets.container.model import Release
from codeward.codesets.files.rows import AGAIN, read_rows, table, text_of
from codeward.errors import LoaderError

__all__ = [
    "CM_CODE", "compile_apc", "compile_mue", "compile_opps", "compile_places", "compile_poa_exempt", "files_of",
    "setting_of",
]  # fmt: skip

CM_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(\.?[0-9A-Z]{1,4})?")  # FY2026 has a category QA0
_PROCEDURE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_POS = re.compile(r"[0-9]{1,2}")


def compile_poa_exempt(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the codes exempt from present-on-admission reporting (CDC's POAexemptCodes file of a fiscal year)."""

    def entries() -> Iterator[PlainEntry]:
        rows = table(
            files[0], ("poaexemptcode", "poaexemptcodes", "code"), ("description", "longdescription")
        )
        for number, (code, title) in rows:
            if not code:
                continue
            _check(CM_CODE, code, files[0], number)
            yield PlainEntry(dotted(code.replace(".", "")), "code", text_of(title), 0, billable=True)

    return compile_plain(release, entries(), sources=files, expected=expected)


def compile_places(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return CMS's place of service code set; codes that it leaves unassigned are none."""

    def entries() -> Iterator[PlainEntry]:
        rows = table(
            files[0],
            ("poscode", "placeofservicecode", "placeofservicecodes", "code"),
            ("posname", "placeofservicename", "name"),
            ("posdescription", "placeofservicedescription", "description"),
            ("postype", "type"),
        )
        for number, (code, name, description, kind) in rows:
            if not code or name.lower().startswith("unassigned"):
                continue
            _check(_POS, code, files[0], number)
            facts: dict[str, Any] = {"description": text_of(description)}
            if kind:
                facts["facility"] = kind.lower() == "facility"
            yield PlainEntry(code.zfill(2), "code", text_of(name), 0, billable=True, facts=facts)

    return compile_plain(release, entries(), sources=files, expected=expected)


def compile_opps(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return OPPS Addendum B: status indicator, APC and payment of each code. Descriptors that the AMA or the ADA own
    are not kept."""

    def entries() -> Iterator[PlainEntry]:
        rows = table(
            files[0],
            ("hcpcscode", "hcpcs", "cpthcpcs"),
            ("si", "statusindicator"),
            ("apc", "apccode"),
            ("relativeweight",),
            ("paymentrate",),
            ("shortdescriptor", "shortdescription"),
        )
        for number, (written, status, *amounts, title) in rows:
            code = written.upper()
            if not code or not status:
                continue
            _check(_PROCEDURE, code, files[0], number)
            facts: dict[str, Any] = {"status": status}
            for name, cell in zip(("apc", "weight", "payment"), amounts, strict=True):
                if cell.strip(" $"):
                    facts[name] = cell.strip(" $").replace(",", "")
            own = code[0].isalpha() and code[0] != "D" and code[4].isdigit()
            yield PlainEntry(
                code, "code", text_of(title) if own and title else code, 0, billable=True, facts=facts
            )

    return compile_plain(release, entries(), sources=files, expected=expected)


_APC = re.compile(r"[0-9]{4}")


def compile_apc(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return OPPS Addendum A: title, status indicator, relative weight and national payment rate of each APC."""

    def entries() -> Iterator[PlainEntry]:
        rows = table(
            files[0],
            ("apc",),
            ("grouptitle", "apctitle"),
            ("si", "statusindicator"),
            ("relativeweight",),
            ("paymentrate",),
        )
        for number, (written, title, status, *amounts) in rows:
            if not written or not status:
                continue
            code = written.zfill(4)  # a spreadsheet took "0701" for a number
            _check(_APC, code, files[0], number)
            facts: dict[str, Any] = {"status": status}
            for name, cell in zip(("weight", "payment"), amounts, strict=True):
                if (amount := cell.strip(" $").replace(",", "")) not in ("", "."):
                    facts[name] = amount
            yield PlainEntry(code, "code", text_of(title) or code, 0, billable=True, facts=facts)

    return compile_plain(release, entries(), sources=files, expected=expected)


_SETTINGS = (
    ("outpatient", r"outpatient|hospital|ccioph|(?<![a-z])oph(?![a-z])"),
    ("dme", r"dme|supplier"),
    ("practitioner", r"practitioner|ccipra|physician|(?<![a-z])pra(?![a-z])"),
)


def setting_of(path: Path, words: str = "") -> str:
    """Return whose edits a file of NCCI holds: "practitioner", "outpatient" or "dme", from its columns or its name.

    Raises LoaderError where neither says.
    """
    for text in (words, path.name):
        for name, pattern in _SETTINGS:
            if re.search(pattern, text, re.IGNORECASE):
                return name
    raise LoaderError(
        "does not say whose edits it holds",
        "Keep CMS's own file name: practitioner, outpatient hospital or DME supplier.",
        path=path.name,
    )


def files_of(book: Book, setting: str) -> str:
    """Return the names of the publisher's files that the edits of *setting* came from, or of all where none says so."""
    return _files_of(book.file, setting)


@lru_cache(maxsize=256)
def _files_of(file: BookFile, setting: str) -> str:
    names = [str(row["file"]) for row in file.manifest["source"]["files"]]
    pattern = dict(_SETTINGS).get(setting, "$^")
    chosen = [name for name in names if re.search(pattern, name, re.IGNORECASE)]
    return ", ".join(chosen or names)


_MUE = ("muevalue", "practitionerservicesmuevalues", "outpatienthospitalservicesmuevalues",
        "facilityoutpatientservicesmuevalues", "facilityoutpatienthospitalservicesmuevalues",
        "dmesupplierservicesmuevalues", "muevalues")  # fmt: skip


def compile_mue(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return NCCI's medically unlikely edits: units and adjudication indicator by code and setting."""
    gathered: dict[str, dict[str, Any]] = {}
    for path in files:
        setting = setting_of(
            path, " ".join(" ".join(row) for row in read_rows(path, 5) if "MUE" in " ".join(row))
        )
        rows = table(
            path,
            ("hcpcscode", "hcpcscptcode", "cpthcpcscode"),
            _MUE,
            ("mai", "mueadjudicationindicator"),
            ("rationale", "muerationale"),
        )
        for number, (written, value, mai, rationale) in rows:
            code = written.upper()
            if not code:
                continue
            _check(_PROCEDURE, code, path, number)
            if not value.isdigit() or mai[:1] not in ("1", "2", "3"):
                raise LoaderError(f"{code} has no units or no indicator", AGAIN, path=path.name, line=number)
            facts = gathered.setdefault(code, {})
            if setting in facts:
                raise LoaderError(f"{code} stands there twice", AGAIN, path=path.name, line=number)
            facts[setting] = {"units": int(value), "indicator": int(mai[0]), "rationale": text_of(rationale)}
    entries = (
        PlainEntry(code, "code", code, 0, billable=True, facts=facts)
        for code, facts in sorted(gathered.items())
    )
    settings = sorted({setting for facts in gathered.values() for setting in facts})
    return compile_plain(release, entries, sources=files, expected=expected, more={"settings": settings})


def _check(pattern: re.Pattern[str], code: str, path: Path, line: int) -> None:
    if not pattern.fullmatch(code):
        raise LoaderError(f"{code[:20]!r} is no code of this list", AGAIN, path=path.name, line=line)
