"""Books of any system: facts, blobs, ranges as headings, and what cannot be a list."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.codesets import Book, Release, validate
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container import layout
from codeward.codesets.container.bookfile import BookFile
from codeward.errors import BookError, BookTruncated, LoaderError

RELEASE = Release("hcpcs-2026-01-01", "hcpcs", "A list", date(2026, 1, 1), None)
ROWS = [
    PlainEntry("J0000-J9999", "chapter", "Drugs", 0),
    PlainEntry("J1885", "code", "Ketorolac", 1, billable=True, facts={"gloss": True, "unit": {"amount": 15}}),
    PlainEntry("J1990", "code", "Gone", 1, facts={"effective_to": "2020-12-31", "replaced_by": ["J1885"]}),
    PlainEntry("J3000", "code", "Later", 1, billable=True, facts={"effective_from": "2026-07-01"}),
    PlainEntry("Q0000-Q9999", "chapter", "Temporary", 0, notes=(("note", "See A04.7 elsewhere"),)),
]


def made(tmp_path: Path, rows: list[PlainEntry] = ROWS, **more: object) -> Book:
    source = tmp_path / "source.txt"
    source.write_text("x")
    path = tmp_path / "hcpcs-2026-01-01.book"
    path.write_bytes(compile_plain(RELEASE, rows, sources=[source], **more))  # type: ignore[arg-type]
    return Book(BookFile(path), in_force=True)


def test_ranges_facts_and_blobs_come_back(tmp_path: Path) -> None:
    book = made(tmp_path, extras={"one": b"abc", "two": b"\0" * 9}, more={"notice": "ours"})
    assert book["j0000-j9999"].children == ("J1885", "J1990", "J3000")
    assert book["J1885"].facts == {"gloss": True, "unit": {"amount": 15}}
    assert (book["J1885"].gloss, book["Q0000-Q9999"].facts) == (True, {})
    assert bytes(book.extra("one") or b"") == b"abc"
    assert (len(book.extra("two") or b""), book.extra("three")) == (9, None)
    assert book.manifest["notice"] == "ours"
    assert [i.references for i in book.instructions_for("Q0000-Q9999")] == [()]
    book.verify()


@pytest.mark.parametrize(
    ("code", "on", "reason"),
    [
        ("J1885", date(2026, 3, 1), "billable"),
        ("J1885", date(2025, 3, 1), "not_in_force"),
        ("J1990", date(2026, 3, 1), "not_in_force"),
        ("J1990", None, "not_in_force"),
        ("J3000", date(2026, 3, 1), "not_in_force"),
        ("J3000", date(2026, 8, 1), "billable"),
        ("J0000-J9999", None, "header"),
        ("J1886", None, "unknown"),
        ("E11.9", None, "malformed"),
    ],
)
def test_a_code_stands_within_its_own_dates(tmp_path: Path, code: str, on: date | None, reason: str) -> None:
    book = made(tmp_path)
    said = validate(book, code, on)
    assert (said.reason, said.valid) == (reason, reason == "billable")
    if code == "J1990":
        assert "ended on 2020-12-31" in said.message
        assert said.suggestions == ("J1885",)
    if code == "J1886":
        assert "J1885" in said.suggestions


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "holds no code"),
        ([ROWS[0], ROWS[0]], "stands there twice"),
        ([ROWS[0], PlainEntry("J1885", "code", "", 2)], "stands below nothing"),
        ([PlainEntry("j1", "code", "", 0)], "cannot be a code"),
        ([PlainEntry("A" * 12, "code", "", 0)], "cannot be a code"),
        ([PlainEntry("A1", "code", "", 0, facts={"x": "y" * 70_000})], "bytes of facts"),
    ],
)
def test_what_is_no_list_is_a_typed_error(tmp_path: Path, rows: list[PlainEntry], said: str) -> None:
    with pytest.raises(LoaderError, match=said):
        made(tmp_path, rows)


@pytest.mark.parametrize("section", ["facts", "extras", "manifest"])
@pytest.mark.parametrize("fill", [b"\x00", b"\xff", b"["])
def test_damaged_facts_and_blobs_are_typed_errors(tmp_path: Path, section: str, fill: bytes) -> None:
    path = made(tmp_path, extras={"one": b"abc"}).file.path
    content = bytearray(path.read_bytes())
    table = layout.HEADER.unpack_from(content)[5:]
    i = layout.SECTIONS.index(section)
    start, length = table[2 * i], table[2 * i + 1]
    content[start : start + length] = fill * length
    path.write_bytes(content)
    with suppress(BookError):
        file = BookFile(path)
        file.facts_at(1)
        file.extra("one")
    with pytest.raises(BookTruncated, match="is damaged"):
        BookFile(path).verify()


@given(depths=st.lists(st.integers(0, 4), min_size=1, max_size=30))
def test_the_tree_is_the_one_that_the_depths_tell(
    tmp_path_factory: pytest.TempPathFactory, depths: list[int]
) -> None:
    fitted: list[int] = []
    for depth in depths:
        fitted.append(min(depth, fitted[-1] + 1 if fitted else 0))
    rows = [PlainEntry(f"A{i:04d}", "code", str(i), depth) for i, depth in enumerate(fitted)]
    book = made(tmp_path_factory.mktemp("tree"), rows)
    for i, depth in enumerate(fitted):
        concept = book[f"A{i:04d}"]
        above = next((j for j in range(i - 1, -1, -1) if fitted[j] < depth), None)
        assert concept.parent == (None if above is None else f"A{above:04d}")
        assert len(concept.ancestors) == depth
