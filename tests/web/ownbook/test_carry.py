"""Carrying marks over: found again by their words; properties over made-up books, and the cases that coders meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets import Book, Release
from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import InstructionKind
from codeward.web.ownbook.anchors import read_anchor
from codeward.web.ownbook.carry import Carrier, carry_term
from codeward.web.ownbook.texts import text_in

Notes = tuple[tuple[InstructionKind, str], ...]
Shape = dict[str, tuple[str, Notes]]
Made = Callable[[Shape, int], Book]
CODES = ("A00", "A00.0", "A00.1", "A01", "A01.0", "B20")
TEXTS = (
    "cholera (A00.-)",
    "typhoid fever (A01.0)",
    "human immunodeficiency virus disease (B20)",
    "fever NOS",
)
TITLES = ("Cholera", "Typhoid", "Infection", "Fever")


def entries(shape: Shape) -> list[PlainEntry]:
    """The entries of a made-up book: categories with their codes, each with its instructions."""
    rows = [PlainEntry("1", "chapter", "Made-up diseases", 0)]
    for code in sorted(shape):
        title, notes = shape[code]
        if "." in code and code.partition(".")[0] not in shape:
            continue
        deep = 2 if "." in code else 1
        leaf = deep == 2 or not any(other.startswith(f"{code}.") for other in shape)
        rows.append(PlainEntry(code, "code" if deep == 2 else "category", title, deep, leaf, notes))
    return rows


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("books")

    def make(shape: Shape, year: int) -> Book:
        release = Release(f"icd10cm-{year}-10-01", "icd10cm", f"Made-up {year}", dt.date(year, 10, 1), None)
        path: Path = folder / f"{uuid4().hex}.book"
        path.write_bytes(compile_plain(release, entries(shape), sources=[]))
        return Book(BookFile(path), in_force=True)

    return make


KINDS: Sequence[InstructionKind] = ("excludes1", "excludes2", "use_additional")
NOTES = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(TEXTS)), max_size=4).map(tuple)
SHAPES = st.dictionaries(st.sampled_from(CODES), st.tuples(st.sampled_from(TITLES), NOTES), min_size=1)
slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def places(book: Book) -> list[tuple[str, str]]:
    """Every place of a book with its words."""
    found = []
    for code in book:
        found.append((f"icd10cm/{code}", book[code].description))
        seen: dict[str, int] = {}
        for item in book[code].instructions:
            seen[item.kind] = seen.get(item.kind, 0) + 1
            found.append((f"icd10cm/{code}#{item.kind}-{seen[item.kind]}", item.text))
    return found


@slow
@given(old=SHAPES, new=SHAPES, known=st.booleans())
def test_what_is_said_is_so(made: Made, old: Shape, new: Shape, known: bool) -> None:
    before, after = made(old, 2025), made(new, 2026)
    carrier = Carrier(before if known else None, after)
    for anchor, quote in places(before):
        outcome = carrier.carry(anchor, quote)
        if outcome.anchor is None:
            assert outcome.verdict == "vanished"
            assert outcome.text == ""
            # Nothing vanishes whose words still stand in the very place.
            still = text_in(after, read_anchor(anchor))
            assert still is None or still.text != quote
        else:
            there = text_in(after, read_anchor(outcome.anchor))
            assert there is not None
            assert there.text == outcome.text
            assert (outcome.verdict == "stays") == (outcome.reason == "same")
            if outcome.verdict == "stays":
                assert (outcome.anchor, outcome.text) == (anchor, quote)
            elif outcome.verdict == "moved":
                assert outcome.anchor != anchor
                assert outcome.text == quote
                assert read_anchor(outcome.anchor).kind == read_anchor(anchor).kind
            elif outcome.reason != "not_billable":
                assert outcome.text != quote
            # What was carried stays where it is when it is carried again.
            assert Carrier(after, after).carry(outcome.anchor, outcome.text).verdict == "stays"
        for went in outcome.went:
            there = text_in(after, read_anchor(went.anchor))
            assert there is not None
            assert there.text == went.text


@slow
@given(shape=SHAPES)
def test_the_same_words_in_another_release_all_stay(made: Made, shape: Shape) -> None:
    before, after = made(shape, 2025), made(shape, 2026)
    for anchor, quote in places(before):
        assert Carrier(before, after).carry(anchor, quote)[:3] == ("stays", "same", anchor)


E1: InstructionKind = "excludes1"


@pytest.mark.parametrize(
    ("old", "new", "anchor", "expected"),
    [
        # One was put before it: found at another number.
        (
            {"A00": ("Cholera", ((E1, TEXTS[1]),))}, {"A00": ("Cholera", ((E1, TEXTS[0]), (E1, TEXTS[1])))},
            "icd10cm/A00#excludes1-1", ("moved", "other_number", "icd10cm/A00#excludes1-2"),
        ),
        # It was moved down from the category to its code.
        (
            {"A00": ("Cholera", ((E1, TEXTS[1]),)), "A00.0": ("Cholera", ())},
            {"A00": ("Cholera", ()), "A00.0": ("Cholera", ((E1, TEXTS[1]),))},
            "icd10cm/A00#excludes1-1", ("moved", "other_entry", "icd10cm/A00.0#excludes1-1"),
        ),
        # The same words stood elsewhere before: that is no move.
        (
            {"A00": ("Cholera", ((E1, TEXTS[1]),)), "A01": ("Typhoid", ((E1, TEXTS[1]),))},
            {"A00": ("Cholera", ()), "A01": ("Typhoid", ((E1, TEXTS[1]),))},
            "icd10cm/A00#excludes1-1", ("vanished", "struck", None),
        ),
        # Reworded in place.
        (
            {"A00": ("Cholera", ((E1, "typhoid fever (A01.0)"),))},
            {"A00": ("Cholera", ((E1, "typhoid fever (A01.-)"),))},
            "icd10cm/A00#excludes1-1", ("changed", "reworded", "icd10cm/A00#excludes1-1"),
        ),
        # Struck, and another put in that has nothing to do with it.
        (
            {"A00": ("Cholera", ((E1, "typhoid fever (A01.0)"),))}, {"A00": ("Cholera", ((E1, "zzz"),))},
            "icd10cm/A00#excludes1-1", ("vanished", "struck", None),
        ),
        # Excludes1 became Excludes2: that is another instruction.
        (
            {"A00": ("Cholera", ((E1, TEXTS[1]),))}, {"A00": ("Cholera", (("excludes2", TEXTS[1]),))},
            "icd10cm/A00#excludes1-1", ("vanished", "struck", None),
        ),
        (
            {"A00": ("Cholera", ())}, {"A00": ("Cholera, classical", ())},
            "icd10cm/A00", ("changed", "retitled", "icd10cm/A00"),
        ),
        (
            {"A00": ("Cholera", ())}, {"A00": ("Cholera", ()), "A00.0": ("Classical", ())},
            "icd10cm/A00", ("changed", "not_billable", "icd10cm/A00"),
        ),
        (
            {"A00": ("Cholera", ()), "A00.0": ("Classical", ())}, {"A00": ("Cholera", ()), "A00.1": ("Classical", ())},
            "icd10cm/A00.0", ("moved", "same_title", "icd10cm/A00.1"),
        ),
        (
            {"A00": ("Cholera", ()), "A00.0": ("Classical", ())}, {"A00": ("Cholera", ())},
            "icd10cm/A00.0", ("vanished", "no_entry", None),
        ),
    ],
)  # fmt: skip
def test_what_coders_meet(made: Made, old: Shape, new: Shape, anchor: str, expected: tuple[Any, ...]) -> None:
    before = made(old, 2025)
    quote = dict(places(before))[anchor]
    assert Carrier(before, made(new, 2026)).carry(anchor, quote)[:3] == expected


def test_where_a_code_went(made: Made) -> None:
    before = made({"A00": ("Cholera", ()), "A00.0": ("Classical", ()), "A01": ("Typhoid", ())}, 2025)
    after = made({"A00": ("Cholera", ()), "B20": ("HIV", ())}, 2026)
    assert [w[:1] + w[2:] for w in Carrier(before, after).whereabouts("A00.0")] == [
        ("icd10cm/A00", "nearest")
    ]
    told = Carrier(before, after, lambda code: {"A01": ["B20", "Z99"]}.get(code, []))
    assert [w[:1] + w[2:] for w in told.carry("icd10cm/A01", "Typhoid").went] == [
        ("icd10cm/B20", "successor")
    ]
    assert Carrier(None, after).whereabouts("XYZ") == ()
    split = made({"A01": ("Typhoid", ()), "A01.0": ("Typhoid fever", ())}, 2026)
    assert [w.anchor for w in Carrier(before, split).carry("icd10cm/A01", "Typhoid").went] == [
        "icd10cm/A01.0"
    ]


def test_a_category_that_a_list_of_codes_has_not(made: Made, tmp_path: Path) -> None:
    release = Release("icd10cm-2026-10-01-titles", "icd10cm", "Titles", dt.date(2026, 10, 1), None)
    rows = [PlainEntry(code, "code", "Cholera", 0, billable=True) for code in ("A00.0", "A00.1", "A01.0")]
    path = tmp_path / "flat.book"
    path.write_bytes(compile_plain(release, rows, sources=[], more={"titles_only": True}))
    carrier = Carrier(
        made({"A00": ("Cholera", ()), "A00.0": ("x", ())}, 2025), Book(BookFile(path), in_force=True)
    )
    assert [w[:1] + w[2:] for w in carrier.whereabouts("A00")] == [
        ("icd10cm/A00.0", "below"),
        ("icd10cm/A00.1", "below"),
    ]


def test_a_release_of_titles_alone_says_so(made: Made, tmp_path: Path) -> None:
    release = Release("icd10cm-2026-10-01-titles", "icd10cm", "Titles", dt.date(2026, 10, 1), None)
    shape: Shape = {"A00": ("Cholera", ((E1, TEXTS[1]),))}
    path = tmp_path / "titles.book"
    bare = [entry._replace(notes=()) for entry in entries(shape)]
    path.write_bytes(compile_plain(release, bare, sources=[], more={"titles_only": True}))
    outcome = Carrier(made(shape, 2025), Book(BookFile(path), in_force=True)).carry(
        "icd10cm/A00#excludes1-1", TEXTS[1]
    )
    assert (outcome.verdict, outcome.reason) == ("vanished", "no_instructions")
    assert [went.how for went in outcome.went] == ["entry"]


def test_terms_of_the_index_are_their_paths() -> None:
    anchor = "icd10cm-index/fracture.femur"
    assert carry_term(anchor, "Fracture > femur S72", "Fracture > femur S72").verdict == "stays"
    assert carry_term(anchor, "Fracture > femur S72", "Fracture > femur S72.0").reason == "reworded"
    assert carry_term(anchor, "Fracture > femur S72", None).reason == "no_term"
