"""The marks inside prose: `[[E11.22]]`, `{I.A.15}`, `[t:nephropathy]`, and codes that stand outside of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from codeward.codesets import SYSTEMS, candidates
from codeward.curriculum.prose import CiteMark, CodeMark, TermMark

__all__ = ["MARK", "Stray", "mark_at", "strays", "system_of"]

# One mark, wherever it begins; what is between its brackets is judged by `mark_at`.
MARK = re.compile(
    r"\[\[([^\[\]\n]{1,24})\]\]|\{([^{}]{1,120})\}|\[t:([^\[\]|]{1,60})(?:\|([^\[\]|]{1,80}))?\]"
)
_CODE = re.compile(r"([A-Z0-9][A-Z0-9.]{1,9}?)(\.?-)?")
_RANGE = re.compile(r"[A-Z]\d[0-9A-Z]-[A-Z]\d[0-9A-Z]")
# What a reader would take for a code: ICD-10-CM with and without its dot, ICD-10-PCS, HCPCS Level II, CPT.
_STRAY = re.compile(
    r"(?<![\w.,$#/:@-])(?:"
    r"[A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4})?(?:\.?-)?"
    r"|U0[7-9](?:\.\d)?"
    r"|[A-TV-Z]\d{4}"
    r"|\d{5}|\d{4}[FTU]"
    r"|(?=[0-9B-DF-HX]*\d)(?=[0-9A-Z]*[A-Z])[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}"
    r")(?![\w/,-]|\.\d)"
)
# Segments of the spine are written as categories are; of the vitamins only this one is, and it is no category.
_VITAMIN = "B12"
_NO_CODE = re.compile(r"(?:vertebra|disc|level|nerve|spine|at|from|to|through|and|of)\s+$", re.IGNORECASE)
_BODY = re.compile(r"T1[0-2]")


class Stray(NamedTuple):
    """A code outside of its mark, and where it begins in the text."""

    code: str
    offset: int


def mark_at(match: re.Match[str], line: int = 0) -> CodeMark | CiteMark | TermMark | None:
    """Return the mark that a match of `MARK` is, or None where there is no code between the double brackets."""
    code, citation, term, shown = match.groups()
    if code is not None:
        return _code_mark(code.strip(), line)
    if citation is not None:
        return CiteMark(" ".join(citation.split()), line)
    return TermMark(" ".join(term.split()), " ".join((shown or "").split()), line)


def _code_mark(text: str, line: int) -> CodeMark | None:
    if _RANGE.fullmatch(text):
        return CodeMark(text, below=False, line=line)
    match = _CODE.fullmatch(text)
    if match is None or not any(c.isdigit() for c in match[1]):
        return None
    return CodeMark(match[1].rstrip("."), below=match[2] is not None, line=line)


def system_of(code: str) -> str | None:
    """Return the code system that a code of our content is of, by how it is written, or None.

    ICD-10-CM codes carry their dot, so that E11.40 and E1140, a wheelchair of HCPCS Level II, are two codes.
    """
    if _RANGE.fullmatch(code):
        return "icd10cm"
    found = [name for name in candidates(code) if name in SYSTEMS]
    undotted = len(code) > 3 and "." not in code
    return next((name for name in found if not (undotted and name == "icd10cm")), None)


def strays(text: str) -> Iterator[Stray]:
    """Give every string in *text* (marks included) that looks like a code and stands in no mark."""
    bare = MARK.sub(lambda match: " " * len(match[0]), text)
    for match in _STRAY.finditer(bare):
        before = bare[max(0, match.start() - 20) : match.start()]
        if match[0] == _VITAMIN or (_BODY.fullmatch(match[0]) and _NO_CODE.search(before)):
            continue
        yield Stray(match[0], match.start())
