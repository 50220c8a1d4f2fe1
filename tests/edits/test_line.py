"""Each service by itself: each rule fires, comes near, is of another day, and says so where it is not asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.claims import Claim
from codeward.codesets import Shelf, cpt, modifiers
from codeward.codesets.install.installer import install_path
from codeward.edits import indicators as room
from codeward.edits import rules
from codeward.edits.serviceset import ServiceSet
from tests.edits.making import SHELF, claim, line, rules_found, scrubbed

COMMERCIAL = {"payer": "commercial"}
HOSPITAL = {"kind": "outpatient", "place": None}
HISTORY = {"code": "99213", "date": "2023-05-12"}


def known(history: dict[str, Any] | None, code: str = "99203", **more: Any) -> Claim:
    return claim(code, history=None if history is None else [history], **more)


# rule, a claim that breaks it, a claim that comes near
CASES: list[tuple[str, Claim, Claim]] = [
    ("CW-LN-001", claim("99070"), claim("99070", **COMMERCIAL)),
    ("CW-LN-001", claim("97010"), claim("99024")),
    ("CW-LN-002", claim("99243"), claim("99243", **COMMERCIAL)),
    ("CW-LN-003", claim("99397"), claim("99397-GY")),
    ("CW-LN-004", claim("11055"), claim("11042")),
    ("CW-LN-005", claim("94760", "99213"), claim("94760", "80053")),
    ("CW-LN-005", claim("94760", "99213"), claim("94760", line("99213", rendering="another"))),
    ("CW-LN-006", claim(line("3044F", charge=2)), claim(line("3044F", charge=1))),
    ("CW-LN-010", claim("99213", place="98"), claim("99213", place="11")),
    ("CW-LN-011", claim("99213", place="21"), claim("99213", place="22")),
    ("CW-LN-012", claim("99213", place="23"), claim("99283", place="23")),
    ("CW-LN-013", claim("99283", place="20"), claim("99283", place="23")),
    ("CW-LN-013", claim("99281"), claim("99281", place=None)),
    ("CW-LN-014", claim("99232", place="11"), claim("99232", place="22")),
    ("CW-LN-014", claim("99217", day="2022-05-12"), claim("99285", place="11")),
    ("CW-LN-015", claim("99309", place="21"), claim("99309", place="31")),
    ("CW-LN-016", claim("99349", place="22"), claim("99349", place="13")),
    ("CW-LN-017", claim("71046-TC", place="22"), claim("71046-TC", place="11")),
    ("CW-LN-017", claim("71046", place="21"), claim("71046-26", place="21")),
    ("CW-LN-017", claim("93000", place="22"), claim("93010", place="22")),
    ("CW-LN-017", claim("93005", place="23"), claim("93005", place="24")),
    ("CW-LN-018", claim("96372", place="22"), claim("96372")),
    ("CW-LN-020", known(HISTORY), known({**HISTORY, "date": "2023-05-11"})),
    ("CW-LN-020", known(HISTORY), known({**HISTORY, "same_group": False})),
    ("CW-LN-020", known(HISTORY, "92004"), known({**HISTORY, "code": "71046"})),
    ("CW-LN-020", known(HISTORY, "99385"), known({**HISTORY, "date": "2026-05-12"})),
    ("CW-LN-020", known(HISTORY), known(HISTORY, "99213")),
    ("CW-MX-001", claim("99213-ZQ"), claim("99213-25")),
    ("CW-MX-001", claim("99213-28"), claim("H0004-HQ")),
    ("CW-MX-002", claim("99213-CS"), claim("99213-CS", day="2023-05-11")),
    ("CW-MX-002", claim("J9271-JZ", day="2022-12-31"), claim("J9271-JZ", day="2023-01-01")),
    ("CW-MX-003", claim("99213-59"), claim("11042-59")),
    ("CW-MX-003", claim("27447-25"), claim("99213-25")),
    ("CW-MX-003", claim("11042-57"), claim("99213-57")),
    ("CW-MX-003", claim("J1885-26"), claim("71046-26")),
    ("CW-MX-004", claim("J1885-E1"), claim("67800-E1")),
    ("CW-MX-004", claim("99213-RT"), claim("20610-RT")),
    ("CW-MX-005", claim("99283-27", place="23"), claim("99283-27", **HOSPITAL)),
    ("CW-MX-005", claim("45378-73", place="22"), claim("45378-73", place="24")),
    ("CW-MX-005", claim("27447-80-RT", **HOSPITAL), claim("27447-80-RT")),
    ("CW-MX-006", claim("93010-26"), claim("71046-26")),
    ("CW-MX-006", claim("20610-26"), claim("88305-26")),
    ("CW-MX-007", claim("93005-TC"), claim("71046-TC")),
    ("CW-MX-008", claim("11042-50"), claim("27447-50")),
    ("CW-MX-008", claim("92014-50"), claim("73110-50")),
    ("CW-MX-009", claim("64721-80-RT"), claim("27447-80-RT")),
    ("CW-MX-009", claim("64721-AS-RT"), claim("27447-AS-RT")),
    ("CW-MX-010", claim("29881-80-RT"), claim("27447-80-RT")),
    ("CW-MX-011", claim("64721-62-RT"), claim("22551-62")),
    ("CW-MX-012", claim("27447-62-RT"), claim("22551-62")),
    ("CW-MX-013", claim("27447-66-RT"), claim("27447-62-RT")),
    ("CW-MX-014", claim("33361-66"), claim("33361-62")),
    ("CW-MX-015", claim("22552-51"), claim("11042-51")),
    ("CW-MX-016", claim("20610-54-RT"), claim("27447-54-RT")),
    ("CW-MX-020", claim("71046-26-TC"), claim("71046-26-59")),
    ("CW-MX-020", claim("27447-50-RT"), claim("27447-50")),
    ("CW-MX-020", claim("11042-59-XS"), claim("11042-XS")),
    ("CW-MX-020", claim("J9271-JW-JZ"), claim("J9271-JZ")),
    ("CW-MX-020", claim("97110-CQ"), claim("97110-CQ-GP")),
    ("CW-MX-020", claim("99213-25-25"), claim("99213-25")),
    ("CW-MX-020", claim("27447-80-AS-RT"), claim("27447-80-AS-RT", **COMMERCIAL)),
    ("CW-MX-026", claim("27447-RT-LT"), claim("27447-50")),
    ("CW-MX-026", claim("27447-RT-LT"), claim("27447-RT-LT", **COMMERCIAL)),
    ("CW-MX-027", claim("99214-25", "G2211", "20610"), claim("99214-25", "G2211", "G0439")),
    ("CW-MX-027", claim("99214-25", "G2211", "20610"), claim("99214", "G2211")),
    ("CW-MX-027", claim("99214-25", "G2211", "20610"), claim("99214-25", "G2211", **COMMERCIAL)),
    ("CW-MX-021", claim("71046-RT-26"), claim("71046-26-RT")),
    ("CW-MX-021", claim("27447-RT-80"), claim("A0429-RH-QN")),
    ("CW-MX-021", claim("A0429-QN-RH"), claim("99213-25-GC")),
    ("CW-MX-022", claim("27447"), claim("27447-LT")),
    ("CW-MX-022", claim("20610"), claim("20610-50")),
    ("CW-MX-022", claim("29881"), claim("20610-F5")),
    ("CW-MX-022", claim("29827"), claim("29826")),
    ("CW-MX-022", claim("64721"), claim("11042", "73110", "99213")),
    ("CW-MX-023", claim(line("27447-50", units=2)), claim(line("27447-50", units=1))),
    ("CW-MX-023", claim(line("27447-50", units=2)), claim(line("27447-50", units=2), **COMMERCIAL)),
    ("CW-MX-023", claim(line("27447-50", units=2)), claim(line("27447-50", units=2), place="24")),
    ("CW-MX-024", claim("00142"), claim("00142-QZ")),
    ("CW-MX-024", claim("00142-P3"), claim("00142", **COMMERCIAL)),
    ("CW-MX-025", claim("A0429"), claim("A0429-SH")),
    ("CW-MX-025", claim("A0425-GY"), claim("A0428-SG")),
    ("CW-MX-030", claim("J9271-JW"), claim("J9271-JW", "J9271")),
    ("CW-MX-030", claim("J9271-JW", "J9299"), claim("J9271", "J9271-JW")),
    ("CW-MX-031", claim("J9271-JZ", "J9271-JW"), claim("J9271-JZ", "J9299-JW")),
    ("CW-MX-032", claim("J9271"), claim("J9271-JZ")),
    ("CW-MX-032", claim("J9271"), claim("J9271", "J9271-JW")),
    ("CW-MX-032", claim("J9271", day="2023-07-01"), claim("J9271", day="2023-06-30")),
    ("CW-MX-032", claim("J1885"), claim("J1885", **COMMERCIAL)),
    ("CW-MX-033", claim("J9271-JZ", **COMMERCIAL), claim("J9271-JZ")),
    ("CW-UN-001", claim(line("99213", units=0)), claim(line("99213", units=1))),
    ("CW-UN-002", claim(line("97110-GP", units=1.5)), claim(line("A0425-RH", units=8.3))),
    ("CW-UN-002", claim(line("J1885", units="0.5")), claim(line("J1885", units=2))),
    ("CW-UN-003", claim(line("J1885", units=1, drug={"ndc": "1", "unit": "ME", "quantity": 30})),
                  claim(line("J1885", units=2, drug={"ndc": "1", "unit": "ME", "quantity": 30}))),
    ("CW-UN-003", claim(line("J1885", units=3, drug={"ndc": "1", "unit": "GR", "quantity": "0.03"})),
                  claim(line("J1885", units=3, drug={"ndc": "1", "unit": "ME", "quantity": 31}))),
    ("CW-UN-004", claim(line("00142-AA", units=4)), claim(line("00142-AA", units=5))),
    ("CW-UN-004", claim(line("00142-AA", units=4)), claim(line("01996-AA", units=1))),
    ("CW-UN-004", claim(line("00142-AA", units=1)), claim(line("00142-AA", units=0))),
    ("CW-UN-003", claim(line("J1885", units=9, drug={"ndc": "1", "unit": "ME", "quantity": 15})),
                  claim(line("J1885", units=9, drug={"ndc": "1", "unit": "ME", "quantity": 0}))),
]  # fmt: skip


def same(found: Claim) -> Shelf:
    return Shelf.on(found.coded_on) if found.coded_on != SHELF.day else SHELF


@pytest.mark.parametrize(
    ("rule", "breaks", "near"), CASES, ids=[f"{n}-{row[0]}" for n, row in enumerate(CASES)]
)
def test_a_rule_finds_what_breaks_it_and_leaves_what_is_near(rule: str, breaks: Claim, near: Claim) -> None:
    found = [one for one in scrubbed(breaks, same(breaks)).findings if one.rule == rule]
    assert found
    assert all(one.lines and one.codes and one.citation and one.why for one in found)
    assert all("{" not in f"{one.what}{one.why}{one.way_out}" for one in found)
    assert rule not in rules_found(near, same(near))


def test_every_rule_of_lines_has_its_case() -> None:
    assert {rule.id for rule in rules() if rule.kind == "line"} == {row[0] for row in CASES}


@pytest.mark.parametrize("rule", [rule for rule in rules() if rule.kind == "line"], ids=lambda rule: rule.id)
def test_a_rule_is_silent_before_its_first_day(rule: Any) -> None:
    assert not rule.applies_on(date(2015, 9, 30))


def test_each_value_of_an_indicator_is_judged_or_left_on_purpose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every value that CMS defines, against every modifier that rests on it: error, warn, verify or silence."""
    judged: dict[str, dict[str, str]] = {
        "26": {"pc_tc": "0E 1- 2E 3E 4E 5E 6- 7E 8- 9E"},
        "TC": {"pc_tc": "0E 1- 2E 3E 4E 5E 6E 7E 8E 9E"},
        "50": {"bilateral": "0E 1- 2E 3- 9E"},
        "80": {"assistant": "0V 1E 2- 9E"},
        "AS": {"assistant": "0V 1E 2- 9E"},
        "62": {"co_surgeons": "0E 1V 2- 9E"},
        "66": {"team_surgeons": "0E 1V 2- 9E"},
        "51": {"multiple_procedure": "0W 1- 2- 3- 4- 5- 6- 7- 9W"},
        "54": {"global_days": "000E 010- 090- MMM- XXXE YYY- ZZZE"},
    }  # fmt: skip
    code = "29881"
    for modifier, expected in judged.items():
        for name, values in expected.items():
            for text in values.split():
                value, mark = text[:-1], text[-1]
                said = room.Indicators(code, {name: value}, "2026-04-01", None)
                monkeypatch.setattr("codeward.edits.service.indicators_of", lambda *_, said=said: said)
                hits = [
                    one.severity[0].upper()
                    for one in scrubbed(claim(f"{code}-{modifier}-RT", place="24")).findings
                    if one.source is not None and one.source.list == "mpfs"
                ]
                assert hits == ([] if mark == "-" else [mark]), (modifier, name, value)


