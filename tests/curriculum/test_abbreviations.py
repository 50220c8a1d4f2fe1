"""Abbreviations: read strictly, each meaning with words of a note that do not give it away."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.curriculum import abbreviations, read_abbreviations
from codeward.errors import ChartError

HEAD = "schema: 1\nabbreviations:\n"
ONE = "  - {short: MI, means: [{words: myocardial infarction, seen: 'Troponin 12, acute ~'}]}\n"


def test_there_are_enough_and_the_ambiguous_ones_tell_each_meaning() -> None:
    found = abbreviations()
    assert len(found.abbreviations) >= 150
    for short, least in {"MS": 3, "RA": 3, "PT": 3, "CP": 2, "DM": 2, "PE": 2, "CC": 2, "PCP": 3}.items():
        assert len(found[short].means) >= least, short
    assert found["ms"] is found["MS"]
    assert "zz" not in found


def test_no_note_says_what_its_abbreviation_stands_for() -> None:
    told = [
        (entry.short, one.words)
        for entry in abbreviations().abbreviations
        for one in entry.means
        if one.words.casefold() in one.seen.casefold()
    ]
    assert told == []


def test_each_note_holds_its_abbreviation_once() -> None:
    for entry in abbreviations().abbreviations:
        for one in entry.means:
            assert one.note(entry.short).count("~") == 0
            assert entry.short in one.note(entry.short)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (ONE + ONE, "twice"),
        (ONE + ONE.replace("MI,", "AF,"), "out of order"),
        (ONE.replace("~", "MI"), "seen"),
        (
            ONE.replace("[{", "[{words: Myocardial Infarction, seen: 'An older one, ~'}, {"),
            "the same",
        ),
        (ONE.replace("words", "word"), "word"),
        (ONE.replace("MI,", "mi,"), "short"),
    ],
)
def test_what_is_wrong_is_said_with_its_file_and_place(rows: str, says: str) -> None:
    with pytest.raises(ChartError) as caught:
        read_abbreviations(HEAD + rows)
    assert says in str(caught.value)
    assert "abbreviations.yaml" in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with suppress(ChartError):
        read_abbreviations(HEAD + f"  - {{short: {text}}}\n")
