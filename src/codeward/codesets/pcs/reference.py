"""The ICD-10-PCS Index and Definitions of CMS, as books: every term with what it leads to.

The Index leads to tables ("0DT"), to codes, to other terms ("see") and to values ("use Esophagus, Lower"); the
Definitions hold what each operation, approach and device means and which anatomical terms, devices and substances
belong to which value (the body part, device and substance keys).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets.book import Book
from codeward.codesets.model import Release
from codeward.codesets.pcs.xml import Element, load
from codeward.codesets.plain import PlainEntry, compile_plain
from codeward.errors import CodewardError, LoaderError

__all__ = [
    "Definition",
    "IndexTerm",
    "compile_definitions",
    "compile_index",
    "definitions_of",
    "find",
    "read_definitions",
    "read_index",
    "terms_of",
]

_BLOB = "terms"
_WORD = re.compile(r"[a-z0-9]+")


class IndexTerm(NamedTuple):
    """One term of the Index: its path from the main term, and what it leads to.

    `tables` and `codes` are beginnings and whole codes, `see` and `use` the texts of cross references.
    """

    path: tuple[str, ...]
    tables: tuple[str, ...]
    codes: tuple[str, ...]
    see: tuple[str, ...]
    use: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {name: list(value) for name, value in self._asdict().items()}


class Definition(NamedTuple):
    """One term of the Definitions: section, axis (1 to 7), title, definition, explanation, what it includes."""

    section: str
    axis: int
    title: str
    definition: str
    explanation: str
    includes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {**self._asdict(), "includes": list(self.includes)}


def read_index(path: Path) -> tuple[str, dict[str, list[IndexTerm]]]:
    """Return (version, {letter: terms in order}) of the Index XML at *path*. Raises LoaderError.

    A main term's path has one part; where it leads to several places, more terms bear the same path.
    """
    root = load(path, "ICD10PCS.index")
    letters: dict[str, list[IndexTerm]] = {}
    for letter in root.all("letter"):
        rows = letters.setdefault(letter.words("title") or "#", [])
        for main in letter.all("mainTerm"):
            rows += _terms(main, ())
    if not any(letters.values()):
        raise LoaderError("holds no term", "Give CMS's icd10pcs_index_YYYY.xml.", path=path.name)
    return root.words("version"), letters


def _terms(element: Element, above: tuple[str, ...]) -> Iterator[IndexTerm]:
    """Yield a term and those below it. A term without a title is a second way from the one above."""
    title = element.words("title")
    path = (*above, title) if title else above
    tables: list[str] = []
    codes: list[str] = []
    see: list[str] = []
    use: list[str] = []
    for child in element.children:
        text = " ".join(child.text.split())
        if child.name in ("codes", "tab"):
            tables.append(text)
        elif child.name == "code":
            codes.append(text)
        elif child.name in ("see", "use"):
            (see if child.name == "see" else use).append(text)
            tables += [" ".join(c.text.split()) for c in child.children if c.name in ("codes", "tab")]
            codes += [" ".join(c.text.split()) for c in child.children if c.name == "code"]
    yield IndexTerm(path, tuple(tables), tuple(codes), tuple(see), tuple(use))
    for below in element.all("term"):
        yield from _terms(below, path)


def compile_index(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the bytes of the book of an Index: letters as entries, the terms in order as a blob."""
    version, letters = read_index(files[0])
    _check_year(version, release, files[0].name)
    rows = [term for terms in letters.values() for term in terms]
    return compile_plain(
        release,
        [PlainEntry(f"L{number}", "chapter", letter, 0) for number, letter in enumerate(letters)],
        sources=files,
        expected=expected,
        extras={_BLOB: _json([[letter, *term] for letter, terms in letters.items() for term in terms])},
        more={
            "version": version,
            "main_terms": len({term.path for term in rows if len(term.path) == 1}),
            "terms": len(rows),
        },
    )


