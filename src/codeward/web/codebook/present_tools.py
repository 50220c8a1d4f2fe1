"""From the calculators' forms to the rooms that reckon."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from codeward import crosswalks
from codeward.calculators import DrugUnits, amount, billing_unit, drug_units, route_of, strength
from codeward.calculators.anesthesia import Case, Reckoned, reckon
from codeward.calculators.em import Data, Decision, Encounter, Problem, Test, decide
from codeward.codesets import books
from codeward.crosswalks.hcc import Demographics, Score, raf
from codeward.errors import UnknownCode
from codeward.web.codebook.present_facts import flags
from codeward.web.problems import told

__all__ = ["Answered", "anesthesia", "em", "mapping", "risk", "units"]

_SPLIT = re.compile(r"[\s,;]+")


class Answered(NamedTuple):
    """What a crosswalk says of a code: rows of (code, description, flags, scenario, stands), or why there are none.

    A row stands where its code is billable on the date; `note` is what is to be said of the code that was asked.
    """

    title: str
    edition: str
    target: str
    rows: tuple[tuple[str, str, str, str, bool], ...]
    reason: str
    note: str = ""


def _codes(text: str) -> list[str]:
    return [part.upper() for part in _SPLIT.split(text) if part]


def units(given: dict[str, Any], on: dt.date | None) -> DrugUnits:
    """Reckon the units of a drug. Raises InputError."""
    code = given["code"].strip().upper()
    payer: Literal["medicare", "other"] = "medicare" if given["payer"] == "medicare" else "other"
    return drug_units(
        code,
        dose=amount(given["dose"], "dose"),
        per=amount(given["per"], "per") if given["per"] else billing_unit(code, on).per,
        containers=[amount(each, "vial") for each in given["vials"].split(",") if each.strip()],
        single_dose=not given["multi"],
        payer=payer,
        on=on,
        strength=strength(given["strength"], "strength") if given["strength"] else None,
        separately_payable=not given["packaged"],
        route=route_of(code, on),
        dispensed=given["dispensed"] or None,
    )


def em(given: dict[str, Any], on: dt.date | None) -> Decision:
    """Choose the code of an encounter. Raises InputError."""
    problems = tuple(
        Problem(name.removeprefix("problem_"), count)
        for name, count in given.items()
        if name.startswith("problem_") and count
    )
    risk = tuple(
        name.removeprefix("risk_") for name, chosen in given.items() if name.startswith("risk_") and chosen
    )
    interpreted = _codes(given["interpreted"])
    reviewed = _codes(given["tests"])
    tests = (
        *(Test(code, interpreted=code in interpreted) for code in reviewed),
        *(Test(code, reviewed=False, interpreted=True) for code in interpreted if code not in reviewed),
        *(Test(code, separately_reported=True) for code in _codes(given["reported"])),
    )
    sources = tuple(f"source {n}" for n in range(1, (given["notes"] or 0) + 1))
    data = Data(tests, sources, given["historian"], given["discussion"])
    return decide(
        Encounter(
            category=given["category"],
            on=on or books.today(),
            payer=given["payer"],
            patient=given["patient"] or None,
            last_seen=given["last_seen"],
            stage=given["stage"] or None,
            setting=given["setting"] or None,
            problems=problems or None,
            data=None if data == Data() and not (problems or risk) else data,
            risk=risk or None,
            minutes=given["minutes"],
            minutes_separately_reported=given["minutes_separately_reported"] or 0,
            minutes_other_days=given["minutes_other_days"] or 0,
            principal_physician=given["principal_physician"],
            split_shared=given["split_shared"],
            minutes_by_other=given["minutes_by_other"],
            staff_only=given["staff_only"],
            age=given["age"],
            hours=None if given["hours"] is None else Decimal(given["hours"]),
            code=given["code"] or None,
        )
    )


def anesthesia(given: dict[str, Any], on: dt.date | None) -> Reckoned:
    """Reckon an anesthesia case. Raises InputError."""
    medicare = given["payer"] == "medicare"
    return reckon(
        Case(
            code=given["code"].strip(),
            minutes=given["minutes"],
            base=given["base"],
            payer=given["payer"],
            status=given["status"] or None,
            circumstances=tuple(given["circumstances"]),
            conversion_factor=given["factor"],
            role=given["role"],
            concurrent=given["concurrent"] or 0,
            directed=given["directed"],
            at_induction=given["at_induction"],
            monitored=given["monitored"],
            steps=tuple(given["steps"]) or None,
            # Medicare has one rule; what stands in the other payer's fields is not asked then.
            time_rule="tenth" if medicare else given["time_rule"],
            minutes_per_unit=15 if medicare else given["minutes_per_unit"] or 15,
            on=on,
        )
    )


def risk(given: dict[str, Any]) -> Score:
    """The risk score of a beneficiary. Raises CodewardError."""
    name, _colon, year = given["model"].rpartition(":")
    who = Demographics.of(
        given["age"], given["sex"], dual=given["dual"], orec=given["orec"], institutional=given["institutional"],
        new_enrollee=given["new_enrollee"], snp=given["snp"], low_income=given["low_income"],
    )  # fmt: skip
    return raf(_codes(given["diagnoses"])[:200], who, name, int(year))


def mapping(given: dict[str, Any], on: dt.date | None) -> Answered:
    """What a crosswalk says of a code. Raises CodewardError for a crosswalk that cannot be opened."""
    asked, reverse = given["code"].strip().upper(), given["reverse"]
    name = given["to"] if reverse else crosswalks.for_code(asked, given["to"])
    described = crosswalks.descriptor(name)
    try:
        if name == "successor" and not reverse:
            return _successors(asked, described.title, on)
        crosswalk = crosswalks.open(name, on)
        system, target = crosswalk.source_system, crosswalk.target_system
        found = crosswalk.reverse(asked) if reverse else crosswalk.map(asked)
    except UnknownCode as error:
        return Answered(described.title, "", described.target_system, (), told(error))
    shown = system if reverse else target
    read = sorted(crosswalks.marked(found, shown, on), key=lambda each: crosswalks.reading_order(each.flags))
    rows = tuple(
        (
            one.code, one.description, flags(_plain(one.flags)), _scenario(one.flags),
            one.flags.get("billable") is not False,
        )
        for one in read
    )  # fmt: skip
    reason = "" if rows else "-" if reverse else crosswalk.why_empty(asked, on)
    note = "" if reverse or not rows else crosswalks.remark(system, asked, on)
    return Answered(crosswalk.title, crosswalk.edition.id, shown, rows, reason, note)


def _successors(asked: str, title: str, on: dt.date | None) -> Answered:
    rows = tuple(
        (one.code, one.description, flags({"since": one.effective, "derived": one.derived}), "", True)
        for one in crosswalks.successors(asked, to_release=on)
    )
    return Answered(title, "", "icd10cm", rows, "" if rows else "-")


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in given.items()
        if name not in ("scenario", "choice_list", "combination", "billable")
    }


def _scenario(given: dict[str, Any]) -> str:
    """Which choice list of which scenario a row of a cluster belongs to: "1.2"; empty for a single code."""
    return f"{given['scenario']}.{given['choice_list']}" if given.get("combination") else ""
