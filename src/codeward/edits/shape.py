"""Rules about the shape of a claim: what a form of its kind must have, may have, and how much of it.

A claim that gives a charge is a bill: it is asked for every field of its form. One without is a coded record, as a
coder's answer is: it is asked only for what some line of it already fills in, so that nothing is half there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from codeward.claims import Claim, Line
from codeward.codesets import Shelf
from codeward.edits.facts import Facts
from codeward.edits.model import Rule
from codeward.edits.registry import Said, carries_out_together
from codeward.edits.rules import rules_of

__all__ = ["MOST", "Most", "within"]


class Most(NamedTuple):
    """How much a form holds."""

    diagnoses: int
    procedures: int
    lines: int


MOST = {
    "professional": Most(12, 0, 50),
    "outpatient": Most(25, 25, 450),
    "inpatient": Most(25, 25, 450),
}
_FORM = {"professional": "CMS-1500", "outpatient": "UB-04", "inpatient": "UB-04"}
# A hospital's claim takes in what it did on the three days before the admission (42 CFR 412.2(c)(5)).
_BEFORE_ADMISSION = timedelta(days=3)


class Wrong(NamedTuple):
    """What a rule finds: ids and codes of what has to change, and the words that fill its reason."""

    text: str
    lines: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


Check = Callable[[Rule, Claim], Iterator[Wrong]]
_CHECKS: dict[str, Check] = {}


def within(claim: Claim) -> bool:
    """Say whether the claim has no more lines than its form: what is longer is split before its lines are judged."""
    return len(claim.lines) <= MOST[claim.kind].lines


@carries_out_together("shape")
def _shape(claim: Claim, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    for rule in rules_of("shape", claim.coded_on):
        if rule.claims and claim.kind not in rule.claims:
            continue
        for wrong in _CHECKS[str(rule.about)](rule, claim):
            yield rule.finding(wrong.codes, text=wrong.text)._replace(lines=wrong.lines)


def _about(name: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        _CHECKS[name] = function
        return function

    return register


def _of(line: Line, text: str) -> Wrong:
    return Wrong(text, (line.id,) if line.id else (), (line.code,))


def _called(line: Line) -> str:
    name = line.code or f"revenue code {line.revenue}"
    return name if line.id is None else f"{name} (line {line.id})"


def _is_bill(claim: Claim) -> bool:
    return claim.charges is not None or any(line.charge is not None for line in claim.lines)


# -- what must be there -------------------------------------------------------------------------------------


@_about("payer")
def _payer(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    if not claim.payer and _is_bill(claim):
        yield Wrong("The claim names no payer.")


@lru_cache(maxsize=4)
def _of_claim(kind: str) -> tuple[tuple[str, str], ...]:
    """The fields of a whole claim that a bill of *kind* needs, each with its place on the form."""
    if kind == "professional":
        return ()
    common = (("bill_type", "the type of bill (FL 4)"), ("discharge_status", "the discharge status (FL 17)"))
    return (*common, ("admission", "the admission (FL 12)")) if kind == "inpatient" else common


_OF_LINE = {
    "professional": (
        ("charge", "a charge (item 24F)"),
        ("units", "units (item 24G)"),
        ("pointers", "a pointer to a diagnosis (item 24E)"),
        ("date", "a date (item 24A)"),
    ),
    "outpatient": (
        ("charge", "a charge (FL 47)"),
        ("units", "units (FL 46)"),
        ("revenue", "a revenue code (FL 42)"),
        ("date", "a date (FL 45)"),
    ),
    "inpatient": (
        ("charge", "a charge (FL 47)"),
        ("units", "units (FL 46)"),
        ("revenue", "a revenue code (FL 42)"),
    ),
}


@_about("missing")
def _missing(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    bill = _is_bill(claim)
    if bill:
        for name, called in _of_claim(claim.kind):
            if getattr(claim, name) is None:
                yield Wrong(f"The claim lacks {called}.")
        if not claim.diagnoses:
            yield Wrong("The claim has no diagnosis.")
    one_day = claim.statement.start == claim.statement.through
    for name, called in _OF_LINE[claim.kind]:
        if name == "date" and one_day:
            continue  # the claim's only day is the line's
        if name == "units" and not bill:
            continue  # a coded line without units is one
        lacking = [line for line in claim.lines if getattr(line, name) in (None, ())]
        if lacking and (bill or len(lacking) < len(claim.lines)):
            yield from (_of(line, f"{_called(line)} lacks {called}.") for line in lacking)
    if claim.kind == "professional" and claim.place is None:
        placeless = [line for line in claim.lines if line.place is None]
        if placeless and (bill or len(placeless) < len(claim.lines)):
            yield from (
                _of(line, f"{_called(line)} lacks a place of service (item 24B).") for line in placeless
            )


@_about("surplus")
def _surplus(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    form = _FORM[claim.kind]
    if claim.kind == "professional":
        if claim.bill_type is not None:
            yield Wrong(f"A {form} has no type of bill: it is a hospital's.")
        if claim.discharge_status is not None:
            yield Wrong(f"A {form} has no discharge status: it is a hospital's.")
        for line in claim.lines:
            if line.revenue is not None:
                yield _of(line, f"{_called(line)} gives a revenue code, which a {form} does not have.")
    else:
        for line in claim.lines:
            if line.pointers:
                yield _of(line, f"{_called(line)} points to diagnoses, which the lines of a {form} do not.")
    if claim.kind != "inpatient":
        for item in claim.diagnoses:
            if item.poa is not None:
                ids = (item.id,) if item.id else ()
                text = (
                    f"{item.code} has a present-on-admission indicator, which only a stay's diagnoses have."
                )
                yield Wrong(text, ids, (item.code,))


# -- days ---------------------------------------------------------------------------------------------------


@_about("outside")
def _outside(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    first, last = claim.statement.start, claim.statement.through
    for line in claim.lines:
        days = [day for day in (line.date, line.through) if day is not None and not first <= day <= last]
        if days:
            yield _of(line, f"{_called(line)} is dated {days[0]}; the claim covers {first} to {last}.")
    for done in claim.procedures:
        if done.date is not None and not first - _BEFORE_ADMISSION <= done.date <= last:
            ids = (done.id,) if done.id else ()
            yield Wrong(
                f"{done.code} is dated {done.date}; the stay lasts {first} to {last}.", ids, (done.code,)
            )


@_about("disorder")
def _disorder(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    if claim.admission is not None and claim.admission.date > claim.statement.through:
        yield Wrong(f"The admission ({claim.admission.date}) is after the claim's last day.")
    for line in claim.lines:
        if line.date is not None and line.through is not None and line.through < line.date:
            yield _of(line, f"{_called(line)} ends on {line.through}, before it begins on {line.date}.")


# -- money --------------------------------------------------------------------------------------------------


@_about("charge")
def _charge(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    for line in claim.lines:
        if line.charge is None or line.charge > 0:
            continue
        # What only reports is billed at nothing.
        if line.charge < 0 or not rule.but_not.matches(line.code):
            yield _of(line, f"{_called(line)} is charged {_money(line.charge)}.")


@_about("total")
def _total(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    charged = [line.charge for line in claim.lines if line.charge is not None]
    if claim.charges is None or len(charged) < len(claim.lines) or not claim.lines:
        return
    if sum(charged) != claim.charges:
        yield Wrong(f"The total is {_money(claim.charges)}, the lines add up to {_money(sum(charged))}.")


def _money(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02}"


# -- pointers -----------------------------------------------------------------------------------------------


@_about("pointer_nowhere")
def _nowhere(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    known = {item.id for item in claim.diagnoses if item.id}
    for line in claim.lines:
        lost = [one for one in line.pointers if one not in known]
        if lost:
            yield _of(
                line, f"{_called(line)} points to {', '.join(lost)}, which is no diagnosis of the claim."
            )


@_about("pointer_twice")
def _twice(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    for line in claim.lines:
        if len(set(line.pointers)) < len(line.pointers):
            again = next(one for one in line.pointers if line.pointers.count(one) > 1)
            yield _of(line, f"{_called(line)} points to {again} more than once.")


# -- how much -----------------------------------------------------------------------------------------------


@_about("too_many")
def _too_many(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    most, form = MOST[claim.kind], _FORM[claim.kind]
    counted: Sequence[tuple[int, int, str]] = (
        (len(claim.diagnoses), most.diagnoses, "diagnoses"),
        (len(claim.lines), most.lines, "lines"),
        # On other claims each procedure is told by a rule of its own.
        (len(claim.procedures) if claim.kind == "inpatient" else 0, most.procedures, "procedures"),
    )
    for count, limit, called in counted:
        if count > limit:
            yield Wrong(f"The claim has {count} {called}; a {form} holds {limit}.")


@_about("bill_type")
def _bill_type(rule: Rule, claim: Claim) -> Iterator[Wrong]:
    if claim.bill_type is None or claim.kind == "professional":
        return
    digits = claim.bill_type.removeprefix("0") if len(claim.bill_type) == 4 else claim.bill_type
    if len(digits) != 3 or not digits[:2].isdecimal() or not digits.isalnum():
        yield Wrong(f"{claim.bill_type} is no type of bill, which has three digits.")
    elif digits[0] == "1" and (digits[1] == "1") is not (claim.kind == "inpatient"):
        kind = "an inpatient" if claim.kind == "inpatient" else "an outpatient"
        yield Wrong(f"Type of bill {claim.bill_type} does not belong to {kind} claim of a hospital.")
