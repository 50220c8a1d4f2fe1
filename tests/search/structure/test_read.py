"""Structure is read alike from queries and from titles."""

from __future__ import annotations

from math import inf

import pytest

from codeward.search.structure import DENIED, Facet, facets_of, from_word, meets, structure_of


@pytest.mark.parametrize(
    ("said", "kind", "low", "high"),
    [
        ("3 cm", "size", 3, 3),
        ("2.6 to 7.5 cm", "size", 2.6, 7.5),
        ("2.5 cm at most", "size", 0, 2.5),
        ("15 mm", "size", 1.5, 1.5),
        ("20 sq cm", "area", 20, 20),
        ("14 year old", "years", 14, 14),
        ("age 12 to 17", "years", 12, 17),
        ("65 and older years", "years", 65, inf),
        ("2 years and up", "years", 2, inf),
        ("30 minutes", "minutes", 30, 30),
        ("24-96 consecutive hours", "minutes", 1440, 5760),
        ("level 4", "level", 4, 4),
        ("level IV", "level", 4, 4),
        ("three muscles and up", "count.muscle", 3, inf),
        ("one or two views", "count.view", 1, 2),
        ("two levels", "count.level", 2, 2),
        ("15 and up", "count", 15, inf),
        ("cabg x3", "count", 3, 3),
        ("1,000 ml", "volume", 1000, 1000),
    ],
)
def test_a_figure_with_its_unit_is_a_range(said: str, kind: str, low: float, high: float) -> None:
    assert Facet(kind, "", low, high) in facets_of(said, "cpt")


@pytest.mark.parametrize(
    ("said", "inside", "outside"),
    [("over 4 cm", 4.1, 4.0), ("less than 3 cm", 2.9, 3.0), ("> 96 hrs", 97 * 60, 96 * 60)],
)
def test_over_and_under_leave_out_the_figure_itself(said: str, inside: float, outside: float) -> None:
    (held,) = facets_of(said, "cpt")
    assert meets(Facet(held.kind, "", inside, inside), held)
    assert not meets(Facet(held.kind, "", outside, outside), held)


def test_the_first_part_of_a_measure_rules_no_larger_one_out() -> None:
    assert all(facet.kind != "area" for facet in facets_of("debridement, first 20 sq cm", "cpt"))


@pytest.mark.parametrize("said", ["w/o contrast", "without contrast", "no dye", "noncontrast"])
def test_a_condition_has_many_sayings(said: str) -> None:
    assert Facet("contrast", "without") in facets_of(said, "cpt")


def test_the_longest_saying_is_read() -> None:
    (asked,) = structure_of("ct abd w/wo contrast", "cpt").asked
    assert asked.facets == (Facet("contrast", "both"),)


def test_what_is_said_outright_stands_against_what_a_name_implies() -> None:
    approaches = [one for one in structure_of("colonoscopy open", "icd10pcs").asked if one.kind == "approach"]
    assert [facet.value for one in approaches for facet in one.facets] == ["open"]


def test_figures_are_taken_out_of_the_words_but_never_all_words() -> None:
    assert structure_of("simple repair 3 cm scalp", "cpt").rest.split() == ["simple", "repair", "scalp"]
    assert structure_of("45 minutes", "cpt").rest == "45 minutes"


def test_a_denial_is_no_word_asked_for() -> None:
    found = structure_of("balloon angioplasty no stent", "icd10pcs")
    assert found.denied == ("stent",)
    assert "stent" not in found.rest
    assert Facet(DENIED, "splint") in facets_of("set, no splint to hold it", "cpt")


def test_a_book_has_its_own_conditions() -> None:
    assert structure_of("retacrit non-esrd", "hcpcs").asked
    assert not structure_of("non-esrd", "icd10cm").asked


@pytest.mark.parametrize("facet", [Facet("size", "", 2.6, 7.5), Facet("level", "", 4, 4), Facet("contrast", "without"),
                                   Facet("count", "", 15, inf), Facet("minutes", "", 5760.001, inf)])  # fmt: skip
def test_a_facet_comes_back_from_its_word(facet: Facet) -> None:
    assert from_word(facet.word) == facet


@pytest.mark.parametrize(
    "text", ["", "9" * 400 + " cm", "1e999999 mg", "level", "x", "½ hour", "one" * 300, "- - /"]
)
def test_any_text_is_read(text: str) -> None:
    assert structure_of(text, "cpt").rest == structure_of(text, "cpt").rest.lower()
