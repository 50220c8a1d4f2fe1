"""Sets of codes: what is told by the category alone is what reading every reference tells."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from codeward.codesets import books, matches
from codeward.edits import CodeSet, rules

CODES = tuple(Random(5).sample(list(books.open("icd10cm", on=date(2026, 6, 1))), 400))


@pytest.mark.parametrize(
    "code", ["E119", "e11.9", "E11", "E1", "", "T36.0X6A", "t360x6a", "Z3A.20", "O9A.111"]
)
def test_however_a_code_is_written_the_set_answers_as_its_references_do(code: str) -> None:
    for texts in (
        ["E08-E13"],
        ["T36-T50 with fifth or sixth character 6"],
        ["O00-O9A", "Z3A"],
        ["E11.9"],
        [],
    ):
        held = CodeSet(texts)
        assert held.matches(code) == any(matches(one, code) for one in held.references), (texts, code)


def test_every_rule_covers_what_its_references_name() -> None:
    for rule in rules():
        for held in (rule.codes, rule.unless, rule.others):
            found = [code for code in CODES if held.matches(code)]
            assert found == [code for code in CODES if any(matches(one, code) for one in held.references)]
