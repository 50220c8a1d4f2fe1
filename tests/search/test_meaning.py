from __future__ import annotations

import pytest

from codeward.search.indexfile import IndexFile
from codeward.search.meaning import Word, joined, kin, word
from codeward.search.reasons import Reason


def meant(index: IndexFile, found: Word) -> set[str]:
    return {index.vocab[number] for number in found.means}


@pytest.mark.parametrize(
    ("british", "american"),
    [("oesophageal", "esophageal"), ("haematuria", "hematuria"), ("tumours", "tumor"), ("anaemias", "anemia"),
     ("foetal", "fetal"), ("immunisation", "immunization"), ("leukaemia", "leukemia"), ("oedema", "edema")],
)  # fmt: skip
def test_british_spelling_is_read(index: IndexFile, british: str, american: str) -> None:
    found = word(index, british, last=False)
    assert american in meant(index, found)
    assert found.note == Reason("spelling", british, american)


def test_a_slip_is_corrected_and_says_so(index: IndexFile) -> None:
    found = word(index, "diabtes", last=False)
    assert found.stem == "diabete"
    assert found.note is not None
    assert found.note.words.startswith("spelling: diabtes → diabetes")


def test_a_last_word_may_be_unfinished(index: IndexFile) -> None:
    found = word(index, "pneum", last=True)
    assert found.open
    assert "pneumonia" in meant(index, found)


def test_a_word_in_the_middle_is_corrected_rather_than_completed(index: IndexFile) -> None:
    assert word(index, "fractur", last=False).stem == "fracture"


def test_nonsense_means_nothing(index: IndexFile) -> None:
    assert word(index, "zzqxv", last=False).means == {}


def test_kin_are_worth_less_than_the_word_itself(index: IndexFile) -> None:
    number = index.number["infection"]
    means = kin(index, "infection", number)
    assert means[number] == 1.0
    assert all(worth < 1.0 for other, worth in means.items() if other != number)
    assert index.number["infected"] in means


def test_what_the_book_writes_as_one_word_is_joined(index: IndexFile) -> None:
    parts = ["non", "union"]
    found = joined(index, parts, [word(index, part, last=False)._replace(said=part) for part in parts])
    assert [each.stem for each in found] == ["nonunion"]


def test_what_the_book_writes_as_two_words_is_parted(index: IndexFile) -> None:
    parts = ["anklesprain"]
    found = joined(index, parts, [word(index, part, last=False)._replace(said=part) for part in parts])
    assert [each.stem for each in found] == ["ankle", "sprain"]


def test_a_word_of_the_lexicon_is_not_parted(index: IndexFile) -> None:
    parts = ["kneecap"]
    found = joined(index, parts, [word(index, part, last=False)._replace(said=part) for part in parts])
    assert [each.stem for each in found] == ["kneecap"]
