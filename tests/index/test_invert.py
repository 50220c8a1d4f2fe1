"""Titles of the Tabular turned into paths of an index."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.index.derive.invert import heads, invert

KNOWN = frozenset(
    (
        "fracture", "disorder", "abscess", "furuncle", "carbuncle", "embolism", "thrombosis", "appendicitis",
        "infarction", "contusion",
    )
)  # fmt: skip


@pytest.mark.parametrize(("title", "paths"), [
    ("Fracture of unspecified part of neck of left femur", ["Fracture > femur > neck > left"]),
    ("Acute appendicitis with localized peritonitis", ["Appendicitis > acute > with > localized peritonitis"]),
    ("Acute myocardial infarction, unspecified", ["Infarction > myocardial > acute"]),
    ("Type 2 diabetes mellitus with diabetic neuropathy, unspecified",
     ["Diabetes mellitus > Type 2 > with > diabetic neuropathy"]),
    ("Cutaneous abscess, furuncle and carbuncle of face",
     ["Abscess > face > Cutaneous", "Furuncle > face", "Carbuncle > face"]),
    ("Embolism and thrombosis of popliteal vein", ["Embolism > popliteal vein", "Thrombosis > popliteal vein"]),
    ("Acute and chronic otitis media", ["Otitis media > chronic > acute"]),
    ("Cushing's syndrome, unspecified", ["Syndrome > Cushing's", "Cushing's syndrome"]),
    ("Burn of unspecified degree of back of right hand", ["Burn > hand > back > right"]),
    ("Pneumonia due to Klebsiella pneumoniae", ["Pneumonia > due to > Klebsiella pneumoniae"]),
    ("Aortic arch syndrome [Takayasu]", ["Syndrome > Aortic arch", "Takayasu"]),
    ("Fall on and from ladder", ["Fall > from ladder"]),
])  # fmt: skip
def test_a_title_becomes_paths(title: str, paths: list[str]) -> None:
    assert [" > ".join(path.levels) for path in invert(title, KNOWN)] == paths


def test_residual_titles_say_so() -> None:
    (other,) = invert("Other specified disorders of bladder", KNOWN)
    (vague,) = invert("Bladder disorder, unspecified", KNOWN)
    assert (other.other, other.vague) == (True, False)
    assert (vague.other, vague.vague, vague.levels) == (False, True, ("Disorder", "Bladder"))


def test_nonessential_modifiers_are_kept_apart() -> None:
    (path,) = invert("Essential (primary) hypertension", KNOWN)
    assert (path.levels, path.nonessential) == (("Hypertension", "Essential"), "(primary)")


def test_heads_are_the_nouns_of_titles() -> None:
    found = heads(["Fracture of rib", "Open fracture of femur", "Disorder of eye", "Acute"])
    assert found == {"fracture"}


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("abc ofwith ,()[]-'/É1"), max_size=40))
def test_no_title_is_too_odd(title: str) -> None:
    for path in invert(title, KNOWN):
        assert all(level.strip() for level in path.levels)