def test_a_finding_by_an_indicator_shows_the_row_and_the_edition_it_rests_on() -> None:
    (found,) = [one for one in scrubbed(claim("64721-80-RT")).findings if one.rule == "CW-MX-009"]
    assert found.source is not None
    assert tuple(found.source) == ("mpfs", "2024-07-01", "facts.csv", "64721 assistant 1")
    assert found.denial is not None
    assert (found.denial.group, found.denial.carc) == ("CO", "54")
    assert "2024-07-01" in {
        one.edition for one in scrubbed(claim("64721-80-RT")).checked if one.list == "mpfs"
    }


def test_before_the_facts_begin_and_for_numbers_without_any_it_is_said_and_nothing_found() -> None:
    old = claim("64721-80-RT", "27447", day="2024-06-30")
    result = scrubbed(old, Shelf.on(old.coded_on))
    assert not [one for one in result.findings if one.rule in ("CW-MX-009", "CW-MX-022")]
    (waiting,) = [one for one in result.unchecked if one.rule == "CW-LN"]
    assert (waiting.list, waiting.command) == ("mpfs", "codeward codesets install mpfs=2024-06-30")
    assert "27447, 64721" in waiting.why
    first = claim("64721-80-RT", day="2024-07-01")
    assert "CW-MX-009" in rules_found(first, Shelf.on(first.coded_on))
    assert "CW-LN" not in {one.rule for one in scrubbed(claim("E0601-RR", "J9271-JZ")).unchecked}


