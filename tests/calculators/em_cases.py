"""Encounters worked by hand: category, what the record says, the lines that follow, the method."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from codeward.calculators import em
from codeward.calculators.em import Data, Problem, Test

ON = dt.date(2026, 5, 12)
TWO_STABLE = (Problem("stable_chronic", 2),)
ONE_STABLE = (Problem("stable_chronic"),)
THREE_TESTS = Data((Test("80053"), Test("85025"), Test("84443")))
SYSTEMIC = (Problem("acute_systemic"),)
MORBIDITIES = (Problem("multiple_morbidities"),)

OFFICE = {"patient": "established"}
NEW = {"patient": "new"}
LOW = {"problems": "low", "risk": "low"}
MODERATE = {"problems": "moderate", "risk": "moderate"}
FIRST, LATER = {"stage": "initial"}, {"stage": "subsequent"}
MEDICARE = {"payer": "medicare"}
SHARED = {"split_shared": True}

# category, what the record says, lines, method
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    # Office by decision making
    ("office", {**OFFICE, "problems": (Problem("minor"),), "risk": ("minimal",)}, "99212", "mdm"),
    ("office", {**OFFICE, "problems": (Problem("acute_uncomplicated"),), "risk": ("low",)}, "99213", "mdm"),
    ("office", {**OFFICE, "problems": TWO_STABLE, "risk": ("prescription_drug",)}, "99214", "mdm"),
    ("office", {**OFFICE, "problems": ONE_STABLE, "risk": ("prescription_drug",)}, "99213", "mdm"),
    ("office", {**OFFICE, "problems": ONE_STABLE, "data": THREE_TESTS, "risk": ("prescription_drug",)}, "99214", "mdm"),
    ("office", {**OFFICE, "problems": (Problem("chronic_severe"),), "risk": ("hospitalization",)}, "99215", "mdm"),
    ("office", {**OFFICE, "problems": (Problem("threat"),), "risk": ("prescription_drug",)}, "99214", "mdm"),
    ("office", {**NEW, "problems": (Problem("minor", 2),), "risk": ("low",)}, "99203", "mdm"),
    ("office", {**NEW, "problems": (Problem("undiagnosed_new"),), "data": "moderate"}, "99204", "mdm"),
    ("office", {**NEW, "problems": (Problem("minor"),), "risk": "minimal"}, "99202", "mdm"),
    ("office", {**NEW, "problems": "high", "data": "extensive", "risk": "low"}, "99205", "mdm"),
    ("office", {**NEW, "problems": "high", "data": "minimal", "risk": "low"}, "99203", "mdm"),
    ("office", {**OFFICE, "problems": (*ONE_STABLE, *ONE_STABLE), "risk": ("social_determinants",)}, "99214", "mdm"),
    ("office", {**OFFICE, "staff_only": True}, "99211", "staff"),
    # Office by time
    ("office", {**OFFICE, "minutes": 10}, "99212", "time"),
    ("office", {**OFFICE, "minutes": 29}, "99213", "time"),
    ("office", {**OFFICE, "minutes": 30}, "99214", "time"),
    ("office", {**NEW, "minutes": 44}, "99203", "time"),
    ("office", {**NEW, "minutes": 45}, "99204", "time"),
    ("office", {**NEW, "minutes": 60, "minutes_separately_reported": 16}, "99203", "time"),
    ("office", {**OFFICE, "problems": TWO_STABLE, "risk": ("prescription_drug",), "minutes": 42}, "99215", "time"),
    ("office", {**OFFICE, "problems": TWO_STABLE, "risk": ("prescription_drug",), "minutes": 22}, "99214", "mdm"),
    # Office, prolonged: CPT from 75 and 55, Medicare from 89 and 69
    ("office", {**NEW, "minutes": 74}, "99205", "time"),
    ("office", {**NEW, "minutes": 75}, "99205 99417", "time"),
    ("office", {**OFFICE, "minutes": 85}, "99215 99417*3", "time"),
    ("office", {**NEW, **MEDICARE, "minutes": 88}, "99205", "time"),
    ("office", {**NEW, **MEDICARE, "minutes": 89}, "99205 G2212", "time"),
    ("office", {**NEW, **MEDICARE, "minutes": 104}, "99205 G2212*2", "time"),
    ("office", {**OFFICE, **MEDICARE, "minutes": 69}, "99215 G2212", "time"),
    # Home or residence
    ("home", {**NEW, **MODERATE}, "99344", "mdm"),
    ("home", {**NEW, "problems": "low", "risk": "moderate"}, "99342", "mdm"),
    ("home", {**OFFICE, "minutes": 40}, "99349", "time"),
    ("home", {**NEW, "minutes": 90}, "99345 99417", "time"),
    ("home", {**OFFICE, **MEDICARE, "minutes": 75, "minutes_other_days": 35}, "99350 G0318", "time"),
    ("home", {**NEW, **MEDICARE, "minutes": 100}, "99345", "time"),
    # Hospital and observation
    ("hospital", {**FIRST, "problems": "low", "risk": "minimal"}, "99221", "mdm"),
    ("hospital", {**FIRST, "problems": SYSTEMIC, "data": "limited", "risk": "moderate"}, "99222", "mdm"),
    ("hospital", {**FIRST, "problems": (Problem("threat"),), "risk": ("parenteral_controlled",)}, "99223", "mdm"),
    ("hospital", {**LATER, **LOW}, "99231", "mdm"),
    ("hospital", {**LATER, "minutes": 35}, "99232", "time"),
    ("hospital", {**LATER, "minutes": 80}, "99233 99418*2", "time"),
    ("hospital", {**FIRST, "minutes": 90}, "99223 99418", "time"),
    ("hospital", {**FIRST, **MEDICARE, "minutes": 104, "principal_physician": True}, "99223-AI G0316", "time"),
    ("hospital", {**LATER, **MEDICARE, "minutes": 64}, "99233", "time"),
    ("same_day", {**MODERATE}, "99235", "mdm"),
    ("same_day", {"minutes": 100}, "99236 99418", "time"),
    ("same_day", {**MEDICARE, "minutes": 90, "minutes_other_days": 20, "hours": Decimal(9)}, "99236 G0316", "time"),
    ("same_day", {**MEDICARE, "hours": Decimal("7.5"), **MODERATE}, "99222", "mdm"),
    # Medicare asks for 8 hours before it takes the codes of one date (manual, ch. 12 §30.6.9)
    ("same_day", {**MEDICARE, "hours": Decimal(8), "problems": "high", "risk": "high"}, "99236", "mdm"),
    ("same_day", {**MEDICARE, "hours": Decimal("7.9"), "problems": "high", "risk": "high"}, "99223", "mdm"),
    # Shared visits (42 CFR 415.140; manual, ch. 12 §30.6.18): FS, for Medicare, on every line
    ("hospital", {**LATER, **MEDICARE, **SHARED, **MODERATE}, "99232-FS", "mdm"),
    ("hospital", {**LATER, **MEDICARE, **SHARED, "minutes": 65, "minutes_by_other": 20}, "99233-FS G0316-FS", "time"),
    ("hospital", {**FIRST, **MEDICARE, **SHARED, **MODERATE, "principal_physician": True}, "99222-AI-FS", "mdm"),
    ("hospital", {**LATER, **SHARED, **MODERATE}, "99232", "mdm"),
    ("critical_care", {**MEDICARE, **SHARED, "minutes": 104}, "99291-FS 99292-FS", "time"),
    ("discharge", {**MEDICARE, **SHARED, "minutes": 40, "minutes_by_other": 30}, "99239-FS", "time"),
    ("emergency", {**MEDICARE, **SHARED, **MODERATE}, "99284-FS", "mdm"),
    # Consultations
    ("consultation", {"setting": "office", "problems": "minimal", "risk": "minimal"}, "99242", "mdm"),
    ("consultation", {"setting": "office", "minutes": 70}, "99245 99417", "time"),
    ("consultation", {"setting": "inpatient", **MODERATE}, "99254", "mdm"),
    ("consultation", {"setting": "nursing", "minutes": 95}, "99255 99418", "time"),
    ("consultation", {"setting": "inpatient", **MEDICARE, **MODERATE}, "99222", "mdm"),
    ("consultation", {"setting": "office", **MEDICARE, **NEW, **MODERATE}, "99204", "mdm"),
    # Nursing facility
    ("nursing", {**FIRST, "problems": MORBIDITIES, "risk": ("toxicity_monitoring",)}, "99306", "mdm"),
    ("nursing", {**FIRST, **LOW}, "99304", "mdm"),
    ("nursing", {**LATER, **LOW}, "99308", "mdm"),
    ("nursing", {**LATER, "problems": "minimal", "risk": "low"}, "99307", "mdm"),
    ("nursing", {**FIRST, "minutes": 65}, "99306 99418", "time"),
    ("nursing", {**FIRST, **MEDICARE, "minutes": 60, "minutes_other_days": 35}, "99306 G0317", "time"),
    ("nursing", {**LATER, **MEDICARE, "minutes": 85}, "99310 G0317", "time"),
    # Emergency: decision making only
    ("emergency", {"problems": "minimal", "risk": "minimal"}, "99282", "mdm"),
    ("emergency", {"problems": "moderate", "data": "limited", "risk": "low"}, "99283", "mdm"),
    ("emergency", {"problems": "moderate", "data": "moderate", "risk": "low", "minutes": 120}, "99284", "mdm"),
    ("emergency", {"problems": ONE_STABLE, "data": "extensive", "risk": ("hospitalization",)}, "99285", "mdm"),
    ("emergency", {"staff_only": True}, "99281", "staff"),
    # By minutes alone
    ("critical_care", {"minutes": 30}, "99291", "time"),
    ("critical_care", {"minutes": 74}, "99291", "time"),
    ("critical_care", {"minutes": 75}, "99291 99292", "time"),
    ("critical_care", {"minutes": 105}, "99291 99292*2", "time"),
    ("critical_care", {**MEDICARE, "minutes": 103}, "99291", "time"),
    ("critical_care", {**MEDICARE, "minutes": 104}, "99291 99292", "time"),
    ("critical_care", {**MEDICARE, "minutes": 134}, "99291 99292*2", "time"),
    ("discharge", {"minutes": 30}, "99238", "time"),
    ("discharge", {"minutes": 31}, "99239", "time"),
    ("nursing_discharge", {"minutes": 12}, "99315", "time"),
    ("nursing_discharge", {"minutes": 45}, "99316", "time"),
    ("prolonged_other_day", {"minutes": 74}, "99358", "time"),
    ("prolonged_other_day", {"minutes": 75}, "99358 99359", "time"),
    # Preventive by age
    ("preventive", {**NEW, "age": 0}, "99381", "age"),
    ("preventive", {**NEW, "age": 4}, "99382", "age"),
    ("preventive", {**OFFICE, "age": 11}, "99393", "age"),
    ("preventive", {**OFFICE, "age": 12}, "99394", "age"),
    ("preventive", {**NEW, "age": 39}, "99385", "age"),
    ("preventive", {**OFFICE, "age": 64}, "99396", "age"),
    ("preventive", {**OFFICE, **MEDICARE, "age": 65}, "99397", "age"),
]  # fmt: skip


def meet(category: str, on: str | dt.date = ON, **given: Any) -> em.Encounter:
    return em.Encounter(category, dt.date.fromisoformat(on) if isinstance(on, str) else on, **given)
