"""The hand-written cells of the conversion table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeward.codesets.lists.previous import previous_codes


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("A04.7", [("A047", None)]),
        ("C50.919, C50.929", [("C50919", None), ("C50929", None)]),
        ("H02.201, H02.202, H02.204 and H02.205",
         [("H02201", None), ("H02202", None), ("H02204", None), ("H02205", None)]),
        ("M96.89 & Y84.8", [("M9689", None), ("Y848", None)]),
        ("H35.20-H35.23", [("H3520", "H3523")]),
        ("H02.101-H02.106; H02.109", [("H02101", "H02106"), ("H02109", None)]),
        ("I63.- and P91.88", [("I63", "I63~"), ("P9188", None)]),
        ("Codes in Categories T15-T19", [("T15", "T19~")]),
        ("S20.371S; S20.372S", [("S20371S", None), ("S20372S", None)]),
        ("None", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_cell_is_read(cell: str, wanted: list[tuple[str, str | None]]) -> None:
    assert [(first, last) for first, last, _ in previous_codes(cell)] == wanted


def test_what_stood_together_is_a_combination_and_the_cell_is_kept() -> None:
    assert [flags for _, _, flags in previous_codes("M96.89 & Y84.8")] == [
        {"combination": True, "written": "M96.89 & Y84.8"}
    ] * 2
    assert [flags for _, _, flags in previous_codes("A04.7")] == [{}]


CODE = st.from_regex(r"[A-TV-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", fullmatch=True)


@given(st.lists(CODE, min_size=1, max_size=6), st.sampled_from([", ", "; ", " and ", " & "]))
def test_no_code_of_a_list_is_lost(codes: list[str], between: str) -> None:
    found = [first for first, last, _ in previous_codes(between.join(codes)) if last is None]
    assert found == [code.replace(".", "") for code in codes]


@given(st.text("AQZ09.-&, categorisn", max_size=80) | st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    squeezed = text.replace(".", "").upper()
    for first, last, _ in previous_codes(text):
        assert first.isalnum()
        assert first in squeezed
        assert last is None or last.rstrip("~") in squeezed
