"""What Medicare's payment rules say in figures, each with where it can be looked up.

The formula is that of CMS's relative value file; what a modifier pays stands in the Medicare Claims Processing Manual,
chapter 12, and in the record layout of the same file.
"""

from __future__ import annotations

from decimal import Decimal

__all__ = [
    "ANESTHESIA", "APC", "ASSISTANT", "ASSISTANTS", "BASE_RATE", "BILATERAL", "BOTH_SIDES", "CAP", "CO_SURGEON",
    "CO_SURGEONS", "ENDOSCOPY", "FACTORS", "FORMULA", "GLOBAL", "HALF", "INPATIENT", "INPATIENT_ONLY", "MOST_RANKED",
    "MULTIPLE", "OWN_RATE", "PACKAGED", "PLACE", "SCHEDULE_STATUS", "WEIGHTS",
]  # fmt: skip

_MANUAL = "CMS, Medicare Claims Processing Manual (Pub. 100-04), ch. 12 §{}"
_LAYOUT = "CMS, National Physician Fee Schedule Relative Value File, record layout"

FORMULA = ("42 CFR 414.20", _LAYOUT)
FACTORS = ("42 CFR 414.28", _LAYOUT)
PLACE = ("42 CFR 414.22(b)(5)", _MANUAL.format("20.4.2"))
CAP = ("Deficit Reduction Act of 2005, section 5102(b)", _LAYOUT)
SCHEDULE_STATUS = (_LAYOUT,)
GLOBAL = (_MANUAL.format("40.4"), _LAYOUT)
BILATERAL = (_MANUAL.format("40.7"), _LAYOUT)
MULTIPLE = (_MANUAL.format("40.6"), _LAYOUT)
ENDOSCOPY = (_MANUAL.format("40.6"), _LAYOUT)
ASSISTANTS = ("Social Security Act 1848(i)(2)(B)", _MANUAL.format("20.4.3"))
OWN_RATE = ("42 CFR 414.52", _MANUAL.format("110.2"))
CO_SURGEONS = (_MANUAL.format("40.8"), _LAYOUT)
ANESTHESIA = ("42 CFR 414.46", _MANUAL.format("50"))
APC = ("42 CFR 419.31", "42 CFR 419.32")
PACKAGED = ("42 CFR 419.2(b)",)
INPATIENT_ONLY = ("42 CFR 419.22(n)",)
INPATIENT = ("42 CFR 412.64",)
WEIGHTS = ("42 CFR 412.60(b)",)

HALF = Decimal("0.5")
BOTH_SIDES = Decimal("1.5")
"""What a bilateral procedure pays, of the amount for one side (bilateral indicator 1)."""
MOST_RANKED = 5
"""Procedures of a day that have an amount by rank; from the sixth on the contractor asks for a report."""
ASSISTANT = {"80": Decimal("0.16"), "81": Decimal("0.16"), "82": Decimal("0.16"), "AS": Decimal("0.136")}
"""Of the amount for the surgery: 16 percent, and 85 percent of that for who is no physician (AS)."""
CO_SURGEON = Decimal("0.625")
BASE_RATE = 700_000
"""Cents. Invented: each hospital has its own rate, and this one is only for seeing what a weight is worth."""
