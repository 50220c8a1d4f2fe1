"""The unit of measure that a HCPCS description states: "per 15 mg", "up to 1 gram", "each 15 minutes", "per mile".

CMS puts a drug's billing unit into the long description (Medicare Claims Processing Manual, chapter 17, section 90.2);
the amount billed is the dose divided by it. Only what the words say is read; what they leave open gives None.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Unit", "unit_of"]

_DRUG = {
    "mg": "mg", "mgs": "mg", "milligram": "mg", "milligrams": "mg",
    "g": "g", "gm": "g", "gms": "g", "gram": "g", "grams": "g",
    "mcg": "mcg", "mcgs": "mcg", "microgram": "mcg", "micrograms": "mcg",
    "ml": "mL", "cc": "mL",
    "unit": "unit", "units": "unit", "iu": "unit", "i.u": "unit", "i.u.": "unit",
    "meq": "mEq", "mci": "mCi", "millicurie": "mCi", "millicuries": "mCi",
    "microcurie": "microcurie", "microcuries": "microcurie",
}  # fmt: skip
_THING = {
    "mile": "mile", "statute mile": "mile", "vial": "vial", "dose": "dose", "study dose": "study dose",
    "treatment dose": "treatment dose", "therapeutic dose": "dose", "session": "session", "hour": "hour",
    "diem": "day", "day": "day", "week": "week", "month": "month", "lens": "lens", "pair": "pair", "visit": "visit",
    "square centimeter": "sq cm", "sq cm": "sq cm", "oz": "oz", "oz.": "oz", "ounce": "oz", "fluid ounce": "fl oz",
    "pint": "pint", "gallon": "gallon", "pound": "lb", "foot": "foot", "box": "box", "linear yard": "yard",
    "yard": "yard", "square inches": "sq in", "inches": "inch", "strips": "strip", "minutes": "minute",
    "source": "source", "trip": "trip", "meal": "meal", "set": "set", "tablet": "tablet", "calories": "kcal",
    "spray": "spray", "implant": "implant", "procedure": "procedure", "encounter": "encounter",
}  # fmt: skip
_NUMBER = r"(?<![/\d.])(?P<amount>\d[\d,]*(?:\.\d+)?|\.\d+)"
_DRUG_WORDS = "|".join(re.escape(word) for word in sorted(_DRUG, key=len, reverse=True))
_THING_WORDS = "|".join(re.escape(word) for word in sorted(_THING, key=len, reverse=True))
_EQUALS = re.compile(
    rf"{_NUMBER}\s*(?P<word>{_DRUG_WORDS}|{_THING_WORDS})\s*=\s*1 unit|"
    rf"1 (?P<only>[a-z]+)'?s? supply\s*=\s*1 unit"
)
_AMOUNT = re.compile(
    rf"(?P<lead>\bper|\bup to|\beach(?: additional)?|\badditional|,)?\s*{_NUMBER}\s*(?:usp |million )?"
    rf"(?P<word>{_DRUG_WORDS}|{_THING_WORDS}|minute)(?![\w%/]| or (?:less|greater))"
)
_PER = re.compile(
    rf"(?<!greater )(?<!ml )\b(?:per|each)\s+(?:treatment )?(?P<word>unit|{_THING_WORDS}|"
    r"milligram|millicurie|microcurie|microgram|gram|gm|mg|ml|i\.?u\.?)"
    r"(?![\w/])"
)
_EACH = re.compile(r"\beach\b(?! additional)")
_ASIDE = re.compile(r"\([^()]*\)")


class Unit(NamedTuple):
    """So much of this is one billing unit: (15, "mg"), (1, "mile"), (15, "minute")."""

    amount: float
    unit: str

    def to_json(self) -> dict[str, float | int | str]:
        """Return the fact as it stands at the entry of a book."""
        return {
            "amount": int(self.amount) if self.amount == int(self.amount) else self.amount,
            "unit": self.unit,
        }


def unit_of(description: str) -> Unit | None:
    """Return the billing unit that *description* states, or None where it states none that is beyond doubt."""
    text = " ".join(description.lower().split())
    stated = _EQUALS.search(text)
    if stated:
        return Unit(1, stated["only"]) if stated["only"] else _unit(stated)
    if text.endswith(", each"):  # "syringe, sterile, 2 cc, each": the amount is the size, not the unit
        return Unit(1, "each")
    per = _PER.search(text)
    text = _ASIDE.sub(" ", text)
    found = list(_AMOUNT.finditer(text))
    measured = _measured(found)
    if measured is not None and (per is None or measured["lead"] in ("per", "each") or per.start() > 100):
        return _unit(measured)
    if per is not None:
        return _per(per["word"])
    if measured is not None:
        return _unit(measured)
    if _EACH.search(text):
        return Unit(1, "each")
    return None


def _measured(found: list[re.Match[str]]) -> re.Match[str] | None:
    """Return the amount that is the unit: led by "per", else by "up to" or a comma, else the only one of a drug."""
    for leads in (("per",), ("each", "each additional", "additional"), ("up to", ","), (None,)):
        led = [match for match in found if match["lead"] in leads]
        if led and (leads != (None,) or led[-1]["word"] in _DRUG):
            # two components ("albuterol, up to 2.5 mg and ipratropium, up to 0.5 mg") are no one unit
            return (
                led[-1]
                if len({match["word"] for match in found}) == len(found) or leads == ("per",)
                else None
            )
    return None


def _unit(found: re.Match[str]) -> Unit:
    number = float(found["amount"].replace(",", "")) * (1_000_000 if "million" in found.group() else 1)
    word = found["word"]
    return Unit(number, _DRUG.get(word) or _THING.get(word, word))


def _per(word: str) -> Unit:
    return Unit(1, _DRUG.get(word) or _DRUG.get(word.rstrip(".")) or _THING[word])
