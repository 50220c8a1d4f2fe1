"""What changed between editions, beside the publishers' own change lists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from codeward.codesets import Book, Release, books
from codeward.codesets.compare import Diff, diff
from codeward.codesets.compile.compilers import compiler
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.codes import dotted
from codeward.codesets.icd10cm.order import read_order
from codeward.codesets.icd10pcs.from_codes import read_codes
from codeward.codesets.icd10pcs.tables import entries
from codeward.errors import CodewardError

Make = Callable[..., Book]


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    folder = tmp_path_factory.mktemp("diff")
    made: dict[tuple[object, ...], Book] = {}

    def compile_it(name: str, release: Release, *files: Path) -> Book:
        if (name, release, files) not in made:
            path = folder / f"{release.id}-{len(made)}.book"
            path.write_bytes(compiler(name)(release, files, ()))
            made[name, release, files] = Book(BookFile(path), in_force=True)
        return made[name, release, files]

    return compile_it


def release(system: str, year: int) -> Release:
    start = date(year - 1, 10, 1)
    return Release(f"{system}-{start}-titles", system, f"FY{year}", start, date(year, 9, 30))


LINE = re.compile(r"(Add|Delete|Revise from|Revise to): +(?:([01]) )?([0-9A-Z]{3,7}) +(.{60}) ?(.*)")


def listed(path: Path) -> dict[tuple[str, str | None], dict[str, str]]:
    """Return {(what, flag): {code: long title}} of an order addenda file; PCS has codes alone, without a flag."""
    out: dict[tuple[str, str | None], dict[str, str]] = {}
    for line in path.read_text(errors="replace").splitlines():
        match = LINE.match(line)
        if match:
            out.setdefault((match[1], match[2]), {})[match[3]] = match[5].strip()
    return out


def codes(rows: tuple[tuple[str, ...], ...]) -> set[str]:
    return {row[0].replace(".", "") for row in rows}


@pytest.mark.shared
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_it_agrees_with_the_addenda_of_the_order_files(shared: Path, make: Make, year: int) -> None:
    folder = shared / "icd10cm_releases"
    old, new = (
        make("icd10cm_titles", release("icd10cm", y), folder / f"icd10cm-order-{y}.txt.xz")
        for y in (year - 1, year)
    )
    found = diff(old, new)
    said = listed(folder / f"icd10cm-order-addenda-{year}.txt")
    gone, added = set(said["Delete", "1"]), set(said["Add", "1"])
    # The addenda begin at the last edition of the year before; our file of FY2023 is its first edition.
    earlier = codes(found.added) - added
    april = shared / "icd10cm_addenda" / f"FY{year - 1}-April-tabular-addenda.txt"
    text = april.read_text(errors="replace") if april.exists() and earlier else ""
    assert [code for code in earlier if f" {dotted(code[:5])}" not in text] == []
    assert len(earlier) == (42 if year == 2024 else 0)
    assert added <= codes(found.added)
    headers = gone & set(said.get(("Add", "0"), {}))
    split_earlier = {code for code in codes(found.not_billable) if any(c.startswith(code) for c in earlier)}
    assert codes(found.not_billable) == headers | split_earlier
    assert codes(found.deleted) == gone - headers
    for code in headers:
        assert {c.replace(".", "") for c in found.split[dotted(code)]} == {
            c for c in added if c.startswith(code)
        }
    # The addenda also list titles of which only the short form changed; the titles themselves are compared.
    before = {line.code: line.title for line in read_order(folder / f"icd10cm-order-{year - 1}.txt.xz")}
    after = {line.code: line.title for line in read_order(folder / f"icd10cm-order-{year}.txt.xz")}
    revised = set(said.get(("Revise to", "1"), {}))
    retitled = {code for code in revised if before[code] != after[code]}
    assert codes(found.retitled) - retitled == ({"Z5987"} if year == 2024 else set())  # of April 2023
    assert retitled <= codes(found.retitled)
    headings = {row.code.replace(".", "") for row in found.headings if row.change == "added"}
    assert headings >= set(said.get(("Add", "0"), {})) - gone
    assert bool(earlier) or headings == set(said.get(("Add", "0"), {})) - gone
    assert not found.instructions_compared


def titles_of_pcs(folder: Path, made: Release, order: Path) -> Book:
    """A book of the codes and titles alone: working out labels takes five seconds a book and changes no title."""
    path = folder / f"{made.id}.book"
    path.write_bytes(compile_plain(made, entries(read_codes(order), {}, {}), sources=[order]))
    return Book(BookFile(path), in_force=True)


@pytest.mark.shared
def test_it_agrees_with_the_addenda_of_icd_10_pcs(shared: Path, tmp_path: Path) -> None:
    folder = shared / "icd10pcs_releases"
    old, new = (
        titles_of_pcs(tmp_path, release("icd10pcs", y), folder / f"icd10pcs_order_{y}.txt.xz")
        for y in (2025, 2026)
    )
    found = diff(old, new)
    said = listed(folder / "order_addenda_2026.txt")
    seven = {what: {c for c in rows if len(c) == 7} for (what, _), rows in said.items()}
    # The addenda begin at the edition of April 2025 (78,986 codes); our file is the one of October 2024 (78,948).
    assert seven["Add"] <= codes(found.added)
    assert seven["Delete"] <= codes(found.deleted)
    april = codes(found.added) - seven["Add"], codes(found.deleted) - seven["Delete"]
    assert len(april[0]) - len(april[1]) == 78_986 - 78_948
    assert codes(found.retitled) == {"XW133G8", "XW143G8"}  # of April 2025; the addenda of 2026 retitle none


@pytest.mark.shared
def test_the_tables_of_2020_and_2021(shared: Path, make: Make) -> None:
    folder = shared / "icd10pcs"
    old, new = (
        make("icd10pcs_tables", release("icd10pcs", y), folder / f"icd10pcs_tables_{y}.xml.xz")
        for y in (2020, 2021)
    )
    counts = [book.manifest["counts"]["billable"] for book in (old, new)]
    assert counts == [77_559, 78_136]
    found = diff(old, new)
    assert len(found.added) - len(found.deleted) == 78_136 - 77_559
    before, after = ({c for c in book if len(c) == 7} for book in (old, new))
    assert (codes(found.added), codes(found.deleted)) == (after - before, before - after)


def small(tmp_path: Path, name: str, rows: list[PlainEntry]) -> Book:
    start = date(2025 if name == "a" else 2026, 1, 1)
    source = tmp_path / "source.txt"
    source.write_text("x")
    path = tmp_path / f"{name}.book"
    made = Release(f"hcpcs-{start}", "hcpcs", name, start, None)
    path.write_bytes(compile_plain(made, rows, sources=[source]))
    return Book(BookFile(path), in_force=True)


@pytest.fixture
def changed(tmp_path: Path) -> Diff:
    a = [
        PlainEntry("A1", "chapter", "Old heading", 0, notes=(("note", "Gone"), ("note", "Same"))),
        PlainEntry("A11", "code", "Goes", 1, billable=True),
        PlainEntry("A12", "code", "Splits", 1, billable=True),
        PlainEntry("A13", "code", "Called so", 1, billable=True, facts={"unit": "mg", "source": "x"}),
        PlainEntry("A14", "code", "Ends", 1, billable=True),
        PlainEntry("A15", "code", "Replaced", 1, billable=True),
    ]
    b = [
        PlainEntry("A1", "chapter", "New heading", 0, notes=(("note", "Same"), ("note", "Came"))),
        PlainEntry("A12", "category", "Splits", 1),
        PlainEntry("A121", "code", "One", 2, billable=True),
        PlainEntry("A122", "code", "Two", 2, billable=True),
        PlainEntry("A13", "code", "Called otherwise", 1, billable=True, facts={"unit": "g", "source": "y"}),
        PlainEntry("A14", "code", "Ends", 1, facts={"effective_to": "2025-12-31", "replaced_by": ["A121"]}),
    ]
    successors = {"A15": ["A122", "A99"]}
    return diff(small(tmp_path, "a", a), small(tmp_path, "b", b), lambda code: successors.get(code, ()))


def test_every_kind_of_change_has_its_place(changed: Diff) -> None:
    assert [row.code for row in changed.added] == ["A121", "A122"]
    assert [row.code for row in changed.deleted] == ["A11", "A14", "A15"]
    assert [row.code for row in changed.not_billable] == ["A12"]
    assert [tuple(row) for row in changed.retitled] == [("A13", "Called so", "Called otherwise")]
    assert changed.split == {"A12": ("A121", "A122"), "A14": ("A121",), "A15": ("A122",)}
    assert [(row.code, row.change) for row in changed.headings] == [("A1", "retitled")]
    assert [(row.change, row.text) for row in changed.instructions] == [
        ("removed", "Gone"),
        ("added", "Came"),
    ]
    assert [tuple(row) for row in changed.facts] == [("A13", "unit", "mg", "g")]
    said = changed.to_json()
    assert {"added", "deleted", "retitled", "not_billable", "split", "instructions"} <= set(said)


def test_headings_of_a_list_are_not_compared_with_those_of_the_tabular(book: Book) -> None:
    found = diff(books.open_release("icd10cm-2023-10-01-titles"), book)
    assert (found.headings, found.instructions) == ((), ())
    assert len(found.added) > 300


def test_a_release_does_not_differ_from_itself(book: Book) -> None:
    found = diff(book, book)
    assert found.empty
    assert found.instructions_compared


def test_two_systems_cannot_be_compared(changed: Diff, book: Book) -> None:
    with pytest.raises(CodewardError, match="two code systems"):
        diff(book, changed.new)
