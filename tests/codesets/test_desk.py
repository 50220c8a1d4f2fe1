"""Which book answers for a code that somebody typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book, Release, books
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.desk import Desk
from codeward.errors import NotInForce

DAY = date(2019, 5, 5)


@pytest.fixture
def hcpcs_2019(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home in which HCPCS alone covers the day."""
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    released = Release("hcpcs-2019-01-01", "hcpcs", "HCPCS 2019", date(2019, 1, 1), date(2019, 12, 31))
    entries = [
        PlainEntry("J", "chapter", "Drugs", 0),
        PlainEntry("J1885", "code", "A drug, 15 mg", 1, billable=True),
    ]
    path = tmp_path / "releases" / "hcpcs-2019-01-01.f2-0000000000000000.book"
    path.parent.mkdir()
    path.write_bytes(compile_plain(released, entries, sources=()))
    yield path
    books.close_all()


def test_only_the_book_that_answers_is_announced_and_must_be_in_force(hcpcs_2019: Path) -> None:
    announced: list[Book] = []
    found = Desk(on=DAY, strict=True, opened=announced.append).book_for("J1885")
    assert (found.release.id, found.in_force) == ("hcpcs-2019-01-01", True)
    assert [book.system for book in announced] == ["hcpcs"]
    with pytest.raises(NotInForce):
        Desk(on=DAY, strict=True).book_for("E11.9")


@pytest.mark.parametrize(
    ("asked", "system"),
    [("0DT", "icd10pcs"), ("0DTJ", "icd10pcs"), ("0dtj4z", "icd10pcs"), ("4", "icd10cm"), ("22", "icd10cm"),
     ("E08-E13", "icd10cm"), ("E11", "icd10cm"), ("9921", "icd10cm"), ("0001A", "cpt"), ("nonsense", "icd10cm")],
)  # fmt: skip
def test_the_beginning_of_a_procedure_code_is_looked_for_in_its_book(asked: str, system: str) -> None:
    assert Desk().book_for(asked).system == system


@pytest.mark.parametrize(
    ("asked", "system", "also"),
    [
        ("G0439", "hcpcs", (("icd10cm", "G04.39"),)),
        ("g0439", "hcpcs", (("icd10cm", "G04.39"),)),
        ("J1100", "hcpcs", (("icd10cm", "J11.00"),)),
        ("G04.39", "icd10cm", ()),
        ("E119", "icd10cm", ()),
        ("99213", "cpt", ()),
        ("02HM3JZ", "icd10pcs", ()),  # new since the tables at hand
    ],
)
def test_what_is_written_as_one_book_writes_it_is_that_books(
    asked: str, system: str, also: tuple[tuple[str, str], ...]
) -> None:
    desk = Desk(on=date(2026, 5, 12))
    assert (desk.book_for(asked).system, desk.also(asked)) == (system, also)
    assert Desk("icd10cm").also(asked) == ()
