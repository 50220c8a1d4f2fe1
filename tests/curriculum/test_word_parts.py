"""Word parts: read strictly, each spelled into a real word, and joined by the rule that words follow."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.charts import WordPart, glossary, joined, read_parts, spells, word_parts
from codeward.errors import ChartError

HEAD = "schema: 1\nparts:\n"
ROOT = "  - {part: cardi/o, kind: root, means: heart, example: cardiac, spelled: [cardi/o, -ac]}\n"
END = "  - {part: -ac, kind: suffix, means: relating to, example: cardiac, spelled: [cardi/o, -ac]}\n"


def test_there_are_enough_parts_of_each_kind() -> None:
    kinds = [entry.kind for entry in word_parts().parts]
    assert len(kinds) >= 330
    assert min(kinds.count(kind) for kind in ("prefix", "root", "suffix")) >= 60


def test_each_example_is_what_the_rule_spells_but_for_named_ones() -> None:
    odd = {entry.example for entry in word_parts().parts if joined(entry.spelled).casefold() != entry.example}
    assert odd == {"biliary"}


def test_the_parts_of_the_glossary_are_parts_of_the_list() -> None:
    used = {part for entry in glossary().terms for part in entry.parts}
    assert len(used) >= 100
    assert {part for part in used if part not in word_parts()} == set()


def test_what_is_mistaken_for_each_other_means_something_else() -> None:
    parts = word_parts()
    alike = [
        (entry.part, other)
        for entry in parts.parts
        for other in entry.confused
        if parts[other].means == entry.means
    ]
    assert alike == []


@pytest.mark.parametrize(
    ("parts", "word"),
    [
        (["gastr/o", "enter/o", "-itis"], "gastroenteritis"),
        (["cardi/o", "-itis"], "carditis"),
        (["crypt/o", "orchid/o", "-ism"], "cryptorchidism"),
        (["hyper-", "kal/i", "-emia"], "hyperkalemia"),
        (["ot/o", "rhin/o", "laryng/o", "-logy"], "otorhinolaryngology"),
        (["peri-", "cardi/o", "-itis"], "pericarditis"),
    ],
)
def test_parts_are_joined_as_words_join_them(parts: list[str], word: str) -> None:
    assert joined(parts) == word
    assert spells(parts, word)
    assert spells(parts, f"acute {word}")
    assert not spells(parts[:-1], word)
    assert not spells([*parts[::-1]], word)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (ROOT + ROOT + END, "twice"),
        (END + ROOT, "out of order"),
        (ROOT.replace("kind: root", "kind: suffix") + END, "is written as a root"),
        (ROOT.replace("example: cardiac", "example: cardiology") + END, "does not spell"),
        (ROOT, "no part of the list"),
        (ROOT[:-2] + ", not: [cardi/o]}\n" + END, "not mistaken for itself"),
        (ROOT.replace("cardi/o", "cardio", 1) + END, "part"),
        (ROOT[:-2] + ", sound: x}\n" + END, "sound"),
    ],
)
def test_what_is_wrong_is_said_with_its_file_and_place(rows: str, says: str) -> None:
    with pytest.raises(ChartError) as caught:
        read_parts(HEAD + rows)
    assert says in str(caught.value)
    assert "parts.yaml" in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    with suppress(ChartError):
        read_parts(HEAD + f"  - {{part: {text}}}\n")


@given(st.sampled_from(word_parts().parts), st.sampled_from(word_parts().parts))
def test_a_longer_word_is_not_spelled_by_its_beginning(one: WordPart, other: WordPart) -> None:
    word = joined([*one.spelled, other.part])
    assert re.fullmatch(r"[a-z]+", word)
    assert not spells(one.spelled, word) or word == joined(one.spelled)
