"""Canonical text, quotes and spans."""

from __future__ import annotations

import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from codeward.charts import find_quote, not_canonical, overlap


def test_each_occurrence_of_a_quote_is_found_and_no_more() -> None:
    text = "no cough, no fever, no cough"
    assert [find_quote(text, "no cough", n) for n in (1, 2, 3)] == [0, 20, None]
    assert find_quote(text, "") is None
    assert find_quote("aaa", "aa", 2) == 1


@given(st.text(max_size=60), st.data())
def test_a_slice_is_found_at_its_own_offset_or_before(text: str, data: st.DataObject) -> None:
    assume(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = [find_quote(text, text[start:end], n) for n in range(1, len(text) + 1)]
    assert start in found


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_text_made_canonical_passes(text: str) -> None:
    clean = unicodedata.normalize("NFC", "\n".join(part.rstrip() for part in text.split("\n")))
    clean = "\n".join(part.rstrip() for part in clean.replace("\ufeff", "").split("\n"))
    assume(not {"\u2028", "\u2029"} & set(clean))
    assume(unicodedata.is_normalized("NFC", clean))
    assert not_canonical(clean) is None


def test_the_offset_of_a_fault_counts_code_points() -> None:
    assert not_canonical("🩺🩺\tx") == (2, "a tab; use blanks")
    assert (not_canonical("Ne\u0301e") or (0, ""))[0] == 1
    assert (not_canonical("ok\nbad \n") or (0, ""))[0] == 6


@given(st.tuples(st.integers(0, 50), st.integers(0, 50)), st.tuples(st.integers(0, 50), st.integers(0, 50)))
def test_overlap_is_the_size_of_the_shared_set(a: tuple[int, int], b: tuple[int, int]) -> None:
    shared = set(range(*a)) & set(range(*b))
    assert overlap(a, b) == len(shared)
