"""The surgical package: its days to the last, whose it is, and what parts a service from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from codeward.edits import CaseFact
from tests.edits.conftest import Run, said, told

DAY = date(2026, 5, 12)
MAJOR, ENDOSCOPY, NONE, VISIT = "29827", "20610", "73030", "99213"  # 090, 000, XXX
UNKNOWN = "50010"  # a number that we have no indicators of


def line(code: str, *modifiers: str, after: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "modifiers": list(modifiers),
        "date": (DAY + timedelta(days=after)).isoformat(),
        **more,
    }


def past(code: str, before: int, **more: Any) -> dict[str, Any]:
    return {"code": code, "date": (DAY - timedelta(days=before)).isoformat(), **more}


def found(result: Any) -> list[Any]:
    return told(result, "CW-GL")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # The day of a minor procedure: 25.
        ([line(ENDOSCOPY), line(VISIT)], [("CW-GL-001", "error", (VISIT, ENDOSCOPY))]),
        ([line(ENDOSCOPY), line(VISIT, "25")], []),
        ([line(ENDOSCOPY), line(VISIT, "57")], [("CW-GL-001", "error", (VISIT, ENDOSCOPY))]),
        ([line(MAJOR), line(ENDOSCOPY), line(VISIT, "57")], []),
        # Of two minor procedures the first by its number is named, in whatever order they are billed.
        ([line(ENDOSCOPY), line("10060"), line(VISIT)], [("CW-GL-001", "error", (VISIT, "10060"))]),
        ([line("10060"), line(ENDOSCOPY), line(VISIT)], [("CW-GL-001", "error", (VISIT, "10060"))]),
        ([line(ENDOSCOPY), line(VISIT, after=1)], []),
        ([line(NONE), line(VISIT)], []),
        # The day of a major one, and the day before: 57, for which 25 does not stand.
        ([line(MAJOR), line(VISIT)], [("CW-GL-002", "error", (VISIT, MAJOR))]),
        ([line(MAJOR), line(VISIT, "25")], [("CW-GL-002", "error", (VISIT, MAJOR))]),
        ([line(MAJOR), line(VISIT, "57")], []),
        ([line(MAJOR), line(VISIT, after=-1)], [("CW-GL-002", "error", (VISIT, MAJOR))]),
        ([line(MAJOR), line(VISIT, "57", after=-1)], []),
        ([line(MAJOR), line(VISIT, after=-2)], []),
        # Ninety days after, to the last: 24, for which 25 does not stand.
        ([line(MAJOR), line(VISIT, after=1)], [("CW-GL-003", "error", (VISIT, MAJOR))]),
        ([line(MAJOR), line(VISIT, "25", after=14)], [("CW-GL-003", "error", (VISIT, MAJOR))]),
        ([line(MAJOR), line(VISIT, after=90)], [("CW-GL-003", "error", (VISIT, MAJOR))]),
        ([line(MAJOR), line(VISIT, after=91)], []),
        ([line(MAJOR), line(VISIT, "24", after=14)], [("CW-GL-005", "verify", (VISIT, MAJOR))]),
        # Another operation within it: 58, 78 or 79.
        ([line(MAJOR), line(ENDOSCOPY, after=14)], [("CW-GL-004", "error", (ENDOSCOPY, MAJOR))]),
        ([line(MAJOR), line(ENDOSCOPY, "59", after=14)], [("CW-GL-004", "error", (ENDOSCOPY, MAJOR))]),
        ([line(MAJOR), line(ENDOSCOPY, "79", after=14)], [("CW-GL-005", "verify", (ENDOSCOPY, MAJOR))]),
        ([line(MAJOR), line(NONE, after=14)], []),
        # A return for a complication begins no package of its own.
        ([line(MAJOR, "78"), line(VISIT, after=14)], [("CW-GL-006", "warn", (MAJOR,))]),
        # Another practitioner's package binds nobody.
        ([line(MAJOR, rendering="A"), line(VISIT, after=14, rendering="B")], []),
        ([line(MAJOR, rendering="A"), line(VISIT, after=14, rendering="A")], [("CW-GL-003", "error", (VISIT, MAJOR))]),
    ],
)  # fmt: skip
def test_the_package_day_by_day(bare: Run, lines: list[dict[str, Any]], expected: list[Any]) -> None:
    assert found(bare(lines)) == expected
    assert found(bare(lines[::-1])) == expected


@pytest.mark.parametrize(
    ("row", "rules"),
    [
        (past(MAJOR, 30), ["CW-GL-003"]),
        (past(MAJOR, 90), ["CW-GL-003"]),
        (past(MAJOR, 91), []),
        (past(MAJOR, 30, same_group=False), []),
        (past(MAJOR, 30, modifiers=["78"]), []),
        (past("10060", 10), ["CW-GL-003"]),
        (past("10060", 11), []),
        (past(ENDOSCOPY, 1), []),
    ],
)
def test_what_the_group_did_before_has_its_package_too(
    bare: Run, row: dict[str, Any], rules: list[str]
) -> None:
    assert [one.rule for one in said(bare([line(VISIT)], history=[row]), "CW-GL")] == rules


@pytest.mark.parametrize(
    ("history", "asked"), [(None, False), ([], True), ([past(NONE, 10)], True), ([past(MAJOR, 10)], True)]
)
def test_an_unknown_history_is_not_an_empty_one(bare: Run, history: Any, asked: bool) -> None:
    result = bare([line(VISIT, "24")], history=history)
    missing = [(one.rule, one.list) for one in result.unchecked if one.rule == "CW-GL"]
    assert missing == ([] if asked else [("CW-GL", "history")])
    rules = [one.rule for one in said(result, "CW-GL")]
    if not asked:
        assert rules == []
    elif history == [past(MAJOR, 10)]:
        assert rules == ["CW-GL-005"]
    else:
        assert rules == ["CW-GL-006"]


def test_a_finding_says_until_when_and_what_would_part_it(bare: Run) -> None:
    (one,) = said(bare([line(MAJOR), line(VISIT, after=14)]), "CW-GL")
    assert "2026-05-12" in one.why
    assert "2026-08-10" in one.why
    assert one.lines == ("b", "a")
    assert one.bypass is not None
    assert one.bypass.modifiers == ("24",)
    assert one.source is not None
    assert "090" in str(one.source.row)
    assert one.denial is not None
    assert one.denial.carc == "97"


def test_days_before_our_indicators_and_unknown_numbers_are_said(bare: Run) -> None:
    early = (
        bare([line(MAJOR), line(VISIT)], day="2024-06-30")
        if False
        else bare(
            [{"code": MAJOR, "date": "2024-06-30"}, {"code": VISIT, "date": "2024-06-30"}], day="2024-06-30"
        )
    )
    assert found(early) == []
    assert ("CW-GL", "mpfs") in [(one.rule, one.list) for one in early.unchecked]
    unknown = bare([{"code": UNKNOWN}])
    assert UNKNOWN in next(one.why for one in unknown.unchecked if one.list == "mpfs" and one.rule == "CW-GL")


def test_a_fact_of_the_case_gives_the_days_of_a_number_that_we_do_not_have(bare: Run) -> None:
    fact = CaseFact("mpfs", date(2024, 7, 1), (UNKNOWN,), "global 090")
    result = bare([line(UNKNOWN), line(VISIT, after=14)], facts=(fact,))
    assert found(result) == [("CW-GL-003", "error", (VISIT, UNKNOWN))]
    assert "From this case" in said(result, "CW-GL")[0].why


def test_a_visit_that_its_pair_stops_gets_no_second_word(run: Run, bare: Run) -> None:
    lines = [line(ENDOSCOPY), line(VISIT)]
    assert [one.rule for one in run(lines).findings if one.severity == "error"] == ["CW-PP-002"]
    assert [one.rule for one in bare(lines).findings if one.severity == "error"] == ["CW-GL-001"]


@pytest.mark.parametrize("kind", ["outpatient", "inpatient"])
def test_a_hospital_has_no_surgical_package(bare: Run, kind: str) -> None:
    assert found(bare([line(MAJOR), line(VISIT)], kind=kind)) == []


@pytest.mark.parametrize("modifiers", [(), ("79",)])
def test_a_past_operation_whose_days_are_not_known_is_told_and_not_passed_over(
    bare: Run, modifiers: tuple[str, ...]
) -> None:
    result = bare([line(MAJOR, *modifiers)], history=[past(UNKNOWN, 20)])
    assert found(result) == []
    told_missing = [one.why for one in result.unchecked if one.rule == "CW-GL"]
    assert told_missing == [f"The global days of {UNKNOWN} in the history are not known here."]
    assert not [
        one for one in bare([line(MAJOR)], history=[past(UNKNOWN, 91)]).unchecked if one.rule == "CW-GL"
    ]
