"""Figures and sources of anesthesia reckoning: physical status, circumstances, the steps of medical direction."""

from __future__ import annotations

from decimal import Decimal

__all__ = [
    "ANESTHETISTS",
    "CIRCUMSTANCES",
    "DIRECTION",
    "FEE_SCHEDULE",
    "GUIDE",
    "HALF",
    "INCLUDED",
    "MANUAL",
    "PAYMENT",
    "STATUS",
    "STEPS",
    "UNTIMED",
]

MANUAL = "CMS, Medicare Claims Processing Manual (Pub. 100-04), ch. 12 §50"
ANESTHETISTS = "CMS, Medicare Claims Processing Manual (Pub. 100-04), ch. 12 §140"
PAYMENT = "42 CFR 414.46"
DIRECTION = "42 CFR 415.110"
GUIDE = "CPT, anesthesia guidelines; units by the ASA Relative Value Guide"
FEE_SCHEDULE = "CMS, Medicare Physician Fee Schedule, status B (bundled)"

STATUS: dict[str, int] = {"P1": 0, "P2": 0, "P3": 1, "P4": 2, "P5": 3, "P6": 0}
CIRCUMSTANCES: dict[str, tuple[int, str]] = {
    "99100": (1, "extreme age: under 1 year or over 70"),
    "99116": (5, "whole-body cooling used on purpose"),
    "99135": (5, "lowered blood pressure used on purpose"),
    "99140": (2, "emergency"),
}
# Codes that already speak of the infant, or of bypass below one year.
INCLUDED: dict[str, tuple[str, ...]] = {
    "00326": ("99100",),
    "00561": ("99100", "99116", "99135"),
    "00834": ("99100",),
    "00836": ("99100",),
}
# What the physician must do, and document, for a case to count as medically directed.
STEPS: dict[str, str] = {
    "exam": "examine and evaluate the patient beforehand",
    "plan": "prescribe the anesthesia plan",
    "demanding": "take part in the most demanding parts, induction and emergence among them where there are any",
    "qualified": "make sure that others who take part are qualified",
    "monitor": "check on the anesthesia often",
    "available": "stay nearby, ready for emergencies",
    "after": "give the care that is needed afterward",
}
# Codes without time of their own: care of a catheter by the day; more burned skin, whose minutes are all reported
# with 01952 (Claims Processing Manual, ch. 12 §50).
UNTIMED: dict[str, str] = {
    "01996": "is care by the day",
    "01953": "is an add-on of base units alone, all minutes stand with 01952",
}
HALF = Decimal("0.5")
