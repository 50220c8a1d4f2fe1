"""The 78,603 codes of the FY2024 list, read once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

import pytest

from codeward.codesets import Book
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.icd10pcs.from_codes import compile_codes
from codeward.codesets.releases import packaged


@pytest.fixture(scope="session")
def codes() -> dict[str, str]:
    row = next(row for row in packaged() if row.release.id == "icd10pcs-2023-10-01")
    lines = row.paths[0].read_text(encoding="latin-1").splitlines()
    return {line[:7]: line[8:].strip() for line in lines if line.strip()}


@pytest.fixture(scope="session")
def pcs(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The default book, compiled from the list."""
    row = next(row for row in packaged() if row.release.id == "icd10pcs-2023-10-01")
    path = tmp_path_factory.mktemp("pcs") / "pcs.book"
    path.write_bytes(compile_codes(row.release, row.paths, row.digests))
    return Book(BookFile(path), in_force=True)


@pytest.fixture(scope="session")
def begins(codes: dict[str, str]) -> Callable[[str], bool]:
    """Say whether a code of the list begins with a text."""
    ordered = sorted(codes)

    def begins(prefix: str) -> bool:
        at = bisect_left(ordered, prefix)
        return at < len(ordered) and ordered[at].startswith(prefix)

    return begins
