"""A stay to its MS-DRG: the claim is made fit for the grouper, asked about, and the answer put into our shapes.

Hospitals that CMS exempts report no POA, and hospital-acquired conditions change nothing there (42 CFR 412.20, 412.23;
Medicare Claims Processing Manual, chapter 3, section 20.2.1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any, Literal, cast

from codeward.claims import OLDEST, Claim, Diagnosis, Procedure
from codeward.codesets import undotted, validity
from codeward.errors import quoted
from codeward.grouper import native
from codeward.grouper.model import CannotGroup, Drg, Grouped, Hac, Level, Line, Role
from codeward.grouper.versions import Version, version_on
from codeward.grouper.weights import Table, table_on

__all__ = ["MOST_CODES", "editor_input", "group", "regroup"]

MOST_CODES = 25
"""Diagnoses, and procedures, that an institutional claim holds (837I, UB-04)."""
_FIGURES = re.compile(r"[0-9]+")
_SEXES = {"male": 0, "female": 1}
_UNKNOWN_SEX = 2
_PAID_SO = frozenset({"ipps", None})

# Why the grouper gave no group to be paid by, in our words.
_REASONS = {
    "INVALID_PDX": "The principal diagnosis is not a code of this version",
    "DX_CANNOT_BE_PDX": "This code never stands as principal diagnosis",
    "DX_CANNOT_BE_PDX_IF_NOT_SECONDARY": "This principal diagnosis needs a secondary one beside it",
    "UNGROUPABLE": "The logic has no group for this stay",
    "HAC_UNGROUPABLE": "A hospital-acquired condition has no valid present-on-admission letter",
    "INVALID_AGE": "The age is missing or cannot be",
    "INVALID_SEX": "The sex is missing or cannot be",
    "INVALID_DISCHARGE_STATUS": "The discharge status is missing or cannot be",
}


def group(claim: Claim) -> Grouped:
    """Return the MS-DRG of an inpatient claim by the version of its discharge date.

    Raises CannotGroup where it is no inpatient claim, holds a code that is not valid on that day, an age outside 0 to
    124, no discharge status, where the sex is unknown and the group depends on it, on a day without logic, and where
    there is no grouper on this machine.
    """
    return regroup(_checked(claim))


def regroup(claim: Claim) -> Grouped:
    """Return the MS-DRG of a claim of which `group` has checked the codes, with some of them changed or left out."""
    version = version_on(claim.statement.through)
    sex = _SEXES.get(claim.patient.sex)
    if sex is not None:
        return _read(claim, version, native.ask("group", _asked(claim, version, sex)))
    either = [_read(claim, version, native.ask("group", _asked(claim, version, one))) for one in (0, 1)]
    if either[0].final.number != either[1].final.number:
        raise CannotGroup(
            "The patient's sex is unknown, and this group depends on it",
            "Say whether the patient is male or female",
        )
    return either[0]


def editor_input(claim: Claim) -> dict[str, Any]:
    """Return an inpatient claim as the Medicare Code Editor takes it, codes as they are. Raises CannotGroup."""
    _a_stay(claim)
    plain = _with_plain_codes(claim)
    day = int(claim.statement.through.strftime("%Y%m%d"))
    return {**_body(plain, _SEXES.get(claim.patient.sex, _UNKNOWN_SEX)), "discharge_date": day}


def _a_stay(claim: Claim) -> None:
    if claim.kind != "inpatient":
        raise CannotGroup("Only an inpatient stay has an MS-DRG", "Group a claim of the kind inpatient")
    if not claim.diagnoses:
        raise CannotGroup(
            "The claim has no principal diagnosis", "Give at least one diagnosis, the principal one first"
        )


def _checked(claim: Claim) -> Claim:
    _a_stay(claim)
    for what, some in (("diagnoses", claim.diagnoses), ("procedures", claim.procedures)):
        if len(some) > MOST_CODES:
            raise CannotGroup(
                f"The claim has {len(some)} {what}",
                f"An institutional claim holds {MOST_CODES}; group without the rest",
            )
    age = claim.patient.age_years
    if age is None and claim.patient.age_days is None and not claim.patient.newborn:
        raise CannotGroup("The patient's age is missing", "Give the age in years")
    if age is not None and not 0 <= age <= OLDEST:
        raise CannotGroup(f"An age of {age} cannot be", f"Give the age in years, from 0 to {OLDEST}")
    status = claim.discharge_status
    if status is None or not (status.isdecimal() and len(status) == 2):
        raise CannotGroup("The discharge status is missing", "Give its two digits: 01 is home, 20 is died")
    valid, on = validity.speaking("icd10cm", claim.statement.through), claim.statement.through
    for system, codes in (("icd10cm", claim.diagnoses), ("icd10pcs", claim.procedures)):
        for each in codes:
            if valid is not None and not _is_valid(valid, system, _plain(each.code), on):
                name = "diagnosis" if system == "icd10cm" else "procedure"
                raise CannotGroup(
                    f"{quoted(each.code)} is no {name} code that is valid on {on}",
                    "Correct it first: an invalid code has no group",
                )
    return _with_plain_codes(claim)


@lru_cache(maxsize=65_536)
def _is_valid(valid: validity.Validity, system: str, plain: str, on: date) -> bool:
    return valid.span_on(system, plain, on) is not None


def _with_plain_codes(claim: Claim) -> Claim:
    """Return the claim with its codes as the grouper takes them; the very same where they are so already."""
    given = [each.code for each in claim.diagnoses] + [each.code for each in claim.procedures]
    if all(code == _plain(code) for code in given):
        return claim
    return replace(
        claim,
        diagnoses=tuple(
            Diagnosis(_plain(each.code), each.id, each.poa, each.role) for each in claim.diagnoses
        ),
        procedures=tuple(Procedure(_plain(each.code), each.id, each.date) for each in claim.procedures),
    )


@lru_cache(maxsize=65_536)
def _plain(code: str) -> str:
    return undotted(code.strip().upper())


def _asked(claim: Claim, version: Version, sex: int) -> dict[str, Any]:
    return {**_body(claim, sex), "version": version.number}


def _body(claim: Claim, sex: int) -> dict[str, Any]:
    principal, *others = claim.diagnoses
    status = claim.discharge_status or ""
    return {
        "age": claim.patient.age_years or 0,
        "sex": sex,
        "discharge_status": int(status) if status.isdecimal() else 0,
        "hospital_status": "NOT_EXEMPT" if claim.provider.reports_poa else "EXEMPT",
        "pdx": _diagnosis(principal),
        "sdx": [_diagnosis(each) for each in others],
        "procedures": [{"code": each.code} for each in claim.procedures],
    }


def _diagnosis(given: Diagnosis) -> dict[str, str]:
    # An exempt diagnosis goes without the key: an empty letter is taken for a missing one.
    return {"code": given.code, "poa": given.poa} if given.poa else {"code": given.code}


# -- the answer ---------------------------------------------------------------------------------------------


def _read(claim: Claim, version: Version, answer: Mapping[str, Any]) -> Grouped:
    table = table_on(claim.statement.through)
    flags = answer["grouper_flags"]
    told = answer["return_code"]
    return Grouped(
        version=version.version,
        initial=_drg(answer, "initial", table),
        final=_drg(answer, "final", table),
        initial_level=_level(flags["initial_drg_secondary_dx_cc_mcc"]),
        final_level=_level(flags["final_drg_secondary_dx_cc_mcc"]),
        lines=tuple(_lines(claim, answer)),
        reason="" if told == "OK" else _REASONS.get(told, "The logic has no group for this stay"),
        paid_so=claim.provider.payment in _PAID_SO,
        weights=table.name if table else None,
    )


def _drg(answer: Mapping[str, Any], which: Literal["initial", "final"], table: Table | None) -> Drg:
    number = answer[f"{which}_drg"] or 999
    return Drg(
        number,
        answer[f"{which}_drg_description"] or "Ungroupable",
        answer[f"{which}_mdc"] or None,
        answer[f"{which}_mdc_description"] or "",
        table.rows.get(number) if table else None,
    )


def _level(told: str) -> Level:
    return cast("Level", told) if told in {"CC", "MCC"} else "none"


def _lines(claim: Claim, answer: Mapping[str, Any]) -> list[Line]:
    """Return the codes of the claim in its own order: the library answers in an order of its own."""
    said = {each["code"]: each for each in [answer.get("pdx_output"), *answer["sdx_output"]] if each}
    done = {each["code"]: each for each in answer["proc_output"]}
    principal, *others = claim.diagnoses
    return [
        _of_diagnosis(principal, "principal", said),
        *(_of_diagnosis(each, "secondary", said) for each in others),
        *(_of_procedure(each, done) for each in claim.procedures),
    ]


def _of_diagnosis(given: Diagnosis, role: Role, said: Mapping[str, Mapping[str, Any]]) -> Line:
    told = said.get(given.code, {})
    flags: Sequence[str] = told.get("flags", ())
    return Line(
        given.code,
        role,
        given.poa,
        _level(told.get("severity", "")) if role == "secondary" else "none",
        excluded="EXCLUDED" in flags,
        only_alive="DEATH_EXCLUSION" in flags,
        hacs=_hacs(told.get("hacs", ())),
        moves=told.get("drg_impact", "NONE") != "NONE",
    )


def _hacs(told: Sequence[Mapping[str, Any]]) -> tuple[Hac, ...]:
    """Return each condition once: the library names some by several lists ("HAC11", "hac11_13_common")."""
    found: dict[int, Hac] = {}
    for each in told:
        figures = _FIGURES.search(each["hac_list"])
        number = each["hac_number"] or (int(figures[0]) if figures else 0)
        met = each["hac_status"] == "HAC_CRITERIA_MET"
        if number not in found or (met and not found[number].met):
            found[number] = Hac(number, each["description"], met)
    return tuple(found.values())


def _of_procedure(given: Procedure, done: Mapping[str, Mapping[str, Any]]) -> Line:
    told = done.get(given.code, {})
    return Line(
        given.code,
        "procedure",
        operating_room=bool(told.get("is_or")),
        moves=told.get("drg_impact", "NONE") != "NONE",
    )
