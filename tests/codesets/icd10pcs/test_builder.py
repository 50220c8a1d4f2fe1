"""Choosing seven characters: only lawful values are offered, in any order; a code that does not stand is explained."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from codeward.codesets import Book, validate
from codeward.codesets.icd10pcs.builder import Builder, parse_choices
from codeward.codesets.icd10pcs.meanings import meaning
from codeward.codesets.icd10pcs.unlawful import explain, nearest
from codeward.errors import CodewardError


@pytest.fixture(scope="session")
def builder(pcs: Book) -> Builder:
    return Builder(pcs)


def test_values_are_those_of_the_codes_whatever_is_chosen(builder: Builder, codes: dict[str, str]) -> None:
    """Oracle: the list of codes, filtered."""
    choose = random.Random(7)
    every = sorted(codes)
    for code in choose.sample(every, 10):
        places = choose.sample(range(1, 8), choose.randint(0, 6))
        chosen = {place: code[place - 1] for place in places}
        held = [each for each in every if all(each[p - 1] == c for p, c in chosen.items())]
        for position in range(1, 8):
            others = {p: c for p, c in chosen.items() if p != position}
            wanted = sorted({e[position - 1] for e in every if all(e[p - 1] == c for p, c in others.items())})
            assert [value.char for value in builder.values(chosen, position)] == wanted
        assert builder.count(chosen) == len(held)
        assert list(islice(builder.codes(chosen), 5)) == held[:5]


def test_order_does_not_matter(builder: Builder) -> None:
    forwards = builder.values({1: "0", 2: "D", 3: "T", 4: "J"}, 5)
    assert builder.values({4: "J", 3: "T", 2: "D", 1: "0"}, 5) == forwards
    assert [value.label for value in forwards][:2] == ["Open", "Percutaneous Endoscopic"]
    assert all(value.derived for value in forwards)


def test_the_builder_ends_on_the_official_title(builder: Builder, pcs: Book) -> None:
    state = builder.state(parse_choices("0DTJ4ZZ"))
    assert (state.code, state.title) == ("0DTJ4ZZ", pcs["0DTJ4ZZ"].description)
    assert state.next is None
    assert [axis.title for axis in state.axes][3:] == ["Body Part", "Approach", "Device", "Qualifier"]


def test_what_leads_nowhere_has_no_values(builder: Builder) -> None:
    assert builder.values({1: "0", 2: "D", 3: "T", 4: "J", 5: "X"}, 6) == ()
    assert builder.values({1: "0", 2: "D", 3: "Z"}, 4) == ()
    assert builder.values({4: "I"}, 5) == ()
    state = builder.state({1: "Z"})
    assert (state.remaining, state.codes, state.code) == (0, (), None)


def test_a_character_that_differs_by_table_says_so(builder: Builder) -> None:
    (value,) = (value for value in builder.values({1: "0", 5: "4"}, 4) if value.char == "J")
    assert value.label.count(" or ") == 3
    assert value.label.endswith(", and others by table")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0DTJ4ZZZ", "has 8 characters"),
        ("0DI", '"I" at position 3 is no character'),
        ("0D-", '"-" at position 3 is no character'),
        ("0dé", '"É" at position 3 is no character'),
        ("O", '"O" at position 1 is no character'),
    ],
)
def test_what_cannot_be_characters_is_refused(text: str, said: str) -> None:
    with pytest.raises(CodewardError, match=said):
        parse_choices(text)


def test_choices_are_read_in_any_form() -> None:
    assert parse_choices("0d?j", {5: "x"}) == {1: "0", 2: "D", 4: "J", 5: "X"}
    assert parse_choices("") == {}
    with pytest.raises(CodewardError, match="at once"):
        parse_choices("0D", {2: "T"})
    with pytest.raises(CodewardError, match="no position 8"):
        parse_choices("0D", {8: "T"})


@pytest.mark.parametrize(
    ("asked", "said", "near"),
    [
        ("0DTJ3ZZ", "3 is no value of the 5th character (Approach) in table 0DT", "0DTJ0ZZ"),
        ("0DTJ4ZX", "X is no value of the 7th character (Qualifier) in table 0DT", "0DTJ4ZZ"),
        ("0DTI4ZZ", "has an I or an O", None),
        ("ODTJ4ZZ", "has an I or an O", "0DTJ4ZZ"),
        ("0DTJ4ZZZ", "has 8 characters", "0DTJ4ZZ"),
        ("0DTJ", "has 4 of the seven characters of a code; 4 codes begin so", "0DTJ0ZZ"),
        ("0DZJ4ZZ", "Z is no Operation of 0D (Gastrointestinal System)", None),
        ("ZDTJ4ZZ", "Z is no Section", None),
        ("0D5J4Z4", "4 is no value of the 7th character (Qualifier) in table 0D5", "0D5J4ZZ"),
        ("0DTJ4ZZ", "0DTJ4ZZ is a code of ICD-10-PCS FY2024", None),
        ("0DTJFZZ", "no row has all of these", "0DTJ4ZZ"),
        ("", "is not an ICD-10-PCS code", None),
    ],
)
def test_why_a_code_does_not_stand(pcs: Book, asked: str, said: str, near: str | None) -> None:
    message, suggestions = explain(pcs, asked)
    assert said in message
    assert all(code in pcs for code in suggestions)
    if near is not None:
        assert near in suggestions


def test_any_unlawful_code_is_explained_with_lawful_ones(pcs: Book, codes: dict[str, str]) -> None:
    choose = random.Random(11)
    explained = 0
    for code in choose.sample(sorted(codes), 60):
        place = choose.randrange(3, 7)
        other = code[:place] + choose.choice("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ") + code[place + 1 :]
        if other in pcs:
            continue
        message, suggestions = explain(pcs, other)
        assert message
        assert suggestions
        assert all(each in codes for each in suggestions)
        assert sum(a != b for a, b in zip(suggestions[0], other, strict=True)) == 1
        explained += 1
    assert explained > 30


def test_nearest_of_little_is_little(pcs: Book) -> None:
    assert nearest(pcs, "0D") == ()


def test_validate_says_the_same(pcs: Book) -> None:
    found = validate(pcs, "0DTJ3ZZ")
    assert not found.valid
    assert "no value of the 5th character" in found.message


def test_meanings_stand_beside_values() -> None:
    assert meaning({1: "0", 2: "D"}, 3, "T")
    assert "pylor" in meaning({1: "0", 2: "D"}, 4, "7")
    assert meaning({1: "0"}, 5, "4")
    assert meaning({1: "B"}, 5, "0") == ""  # contrast, not an approach
    assert meaning({1: "0"}, 3, "Z") == ""
    assert meaning({}, 4, "7") == ""
