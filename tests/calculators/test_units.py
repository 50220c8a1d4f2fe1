"""Drug units: cases worked by hand, and what holds for every dose and every set of containers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.calculators import InputError, amount, drug_units, strength
from codeward.calculators.containers import least_waste
from codeward.calculators.discarded import discarded
from codeward.calculators.measures import Amount, convert, shown
from codeward.calculators.units import billing_unit, route_of
from codeward.codesets import books

ON = dt.date(2026, 5, 12)


def reckon(dose: str, per: str, *vials: str, **more: Any) -> Any:
    return drug_units(
        "J9999",
        dose=amount(dose, "dose"),
        per=amount(per, "per"),
        containers=[amount(vial, "vial") for vial in vials],
        **{"on": ON, **more},
    )


def lines(answer: Any) -> list[tuple[str, int]]:
    return [(" ".join(line.modifiers), line.units) for line in answer.lines]


# dose, one unit, containers -> lines. The first three are those of the contractors' own articles.
CASES = [
    ("350 mg", "10 mg", ("100 mg",), [("", 35), ("JW", 5)]),
    ("305 mg", "10 mg", ("100 mg", "400 mg"), [("", 31), ("JW", 9)]),
    ("70 mg", "100 mg", ("100 mg",), [("JZ", 1)]),
    ("300 mg", "10 mg", ("100 mg", "400 mg"), [("JZ", 30)]),
    ("77 mg", "10 mg", ("100 mg",), [("", 8), ("JW", 2)]),
    ("7 mg", "10 mg", ("10 mg",), [("JZ", 1)]),
    ("95 mg", "10 mg", ("100 mg",), [("JZ", 10)]),
    ("30 mg", "15 mg", ("15 mg", "30 mg"), [("JZ", 2)]),
    ("40 mg", "15 mg", ("60 mg",), [("", 3), ("JW", 1)]),
    ("155 units", "1 unit", ("200 units",), [("", 155), ("JW", 45)]),
    ("155 units", "1 unit", ("100 units", "200 units"), [("", 155), ("JW", 45)]),
    ("0.5 g", "250 mg", ("500 mg",), [("JZ", 2)]),
    ("500 mcg", "1 mg", ("1 mg",), [("JZ", 1)]),
    ("1,200 mcg", "1 mg", ("1 mg",), [("JZ", 2)]),
    ("1.2 million units", "100000 units", ("1,200,000 units",), [("JZ", 12)]),
    ("60 mg", "10 mg", ("50 mg", "80 mg"), [("", 6), ("JW", 2)]),
    # A container that is no whole number of units: another unit would bill more than was opened.
    ("2 mg", "15 mg", ("20 mg",), [("JZ", 1)]),
]


@pytest.mark.parametrize(("dose", "per", "vials", "wanted"), CASES)
def test_worked_cases(dose: str, per: str, vials: tuple[str, ...], wanted: list[tuple[str, int]]) -> None:
    answer = reckon(dose, per, *vials)
    assert lines(answer) == wanted
    assert all(reason.citation for reason in answer.reasons)


def test_the_smallest_waste_is_opened_with_the_fewest_containers() -> None:
    assert [(str(size), count) for size, count in reckon("300 mg", "10 mg", "100 mg", "400 mg").opened] == [
        ("100 mg", 3)
    ]
    assert [(str(size), count) for size, count in reckon("30 mg", "15 mg", "15 mg", "30 mg").opened] == [
        ("30 mg", 1)
    ]
    assert [(str(size), count) for size, count in reckon("290 mg", "10 mg", "50 mg", "240 mg").opened] == [
        ("240 mg", 1),
        ("50 mg", 1),
    ]


def test_multi_dose_containers_carry_neither() -> None:
    assert lines(reckon("40 mg", "15 mg", "300 mg", single_dose=False)) == [("", 3)]
    assert lines(reckon("40 mg", "15 mg", single_dose=False)) == [("", 3)]


def test_another_payer_has_its_own_policy() -> None:
    answer = reckon("40 mg", "15 mg", "60 mg", payer="other")
    assert (lines(answer), answer.discarded) == ([("", 3)], 1)


def test_packaged_drugs_carry_neither() -> None:
    assert lines(reckon("40 mg", "15 mg", "60 mg", separately_payable=False)) == [("", 3)]


@pytest.mark.parametrize(
    ("on", "modifier"),
    [("2022-12-31", ""), ("2023-01-01", ""), ("2023-06-30", ""), ("2023-07-01", "JZ"), ("2023-10-01", "JZ")],
)
def test_jz_from_july_2023(on: str, modifier: str) -> None:
    answer = reckon("30 mg", "15 mg", "30 mg", on=dt.date.fromisoformat(on))
    assert lines(answer) == [(modifier, 2)]
    assert "2023-07-01" in answer.reasons[-1].text


def test_jw_is_required_since_2017() -> None:
    for on, words in (("2016-12-31", "before 2017"), ("2017-01-01", "required since 2017-01-01")):
        assert words in reckon("40 mg", "15 mg", "60 mg", on=dt.date.fromisoformat(on)).reasons[-1].text


def test_a_volume_needs_a_strength() -> None:
    with pytest.raises(InputError, match=r"^dose: 2 ml cannot be compared with mg") as caught:
        reckon("2 ml", "15 mg", "30 mg")
    assert caught.value.field == "dose"
    per = strength("30 mg/ml", "strength")
    assert lines(reckon("2 ml", "15 mg", "2 ml", strength=per)) == [("JZ", 4)]
    assert lines(reckon("1 ml", "15 mg", "2 ml", strength=strength("100 mg/2 ml", "strength"))) == [
        ("", 4),
        ("JW", 2),
    ]
    assert lines(reckon("50 mg", "1 ml", "2 ml", strength=strength("100 mg/2 ml", "strength"))) == [
        ("", 1),
        ("JW", 1),
    ]


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("30mg", "30", "mg"), (" 1,200 USP units ", "1200", "units"), ("0.5 G", "0.5", "g"), (".25 µg", ".25", "mcg"),
        ("2 cc", "2", "ml"), ("3 sq cm", "3", "sq cm"), ("4 tablets", "4", "tablet"), ("2 squeezes", "2", "squeezes"),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(text: str, value: str, measure: str) -> None:
    assert amount(text, "dose") == Amount(Decimal(value), measure)


@pytest.mark.parametrize(
    "text", ["", "mg", "30", "0 mg", "-3 mg", "1,2 mg", "1e5 mg", "NaN mg", "30 mg; drop", "9" * 40 + " mg"]
)
def test_what_is_no_amount_is_refused_by_name(text: str) -> None:
    with pytest.raises(InputError, match=r"^dose: "):
        amount(text, "dose")


@pytest.mark.parametrize("text", ["", "30 mg", "30 mg/", "30 mg/mg", "2 ml/ml", "/ml"])
def test_what_is_no_strength_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^strength: "):
        strength(text, "strength")


def test_bad_input_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"^vial: "):
        reckon("30 mg", "15 mg")
    with pytest.raises(InputError, match=r"^code: "):
        drug_units("J18", dose=amount("1 mg", "d"), per=amount("1 mg", "p"), containers=[amount("1 mg", "v")])
    with pytest.raises(InputError, match=r"^payer: "):
        reckon("30 mg", "15 mg", "30 mg", payer="mine")
    with pytest.raises(InputError, match="too different"):
        reckon("999999999 ng", "1 ng", "999999937 ng", "999999929 ng")
    with pytest.raises(InputError, match=r"^per: .*is not known.*Say what one unit is"):
        billing_unit("Z0000")


def test_the_billing_unit_is_the_books() -> None:
    unit = billing_unit("J1885", ON)
    assert unit.per == Amount(Decimal(15), "mg")
    assert unit.release.startswith("hcpcs-")


def test_a_huge_dose_is_reckoned_at_once() -> None:
    answer = reckon("999999999 mg", "1 mg", "15 mg", "40 mg", "60 mg")
    assert answer.opened_amount == Amount(Decimal(1000000000), "mg")


def test_json_echoes_what_was_asked() -> None:
    answer = reckon("40.5 mg", "15 mg", "60 mg").to_json()
    assert answer["inputs"]["dose"] == {"amount": 40.5, "unit": "mg"}
    assert answer["result"]["discarded_amount"] == {"amount": 19.5, "unit": "mg"}
    assert answer["result"]["opened"] == [{"container": {"amount": 60, "unit": "mg"}, "count": 1}]


# --- what always holds --------------------------------------------------------------------------------------------

whole = st.integers(1, 60)
tenths = st.decimals(Decimal("0.1"), Decimal(60), places=1)


@settings(max_examples=150, deadline=None)
@given(dose=tenths, per=tenths, sizes=st.lists(tenths, min_size=1, max_size=3))
def test_never_more_than_what_was_opened(dose: Decimal, per: Decimal, sizes: list[Decimal]) -> None:
    answer = drug_units(
        "J9999",
        dose=Amount(dose, "mg"),
        per=Amount(per, "mg"),
        containers=[Amount(s, "mg") for s in sizes],
        on=ON,
    )
    opened = sum((Fraction(size.value) * count for size, count in answer.opened), Fraction(0))
    unit = Fraction(per)
    assert opened >= Fraction(dose)
    assert answer.administered == ceil(Fraction(dose) / unit)
    assert answer.administered <= ceil(opened / unit)
    if answer.discarded:
        assert (answer.administered + answer.discarded) * unit <= opened
        assert answer.discarded * unit <= opened - Fraction(dose)
        assert (answer.administered + answer.discarded + 1) * unit > opened
    modifiers = [line.modifiers for line in answer.lines]
    assert modifiers == ([(), ("JW",)] if answer.discarded else [("JZ",)])
    assert all(line.units > 0 for line in answer.lines)
    assert answer.discarded <= floor((opened - Fraction(dose)) / unit)


@settings(max_examples=120, deadline=None)
@given(need=st.integers(1, 40), sizes=st.sets(st.integers(1, 15), min_size=1, max_size=3))
def test_least_waste_agrees_with_trying_every_combination(need: int, sizes: set[int]) -> None:
    chosen = least_waste(Fraction(need), [Fraction(size) for size in sizes])
    ordered = sorted(sizes, reverse=True)
    best = min(
        (sum(s * c for s, c in zip(ordered, counts, strict=True)), sum(counts))
        for counts in product(*(range(need // size + 2) for size in ordered))
        if sum(s * c for s, c in zip(ordered, counts, strict=True)) >= need
    )
    assert (sum(size * count for size, count in chosen), sum(count for _, count in chosen)) == best


@settings(max_examples=80, deadline=None)
@given(low=whole, more=whole, factor=st.integers(1, 500), sizes=st.sets(whole, min_size=1, max_size=3))
def test_a_larger_dose_never_takes_less(low: int, more: int, factor: int, sizes: set[int]) -> None:
    vials = [f"{size} mg" for size in sizes]
    small, large = (reckon(f"{dose} mg", "7 mg", *vials) for dose in (low * factor, low * factor + more))
    assert small.administered <= large.administered
    assert small.opened_amount.value <= large.opened_amount.value


@settings(max_examples=60, deadline=None)
@given(
    value=st.decimals(Decimal("0.001"), Decimal(9999), places=3),
    pair=st.permutations(["ng", "mcg", "mg", "g", "kg"]),
)
def test_conversion_there_and_back_is_exact(value: Decimal, pair: list[str]) -> None:
    there = convert(Amount(value, pair[0]), pair[1], "dose")
    back = there * convert(Amount(Decimal(1), pair[1]), pair[0], "dose")
    assert back == Fraction(value)
    assert shown(Fraction(value)) == value


@pytest.mark.parametrize("code", ["90686", "90662", "Q2037", "90677", "90732", "90746", "91320"])
def test_a_vaccine_of_the_act_takes_neither_modifier(code: str) -> None:
    answer = drug_units(
        code, dose=amount("1 dose", "dose"), per=amount("1 dose", "per"),
        containers=[amount("1 dose", "vial")], on=ON,
    )  # fmt: skip
    assert lines(answer) == [("", 1)]
    assert "1861(s)(10)" in answer.reasons[-1].text


@pytest.mark.parametrize("code", ["90380", "90675", "90375", "J9999"])
def test_antibodies_and_other_vaccines_are_drugs_like_others(code: str) -> None:
    answer = drug_units(
        code, dose=amount("1 dose", "dose"), per=amount("1 dose", "per"),
        containers=[amount("1 dose", "vial")], on=ON,
    )  # fmt: skip
    assert lines(answer) == [("JZ", 1)]


@pytest.mark.parametrize("code", ["90750", "90678", "90651"])
def test_a_vaccine_of_part_d_takes_neither_modifier(code: str) -> None:
    """Shingles, RSV and HPV vaccines are paid under Part D (42 USC 1395w-102(e)); JW and JZ are Part B's."""
    one = amount("1 dose", "dose")
    answer = drug_units(code, dose=one, per=one, containers=[one], on=ON)
    assert lines(answer) == [("", 1)]
    assert "Part D" in answer.reasons[-1].text


