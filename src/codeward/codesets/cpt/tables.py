"""Read our own CPT data: the glosses, the headings, CMS's facts about the code numbers, and where each comes from.

Everything is data in `data/`: a row without a source, or without a word on how it was verified, is left out and
counted, because what nobody can check is not taught.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets.files.source import own_rows
from codeward.errors import LoaderError, quoted

__all__ = [
    "BASE_UNITS",
    "COLUMNS",
    "FACTS",
    "NOTICE",
    "Contents",
    "Ended",
    "Gloss",
    "ended",
    "facts",
    "folder",
    "own_files",
    "read",
]

NOTICE = (
    "These are study glosses of Codeward, not CPT descriptors. CPT is a registered trademark of the American Medical "
    "Association; coding for payment needs the AMA's own book. Codeward is not affiliated with the AMA."
)
COLUMNS = ("code", "gloss", "names", "section", "from", "to", "replaced_by", "source", "verified")
FACTS = (
    "code", "status", "global", "pctc", "multiple", "bilateral", "assistant", "co_surgeons", "team",
    "endoscopic_base", "add_on",
)  # fmt: skip
BASE_UNITS = ("code", "base_units", "from", "to", "source", "verified")
SECTIONS = ("depth", "range", "title")
# the data file's column and the public name of the fact
_NAMES = {
    "status": "status", "global": "global_days", "pctc": "pc_tc", "multiple": "multiple_procedure",
    "bilateral": "bilateral", "assistant": "assistant", "co_surgeons": "co_surgeons", "team": "team_surgeons",
    "endoscopic_base": "endoscopic_base",
}  # fmt: skip
_INDICATORS_OF = {
    "indicators_source": "CMS, PFS relative value file RVU24C, July 2024",
    "indicators_from": "2024-07-01",
    "indicators_verified": "read from the file and compared by machine",
}
_ADD_ON_SOURCE = "CMS, NCCI add-on code edits, 3 June 2024"


class Gloss(NamedTuple):
    """One code number in our own words; `names` are what clinicians call the service."""

    code: str
    gloss: str
    names: tuple[str, ...]
    section: str
    first: str
    last: str
    replaced_by: tuple[str, ...]
    source: str
    verified: str


class Ended(NamedTuple):
    """A code number that is no more: its last day, and what is reported in its place."""

    last: date
    replaced_by: tuple[str, ...]


class Contents(NamedTuple):
    """What the data files hold: glosses by code, headings in book order, public facts by code, codes left out."""

    glosses: dict[str, Gloss]
    sections: tuple[tuple[int, str, str], ...]
    facts: dict[str, dict[str, Any]]
    without_source: tuple[str, ...]


def folder() -> Path:
    """Return where our own data files lie."""
    return Path(__file__).parent / "data"


def own_files() -> list[Path]:
    """Return our own data files, in a settled order."""
    return sorted(path for path in folder().iterdir() if path.suffix in (".csv", ".json"))


def read(files: Sequence[Path]) -> Contents:
    """Return the contents of *files*, told apart by their names. Raises LoaderError for a file that is not ours."""
    by_name = {path.name: path for path in files}
    words = _words(by_name)
    glosses: dict[str, Gloss] = {}
    left_out: list[str] = []
    for path in files:
        if path.name.startswith("glosses-"):
            _add_glosses(path, words, glosses, left_out)
    if not glosses:
        raise LoaderError("no file of glosses is among them", "Give the files glosses-*.csv.", path="data")
    return Contents(glosses, tuple(_sections(by_name)), _facts(by_name, words), tuple(left_out))


@lru_cache(maxsize=1)
def _own_facts() -> Mapping[str, dict[str, Any]]:
    by_name = {path.name: path for path in own_files()}
    return _facts(by_name, _words(by_name))


def facts(code: str) -> dict[str, Any]:
    """Return CMS's public facts about a code number: status, global days, add-on, base units …; {} where none.

    Each fact names its source: `indicators_source`, `add_on_source`, `base_units_source`.
    """
    return dict(_own_facts().get(code.strip().upper(), {}))


@lru_cache(maxsize=1)
def _ended() -> Mapping[str, Ended]:
    glosses = read(own_files()).glosses.values()
    return {row.code: Ended(date.fromisoformat(row.last), row.replaced_by) for row in glosses if row.last}


def ended(code: str) -> Ended | None:
    """Return the last day and the successors of a code number that has ended; None of one that stands."""
    return _ended().get(code.strip().upper())


def _words(by_name: Mapping[str, Path]) -> dict[str, dict[str, str]]:
    path = by_name.get("sources.json")
    if path is None:
        raise LoaderError("sources.json is missing", "Without sources no row is shown.", path="data")
    found: dict[str, dict[str, str]] = json.loads(path.read_bytes())
    return found


def _add_glosses(
    path: Path, words: dict[str, dict[str, str]], glosses: dict[str, Gloss], left_out: list[str]
) -> None:
    for row in own_rows(path, COLUMNS):
        code = row["code"]
        if not row["source"].split() or not row["verified"].split():
            left_out.append(code)
            continue
        if code in glosses:
            raise LoaderError(f"{code} stands there twice", "Remove one of the two.", path=path.name)
        names = tuple(name.strip() for name in row["names"].split(";") if name.strip())
        glosses[code] = Gloss(
            code, row["gloss"], names, row["section"], row["from"], row["to"], tuple(row["replaced_by"].split()),
            _said(words["sources"], row["source"], code, path), _said(words["verified"], row["verified"], code, path),
        )  # fmt: skip


def _said(words: Mapping[str, str], ids: str, code: str, path: Path) -> str:
    missing = [name for name in ids.split() if name not in words]
    if missing:
        raise LoaderError(
            f"{code} refers to {quoted(missing[0])}, which sources.json does not explain",
            "Add it there.",
            path=path.name,
        )
    return "; ".join(words[name] for name in ids.split())


def _sections(by_name: Mapping[str, Path]) -> Iterator[tuple[int, str, str]]:
    path = by_name.get("sections.csv")
    if path is not None:
        for row in own_rows(path, SECTIONS):
            yield int(row["depth"]), row["range"], row["title"]


def _facts(by_name: Mapping[str, Path], words: dict[str, dict[str, str]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    path = by_name.get("facts.csv")
    if path is not None:
        for row in own_rows(path, FACTS):
            found[row["code"]] = _indicators(row)
    path = by_name.get("base-units.csv")
    if path is not None:
        for row in own_rows(path, BASE_UNITS):
            if row["source"].split() and row["verified"].split():
                found.setdefault(row["code"], {}).update(
                    base_units=int(row["base_units"]),
                    base_units_source=_said(words["sources"], row["source"], row["code"], path),
                    base_units_verified=_said(words["verified"], row["verified"], row["code"], path),
                )
    return found


def _indicators(row: Mapping[str, str]) -> dict[str, Any]:
    known: Iterable[tuple[str, str]] = ((name, row[column]) for column, name in _NAMES.items())
    out: dict[str, Any] = {name: value for name, value in known if value}
    out.update(add_on=row["add_on"] == "y", add_on_source=_ADD_ON_SOURCE, **_INDICATORS_OF)
    return out
