"""The Medicare Code Editor's lists: codes that an age, a sex or a place on the claim does not go with.

Two layouts: the simple text of versions 36 and 37 (codes without dots, an edit's name), and a table of codes with
group and rule. A version may lack a list; `edits` of the manifest says which it has, so that nobody takes a missing
list for a clean claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.codes import dotted
from codeward.codesets.container.model import Release
from codeward.codesets.files.rows import table, text_of
from codeward.errors import LoaderError

__all__ = ["EDITS", "compile_mce"]

# how the publisher calls an edit (letters alone): our name
_NAMES = {
    "newbornonly": "newborn", "perinatalnewborn": "newborn", "pediatriconly": "pediatric", "pediatric": "pediatric",
    "maternityonly": "maternity", "maternity": "maternity", "adultonly": "adult", "adult": "adult",
    "femaleonly": "female", "maleonly": "male", "principalmanifestation": "manifestation",
    "manifestation": "manifestation", "principalunacceptable": "unacceptable_principal",
    "unacceptableprincipaldiagnosis": "unacceptable_principal",
    "principalquestionableadmit": "questionable_admission", "questionableadmission": "questionable_admission",
    "noncoveredalways": "noncovered", "noncoveredover": "noncovered_over_60", "limitedcoverage": "limited_coverage",
    "wrongperformed": "wrong_procedure", "noncoveredloshr": "ventilation_under_96_hours",
}  # fmt: skip
EDITS = tuple(dict.fromkeys(_NAMES.values()))
_AGES = re.compile(r"Ages? (\d+)(?:-(\d+))?")
_CODE = re.compile(r"[0-9A-Z]{3,7}")


def compile_mce(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the lists of one version. Raises LoaderError for an edit that we do not know."""
    path = files[0]
    gathered: dict[str, tuple[str, bool, list[str]]] = {}
    ages: dict[str, list[int]] = {}
    for number, (cell, title, simple, rule, kind) in table(
        path,
        ("icdcode",),
        ("icddesc", "icddescription"),
        ("mceedittype",),
        ("icdconflictrule",),
        ("icdcodetype",),
    ):
        if not cell:
            continue
        written = simple or rule
        name = _NAMES.get(re.sub(r"[^a-z]", "", written.partition("(")[0].lower()))
        key = cell.replace(".", "").upper()
        if name is None or not _CODE.fullmatch(key):
            raise LoaderError(
                f"{cell[:20]!r} with the edit {written[:60]!r} is not understood",
                "Report it: the list may have a new edit.",
                path=path.name,
                line=number,
            )
        if span := _AGES.search(written):
            ages[name] = [int(span[1]), int(span[2] or span[1])]
        procedure = kind == "P"
        row = gathered.setdefault(key, (text_of(title), procedure, []))
        if name not in row[2]:
            row[2].append(name)

    def entries() -> Iterator[PlainEntry]:
        for key, (title, procedure, edits) in gathered.items():
            facts: dict[str, Any] = {"edits": edits, "procedure": procedure}
            yield PlainEntry(key if procedure else dotted(key), "code", title, 0, billable=True, facts=facts)

    known = sorted({name for _, _, edits in gathered.values() for name in edits}, key=EDITS.index)
    return compile_plain(
        release, entries(), sources=files, expected=expected, more={"edits": known, "ages": ages}
    )