@pytest.mark.parametrize("code", ["J7512", "J7507", "J8700", "Q0162", "Q0144", "J7502", "J8999"])
def test_what_is_taken_by_mouth_takes_neither_modifier(code: str) -> None:
    """A tablet is no single-dose container (Claims Processing Manual, ch. 17 §40); the book holds the route."""
    answer = drug_units(
        code, dose=amount("5 mg", "dose"), per=amount("1 mg", "per"), containers=[amount("8 mg", "vial")],
        route=route_of(code, ON), on=ON,
    )  # fmt: skip
    assert lines(answer) == [("", 5)]
    assert "by mouth" in answer.reasons[-1].text


@pytest.mark.parametrize("code", ["J7613", "J7626", "J1817", "Q4074"])
@pytest.mark.parametrize(
    ("on", "wanted", "words"),
    [
        ("2023-12-31", [("", 5)], "until 2023-12-31"),
        ("2024-01-01", [("JZ", 5)], "required since 2024-01-01"),
        ("2026-05-12", [("JZ", 5)], "since 2025-01-01"),
    ],
)
def test_what_a_supplier_dispenses_never_bills_the_patients_leftovers(
    code: str, on: str, wanted: list[tuple[str, int]], words: str
) -> None:
    """CY 2024 fee schedule rule (88 FR 78818) and the DME contractors' articles: JZ since 2024, no JW at home."""
    day = dt.date.fromisoformat(on)
    answer = drug_units(
        code, dose=amount("5 mg", "dose"), per=amount("1 mg", "per"), containers=[amount("8 mg", "vial")],
        route=route_of(code, day), on=day,
    )  # fmt: skip
    assert (lines(answer), answer.discarded) == (wanted, 0)
    assert words in answer.reasons[-1].text


