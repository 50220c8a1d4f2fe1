"""The services of a claim beside each other: their order changes nothing; what one step stops comes up in no other."""

from __future__ import annotations

import random as chance
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.claims import Claim, Procedure
from codeward.codesets import Shelf
from codeward.edits import Scrubbed, scrub
from codeward.edits.days import named
from codeward.edits.model import Pending
from tests.edits.conftest import Run, claimed
from tests.edits.making import claim

CODES = ["29827", "29822", "64415", "20610", "99213", "29826", "45385", "G0463", "J1885", "9921X"]
MODIFIERS = ["25", "57", "59", "RT", "LT", "24", "79", "XS"]
LINE = st.fixed_dictionaries(
    {
        "code": st.sampled_from(CODES),
        "modifiers": st.lists(st.sampled_from(MODIFIERS), max_size=3, unique=True),
        "units": st.sampled_from([1, 2, 9]),
        "date": st.sampled_from(["2026-05-11", "2026-05-12", "2026-05-30"]),
        "rendering": st.sampled_from(["A", "B", None]),
    }
)  # fmt: skip


def essence(result: Scrubbed) -> list[Any]:
    """What is found: rule, severity, the set of its lines. Which of two like lines is named first is no difference."""
    return sorted(
        (one.rule, one.severity, one.codes[:1], tuple(sorted(one.lines))) for one in result.findings
    )


@pytest.mark.parametrize("kind", ["professional", "outpatient"])
def test_the_order_of_lines_changes_no_finding(
    with_lists: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("CODEWARD_HOME", str(with_lists))
    shelf = Shelf.on(date(2026, 5, 12))

    @settings(max_examples=120)
    @given(st.lists(LINE, min_size=2, max_size=7), st.integers(0, 1000))
    def holds(lines: list[dict[str, Any]], seed: int) -> None:
        rows = [{"id": "abcdefg"[n], **line} for n, line in enumerate(lines)]
        shuffled = list(rows)
        chance.Random(seed).shuffle(shuffled)
        one = scrub(claimed(rows, kind=kind), shelf)
        other = scrub(claimed(shuffled, kind=kind), shelf)
        assert essence(one) == essence(other)
        assert {(row.rule, row.list) for row in one.unchecked} == {
            (row.rule, row.list) for row in other.unchecked
        }
        assert set(one.checked) == set(other.checked)

    holds()


def test_a_line_that_is_stopped_comes_up_in_no_later_step(run: Run) -> None:
    # 9921X is no code: it is in no pair, has no limit, and is no primary of an add-on code.
    result = run([{"code": "9921X", "units": 99}, {"code": "29826"}])
    assert [one.rule for one in result.findings if "9921X" in one.codes] == ["CW-HC-001"]
    assert [
        one.rule for one in result.findings if "29826" in one.codes[:1] and one.rule.startswith("CW-AO")
    ] == ["CW-AO-001"]


def test_lines_without_an_id_are_told_by_their_code(run: Run) -> None:
    result = run([{"code": "29827", "id": None}, {"code": "9921X", "id": None}])
    assert [one.lines for one in result.findings if one.rule == "CW-HC-001"] == [()]
    assert not any("9921X" in one.why for one in result.unchecked)


def test_a_number_that_only_our_glosses_lack_is_not_checked_and_not_denied(run: Run) -> None:
    result = run([{"code": "24341"}])
    assert [one for one in result.findings if one.rule == "CW-HC-001"] == []
    assert "CW-HC-001" in {one.rule for one in result.unchecked}


def test_a_list_for_a_sentence_tells_of_more_only_where_there_are_more() -> None:
    assert named(["1", "2", "3", "4"]) == "1, 2, 3, 4"
    assert named(["1", "2", "3", "4", "5", "6"]) == "1, 2, 3, 4 and 2 more"


def test_a_family_that_waits_concerns_the_claims_that_have_what_it_speaks_of() -> None:
    def concerned(where: str, one: Claim) -> bool:
        return Pending.model_validate({"rule": "CW-XX", "list": "x", "where": where, "why": "w"}).concerns(
            one
        )

    visit, both = claim("99213"), claim("99213", "71046")
    operated = replace(visit, procedures=(Procedure("0DTJ4ZZ"),))
    assert [concerned("procedures", one) for one in (visit, operated)] == [False, True]
    assert [concerned("pairs", one) for one in (visit, both)] == [False, True]
    assert [concerned("lines", one) for one in (replace(visit, lines=()), visit)] == [False, True]
    assert not concerned("stay", visit)
