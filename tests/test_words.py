"""Words are read alike on all sides: folded, without plural endings and words that tell nothing."""

from __future__ import annotations

import pytest

from codeward.words import fold, stem, tokens, words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Crohn's disease", "crohn disease"),
        ("Menière’s", "meniere"),
        ("gastro-esophageal", "gastro esophageal"),
        ("β-thalassemia", "beta thalassemia"),
        ("w/o fever\x00\t", "w o fever"),
        ("ＨＩＶ", "hiv"),
        ("patients' rights", "patients rights"),
    ],
)
def test_it_folds_case_accents_marks_and_possessives(typed: str, folded: str) -> None:
    assert fold(typed).split() == folded.split()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Type II diabetes", ["type", "2", "diabetes"]),
        ("stage v", ["stage", "5"]),
        ("type one", ["type", "1"]),
        ("vitamin v", ["vitamin", "v"]),
        ("factor VIII", ["factor", "8"]),
        ("one kidney", ["one", "kidney"]),
    ],
)
def test_roman_and_spelt_numbers_become_figures(typed: str, read: list[str]) -> None:
    assert words(typed) == read


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("fractures", "fracture"), ("biopsies", "biopsy"), ("abscesses", "abscess"), ("teeth", "tooth"),
        ("metastases", "metastasis"), ("boxes", "box"), ("fetus", "fetus"), ("pelvis", "pelvis"), ("gas", "gas"),
    ],
)  # fmt: skip
def test_plural_endings_come_off(many: str, one: str) -> None:
    assert stem(many) == one
    assert stem(one) == one


def test_stop_words_are_no_tokens() -> None:
    assert tokens("Fracture of the neck of the femur") == ["fracture", "neck", "femur"]
