"""Compile the default ICD-10-PCS book: codes and titles alone, the tables rebuilt from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from codeward.codesets.compile.plain import compile_plain
from codeward.codesets.container.model import Release
from codeward.codesets.files.source import decoded, opened
from codeward.codesets.icd10pcs.labels import derive
from codeward.codesets.icd10pcs.rows import lines_of
from codeward.codesets.icd10pcs.tables import called_in, entries, extras
from codeward.errors import LoaderError, quoted

__all__ = ["compile_codes", "read_codes"]

_ORDER = re.compile(
    r"\d{5} (?P<code>[0-9A-HJ-NP-Z]{3,7}) {1,5}(?P<valid>[01]) (?P<short>.{60}) (?P<title>.+)"
)
_LIST = re.compile(r"(?P<code>[0-9A-HJ-NP-Z]{7})\s+(?P<title>\S.*)")


def read_codes(path: Path) -> dict[str, str]:
    """Return {code: title} of a code list or of an order file, whose headings are left out.

    Raises LoaderError naming the line that is neither, or a code that stands there twice.
    """
    with opened(path) as stream:
        lines = decoded(stream.read()).splitlines()
    first = next((line for line in lines if line.strip()), "")
    ordered = _ORDER.match(first) is not None
    pattern = _ORDER if ordered else _LIST
    out: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        match = pattern.match(line)
        if match is None or (ordered and match["valid"] == "1") != (len(match["code"]) == 7 and ordered):
            raise LoaderError(
                f"{quoted(line[:40])} is no line of an ICD-10-PCS code list or order file",
                "Give CMS's icd10pcs_codes_YYYY.txt or icd10pcs_order_YYYY.txt.",
                path=path.name,
                line=number,
            )
        if ordered and match["valid"] == "0":
            continue
        if match["code"] in out:
            raise LoaderError(
                f"{match['code']} stands there twice", "Fetch the file again.", path=path.name, line=number
            )
        out[match["code"]] = match["title"].strip()
    if not out:
        raise LoaderError("holds no code", "Give CMS's ICD-10-PCS code list.", path=path.name)
    return out


def compile_codes(release: Release, files: Sequence[Path], expected: Sequence[str | None]) -> bytes:
    """Return the bytes of the book of *release* from one code list or order file. Raises LoaderError."""
    titles = read_codes(files[0])
    labels = derive(titles)
    found = extras(lines_of(labels, derived=True), {})
    missing = sum(1 for row in labels.values() for label in row if not label)
    return compile_plain(
        release,
        entries(titles, called_in(found), {}),
        sources=files,
        expected=expected,
        extras=found,
        more={"tables": "rebuilt", "labels_not_worked_out": missing},
    )
