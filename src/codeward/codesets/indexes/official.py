"""Compile CDC's index files into books: terms, tables and cross references in place, nothing left out.

A book's entries are the letters; the terms lie in its blobs (see `store`), its manifest counts them and lists
the cross references that lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.compile.writer import refuse_other_year
from codeward.codesets.container.model import Release
from codeward.codesets.indexes import reader
from codeward.codesets.indexes.references import resolve
from codeward.codesets.indexes.store import pack, walk
from codeward.codesets.indexes.term import Letter
from codeward.errors import LoaderError

__all__ = [
    "compile_drugs",
    "compile_external_cause",
    "compile_index",
    "compile_neoplasm",
    "counts",
    "kind_of",
]

_NAMES = {
    "index": "the Alphabetic Index", "external_cause": "the External Cause Index",
    "neoplasm": "the Neoplasm Table", "drugs": "the Table of Drugs and Chemicals",
}  # fmt: skip
_COUNTED = {
    "nonessential": "nonessential_modifiers", "code": "codes", "manifestation": "manifestations", "see": "see",
    "see_also": "see_also", "see_category": "see_category", "see_subcategory": "see_subcategory",
}  # fmt: skip
_MOST_REPORTED = 200


def compile_index(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the bytes of the Alphabetic Index. Raises LoaderError for another file or another year's."""
    return _compile("index", release, files, expected)


def compile_external_cause(
    release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()
) -> bytes:
    """Return the bytes of the External Cause Index. Raises LoaderError for another file or another year's."""
    return _compile("external_cause", release, files, expected)


def compile_neoplasm(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the bytes of the Neoplasm Table. Raises LoaderError for another file or another year's."""
    return _compile("neoplasm", release, files, expected)


def compile_drugs(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the bytes of the Table of Drugs and Chemicals. Raises LoaderError for another file or year's."""
    return _compile("drugs", release, files, expected)


def kind_of(source: reader.IndexSource) -> str:
    """Return which index book a file is: "index", "external_cause", "neoplasm" or "drugs"."""
    heads = " ".join(source.columns.values()).casefold()
    if "poisoning" in heads:
        return "drugs"
    if "malignant" in heads:
        return "neoplasm"
    return "external_cause" if "external cause" in source.title.casefold() else "index"


def counts(letters: Sequence[Letter]) -> dict[str, int]:
    """Return how many of each thing an index holds."""
    found = dict.fromkeys(("main_terms", "subterms", *_COUNTED.values(), "cells"), 0)
    for term, above, _ in walk(letters):
        found["main_terms" if above is None else "subterms"] += 1
        found["cells"] += len(term.cells)
        for field, name in _COUNTED.items():
            found[name] += bool(getattr(term, field))
    return {"letters": len(letters), **found}


def _compile(wanted: str, release: Release, files: Sequence[Path], expected: Sequence[str | None]) -> bytes:
    if len(files) != 1:
        raise LoaderError(f"{len(files)} files were given", f"Give the one XML file of {_NAMES[wanted]}.")
    source = reader.load(files[0])
    found = kind_of(source)
    if found != wanted:
        raise LoaderError(
            f"is {_NAMES[found]}, not {_NAMES[wanted]}",
            f"Give the file of {_NAMES[wanted]}.",
            path=files[0].name,
        )
    _check_year(source, release, files[0].name)
    links, references = resolve(source.letters, wanted)
    counted = counts(source.letters)
    more: dict[str, Any] = {
        "version": source.version,
        "index": {"book": wanted, "title": source.title, "columns": source.columns, **counted},
        "references": references,
        "not_understood": source.unknown[:_MOST_REPORTED],
        "not_understood_count": len(source.unknown),
        "empty_elements": source.empty,
    }
    return compile_plain(
        release,
        _entries(source.letters),
        sources=files,
        expected=expected,
        extras=pack(source.letters, links),
        more=more,
    )


def _check_year(source: reader.IndexSource, release: Release, name: str) -> None:
    """Refuse a file of another fiscal year than the release's: a book that mixes years answers wrongly."""
    year = re.match(r"\d{4}", source.version)
    refuse_other_year(release, int(year[0]) if year else None, name)


def _entries(letters: Sequence[Letter]) -> list[PlainEntry]:
    rows: dict[str, PlainEntry] = {}
    for letter in letters:
        if not letter.terms:
            continue
        code = letter.title.upper() if letter.title.isascii() and letter.title.isalpha() else "0-9"
        title = f"{letter.title}: {letter.terms[0].title} – {letter.terms[-1].title}"
        rows.setdefault(code, PlainEntry(code, "chapter", title, 0, facts={"main_terms": len(letter.terms)}))
    return list(rows.values())
