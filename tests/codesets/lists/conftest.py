"""Make a list from rows written in a test, in a publisher's layout."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets.compile.compilers import compiler
from codeward.codesets.container.book import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import Release

Make = Callable[..., Book]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Compile a list: `make("poa_exempt", "text of the file", name="x.csv")`, or several files by keyword `files`."""

    def made(
        name: str,
        text: str | bytes = "",
        *,
        called: str = "list.csv",
        files: dict[str, str | bytes] | None = None,
    ) -> Book:
        paths = []
        for each, content in (files or {called: text}).items():
            path = tmp_path / each
            path.write_bytes(content.encode() if isinstance(content, str) else content)
            paths.append(path)
        system = name.replace("_", "-")
        release = Release(f"{system}-2024-07-01", system, "A list", date(2024, 7, 1), date(2024, 9, 30))
        target = tmp_path / "made.book"
        target.write_bytes(compiler(name)(release, paths, []))
        return Book(BookFile(target), in_force=True)

    return made
