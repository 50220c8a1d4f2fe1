"""Compile an ICD-10-CM order file or code list: codes and titles, no instructions.

The order file (CMS, every fiscal year) has sequence number, code, whether it is valid for a claim, short and long
title in fixed columns; the code list has the valid codes with their long titles alone. In a list the categories have
no title of their own: they get what the titles of their codes begin with, marked derived.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.codes import dotted
from codeward.codesets.container.model import Kind, Release
from codeward.codesets.files.source import decoded, opened
from codeward.errors import LoaderError

__all__ = ["OrderLine", "chapters", "compile_cm_titles", "read_order"]

_ORDER = re.compile(
    r"(?P<number>\d{5}) (?P<code>[0-9A-Z]{3,7}) {1,5}(?P<valid>[01]) (?P<short>.{60}) (?P<long>.+)"
)
_LISTED = re.compile(r"(?P<code>[A-Z](?:[0-9][0-9A-Z]|A[0-9])[0-9A-Z]{0,4})\s+(?P<title>\S.*)")
_CHAPTERS = Path(__file__).parent / "data" / "chapters.json"


class OrderLine(NamedTuple):
    """One line of an order file or code list; a list gives no short title."""

    code: str  # without its dot
    valid: bool
    short: str
    title: str


class Chapter(NamedTuple):
    """A chapter of the Tabular: number, first and last category, title."""

    number: str
    first: str
    last: str
    title: str


@lru_cache(maxsize=1)
def chapters() -> tuple[Chapter, ...]:
    """Return the 22 chapters of the Tabular in its order (guideline section I.A.1; stable since FY2015)."""
    return tuple(Chapter(*row) for row in json.loads(_CHAPTERS.read_bytes())["chapters"])


def read_order(path: Path) -> list[OrderLine]:
    """Return the lines of an order file or code list, in code order. Raises LoaderError naming the bad line."""
    with opened(path) as stream:
        text = stream.read()
    lines = decoded(text).splitlines()
    first = next((line for line in lines if line.strip()), "")
    read = _order_line if _ORDER.match(first) else _listed_line
    out: list[OrderLine] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        found = read(line)
        if found is None:
            raise LoaderError(
                "not a line of an order file or code list",
                "Give CMS's order file (icd10cm_order_YYYY.txt), or fetch it again.",
                path=path.name,
                line=number,
            )
        if found.code in seen:
            raise LoaderError(
                f"{dotted(found.code)} stands there twice",
                "Fetch the file again.",
                path=path.name,
                line=number,
            )
        seen.add(found.code)
        out.append(found)
    if not out:
        raise LoaderError("holds no code", "Give CMS's order file.", path=path.name)
    return out


def _order_line(line: str) -> OrderLine | None:
    m = _ORDER.match(line.rstrip())
    return m and OrderLine(m["code"], m["valid"] == "1", m["short"].strip(), m["long"].strip())


def _listed_line(line: str) -> OrderLine | None:
    m = _LISTED.match(line.rstrip())
    valid = True
    return m and OrderLine(m["code"], valid, "", m["title"].strip())


def compile_cm_titles(release: Release, files: Sequence[Path], expected: Sequence[str | None]) -> bytes:
    """Return the bytes of the book of *release* from one order file or code list. Raises LoaderError."""
    lines = read_order(files[0])
    return compile_plain(
        release, _entries(lines, files[0].name), sources=files, expected=expected, more={"titles_only": True}
    )


def _entries(lines: list[OrderLine], name: str) -> Iterator[PlainEntry]:
    """Yield chapters, what stands above the codes, and the codes, each below its nearest shorter code."""
    lines = sorted(lines, key=lambda line: _place(line.code, name))
    given = {line.code for line in lines}
    titles = (
        _category_titles(lines) if not any(len(line.code) == 3 and not line.valid for line in lines) else {}
    )
    chapter: str | None = None
    path: list[str] = []
    for line in lines:
        found = _chapter(line.code, name)
        if found.number != chapter:
            chapter, path = found.number, []
            yield PlainEntry(chapter, "chapter", found.title, 0)
        while path and not line.code.startswith(path[-1]):
            path.pop()
        category = line.code[:3]
        if not path and category not in given:
            yield PlainEntry(category, "category", titles.get(category, category), 1, facts={"derived": True})
            path.append(category)
        facts = {"short": line.short} if line.short and line.short != line.title else None
        yield PlainEntry(dotted(line.code), _kind(line), line.title, len(path) + 1, line.valid, facts=facts)
        path.append(line.code)


def _place(code: str, name: str) -> tuple[int, str]:
    return chapters().index(_chapter(code, name)), code


@lru_cache(maxsize=4096)
def _chapter_of(category: str) -> Chapter | None:
    return next((c for c in chapters() if c.first <= category <= c.last), None)


def _chapter(code: str, name: str) -> Chapter:
    found = _chapter_of(code[:3])
    if found is None:
        raise LoaderError(
            f"{dotted(code)} belongs to no chapter of ICD-10-CM",
            "Check that it is the right file.",
            path=name,
        )
    return found


def _kind(line: OrderLine) -> Kind:
    if line.valid:
        return "code"
    return "category" if len(line.code) == 3 else "subcategory"


def _category_titles(lines: list[OrderLine]) -> dict[str, str]:
    """Return for each category the words that the titles of its codes have in common at their beginning."""
    common: dict[str, list[str]] = {}
    for line in lines:
        words = line.title.split()
        category = line.code[:3]
        if category not in common:
            common[category] = words
            continue
        known = common[category]
        same = 0
        while same < min(len(known), len(words)) and known[same] == words[same]:
            same += 1
        common[category] = known[:same]
    return {category: " ".join(words).rstrip(",;: ") or category for category, words in common.items()}