# The columns of CMS's file; of the row only what is asked here.
COLUMNS = (
    "hcpcs,mod,status_code,not_used_for_medicare_payment,work_rvu,non_fac_pe_rvu,non_fac_indicator,facility_pe_rvu,"
    "facility_indicator,mp_rvu,non_facility_total,facility_total,pctc_ind,glob_days,pre_op,intra_op,post_op,mult_proc,"
    "bilat_surg,asst_surg,co_surg,team_surg,endo_base,conv_factor"
)
ROW = "64721,,A,,4.97,6,,6,,0.9,12,12,0,090,0.1,0.7,0.2,2,1,2,0,0,,33.0"


def test_an_installed_list_of_the_day_goes_before_our_own_facts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "pprrvu_rvu26b_apr.csv"
    file.write_text(f"{COLUMNS}\n{ROW}\n", encoding="utf-8")
    install_path("mpfs", None, file, home=tmp_path)
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))
    shelf = Shelf.on(SHELF.day)
    found = claim("64721-80-RT", "64721")
    assert "CW-MX-009" not in rules_found(found, shelf)
    (side,) = [one for one in scrubbed(found, shelf).findings if one.rule == "CW-MX-022"]
    assert side.source is not None
    assert (side.source.edition, side.source.row) == ("mpfs-2026-04-01", "64721 bilateral 1; global days 090")
    assert "27447" in next(
        one.why for one in scrubbed(claim("27447"), shelf).unchecked if one.rule == "CW-LN"
    )
    later = claim("64721-80-RT", day="2026-07-01")  # the next quarter: our own facts again, by their name
    assert "CW-MX-009" in rules_found(later, Shelf.on(later.coded_on))


