"""One compiled gloss book for the tests of this room, and one as a licensee would have it, with invented text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book, Release
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.cpt.glosses import compile_glosses
from codeward.codesets.cpt.official import compile_official
from codeward.codesets.cpt.tables import Contents, own_files, read

GLOSSES = Release(
    "cpt-2026-01-01-glosses", "cpt", "CPT 2026, study glosses", date(2026, 1, 1), date(2026, 12, 31)
)
LICENSED = Release("cpt-2026-01-01", "cpt", "CPT 2026", date(2026, 1, 1), date(2026, 12, 31))

# Invented: nothing of this is a descriptor.
TEXTS = {
    "00100": "Sleep for the moon office",
    "10021": "Blue lantern, first",
    "10030": "Blue lantern, second, with a very long tale that runs on and on until the line of the file is full "
    "and must be carried over to the next record of the same number",
    "44970": "Paper boat folded through small holes",
    "70010": "Shadow of a teapot",
    "99213": "Tea with an old friend, café",
    "0500F": "Count of teapots",
    "0042T": "Trial teapot",
    "0001U": "Teapot of one maker",
}


@pytest.fixture(scope="session")
def contents() -> Contents:
    return read(own_files())


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("cpt") / f"{GLOSSES.id}.book"
    path.write_bytes(compile_glosses(GLOSSES, own_files()))
    return Book(BookFile(path), in_force=True)


def tabbed(texts: dict[str, str], heading: str = "") -> str:
    """Return texts as a tab-delimited file with a notice above, as the AMA delivers it."""
    lines = ["CPT teapots, copyright nobody", "Read the licence first.", *([heading] if heading else [])]
    return "\r\n".join(lines + [f"{code}\t{text}" for code, text in texts.items()]) + "\r\n"


def fixed(texts: dict[str, str], width: int = 72, *, counted: bool = True) -> str:
    """Return texts in fixed width: code, counter, text in pieces of *width*; or code and text without counter."""
    lines = ["NOTICE OF NOBODY".ljust(80)]
    for code, text in texts.items():
        if not counted:
            lines.append(f"{code} {text}".ljust(34))
            continue
        words, pieces = text.split(), [""]
        for word in words:
            if len(pieces[-1]) + len(word) + 1 > width:
                pieces.append("")
            pieces[-1] = f"{pieces[-1]} {word}".strip()
        lines += [f"{code}{i:02d} {piece}".ljust(80) for i, piece in enumerate(pieces, 1)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def licensed(tmp_path: Path) -> Callable[[dict[str, bytes]], Book]:
    """Write the files, compile them as a licensee would, and open the book."""

    def made(files: dict[str, bytes]) -> Book:
        paths = []
        for name, content in files.items():
            paths.append(tmp_path / name)
            paths[-1].write_bytes(content)
        path = tmp_path / "cpt-2026-01-01.book"
        path.write_bytes(compile_official(LICENSED, paths))
        return Book(BookFile(path), in_force=True)

    return made
