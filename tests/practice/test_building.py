"""Build a word: parts become words, what they say is told, and what cannot be a word is refused by name."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.charts import WordPart, glossary, spells, word_parts
from codeward.practice import NoWord, build_word

PARTS = tuple(entry.part for entry in word_parts().parts)


@pytest.mark.parametrize(
    ("parts", "word", "known"),
    [
        (["gastr/o", "-itis"], "gastritis", True),
        (["hyper-", "kal/i", "-emia"], "hyperkalemia", True),
        (["bil/i", "-ary"], "biliary", True),
        (["dys-", "-pnea"], "dyspnea", True),
        (["my/o", "cardi/o", "-al"], "myocardial", True),
        (["onych/o", "-emia"], "onychemia", False),
    ],
)
def test_parts_become_a_word_and_words_in_use_are_known(parts: list[str], word: str, known: bool) -> None:
    built = build_word(parts)
    assert (built.word, built.known) == (word, known)
    assert [part.part for part in built.parts] == parts


def test_a_word_is_read_from_its_end() -> None:
    assert build_word(["peri-", "cardi/o", "-itis"]).says == "inflammation; around; heart"


def test_the_term_of_the_glossary_is_found_also_where_it_is_one_word_of_several() -> None:
    assert build_word(["hemat/o", "-uria"]).term is glossary()["hematuria"]
    assert build_word(["my/o", "cardi/o", "-al"]).term is glossary()["myocardial infarction"]
    assert build_word(["onych/o", "-emia"]).term is None


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (["gastr/o", "hyper-"], "is a prefix and stands after"),
        (["-itis", "gastr/o"], "is not the last part"),
        (["hyper-", "hypo-"], "nothing stands after it"),
        (["gastr/o", "zzz/o"], "no part of the list"),
        (["gastr/o"], "2 to 6 parts"),
        (["gastr/o"] * 7, "2 to 6 parts"),
    ],
)
def test_what_makes_no_word_is_refused_by_name(parts: list[str], says: str) -> None:
    with pytest.raises(NoWord, match=says):
        build_word(parts)


def test_every_example_of_the_list_is_built_from_its_parts_and_known() -> None:
    for entry in word_parts().parts:
        built = build_word(entry.spelled)
        assert (built.word, built.known) == (entry.example, True)


def test_every_term_with_parts_is_built_to_a_word_of_itself() -> None:
    for entry in glossary().terms:
        if len(entry.parts) > 1:
            built = build_word(entry.parts)
            assert built.known, entry.term
            assert spells(entry.parts, entry.term)


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8))
def test_any_parts_make_a_word_or_are_refused(parts: list[str]) -> None:
    with suppress(NoWord):
        built = build_word(parts)
        assert built.word.isalpha()
        assert len(built.reading) == len(parts)
        assert all(isinstance(part, WordPart) for part in built.parts)