def read_definitions(path: Path) -> tuple[str, list[Definition]]:
    """Return (version, definitions in order) of the Definitions XML at *path*. Raises LoaderError."""
    root = load(path, "ICD10PCS.definitions")
    out: list[Definition] = []
    for section in root.all("section"):
        code = section.attributes.get("code", "")
        for axis in section.all("axis"):
            position = axis.attributes.get("pos", "")
            if len(code) != 1 or not position.isdigit():
                raise LoaderError(
                    "a section or axis has no code", "Fetch the file again.", path=path.name, line=axis.line
                )
            for terms in axis.all("terms"):
                includes = tuple(" ".join(each.text.split()) for each in terms.all("includes"))
                titles = [" ".join(each.text.split()) for each in terms.all("title")] or [""]
                out += [
                    Definition(
                        code,
                        int(position),
                        title,
                        terms.words("definition"),
                        terms.words("explanation"),
                        includes,
                    )
                    for title in titles
                ]
    aggregation = root.first("deviceAggregation")
    for each in aggregation.all("aggregate") if aggregation is not None else ():
        # A specific device value of one body system, and the general value to which it belongs in the others.
        systems = "; ".join(" ".join(child.text.split()) for child in each.all("bodySys"))
        explanation = f"{each.words('operation')}: {systems}"
        out.append(Definition("0", 6, each.words("parent"), "", explanation, (each.words("device"),)))
    if not out:
        raise LoaderError("holds no definition", "Give CMS's icd10pcs_definitions_YYYY.xml.", path=path.name)
    return root.words("version"), out


def compile_definitions(
    release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()
) -> bytes:
    """Return the bytes of the book of Definitions: sections as entries, the terms in order as a blob."""
    version, rows = read_definitions(files[0])
    _check_year(version, release, files[0].name)
    sections = dict.fromkeys(row.section for row in rows)
    return compile_plain(
        release,
        [PlainEntry(section, "chapter", section, 0) for section in sections],
        sources=files,
        expected=expected,
        extras={_BLOB: _json([list(row) for row in rows])},
        more={"version": version, "terms": len(rows)},
    )


def _check_year(version: str, release: Release, name: str) -> None:
    year = release.in_force_from.year + (release.in_force_from.month >= 10)
    if version.isdigit() and int(version) != year:
        raise LoaderError(
            f"is the edition of {version}, and {release.id} is of fiscal year {year}",
            "Give the file of that year.",
            path=name,
        )


def _json(rows: list[list[Any]]) -> bytes:
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def _rows(book: Book) -> list[list[Any]]:
    blob = book.extra(_BLOB)
    if blob is None:
        raise CodewardError(
            f"{book.release.id} holds no terms", "Open icd10pcs-index or icd10pcs-definitions"
        )
    try:
        rows = json.loads(bytes(blob))
        if not isinstance(rows, list):
            raise TypeError("not a list")
    except (ValueError, TypeError, RecursionError) as e:
        raise book.file.damaged("its terms cannot be read") from e
    return rows


def terms_of(book: Book) -> dict[str, list[IndexTerm]]:
    """Return {letter: terms in order} of an Index book."""
    out: dict[str, list[IndexTerm]] = {}
    for letter, path, *lists in _rows(book):
        out.setdefault(letter, []).append(IndexTerm(tuple(path), *(tuple(each) for each in lists)))
    return out


def definitions_of(book: Book) -> list[Definition]:
    """Return the definitions of a Definitions book, in order."""
    return [
        Definition(section, axis, title, definition, explanation, tuple(includes))
        for section, axis, title, definition, explanation, includes in _rows(book)
    ]


def find(book: Book, words: str, limit: int = 10) -> list[IndexTerm]:
    """Return the terms of an Index book that hold every word typed, those with the fewest other words first."""
    wanted = _WORD.findall(words.casefold())
    if not wanted:
        return []
    found: list[tuple[int, int, IndexTerm]] = []
    for number, term in enumerate(term for terms in terms_of(book).values() for term in terms):
        held = _WORD.findall(" ".join(term.path).casefold())
        if all(any(word.startswith(each) for word in held) for each in wanted):
            found.append((len(held) - len(wanted), number, term))
    return [term for _, _, term in sorted(found)[:limit]]
