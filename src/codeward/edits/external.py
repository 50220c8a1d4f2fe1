"""Rules about external causes of morbidity and 7th characters (I.C.19.a, I.C.20)."""

from __future__ import annotations

from collections.abc import Iterator

from codeward.codesets import Book
from codeward.edits.finding import Finding
from codeward.edits.model import Coded, Rule
from codeward.edits.registry import carries_out

__all__ = ["phase_of"]


def phase_of(code: str) -> str | None:
    """Return the phase of care that a 7th character tells: "A" active treatment, "D" healing, "S" sequela.

    None for a code without a 7th character. Of fractures A, B and C are active treatment, D to R later care
    (I.C.19.a and I.C.19.c.1); whether a provider is new to the patient plays no part.
    """
    key = code.replace(".", "")
    if len(key) != 7:
        return None
    character = key[6]
    if character in "ABC":
        return "A"
    return "S" if character == "S" else "D"


@carries_out("once")
def _once(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    found = [code for code in claim.codes if rule.covers(code)]
    for code in found[1:]:
        yield rule.finding([code, found[0]])


@carries_out("initial_only")
def _initial_only(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    injuries = [code for code in claim.among(rule.others) if phase_of(code)]
    if not injuries or any(phase_of(code) == "A" for code in injuries):
        return
    for code in dict.fromkeys(claim.codes):
        if rule.covers(code):
            yield rule.finding([code, injuries[0]])


@carries_out("cause_in_code")
def _cause_in_code(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    held = claim.among(rule.others)
    if not held or claim.among(rule.injuries):
        return
    for code in dict.fromkeys(claim.codes):
        if rule.covers(code):
            yield rule.finding([code, held[0]])


@carries_out("not_with_only")
def _not_with_only(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    yield from _cause_in_code(rule, claim, book)


@carries_out("phase")
def _phase(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    injuries = [code for code in claim.among(rule.others) if phase_of(code)]
    phases = {phase_of(code) for code in injuries}
    if not phases:
        return
    for code in dict.fromkeys(claim.codes):
        if rule.covers(code) and phase_of(code) not in phases | {None}:
            yield rule.finding([code, injuries[0]])
