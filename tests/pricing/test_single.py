"""A service by itself: the formula, place and locality, parts and modifiers, each worked by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from codeward.pricing import Priced, price
from tests.pricing.conftest import DAY, Priceable, claim_of, row

VISIT = row("99213", "1.30", pe="1.33", pe_facility="0.56", mp="0.10", factor="33.2875")
AL = {"provider": {"locality": "AL"}}


def amounts(priced: Priced) -> list[int | None]:
    return [line.amount for line in priced.lines]


def test_each_value_times_its_index_times_the_factor(shelf_of: Priceable) -> None:
    # (1.30 × 1.000 + 1.33 × 0.869 + 0.10 × 0.575) × 33.2875 = 2.51327 × 33.2875 = 83.6605
    priced = price(claim_of("99213-25", **AL), shelf_of(VISIT))
    (done,) = priced.lines
    assert (done.amount, done.status, done.basis, priced.total, priced.complete) == (
        8366, "A", "fee schedule", 8366, True,
    )  # fmt: skip
    assert [(step.name, step.figure) for step in done.steps] == [
        ("work", "1.30 × 1.000"),
        ("practice expense", "1.33 × 0.869"),
        ("malpractice", "0.10 × 0.575"),
        ("conversion factor", "× 33.2875"),
    ]
    assert [step.after for step in done.steps] == [
        Decimal("1.30"), Decimal("2.45577"), Decimal("2.51327"), Decimal("83.66"),
    ]  # fmt: skip
    assert all(step.citation for step in done.steps)
    assert [each.edition for each in priced.editions] == ["localities-2024-07-01", "mpfs-2024-07-01"]


def test_without_a_locality_it_is_the_national_amount(shelf_of: Priceable) -> None:
    priced = price(claim_of("99213"), shelf_of(VISIT, localities=False))
    assert amounts(priced) == [9087]  # 2.73 × 33.2875 = 90.874875


def test_the_place_decides_which_practice_expense(shelf_of: Priceable) -> None:
    shelf = shelf_of(VISIT)
    assert amounts(price(claim_of("99213", place="22"), shelf)) == [6524]  # 1.96 × 33.2875 = 65.2435
    lines = [{"code": "99213", "place": "21"}, {"code": "99213", "place": "12"}]
    done = price(claim_of(*lines), shelf)
    assert amounts(done) == [6524, 9087]
    told = [each.steps[1].reason for each in done.lines]
    assert ["in a facility" in told[0], "outside a facility" in told[1]] == [True, True]


@pytest.mark.parametrize(
    ("place", "said"), [(None, "decides the amount and is not said"), ("97", "97 is no place")]
)
def test_no_place_no_amount(shelf_of: Priceable, place: str | None, said: str) -> None:
    priced = price(claim_of("99213", place=place), shelf_of(VISIT))
    assert (amounts(priced), priced.total, priced.complete) == ([None], None, False)
    assert said in priced.unpriced[0].why
    assert (priced.unpriced[0].line, priced.unpriced[0].code) == ("l0", "99213")


@pytest.mark.parametrize("written", ["10112-00", "1011200", "10112 00", "AL", "al-00", "AL00"])
def test_a_locality_is_written_in_many_ways(shelf_of: Priceable, written: str) -> None:
    priced = price(claim_of("99213", provider={"locality": written}), shelf_of(VISIT))
    assert amounts(priced) == [8366]


def test_a_state_of_several_localities_names_them(shelf_of: Priceable) -> None:
    shelf = shelf_of(VISIT)
    priced = price(claim_of("99213", provider={"locality": "CA"}), shelf)
    assert priced.total is None
    assert "01112-54 BAKERSFIELD, 01112-55 CHICO" in priced.unpriced[0].why
    # (1.30 × 1.017 + 1.33 × 1.093 + 0.10 × 0.662) × 33.2875 = 2.84199 × 33.2875 = 94.6027
    assert amounts(price(claim_of("99213", provider={"locality": "CA-54"}), shelf)) == [9460]
    nowhere = price(claim_of("99213", provider={"locality": "99999-99"}), shelf)
    assert "is no payment locality of Medicare's" in nowhere.unpriced[0].why


def test_a_list_that_is_not_here_is_named_with_its_command(shelf_of: Priceable) -> None:
    empty = price(claim_of("99213"), type(shelf_of(VISIT))(DAY))
    (missing,) = empty.unpriced
    assert (empty.total, missing.list, missing.command) == (
        None,
        "mpfs",
        "codeward codesets install mpfs=2024-08-01",
    )
    assert missing.why == "Medicare's fee schedule for August 1, 2024 is not installed here."
    priced = price(claim_of("99213", **AL), shelf_of(VISIT, localities=False))
    assert (priced.total, priced.unpriced[0].list) == (None, "localities")


def test_a_day_that_no_schedule_covers_has_no_amount(shelf_of: Priceable) -> None:
    shelf = shelf_of(VISIT)
    other = claim_of(
        {"code": "99213", "date": "2024-11-05"}, statement={"start": "2024-08-01", "through": "2024-11-05"}
    )
    priced = price(other, shelf)
    assert priced.total is None
    assert priced.unpriced[0].command == "codeward codesets install mpfs=2024-11-05"


def test_the_second_factor_is_for_qualifying_participants(shelf_of: Priceable) -> None:
    shelf = shelf_of(row("99213", "2"), qualifying="1.0050")
    assert amounts(price(claim_of("99213"), shelf)) == [200]
    assert amounts(price(claim_of("99213"), shelf, apm=True)) == [201]


def test_before_2026_there_is_one_factor_for_all(shelf_of: Priceable) -> None:
    assert amounts(price(claim_of("99213"), shelf_of(row("99213", "2")), apm=True)) == [200]


@pytest.mark.parametrize(
    ("status", "pays"), [("B", 0), ("I", 0), ("N", 0), ("P", 0), ("M", 0), ("R", 10000), ("T", 10000)]
)
def test_what_a_status_pays(shelf_of: Priceable, status: str, pays: int) -> None:
    (done,) = price(claim_of("99213"), shelf_of(row("99213", status=status))).lines
    assert (done.amount, bool(done.why), done.status) == (pays, pays == 0, status)


@pytest.mark.parametrize("status", ["C", "E", "X", "Z"])
def test_what_is_paid_elsewhere_has_no_amount(shelf_of: Priceable, status: str) -> None:
    priced = price(claim_of("99213"), shelf_of(row("99213", status=status)))
    assert (amounts(priced), len(priced.unpriced), priced.complete) == ([None], 1, False)


def test_parts_have_rows_of_their_own(shelf_of: Priceable) -> None:
    shelf = shelf_of(
        row("71046", "101", pctc="1", na_facility="NA"), row("71046", "31", "26", pctc="1"),
        row("71046", "70", "TC", pctc="1", na_facility="NA"), row("99213"),
    )  # fmt: skip
    assert amounts(price(claim_of("71046", "71046-26", "71046-TC"), shelf)) == [10100, 3100, 7000]
    facility = price(claim_of("71046", "71046-26", "71046-TC", place="22"), shelf)
    assert amounts(facility) == [None, 3100, None]
    assert "the facility is paid for the technical part" in facility.unpriced[0].why
    undivided = price(claim_of("99213-26", "99213-TC"), shelf)
    assert [each.why[:24] for each in undivided.unpriced] == [
        "Modifier 26 does not fit",
        "Modifier TC does not fit",
    ]


def test_rarely_done_outside_a_facility_pays_the_facilitys_figure(shelf_of: Priceable) -> None:
    (done,) = price(claim_of("27447"), shelf_of(row("27447", "10", pe="5", pe_facility="5", na="NA"))).lines
    assert done.amount == 1500
    assert "Rarely done outside a facility" in done.steps[1].reason
    assert [step.name for step in done.steps[:3]] == ["work", "practice expense", "malpractice"]


def test_imaging_pays_no_more_than_a_hospital_gets(shelf_of: Priceable) -> None:
    # 70496 of July 2024: 1.75 + 6.62 + 0.12, capped at 1.75 + 5.93 + 0.12 = 7.80
    capped = row(
        "70496",
        "1.75",
        pe="6.62",
        pe_facility="6.62",
        mp="0.12",
        cap="5.93",
        cap_facility="5.93",
        cap_mp="0.12",
    )
    (done,) = price(claim_of("70496"), shelf_of(capped)).lines
    assert (done.amount, done.steps[-1].name, done.steps[-1].figure) == (780, "imaging cap", "≤ 7.80")
    above = row("71046", "1", pe="1", cap="2.69", cap_mp="0.05")
    assert amounts(price(claim_of("71046"), shelf_of(above))) == [200]


@pytest.mark.parametrize(
    ("modifier", "pays"),
    [("54", 7900), ("55", 2100), ("56", 1000), ("78", 6900), ("22", 10000), ("24", 10000)],
)
def test_a_part_of_the_surgical_package(shelf_of: Priceable, modifier: str, pays: int) -> None:
    shelf = shelf_of(row("27447", days="090", pre="0.10", intra="0.69", post="0.21"))
    assert amounts(price(claim_of(f"27447-{modifier}"), shelf)) == [pays]


def test_without_a_package_there_is_no_part_of_it(shelf_of: Priceable) -> None:
    shelf = shelf_of(row("11042", days="000"))
    priced = price(claim_of("11042-54", "11042-78"), shelf)
    assert amounts(priced) == [None, 10000]
    both = shelf_of(row("27447", days="090", pre="0.10", intra="0.69", post="0.21"))
    assert "54 and 55 together" in price(claim_of("27447-54-55"), both).unpriced[0].why


@pytest.mark.parametrize("modifier", ["52", "53", "66"])
def test_by_report_has_no_amount(shelf_of: Priceable, modifier: str) -> None:
    priced = price(claim_of(f"27447-{modifier}"), shelf_of(row("27447")))
    assert "the contractor sets the amount by report" in priced.unpriced[0].why


def test_a_discontinued_colonoscopy_has_a_row_of_its_own(shelf_of: Priceable) -> None:
    shelf = shelf_of(row("45378", "327"), row("45378", "163", "53"))
    assert amounts(price(claim_of("45378-53"), shelf)) == [16300]


@pytest.mark.parametrize(
    ("modifier", "indicator", "pays"),
    [
        ("80", "2", 1600),
        ("81", "2", 1600),
        ("82", "0", 1600),
        ("AS", "2", 1360),
        ("80", "1", 0),
        ("AS", "9", 0),
    ],
)
def test_an_assistant_gets_a_share(shelf_of: Priceable, modifier: str, indicator: str, pays: int) -> None:
    (done,) = price(claim_of(f"27447-{modifier}"), shelf_of(row("27447", asst=indicator))).lines
    assert done.amount == pays
    assert bool(done.why) == (pays == 0)
    assert ("where the record shows the need" in done.steps[-1].reason) == (indicator == "0")


@pytest.mark.parametrize(("indicator", "pays"), [("1", 6250), ("2", 6250), ("0", 0), ("9", 0)])
def test_two_surgeons_get_five_eighths_each(shelf_of: Priceable, indicator: str, pays: int) -> None:
    assert amounts(price(claim_of("22612-62"), shelf_of(row("22612", co=indicator)))) == [pays]


def test_units_are_so_many_services(shelf_of: Priceable) -> None:
    shelf = shelf_of(row("11046", "10.05"))
    assert amounts(price(claim_of("11046:3"), shelf)) == [3015]
    assert amounts(price(claim_of("11046:0"), shelf)) == [0]
    assert amounts(price(claim_of("11046:2.5"), shelf)) == [2513]  # 25.125, half a cent up


def test_a_code_that_the_schedule_does_not_have(shelf_of: Priceable) -> None:
    priced = price(claim_of("99999"), shelf_of(VISIT))
    assert "99999 is not in Medicare's fee schedule" in priced.unpriced[0].why
