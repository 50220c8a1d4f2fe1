"""The fields of the two claim forms that this school asks: their numbers there, and what they are, in our words.

The CMS-1500 (02/12) is the professional claim, the UB-04 (CMS-1450) the hospital's. Numbers of fields are those of the
Medicare Claims Processing Manual, chapter 26, section 10 (CMS-1500), and chapter 25, section 75 (UB-04).
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["FormField", "form_fields"]

KINDS = ("professional", "outpatient", "inpatient")


class FormField(NamedTuple):
    """A field: its number on the form of the claim ("" where the form has none), and our words for it."""

    number: str
    word: str | Promise


# Field: our words, its number on the CMS-1500, its number on the UB-04; None where the form does not ask it.
_FIELDS: dict[str, tuple[str | Promise, str | None, str | None]] = {
    "payer": (_("Payer"), "1", "50"),
    "age_years": (_("Age in years"), "3", "10"),
    "sex": (_("Sex"), "3", "11"),
    "start": (_("First day"), "24A", "6"),
    "through": (_("Last day"), "24A", "6"),
    "place": (_("Place of service"), "24B", None),
    "bill_type": (_("Type of bill"), None, "4"),
    "diagnosis": (_("Diagnoses"), "21", "67"),
    "code": (_("Code"), "24D", "44"),
    "modifiers": (_("Modifiers"), "24D", "44"),
    "pointers": (_("Points to"), "24E", None),
    "charge": (_("Charge"), "24F", "47"),
    "units": (_("Units"), "24G", "46"),
    "date": (_("Date"), "24A", "45"),
    "line_place": (_("Place"), "24B", None),
    "revenue": (_("Revenue code"), None, "42"),
}
# Asked of a hospital stay alone.
_STAY: dict[str, tuple[str | Promise, str]] = {
    "admission_date": (_("Admission date"), "12"),
    "discharge_status": (_("Discharge status"), "17"),
    "poa": (_("Present on admission"), "67"),
    "admission_diagnosis": (_("Admitting diagnosis"), "69"),
    "procedure": (_("Procedures (ICD-10-PCS)"), "74"),
    "payment": (_("How the hospital is paid"), ""),
}


def form_fields(kind: str) -> dict[str, FormField]:
    """Return the fields that the form of a claim of *kind* asks, by our name for them."""
    found = {}
    for name, (word, *numbers) in _FIELDS.items():
        number = numbers[0 if kind == "professional" else 1]
        if number is not None:
            found[name] = FormField(number, word)
    if kind == "inpatient":
        found |= {name: FormField(number, word) for name, (word, number) in _STAY.items()}
    return found
