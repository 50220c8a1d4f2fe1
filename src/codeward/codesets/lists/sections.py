"""The ICD-10-CM Official Guidelines, section by section, from the publisher's PDF or from its text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.book import Book
from codeward.codesets.container.model import Kind, Release
from codeward.codesets.files.pdf import text_of_pdf
from codeward.codesets.files.source import decoded, opened
from codeward.codesets.lists.outline import Section as Found
from codeward.codesets.lists.outline import outline
from codeward.errors import CodewardError, LoaderError, quoted

__all__ = ["MAX_LINES", "MAX_SECTIONS", "MAX_TEXT", "Guidelines", "Section", "compile_guidelines"]

MAX_TEXT = 4_000_000
"""Characters of the guidelines' text; an edition has 320,000."""
MAX_LINES = 60_000
"""Lines of the guidelines' text; an edition has 5,700."""
MAX_SECTIONS = 3_000
"""Sections of one edition; that of October 2025 has 492."""

_GIVE = "Give the publisher's PDF of the ICD-10-CM Official Guidelines."
_FEWEST = 100  # sections; an edition has more than 500
_MOST_BYTES = 50_000_000  # of the file; the publisher's PDF has 840,000
_KINDS: tuple[Kind, ...] = ("chapter", "section", "category", "subcategory")


class Section(NamedTuple):
    """A section of the guidelines: how it is cited, its heading, its own text, the sections right below it."""

    id: str
    title: str
    text: str
    below: tuple[str, ...]


def compile_guidelines(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the sections of one edition. Raises LoaderError where the text does not have them."""
    path = files[0]
    sections, missing = outline(_bounded(_text(path), path))
    if len(sections) > MAX_SECTIONS:
        raise LoaderError(f"has more than {MAX_SECTIONS} sections", _GIVE, path=path.name)
    if len(sections) < _FEWEST:
        raise LoaderError(
            f"has {len(sections)} sections where the guidelines have hundreds",
            _GIVE,
            path=path.name,
        )
    unique: dict[str, Found] = {}
    for each in sections:
        unique.setdefault(each.id, each)
    blob = {each.id: [each.title, "\n\n".join(each.paragraphs)] for each in unique.values()}
    return compile_plain(
        release,
        _entries(list(unique.values())),
        sources=files,
        expected=expected,
        extras={"sections": json.dumps(blob, ensure_ascii=False).encode()},
        more={"sections": len(blob), "headings_not_found": missing},
    )


def _text(path: Path) -> str:
    with opened(path) as stream:
        raw = stream.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise LoaderError(f"has more than {_MOST_BYTES} bytes", _GIVE, path=path.name)
    if raw.startswith(b"%PDF"):
        return text_of_pdf(path)
    return decoded(raw)


def _bounded(text: str, path: Path) -> str:
    """Return the text. Raises LoaderError where it is many times what an edition has."""
    if len(text) > MAX_TEXT or text.count("\n") > MAX_LINES:
        raise LoaderError("is many times as long as the guidelines are", _GIVE, path=path.name)
    return text


def _entries(sections: Sequence[Found]) -> Iterator[PlainEntry]:
    """Yield an entry for each section; it is cited by the fact `section`, for a code cannot hold "I.C.19.e.5.b"."""
    depths: list[int] = []
    for number, each in enumerate(sections, 1):
        while depths and depths[-1] >= each.depth:
            depths.pop()
        facts = {"section": each.id}
        kind = _KINDS[min(len(depths), len(_KINDS) - 1)]
        yield PlainEntry(f"G{number:04}", kind, each.title, len(depths), facts=facts)
        depths.append(each.depth)


class Guidelines:
    """The sections of one edition."""

    def __init__(self, book: Book) -> None:
        self.book = book
        blob = book.extra("sections")
        if blob is None:
            raise CodewardError(f"{book.release.id} holds no sections", "Install the guidelines again")
        self._sections: dict[str, list[str]] = json.loads(bytes(blob))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections)

    def __len__(self) -> int:
        return len(self._sections)

    def section(self, cited: str) -> Section:
        """Return the section as it is cited: "I.C.4.a", "Section I.C.19.e.5.(b)". Raises CodewardError."""
        name = self._name(cited)
        if name is None:
            raise CodewardError(
                f"The guidelines of {self.book.release.in_force_from} have no section {quoted(cited)}",
                "Cite it as they do: I.C.4.a",
            )
        title, text = self._sections[name]
        parts = name.count(".") + 1
        below = [each for each in self._sections if each.startswith(name + ".") and each.count(".") == parts]
        return Section(name, title, text, tuple(below))

    def title(self, name: str) -> str:
        """Return the heading of a section by its own id. Raises KeyError."""
        return self._sections[name][0]

    def find(self, cited: str) -> str | None:
        """Return the id of the section as it is cited, or None where this edition has none."""
        return self._name(cited)

    def whole(self, cited: str) -> str:
        """Return the text of a section with all below it, each under its heading."""
        name = self.section(cited).id
        parts = []
        for each, (title, text) in self._sections.items():
            if each == name or each.startswith(name + "."):
                parts += [f"{each} {title}", text]
        return "\n\n".join(part for part in parts if part)

    def _name(self, cited: str) -> str | None:
        text = re.sub(r"[()\s]", "", re.sub(r"^\s*(?:Section|Appendix)\s+", "", cited)).strip(".")
        if cited.strip().startswith("Appendix"):
            text = "Appendix I"
        if text in self._sections:
            return text
        folded: dict[str, Any] = {each.lower(): each for each in self._sections}
        return folded.get(text.lower())