def test_who_gives_the_drug_can_be_said() -> None:
    assert lines(reckon("5 mg", "1 mg", "8 mg", route="by nebulizer", dispensed=False)) == [
        ("", 5),
        ("JW", 3),
    ]
    assert lines(reckon("5 mg", "1 mg", "8 mg", dispensed=True)) == [("JZ", 5)]
    assert lines(reckon("5 mg", "1 mg", "8 mg", dispensed=True, payer="other")) == [("", 5)]


def test_the_rules_of_leftovers_have_sources_and_the_books_words_for_routes() -> None:
    rules = discarded()
    words = {
        concept.facts.get("route")
        for concept in map(books.open("hcpcs", ON).__getitem__, ("J7613", "J1817", "J8700"))
    }
    assert words == {*rules.dispensed.routes, *(route for row in rules.neither for route in row.routes)}
    for row in (
        rules.jw_required,
        rules.jz_allowed,
        rules.jz_required,
        rules.jz_edits,
        rules.dispensed,
        *rules.neither,
    ):
        assert rules.cited(*row.source)


def test_a_skin_substitute_is_a_supply_since_2026() -> None:
    before = reckon("12 sq cm", "1 sq cm", "16 sq cm", on=dt.date(2025, 12, 31))
    assert lines(before) == [("", 12), ("JW", 4)]
    assert lines(reckon("12 sq cm", "1 sq cm", "16 sq cm", on=dt.date(2026, 1, 1))) == [("", 12)]
    assert lines(reckon("16 sq cm", "1 sq cm", "16 sq cm", on=dt.date(2026, 1, 1))) == [("", 16)]


def test_one_unit_left_is_said_in_the_singular() -> None:
    assert "1 whole unit beyond" in reckon("45 mg", "15 mg", "60 mg").reasons[-1].text
