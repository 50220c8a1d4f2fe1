"""The closed list of citations."""

from __future__ import annotations

import pytest

from codeward.charts import authorities, parse_tabular
from codeward.edits import clinicians, families, policies, rules


def test_every_main_section_of_the_guidelines_is_listed() -> None:
    known = authorities()
    wanted = [f"I.A.{n}" for n in range(1, 20)] + [f"I.B.{n}" for n in range(1, 21)]
    wanted += [f"I.C.{n}" for n in range(1, 23)] + [f"II.{c}" for c in "ABCDEFGHIJK"]
    wanted += [f"III.{c}" for c in "ABC"] + [f"IV.{c}" for c in "ABCDEFGHIJKLMNOPQ"]
    assert [name for name in wanted if name not in known] == []
    assert all(item.title and item.text for item in known.values())


def test_the_kinds_of_z_codes_have_the_numbers_of_the_guidelines_of_fiscal_year_2026() -> None:
    # Since April 2025 newborns are the sixteenth kind; before that they were the twelfth.
    titles = [authorities()[f"I.C.21.c.{n}"].title.split()[0] for n in range(12, 18)]
    assert titles == ["Routine", "Miscellaneous", "Nonspecific", "Z", "Newborns", "Social"]


def test_what_the_rules_cite_is_listed() -> None:
    cited = {c for rule in rules() for c in rule.citation} | {c for item in families() for c in item.citation}
    cited |= {c for item in policies().classes.values() for c in item.citation} | set(clinicians().citation)
    assert cited - set(authorities()) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tabular E11.22", ("E11.22", None)),
        ("Tabular E11 use_additional", ("E11", "use_additional")),
        ("Tabular A00-A09 excludes1", ("A00-A09", "excludes1")),
        ("Tabular E11 whatever", None),
        ("Coding Clinic 2024", None),
        ("I.B.2", None),
    ],
)
def test_a_tabular_citation_is_a_place_and_perhaps_a_kind(
    text: str, expected: tuple[str, str | None] | None
) -> None:
    assert parse_tabular(text) == expected
