"""NCCI's pairs on a claim: who is column 2, what parts them, whose list, which day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from codeward.edits import CaseFact
from codeward.edits.finding import Source
from tests.edits.conftest import Run, said, told

SHOULDER = {"code": "29827", "modifiers": ["RT"]}
OLD = date(2024, 7, 1)


def row(code: str, *modifiers: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "modifiers": list(modifiers), **more}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # 0: never, whatever the modifier; the code of column 2 stands first, in both orders of the lines.
        ([row("29827"), row("64415", "59")], [("CW-PP-001", "error", ("64415", "29827"))]),
        ([row("64415", "XU"), row("29827")], [("CW-PP-001", "error", ("64415", "29827"))]),
        # 1: an error alone; a modifier on either line asks the record.
        ([row("29827"), row("29822")], [("CW-PP-002", "error", ("29822", "29827"))]),
        ([row("29827"), row("29822", "59")], [("CW-PP-003", "verify", ("29822", "29827"))]),
        ([row("29827", "XS"), row("29822")], [("CW-PP-003", "verify", ("29822", "29827"))]),
        ([row("29827", "RT"), row("29822", "LT")], [("CW-PP-003", "verify", ("29822", "29827"))]),
        ([row("29827", "22"), row("29822", "51")], [("CW-PP-002", "error", ("29822", "29827"))]),
        # The same side on both says one place, and parts nothing; with 59 beside it somebody has to look twice.
        ([row("29827", "RT"), row("29822", "RT")], [("CW-PP-002", "error", ("29822", "29827"))]),
        (
            [row("29827", "RT"), row("29822", "59", "RT")],
            [("CW-PP-004", "warn", ("29822", "29827")), ("CW-PP-003", "verify", ("29822", "29827"))],
        ),
        # A visit is told by 25 or 57; 59 says nothing of it.
        ([row("29827"), row("99213", "57")], [("CW-PP-003", "verify", ("99213", "29827"))]),
        ([row("20610"), row("99213", "25")], [("CW-PP-003", "verify", ("99213", "20610"))]),
        # The side of the procedure says nothing of the visit.
        ([row("20610", "RT"), row("99213")], [("CW-PP-002", "error", ("99213", "20610"))]),
        ([row("20610"), row("99213", "59")], [("CW-PP-005", "warn", ("99213", "20610"))]),
        ([row("20610"), row("99213", "59", "25")], [("CW-PP-003", "verify", ("99213", "20610"))]),
        # 9 is no edit; a pair is judged on its own days; what is not on the list is no pair.
        ([row("29827"), row("29806")], []),
        ([row("29827"), row("20610")], []),
        ([row("11042"), row("11720")], []),
        ([row("29827"), row("73030")], []),
    ],
)  # fmt: skip
def test_a_pair_is_judged_by_indicator_and_modifiers(
    run: Run, lines: list[dict[str, Any]], expected: list[Any]
) -> None:
    assert told(run(lines), "CW-PP") == expected


@pytest.mark.parametrize(
    ("codes", "last_day_without", "first_day_with"),
    [(("11042", "11720"), "2026-05-12", "2026-05-13"), (("29827", "20610"), "2026-05-12", "2026-05-11")],
)
def test_a_pair_holds_from_its_first_day_to_its_last(
    run: Run, codes: tuple[str, str], last_day_without: str, first_day_with: str
) -> None:
    lines = [row(code) for code in codes]
    assert said(run(lines, day=last_day_without), "CW-PP") == []
    assert [one.rule for one in said(run(lines, day=first_day_with), "CW-PP")] == ["CW-PP-002"]


def test_before_july_2019_only_the_line_of_column_2_could_carry_the_modifier(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from codeward.codesets import Shelf

    # The list of 2026 answers for this test as if it were of that year.
    opened = Shelf.listed
    monkeypatch.setattr(Shelf, "listed", lambda shelf, name, on: opened(shelf, name, date(2026, 5, 12)))
    on_first, on_second = [row("29827", "59"), row("29822")], [row("29827"), row("29822", "59")]
    assert [one.rule for one in said(run(on_first, day="2019-06-30"), "CW-PP")] == ["CW-PP-002"]
    assert [one.rule for one in said(run(on_second, day="2019-06-30"), "CW-PP")] == ["CW-PP-003"]
    assert [one.rule for one in said(run(on_first, day="2019-07-01"), "CW-PP")] == ["CW-PP-003"]


def test_a_pair_is_of_one_day_and_one_practitioner(run: Run) -> None:
    other_day = [row("29827"), row("29822", date="2026-05-13")]
    other_hand = [row("29827", rendering="A"), row("29822", rendering="B")]
    same_hand = [row("29827", rendering="A"), row("29822", rendering="A")]
    assert said(run(other_day), "CW-PP") == said(run(other_hand), "CW-PP") == []
    assert len(said(run(same_hand), "CW-PP")) == 1
    # What a line leaves out is the claim's.
    by_claim = [row("29827", rendering="A"), row("29822")]
    assert len(said(run(by_claim, provider={"rendering": "A"}), "CW-PP")) == 1


def test_a_hospital_has_its_own_list_and_one_practitioner_itself(run: Run) -> None:
    lines = [row("45385", "59", rendering="A"), row("45380", "59", rendering="B")]
    assert [one.rule for one in said(run(lines, kind="outpatient"), "CW-PP")] == ["CW-PP-001"]
    alike = [row("45385"), row("45380", "59")]
    assert [one.rule for one in said(run(alike), "CW-PP")] == ["CW-PP-003"]
    stay = run(lines, kind="inpatient")
    assert said(stay, "CW-PP") == []
    assert "CW-PP" not in {one.rule for one in (*stay.checked, *stay.unchecked)}


def test_a_finding_gives_the_row_the_way_past_it_and_the_denial(run: Run) -> None:
    (found,) = said(run([SHOULDER, row("29822", "RT")]), "CW-PP")
    assert found.source == Source(
        "ncci-ptp",
        "ncci-ptp-2026-04-01",
        "ptp_practitioner_2026-04-01.csv",
        "29827 29822 2012-01-01 * 1 Standards",
    )
    assert found.lines == ("b", "a")
    assert found.bypass is not None
    assert found.bypass.modifiers == ("XE", "XS", "XP", "XU", "59")
    assert found.bypass.where == "on either line"
    assert "XS: another organ or structure" in found.bypass.record_must_show
    assert found.denial is not None
    assert (found.denial.group, found.denial.carc) == ("CO", "236")
    (never,) = said(run([SHOULDER, row("64415")]), "CW-PP")
    assert never.bypass is None
    (visit,) = said(run([row("29827"), row("99213")]), "CW-PP")
    assert visit.bypass is not None
    assert visit.bypass.modifiers == ("57",)
    (minor,) = said(run([row("20610"), row("99213")]), "CW-PP")
    assert minor.bypass is not None
    assert minor.bypass.modifiers == ("25",)


def test_without_the_list_nothing_is_found_and_it_is_said(bare: Run) -> None:
    result = bare([row("29827"), row("29822")])
    assert said(result, "CW-PP") == []
    (missing,) = (one for one in result.unchecked if one.rule == "CW-PP")
    assert missing.list == "ncci-ptp"
    assert missing.command == "codeward codesets install ncci-ptp"
    assert not result.clean
    assert "CW-PP" not in {one.rule for one in bare([row("29827")]).unchecked}


def test_the_list_of_another_quarter_is_no_answer(run: Run) -> None:
    result = run([row("29827"), row("29822")], day="2026-07-01")
    assert said(result, "CW-PP") == []
    assert "CW-PP" in {one.rule for one in result.unchecked}


@pytest.mark.parametrize(
    ("value", "codes", "rules"),
    [
        ("1", ("29827", "29822"), ["CW-PP-002"]),
        ("0", ("29827", "29822"), ["CW-PP-001"]),
        ("9", ("29827", "29822"), []),
        ("none", ("29827", "29822"), []),
        ("none", ("29822", "29827"), []),
    ],
)
def test_a_fact_of_the_case_answers_where_the_list_is_missing(
    bare: Run, value: str, codes: tuple[str, str], rules: list[str]
) -> None:
    fact = CaseFact("ncci-ptp-practitioner", OLD, codes, value)
    result = bare([row("29822"), row("29827")], facts=(fact,))
    assert [one.rule for one in said(result, "CW-PP")] == rules
    assert all("From this case, not from the list" in one.why for one in said(result, "CW-PP"))
    assert all(one.codes == ("29822", "29827") for one in said(result, "CW-PP"))
    assert "CW-PP" not in {one.rule for one in result.unchecked}
    assert ("CW-PP", "ncci-ptp-practitioner", "2024-07-01 (this case)") in result.checked


def test_what_the_case_does_not_tell_is_named_as_not_compared(bare: Run) -> None:
    fact = CaseFact("ncci-ptp-practitioner", OLD, ("29827", "29822"), "1")
    result = bare([row("29827"), row("29822"), row("73030")], facts=(fact,))
    (missing,) = (one for one in result.unchecked if one.rule == "CW-PP")
    assert "Not compared: 29827 with 73030, 29822 with 73030." in missing.why
    assert [one.rule for one in said(result, "CW-PP")] == ["CW-PP-002"]


def test_the_installed_list_stands_above_a_fact(run: Run) -> None:
    fact = CaseFact("ncci-ptp-practitioner", OLD, ("29827", "29822"), "none")
    assert [one.rule for one in said(run([row("29827"), row("29822")], facts=(fact,)), "CW-PP")] == [
        "CW-PP-002"
    ]


def test_a_code_that_is_not_valid_is_in_no_pair(run: Run) -> None:
    result = run([row("29827"), {**row("29822"), "system": "hcpcs"}])
    assert [one.rule for one in said(result, "CW-HC")] == ["CW-HC-001"]
    assert said(result, "CW-PP") == []


def test_a_line_without_a_name_is_of_whoever_gave_most_of_the_services(run: Run) -> None:
    named = [row("29827", rendering="B"), row("73030", rendering="B"), row("71046", rendering="A")]
    assert [one.lines for one in said(run([*named, row("29822")]), "CW-PP")] == [("d", "a")]
    # Of two who gave as many, the first by name.
    assert said(run([named[0], named[2], row("29822")]), "CW-PP") == []