def test_a_place_is_named_by_its_number_and_what_it_is() -> None:
    (found,) = [one for one in scrubbed(claim("99283", place="20")).findings if one.rule == "CW-LN-013"]
    assert "place 20, urgent care, is none" in found.why


def test_without_a_history_a_new_patient_is_unchecked() -> None:
    assert "CW-LN-020" in {one.rule for one in scrubbed(known(None)).unchecked}
    assert "CW-LN-020" not in {one.rule for one in scrubbed(claim("99203", history=[])).unchecked}
    assert "CW-LN-020" not in {one.rule for one in scrubbed(claim("99213")).unchecked}


def test_a_drug_whose_unit_is_no_amount_is_unchecked() -> None:
    drug = {"ndc": "1", "unit": "ME", "quantity": 30}
    result = scrubbed(claim(line("J7999", units=1, drug=drug)))
    assert "CW-UN-003" in {one.rule for one in result.unchecked}
    millilitres = scrubbed(claim(line("J1885", units=1, drug={**drug, "unit": "ML"})))
    assert "CW-UN-003" not in {one.rule for one in (*millilitres.findings, *millilitres.unchecked)}


def test_a_line_whose_code_is_not_valid_is_not_judged_further() -> None:
    both = claim("9921X-ZQ", "99213-ZQ")
    found = [(one.rule, one.lines) for one in scrubbed(both).findings]
    assert ("CW-HC-001", ("l1",)) in found
    assert [lines for rule, lines in found if rule == "CW-MX-001"] == [("l2",)]


