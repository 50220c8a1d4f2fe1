"""Rules about the services and procedures of a claim, each by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from codeward.claims import Claim
from codeward.codesets import Shelf, books
from codeward.edits.facts import Facts
from codeward.edits.finding import Checked, Source, Unchecked
from codeward.edits.model import Rule
from codeward.edits.registry import Said, carries_out_on_claims
from codeward.errors import CodewardError

__all__ = ["unchecked"]

# How numbers of CPT (category I, II and III, laboratory) and of HCPCS Level II are written.
_NUMBER = re.compile(r"[0-9]{4}[0-9AFMTU]|[A-Z][0-9]{4}")
_KINDS = {"professional": "a professional", "outpatient": "an outpatient", "inpatient": "an inpatient"}


def unchecked(rule: str, system: str, day: date, why: str) -> Unchecked:
    """Return that *rule* could not be asked for want of the book of *system* in force on *day*."""
    return Unchecked(rule, system, why, books.install_command(system, day))


@carries_out_on_claims("service_valid")
def _service_valid(rule: Rule, claim: Claim, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    coded = [(item, "icd10pcs") for item in claim.procedures] + [(item, item.system) for item in claim.lines]
    for item, system in coded:
        day = claim.day_of(item)
        try:
            answer = shelf.validate(system, item.code, day)
        except CodewardError as error:
            yield unchecked(rule.id, system, day, error.message)
            continue
        release = shelf.book(system).release
        if answer.reason == "not_in_force" and not release.covers(day):
            yield unchecked(rule.id, system, day, answer.message)
            continue
        if answer.reason == "unknown" and release.glosses_only and _NUMBER.fullmatch(item.code):
            # Our glosses are not the whole book: a number that is written rightly may be valid all the same.
            yield unchecked(rule.id, system, day, answer.message)
            continue
        if not answer.valid:
            found = rule.finding([item.code], Source(system, release.id), text=answer.message)
            yield found._replace(lines=(item.id,) if item.id else ())
        yield Checked(rule.id, system, release.id)


@carries_out_on_claims("procedure_place")
def _procedure_place(rule: Rule, claim: Claim, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    if claim.kind == "inpatient":
        return
    for item in claim.procedures:
        found = rule.finding([item.code], kind=_KINDS[claim.kind])
        yield found._replace(lines=(item.id,) if item.id else ())
