"""Amounts of a drug, exactly: reading "30 mg", and converting between measures of the same kind.

Within this room amounts are fractions, because a volume divided by a strength need not end as a decimal; what is
shown is a Decimal.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from codeward.calculators.reasons import InputError
from codeward.errors import quoted

__all__ = ["Amount", "Strength", "amount", "convert", "measure", "plain", "shown", "strength"]

# measure: (kind, how many of the kind's basic measure)
_MEASURES: dict[str, tuple[str, Fraction]] = {
    "ng": ("mass", Fraction(1, 1_000_000)),
    "mcg": ("mass", Fraction(1, 1000)),
    "mg": ("mass", Fraction(1)),
    "g": ("mass", Fraction(1000)),
    "kg": ("mass", Fraction(1_000_000)),
    "ml": ("volume", Fraction(1)),
    "l": ("volume", Fraction(1000)),
    "units": ("units", Fraction(1)),
    "thousand units": ("units", Fraction(1000)),
    "million units": ("units", Fraction(1_000_000)),
    "uci": ("activity", Fraction(1, 1000)),
    "mci": ("activity", Fraction(1)),
    "meq": ("equivalents", Fraction(1)),
    "sq cm": ("area", Fraction(1)),
}
_SAME = {
    "ug": "mcg", "µg": "mcg", "μg": "mcg", "microgram": "mcg", "micrograms": "mcg", "mcgs": "mcg",
    "milligram": "mg", "milligrams": "mg", "mgs": "mg", "gram": "g", "grams": "g", "gm": "g", "gms": "g",
    "nanogram": "ng", "nanograms": "ng", "kilogram": "kg", "kilograms": "kg",
    "cc": "ml", "milliliter": "ml", "milliliters": "ml", "millilitre": "ml", "millilitres": "ml",
    "liter": "l", "liters": "l", "litre": "l", "litres": "l",
    "u": "units", "unit": "units", "iu": "units", "usp units": "units", "usp unit": "units", "i.u.": "units",
    "international units": "units", "international unit": "units", "million unit": "million units",
    "thousand unit": "thousand units", "microcurie": "uci", "microcuries": "uci", "µci": "uci",
    "millicurie": "mci", "millicuries": "mci", "cm2": "sq cm", "cm²": "sq cm", "square centimeter": "sq cm",
    "square centimeters": "sq cm", "tablets": "tablet", "capsules": "capsule", "doses": "dose", "vials": "vial",
    "implants": "implant", "sprays": "spray", "square centimetre": "sq cm", "square centimetres": "sq cm",
}  # fmt: skip
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,12})?(?:\.\d{1,9})?"
_AMOUNT = re.compile(rf"\s*(?P<value>{_NUMBER})\s*(?P<measure>cm2|[a-zµμ²][a-zµμ². ]{{0,40}})\s*", re.I)


class Amount(NamedTuple):
    """A number of some measure, such as 30 mg."""

    value: Decimal
    measure: str

    def __str__(self) -> str:
        """Write the amount as people do."""
        return f"{plain(self.value)} {self.measure}"


class Strength(NamedTuple):
    """How much of the drug is in a volume, such as 30 mg in 1 ml."""

    amount: Amount
    volume: Amount

    def __str__(self) -> str:
        """Write the strength as people do."""
        return f"{self.amount} in {self.volume}"


def plain(value: Decimal) -> str:
    """Return *value* without exponent and without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(text: str, field: str) -> Amount:
    """Read "30 mg", "0.5 g", "1,200 units". Raises InputError, naming *field*."""
    match = _AMOUNT.fullmatch(text)
    digits = match["value"].replace(",", "") if match else ""
    if not match or not digits:
        raise InputError(
            field,
            f"{quoted(text)} is not an amount",
            'Write a number and its measure, such as "30 mg" or "0.5 g"',
        )
    value = Decimal(digits)
    if value <= 0:
        raise InputError(field, f"{quoted(text)} is nothing", "Give an amount above zero")
    return Amount(value, measure(match["measure"]))


def measure(word: str) -> str:
    """Return the one name under which a measure goes here; a word that is not known stays as it is."""
    word = " ".join(word.lower().split()).rstrip(".")
    return _SAME.get(word, word)


def strength(text: str, field: str) -> Strength:
    """Read "30 mg/ml" or "100 mg/2 ml". Raises InputError, naming *field*."""
    over, _, under = text.partition("/")
    if under.strip() and not under.strip()[0].isdigit():
        under = f"1 {under.strip()}"
    if not under.strip():
        raise InputError(
            field, f"{quoted(text)} is not a strength", 'Write it as "30 mg/ml" or "100 mg/2 ml"'
        )
    read = Strength(amount(over, field), amount(under, field))
    if _kind(read.volume.measure) != "volume" or _kind(read.amount.measure) == "volume":
        raise InputError(
            field, f"{quoted(text)} is not an amount in a volume", 'Write it as "30 mg/ml" or "100 mg/2 ml"'
        )
    return read


def convert(given: Amount, to: str, field: str, per: Strength | None = None) -> Fraction:
    """Return how many of the measure *to* are in *given*; *per* leads from volume to drug and back.

    Raises InputError where the two cannot be compared.
    """
    kind, factor = _known(given.measure)
    to_kind, to_factor = _known(to)
    basic = Fraction(given.value) * factor
    if kind != to_kind and per is not None:
        kind, basic = _across(kind, basic, to_kind, per)
    if kind != to_kind:
        way = f"Give it in {to}"
        if "volume" in (kind, to_kind):
            way += ', or say how much is in a volume, such as "30 mg/ml"'
        raise InputError(field, f"{given} cannot be compared with {to}", way)
    return basic / to_factor


def _across(kind: str, basic: Fraction, to_kind: str, per: Strength) -> tuple[str, Fraction]:
    drug_kind, drug_factor = _known(per.amount.measure)
    drug = Fraction(per.amount.value) * drug_factor
    volume = Fraction(per.volume.value) * _known(per.volume.measure)[1]
    if kind == "volume" and to_kind == drug_kind:
        return drug_kind, basic * drug / volume
    if kind == drug_kind and to_kind == "volume":
        return "volume", basic * volume / drug
    return kind, basic


def _kind(word: str) -> str:
    return _known(word)[0]


def _known(word: str) -> tuple[str, Fraction]:
    """Return a measure's kind and factor; a word that is not known can be compared with itself only."""
    return _MEASURES.get(measure(word), (measure(word), Fraction(1)))


def shown(value: Fraction) -> Decimal:
    """Return *value* as a Decimal: exactly where it ends within nine places, else rounded there."""
    scaled = round(value * 10**9)
    return Decimal(scaled).scaleb(-9).normalize() + Decimal(0)
