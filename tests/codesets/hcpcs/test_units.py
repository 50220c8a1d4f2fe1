"""The billing unit is read from what the description says, and only where it leaves no doubt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.codesets.hcpcs.units import Unit, unit_of


@pytest.mark.parametrize(
    ("words", "amount", "unit"),
    [
        ("Injection, ketorolac tromethamine, per 15 mg", 15, "mg"),
        ("Injection, cephalothin sodium, up to 1 gram", 1, "g"),
        ("Injection, cefotaxime sodium, per gm", 1, "g"),
        ("Injection, penicillin g potassium, up to 600,000 units", 600_000, "unit"),
        ("Injection, interferon, alfa-2b, recombinant, 1 million units", 1_000_000, "unit"),
        ("Factor viii (antihemophilic factor, human) per i.u.", 1, "unit"),
        ("Injection, enoxaparin sodium, 10 mg", 10, "mg"),
        ("Injection, aripiprazole, intramuscular, 0.25 mg", 0.25, "mg"),
        ("5% dextrose/water (500 ml = 1 unit)", 500, "mL"),
        ("Infusion, normal saline solution, 250 cc", 250, "mL"),
        ("Enteral formula, nutritionally complete, 100 calories = 1 unit", 100, "kcal"),
        ("Stationary oxygen contents, gaseous, 1 month's supply = 1 unit", 1, "month"),
        ("Ground mileage, per statute mile", 1, "mile"),
        ("Bls mileage (per mile)", 1, "mile"),
        ("Repair of orthotic device, labor component, per 15 minutes", 15, "minute"),
        ("Tape, waterproof, per 18 square inches", 18, "sq in"),
        ("Apligraf, per square centimeter", 1, "sq cm"),
        ("Technetium tc-99m medronate, diagnostic, per study dose, up to 30 millicuries", 1, "study dose"),
        ("Iodine i-123 sodium iodide, diagnostic, per 100 microcuries, up to 999 microcuries", 100, "microcurie"),
        ("Syringe, sterile, 20 cc or greater, each", 1, "each"),
        ("Syringe with needle, sterile 2 cc, each", 1, "each"),
        ("Balance lens, per lens", 1, "lens"),
    ],
)  # fmt: skip
def test_a_unit_is_read(words: str, amount: float, unit: str) -> None:
    assert unit_of(words) == Unit(amount, unit)
    assert unit_of(words.upper()) == Unit(amount, unit)


@pytest.mark.parametrize(
    "words",
    [
        "Hospital bed, semi-electric, with mattress",
        "Injection, betamethasone acetate 3 mg and betamethasone sodium phosphate 3 mg",
        "Albuterol, up to 2.5 mg and ipratropium bromide, up to 0.5 mg",
        "Netupitant 300 mg and palonosetron 0.5 mg, oral",
        "",
    ],
)
def test_what_leaves_doubt_gives_none(words: str) -> None:
    assert unit_of(words) is None


@settings(max_examples=60)
@given(
    amount=st.integers(1, 999_999),
    unit=st.sampled_from(["mg", "mcg", "ml", "units"]),
    lead=st.sampled_from(["per", "up to"]),
    drug=st.text("abcdefghij ", min_size=1, max_size=30),
)
def test_any_amount_in_any_drug_is_read(amount: int, unit: str, lead: str, drug: str) -> None:
    found = unit_of(f"Injection, {drug}, {lead} {amount:,} {unit}")
    assert found is not None
    assert found.amount == amount


def test_a_whole_amount_is_a_whole_number_in_json() -> None:
    assert Unit(15.0, "mg").to_json() == {"amount": 15, "unit": "mg"}
    assert Unit(0.25, "mg").to_json() == {"amount": 0.25, "unit": "mg"}
