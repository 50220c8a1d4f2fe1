"""What may be confused with what: families, as grading asks them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from codeward.edits import families

ON = date(2026, 5, 12)
BY_ID = {family.id: family for family in families()}


@pytest.mark.parametrize(
    ("family", "a", "b", "held"),
    [
        ("CW-NM-025", "R07.1", "R07.9", True),  # one group: where in the chest it hurts
        ("CW-NM-025", "R10.11", "R10.32", True),
        ("CW-NM-025", "R07.1", "R10.11", False),  # two groups: chest and belly are no near miss
        ("CW-NM-025", "R07.1", "R05.1", False),
        ("CW-NM-026", "R05.1", "R05.9", True),
        ("CW-NM-026", "R05.1", "R50.9", False),
        ("CW-NM-028", "Z3A.12", "Z3A.13", True),
        ("CW-NM-028", "Z3A.12", "Z37.0", False),
    ],
)
def test_the_members_of_one_group_may_be_confused_and_those_of_two_may_not(
    family: str, a: str, b: str, held: bool
) -> None:
    assert BY_ID[family].holds(a, b, ON) is held
    assert BY_ID[family].holds(b, a, ON) is held


@pytest.mark.parametrize("family", families(), ids=lambda one: one.id)
def test_a_family_holds_on_its_days_alone(family) -> None:  # type: ignore[no-untyped-def]
    codes = [
        "R07.1",
        "R07.9",
        "R05.1",
        "R05.9",
        "Z3A.12",
        "Z3A.13",
        "I10",
        "I11.9",
        "I63.9",
        "I69.30",
        "E10.9",
        "E11.9",
    ]
    before = family.valid_from - timedelta(days=1)
    assert not any(family.holds(a, b, before) for a in codes for b in codes)
