"""The HCPCS teaching set: codes that outpatient, equipment, drug and ambulance coding really uses, in our own words.

Dates, units and names are facts of CMS's files (US Government work); the wording is ours, so every entry says
`gloss`. A row without a source is left out and counted in the manifest: what nobody can check is not taught.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import compile_plain
from codeward.codesets.container.model import Release
from codeward.codesets.files.source import own_rows
from codeward.codesets.hcpcs.headings import Listed, headed
from codeward.codesets.hcpcs.units import Unit
from codeward.errors import LoaderError

__all__ = ["COLUMNS", "compile_teaching"]

COLUMNS = (
    "code", "gloss", "amount", "unit", "generic", "brands", "route", "use", "from", "to", "replaced_by", "source",
    "verified",
)  # fmt: skip
_ROUTES = {
    "bladder": "into the bladder", "dme": "through a pump", "enteral": "by feeding tube", "eye": "into the eye",
    "ia": "into the joint", "ia-art": "into an artery", "im": "into the muscle", "inj": "injected",
    "it": "into the spinal canal", "iv": "into the vein", "ivt": "into the eye", "neb": "by nebulizer",
    "oral": "by mouth", "rectal": "by rectum",
    "sc": "under the skin", "top": "on the skin",
}  # fmt: skip
_PAYERS = {
    "H": "For Medicaid and other payers; Medicare does not take it",
    "S": "For private payers; Medicare does not take it",
    "T": "For Medicaid and other payers; Medicare does not take it",
}


def compile_teaching(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the book of *release* made of *files*: `teaching-*.csv`, and `sources.json` with what they refer to."""
    words = _words([path for path in files if path.suffix == ".json"])
    rows: list[Listed] = []
    unsourced: list[str] = []
    for path in files:
        if path.suffix != ".csv" or not path.name.startswith("teaching-"):
            continue
        for row in own_rows(path, COLUMNS):
            if not row["source"].split():
                unsourced.append(row["code"])
                continue
            rows.append(_listed(row, words, release, path))
    return compile_plain(
        release,
        headed(rows),
        sources=files,
        expected=expected,
        more={"gloss": True, "without_source": unsourced, "sources": words["sources"]},
    )


def _words(paths: Sequence[Path]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"sources": {}, "verified": {}}
    for path in paths:
        for part, words in json.loads(path.read_bytes()).items():
            found[part].update(words)
    return found


def _listed(row: dict[str, str], words: dict[str, dict[str, str]], release: Release, path: Path) -> Listed:
    code = row["code"]
    sources = row["source"].split()
    facts: dict[str, Any] = {
        "gloss": True,
        "unit": Unit(float(row["amount"]), row["unit"]).to_json() if row["unit"] else None,
        "generic": row["generic"],
        "brands": [name.strip() for name in row["brands"].split(";") if name.strip()],
        "route": _ROUTES[row["route"]] if row["route"] else "",
        "use": row["use"],
        "effective_from": row["from"],
        "effective_to": row["to"],
        "replaced_by": row["replaced_by"].split(),
        "not_in": "" if "addendum-b-2026-04" in sources else "OPPS Addendum B, April 2026",
        "payers": _PAYERS.get(code[0], ""),
        "source": "; ".join(_word(words["sources"], name, code, path) for name in sources),
        "verified": "; ".join(_word(words["verified"], name, code, path) for name in row["verified"].split()),
    }
    last = row["to"]
    return Listed(code, _title(row), not last or last >= release.in_force_from.isoformat(), facts)


def _word(words: dict[str, str], name: str, code: str, path: Path) -> str:
    if name not in words:
        raise LoaderError(f"{code} refers to {name!r}, which sources.json does not explain", path=path.name)
    return words[name]


def _title(row: dict[str, str]) -> str:
    """Return the gloss; that of a drug is made of its parts: name, brand, how it is given, unit, what for."""
    if row["gloss"]:
        return row["gloss"]
    brands = f" ({row['brands'].replace(';', ',')})" if row["brands"] else ""
    unit = f", {row['amount']} {_plural(row['amount'], row['unit'])}" if row["unit"] else ""
    name = row["generic"][0].upper() + row["generic"][1:]
    use = f": {row['use']}" if row["use"] else ""
    route = f" {_ROUTES[row['route']]}" if row["route"] else ""
    return f"{name}{brands}{route}{unit}{use}"


def _plural(amount: str, unit: str) -> str:
    return f"{unit}s" if amount != "1" and unit in ("unit", "dose") else unit
