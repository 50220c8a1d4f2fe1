"""Services of one day: both sides, ranks, endoscopies, assistants, in that order; each case worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from codeward.codesets import Shelf
from codeward.pricing import price
from codeward.pricing.model import cents
from tests.pricing.conftest import Priceable, claim_of, row
from tests.pricing.test_single import amounts

SURGERY = [
    row("10060", "100", mult="2"), row("11042", "80", mult="2"), row("17110", "60", mult="2"),
    row("12001", "50", mult="2"), row("20610", "40", mult="2", bilat="1"), row("11730", "30", mult="2"),
    row("11046", "20"),
    row("99213", "90"), row("69210", "35", bilat="2", mult="2"), row("73030", "25", bilat="3"),
    row("15823", "70", mult="2", bilat="0"),
]  # fmt: skip
# The colonoscopies of the contract, in dollars: base 200; and a second family.
SCOPES = [
    row("45378", "200", mult="2"), row("45385", "310.02", mult="3", base="45378"),
    row("45380", "275.12", mult="3", base="45378"), row("45384", "270.13", mult="3", base="45378"),
    row("43235", "120", mult="2"), row("43239", "150", mult="3", base="43235"),
    row("43248", "160", mult="3", base="43235"),
]  # fmt: skip


@pytest.fixture
def shelf(shelf_of: Priceable) -> Shelf:
    return shelf_of(*SURGERY, *SCOPES, localities=False)


def test_the_highest_in_full_and_the_next_four_by_half(shelf: Shelf) -> None:
    priced = price(claim_of("17110", "10060", "12001", "11042", "20610"), shelf)
    assert amounts(priced) == [3000, 10000, 2500, 4000, 2000]
    assert [line.steps[-1].figure for line in priced.lines] == [
        "× 50 %",
        "× 100 %",
        "× 50 %",
        "× 50 %",
        "× 50 %",
    ]
    assert priced.lines[0].steps[-1].reason.startswith("Rank 3 of 5 procedures")


def test_from_the_sixth_on_the_contractor_decides(shelf: Shelf) -> None:
    priced = price(claim_of("17110", "10060", "12001", "11042", "20610", "11730"), shelf)
    assert amounts(priced) == [3000, 10000, 2500, 4000, 2000, None]
    assert "From the sixth procedure" in priced.unpriced[0].why


def test_what_has_no_rank_is_not_reduced(shelf: Shelf) -> None:
    assert amounts(price(claim_of("99213-25", "11046", "17110", "10060"), shelf)) == [9000, 2000, 3000, 10000]
    assert amounts(price(claim_of("17110"), shelf)) == [6000]
    assert [step.name for step in price(claim_of("17110"), shelf).lines[0].steps][-1] == "conversion factor"


def test_each_unit_has_a_rank_of_its_own(shelf: Shelf) -> None:
    priced = price(claim_of("11042:3", "10060"), shelf)
    assert amounts(priced) == [12000, 10000]
    assert priced.lines[0].steps[-1].figure == "× 50 % + 50 % + 50 %"
    assert amounts(price(claim_of("10060:2"), shelf)) == [15000]
    assert amounts(price(claim_of("10060:99999"), shelf)) == [None]
    assert "2.5 units of a procedure" in price(claim_of("10060:2.5"), shelf).unpriced[0].why


def test_another_day_or_another_practitioner_is_another_rank(shelf: Shelf) -> None:
    days = {"statement": {"start": "2024-08-01", "through": "2024-08-02"}}
    assert (
        amounts(price(claim_of("10060", {"code": "17110", "date": "2024-08-02"}, **days), shelf))[0] == 10000
    )
    apart = claim_of({"code": "10060", "rendering": "one"}, {"code": "17110", "rendering": "two"})
    assert amounts(price(apart, shelf)) == [10000, 6000]


def test_both_sides_by_modifier_by_two_lines_or_by_two_units(shelf: Shelf) -> None:
    assert amounts(price(claim_of("20610-50"), shelf)) == [6000]
    assert amounts(price(claim_of("20610-RT", "20610-LT"), shelf)) == [3000, 3000]
    assert amounts(price(claim_of("20610:2"), shelf)) == [6000]
    assert amounts(price(claim_of("20610-RT"), shelf)) == [4000]
    assert "Report one unit" in price(claim_of("20610-50:2"), shelf).unpriced[0].why


def test_both_sides_where_they_pay_no_more(shelf: Shelf) -> None:
    assert amounts(price(claim_of("69210-50"), shelf)) == [3500]
    assert amounts(price(claim_of("69210:2"), shelf)) == [3500]
    assert amounts(price(claim_of("69210-RT", "69210-LT"), shelf)) == [1750, 1750]
    assert amounts(price(claim_of("15823-50"), shelf)) == [7000]
    assert amounts(price(claim_of("15823-RT", "15823-LT"), shelf)) == [3500, 3500]


def test_a_tie_is_not_decided_by_the_order_of_the_sides(shelf: Shelf) -> None:
    one = price(claim_of("10060-RT", "10060-LT", "10060-LT"), shelf)
    other = price(claim_of("10060-LT", "10060-LT", "10060-RT"), shelf)
    assert sorted(map(str, amounts(one))) == sorted(map(str, amounts(other)))


def test_both_sides_where_each_pays_in_full(shelf: Shelf) -> None:
    assert amounts(price(claim_of("73030-50"), shelf)) == [5000]
    assert amounts(price(claim_of("73030-RT", "73030-LT"), shelf)) == [2500, 2500]


def test_bilateral_comes_before_the_rank(shelf: Shelf) -> None:
    # 40 × 150 % = 60 ranks above 50: 60 + 25; 60 in two lines have one rank together
    assert amounts(price(claim_of("20610-50", "12001"), shelf)) == [6000, 2500]
    assert amounts(price(claim_of("20610-RT", "12001", "20610-LT"), shelf)) == [3000, 2500, 3000]
    assert amounts(price(claim_of("20610-50", "10060"), shelf)) == [3000, 10000]


def test_an_assistants_procedures_are_ranked_among_themselves_and_then_shared(shelf: Shelf) -> None:
    priced = price(claim_of("10060", "11042", "10060-80", "11042-80"), shelf)
    assert amounts(priced) == [10000, 4000, 1600, 640]
    assert [step.name for step in priced.lines[3].steps[-2:]] == ["multiple procedures", "assistant"]
    assert amounts(price(claim_of("20610-50-AS", "10060-AS"), shelf)) == [408, 1360]


def test_care_after_surgery_is_no_procedure_of_the_day(shelf_of: Priceable) -> None:
    package = {"days": "090", "pre": "0.1", "intra": "0.7", "post": "0.2", "mult": "2"}
    shelf = shelf_of(row("27447", "100", **package), row("17110", "60", mult="2"), localities=False)
    assert amounts(price(claim_of("27447-55", "17110"), shelf)) == [2000, 6000]
    assert amounts(price(claim_of("27447-54", "17110"), shelf)) == [8000, 3000]


def test_a_family_of_endoscopies_pays_its_base_once(shelf: Shelf) -> None:
    priced = price(claim_of("45380", "45385", "45384"), shelf)
    assert amounts(priced) == [7512, 31002, 7013]
    assert priced.total == 45527
    assert priced.lines[0].steps[-1].figure == "− 200.00"
    assert "200.00" in priced.lines[0].steps[-1].reason


def test_the_base_endoscopy_itself_is_not_paid_beside_its_family(shelf: Shelf) -> None:
    priced = price(claim_of("45378", "45385"), shelf)
    assert (amounts(priced), priced.complete) == ([0, 31002], True)
    assert amounts(price(claim_of("45378"), shelf)) == [20000]


def test_two_families_are_ranked_as_wholes(shelf: Shelf) -> None:
    # upper: 160 + (150 − 120) = 190; lower: 310.02 + 75.12 = 385.14, in full
    priced = price(claim_of("43239", "43248", "45380", "45385"), shelf)
    assert amounts(priced) == [1500, 8000, 7512, 31002]
    assert priced.total == 38514 + 9500


def test_a_family_is_ranked_with_other_procedures(shelf: Shelf) -> None:
    # a family of 190 in full, 100 by half
    assert amounts(price(claim_of("10060", "43239", "43248"), shelf)) == [5000, 3000, 16000]
    # a single endoscopy of a family has a rank by itself
    assert amounts(price(claim_of("43239", "45385"), shelf)) == [7500, 31002]


def test_an_endoscopy_that_pays_less_than_its_base_takes_nothing_off(shelf_of: Priceable) -> None:
    shelf = shelf_of(*SCOPES[:2], row("45388", "150", mult="3", base="45378"), localities=False)
    assert amounts(price(claim_of("45385", "45388"), shelf)) == [31002, 0]


def test_without_its_base_a_family_has_no_amount(shelf_of: Priceable) -> None:
    shelf = shelf_of(*SCOPES[1:4], localities=False)
    priced = price(claim_of("45380", "45385"), shelf)
    assert amounts(priced) == [None, None]
    assert "no amount for the base endoscopy 45378" in priced.unpriced[0].why
    assert amounts(price(claim_of("45385"), shelf)) == [31002]


def test_status_t_is_paid_only_where_nothing_else_is(shelf_of: Priceable) -> None:
    shelf = shelf_of(
        row("99211", "20"), row("36600", "15", status="T"), row("94760", "3", status="B"), localities=False
    )
    assert amounts(price(claim_of("36600", "99211"), shelf)) == [0, 2000]
    assert amounts(price(claim_of("36600", "94760"), shelf)) == [1500, 0]
    apart = claim_of({"code": "36600", "rendering": "one"}, {"code": "99211", "rendering": "two"})
    assert amounts(price(apart, shelf)) == [1500, 2000]


@pytest.mark.parametrize("indicator", ["1", "4", "5", "6", "7"])
def test_a_reduction_that_is_not_reckoned_gives_no_amount_where_it_applies(
    shelf_of: Priceable, indicator: str
) -> None:
    shelf = shelf_of(
        row("97110", "30", mult=indicator), row("97140", "28", mult=indicator), row("99213"), localities=False
    )
    assert amounts(price(claim_of("97110", "99213"), shelf)) == [3000, 10000]
    assert amounts(price(claim_of("97110", "97140"), shelf)) == [None, None]
    assert amounts(price(claim_of("97110:2"), shelf)) == [None]


CODES = st.sampled_from(["10060", "11042", "17110", "12001", "20610", "11730", "11046", "99213", "69210", "73030",
                         "45378", "45385", "45380", "45384", "43235", "43239", "43248"])  # fmt: skip
MODIFIERS = st.sampled_from(["", "-50", "-RT", "-LT", "-80", "-AS", "-62", "-59"])
LINES = st.lists(st.builds("".join, st.tuples(CODES, MODIFIERS)), min_size=1, max_size=8)
PLAIN = st.lists(
    st.tuples(CODES, st.sampled_from(["", "-RT", "-80", "-59"])).map("".join), min_size=1, max_size=5
)
_ONCE = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])


@_ONCE
@given(lines=LINES, seed=st.randoms(use_true_random=False))
def test_the_order_of_lines_changes_no_amount_and_none_is_negative(
    shelf: Shelf, lines: list[str], seed: object
) -> None:
    shuffled = list(lines)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = price(claim_of(*lines), shelf), price(claim_of(*shuffled), shelf)
    assert one.total == other.total
    assert sorted(str(each) for each in amounts(one)) == sorted(str(each) for each in amounts(other))
    assert all(amount is None or amount >= 0 for amount in amounts(one))
    assert len(one.unpriced) == amounts(one).count(None)


@_ONCE
@given(lines=PLAIN, gone=st.integers(0, 4))
def test_a_line_less_never_pays_more(shelf: Shelf, lines: list[str], gone: int) -> None:
    """Others rise in rank, and in a family another is the highest; together they never gain what the line was worth.

    Not with both sides in two lines (RT and LT share one amount), not from six procedures on (no amount), and not with
    one of two surgeons: five eighths of an endoscopy can be less than its base endoscopy, which it takes in. Nor with a
    base endoscopy given twice: beside another of its family both are taken in, alone they are two procedures.
    """
    assume(max(lines.count("43235"), lines.count("45378")) < 2)
    left = [each for place, each in enumerate(lines) if place != gone % len(lines)]
    whole, rest = price(claim_of(*lines), shelf), price(claim_of(*left), shelf)
    assert whole.complete
    assert (rest.total or 0) <= whole.total + len(lines)  # type: ignore[operator] # a cent a line for rounding


@_ONCE
@given(lines=LINES)
def test_the_steps_lead_to_the_amount(shelf: Shelf, lines: list[str]) -> None:
    for done in price(claim_of(*lines), shelf).lines:
        if done.amount is not None:
            assert cents(done.steps[-1].after) == done.amount
