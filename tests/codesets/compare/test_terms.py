"""What changed between two releases of an index: terms by their path."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.codesets.compare import diff
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.indexes.official import compile_index
from tests.codesets.indexes.conftest import SMALL, release


def compiled(small: Callable[[str | bytes], Path], text: str, year: int) -> Book:
    file = small(text.replace("<version>2026<", f"<version>{year}<"))
    path = file.with_name(f"{year}.book")
    path.write_bytes(compile_index(release(date(year - 1, 10, 1)), [file]))
    return Book(BookFile(path), in_force=True)


def test_terms_come_go_and_lead_elsewhere(small: Callable[[str | bytes], Path]) -> None:
    newer = (
        SMALL.replace("E11.618", "E11.619")
        .replace("<seeAlso>condition</seeAlso>", "<see>condition</see>")
        .replace("(mellitus) (sugar)", "(mellitus)")
        .replace("<title>bronzed</title>", "<title>bronze</title>")
    )
    found = diff(compiled(small, SMALL, 2025), compiled(small, newer, 2026))
    assert found.added == (("Diabetes, diabetic > bronze", "E83.110; see also Hemochromatosis"),)
    assert found.deleted == (("Diabetes, diabetic > bronzed", "E83.110; see also Hemochromatosis"),)
    assert [row[0] for row in found.retitled] == ["Diabetes, diabetic"]
    assert found.facts == (("Diabetes, diabetic > with > arthropathy NEC", "code", "E11.618", "E11.619"),)
    assert found.instructions == (
        ("Hand", "removed", "see_also", "condition"),
        ("Hand", "added", "see", "condition"),
    )
    assert not found.empty


def test_the_same_index_has_not_changed(small: Callable[[str | bytes], Path]) -> None:
    assert diff(compiled(small, SMALL, 2025), compiled(small, SMALL, 2026)).empty


@pytest.mark.shared
def test_the_official_indexes_of_two_years(books_of: Callable[[str], Book]) -> None:
    found = diff(books_of("index-2016"), books_of("index-2017"))
    assert (len(found.added), len(found.deleted)) == (1842, 231)
    added = {row.code: row.description for row in found.added}
    assert added["Acne > excoriée"] == "L70.5"
    assert (
        "Abnormal, abnormality, abnormalities > urination NEC",
        "code",
        "R39.19",
        "R39.198",
    ) in found.facts
