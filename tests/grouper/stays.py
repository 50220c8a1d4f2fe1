"""Stays for the tests of the grouper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from codeward.claims import Claim, Diagnosis, Patient, Procedure, Provider, Statement

MAY = date(2026, 5, 14)


def stay(
    principal: str, others: Sequence[str] = (), procedures: Sequence[str] = (), on: date = MAY, **more: Any
) -> Claim:
    """A stay that ended *on* that day; diagnoses as "J96.01:Y" (code and POA), *more* as fields of the claim."""
    patient = Patient(age_years=more.pop("age", 72), sex=more.pop("sex", "male"))
    return Claim(
        "inpatient",
        Statement(on, on),
        patient=patient,
        discharge_status=more.pop("status", "01"),
        provider=Provider(payment=more.pop("payment", "ipps")),
        diagnoses=tuple(_diagnosis(each) for each in (principal, *others)),
        procedures=tuple(Procedure(code) for code in procedures),
        **more,
    )


def _diagnosis(text: str) -> Diagnosis:
    code, _, poa = text.partition(":")
    return Diagnosis(code, poa=poa or None)  # type: ignore[arg-type]
