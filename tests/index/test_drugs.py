"""One substance, one intent: the Table of Drugs' rule."""

from __future__ import annotations

import pytest

from codeward.errors import CodewardError
from codeward.index import Index
from codeward.index.drugs import intent
from codeward.index.tables import drug_column, neoplasm_column


@pytest.mark.parametrize("said", [None, "", "  ", "unknown", "not documented", "Unspecified"])
def test_an_intent_that_is_not_documented_is_accidental(said: str | None, index: Index) -> None:
    aspirin = index.entry("aspirin", "drugs")
    found = intent(said, aspirin)
    assert (found.column, found.code) == ("accidental", "T39.011")
    assert found.citation.endswith("I.C.19.e.5.b")


@pytest.mark.parametrize(("said", "column", "code"), [
    ("cannot be determined", "undetermined", "T39.014"), ("undetermined", "undetermined", "T39.014"),
    ("suicide attempt", "self_harm", "T39.012"), ("assault", "assault", "T39.013"),
    ("adverse effect", "adverse_effect", "T39.015"), ("underdosing", "underdosing", "T39.016"),
    ("wrong dose", "accidental", "T39.011"),
])  # fmt: skip
def test_what_the_record_says_chooses_the_column(said: str, column: str, code: str, index: Index) -> None:
    found = intent(said, index.entry("aspirin", "drugs"))
    assert (found.column, found.code) == (column, code)


def test_words_that_name_no_intent_are_told() -> None:
    with pytest.raises(CodewardError, match="names no intent"):
        intent("happily")


@pytest.mark.parametrize(("text", "row", "column"), [
    ("overdose of tylenol", "of tylenol", "accidental"),
    ("suicide attempt with tylenol", "with tylenol", "self_harm"),
    ("poisoning undetermined intent heroin", "heroin", "undetermined"),
    ("adverse effect of digoxin", "of digoxin", "adverse_effect"),
    ("aspirin", "aspirin", None),
])  # fmt: skip
def test_a_query_chooses_the_column_of_the_table(text: str, row: str, column: str | None) -> None:
    asked = drug_column(text)
    assert (asked.row, asked.column) == (row, column)


@pytest.mark.parametrize(("text", "row", "column"), [
    ("lung cancer", "lung", "malignant_primary"), ("metastatic brain tumor", "brain", "malignant_secondary"),
    ("neoplasm breast", "breast", None), ("carcinoma in situ of cervix", "of cervix", "in_situ"),
    ("benign neoplasm colon", "colon", "benign"),
    ("neoplasm of uncertain behavior of skin", "of of skin", "uncertain"), ("cough", "cough", None),
])  # fmt: skip
def test_a_query_chooses_the_column_of_the_neoplasm_table(text: str, row: str, column: str | None) -> None:
    asked = neoplasm_column(text)
    assert (asked.row, asked.column) == (row, column)