def test_plans_of_medicare_are_medicare_and_nobody_else_is() -> None:
    assert "CW-LN-001" in rules_found(claim("99070", payer="Medicare Advantage"))
    for payer in ("medicaid", "self-pay", "other", None):
        assert "CW-LN-001" not in rules_found(claim("99070", payer=payer))


CODES = [
    *(
        "99213",
        "99203",
        "27447",
        "71046",
        "93000",
        "J9271",
        "A0429",
        "00142",
        "64721",
        "E0601",
        "H0004",
        "9921X",
    ),
    "0101T",
]
MODIFIERS = [one.code for one in modifiers.all()] + ["ZQ", "RH", "HQ", "", "é", "-"]
LINES = st.builds(
    lambda code, given, units, place: line(code, units=units, place=place) | {"modifiers": given},
    st.sampled_from(CODES) | st.text(max_size=6),
    st.lists(st.sampled_from(MODIFIERS) | st.text(max_size=3), max_size=4),
    st.none() | st.decimals(0, 99_999, places=2).map(float),
    st.sampled_from([None, "11", "21", "22", "23", "99", "xx"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=6), st.sampled_from(["medicare", "commercial", None]), st.randoms())
def test_any_claim_that_is_read_is_judged_and_the_order_of_lines_changes_no_finding(
    given_lines: list[dict[str, Any]], payer: str | None, random: Any
) -> None:
    one = claim(*given_lines, payer=payer)
    numbered = [{**each, "id": f"l{n}"} for n, each in enumerate(given_lines, 1)]
    random.shuffle(numbered)
    other = claim(*numbered, payer=payer)

    def told(found: Claim) -> list[str]:
        return sorted(repr(each._replace(why="")) for each in scrubbed(found).findings)

    assert told(one) == told(other)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("99202-99215", "99215", "99216"),
        ("00100-99607", "27447", "0101T"),
        ("0001T-0999T", "0101T", "0101F"),
        ("J0120-J9999", "J1885", "K0001"),
        ("99024", "99024", "9902"),
    ],
)
def test_a_set_of_services_is_written_as_ranges_of_numbers(text: str, inside: str, outside: str) -> None:
    assert ServiceSet([text]).matches(inside)
    assert not ServiceSet([text]).matches(outside)


@pytest.mark.parametrize("text", ["9921", "99215-99202", "0001T-0999F", "J0120-99999"])
def test_what_is_no_range_of_numbers_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not one number"):
        ServiceSet([text])


def test_the_facts_are_those_of_the_book() -> None:
    """The names that rules ask for are the names that the facts have."""
    asked = {rule.indicator for rule in rules() if rule.kind == "line" and rule.indicator}
    assert asked <= set(cpt.facts("27447"))
    assert Decimal(1) == claim(line("99213", units=1)).lines[0].units


@pytest.mark.parametrize("payer", ["medicare", "Medicare", " MEDICARE "])
def test_the_payer_is_the_same_however_it_is_typed(payer: str) -> None:
    """The status B of a code, and two kinds of assistant on one line, are told of Medicare's claims."""
    found = rules_found(claim("20936", "27447-80-AS-RT", payer=payer))
    assert {"CW-LN-001", "CW-MX-020"} <= found
