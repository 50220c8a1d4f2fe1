"""Rules about the set of codes: billable, once each, Excludes1, not together, what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from codeward.codesets import Book, validate
from codeward.edits.finding import Finding
from codeward.edits.model import Coded, Rule
from codeward.edits.notes import excludes1_note, printed
from codeward.edits.reach import reaches
from codeward.edits.registry import carries_out

__all__: list[str] = []


@carries_out("billable")
def _billable(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    day = claim.claim.coded_on
    ruled = book.release.covers(day)
    for code in dict.fromkeys(claim.codes):
        concept = book.get(code)
        if ruled and concept is not None and concept.billable and code == concept.code:
            continue  # the release of that very day says so
        validation = validate(book, code, day)
        if validation.reason == "not_in_force" and not ruled:
            continue  # another release rules that day: this one has no say
        if not validation.valid:
            yield rule.finding([code], text=validation.message)


@carries_out("duplicate")
def _duplicate(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    if len(set(claim.codes)) == len(claim.codes):
        return
    for code in dict.fromkeys(claim.codes):
        if claim.codes.count(code) > 1:
            yield rule.finding([code])


@carries_out("excludes1")
def _excludes1(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    codes = tuple(dict.fromkeys(claim.codes))
    if len(codes) < 2:
        return  # a code by itself is spared the reading of its notes
    named = reaches(book.file, codes).named("excludes1")
    pairs = {(min(a, b), max(a, b)) for a, others in named.items() for b in others}
    for a, b in sorted(pairs):
        for code, other in ((codes[a], codes[b]), (codes[b], codes[a])):
            note = excludes1_note(code, other, book)
            if note is not None:
                yield rule.finding([code, other], printed(book, note), text=note)
                break


@carries_out("not_together")
def _not_together(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    others = claim.among(rule.others)
    for code in dict.fromkeys(claim.codes):
        if rule.covers(code):
            other = next((o for o in others if o != code), None)
            if other is not None:
                yield rule.finding([code, other])


@carries_out("needs")
def _needs(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    if claim.among(rule.others):
        return
    for code in dict.fromkeys(claim.codes):
        if rule.covers(code) and _title_has(book, code, rule.when_title):
            yield rule.finding([code])


def _title_has(book: Book, code: str, words: str | None) -> bool:
    if words is None:
        return True
    concept = book.get(code)
    return concept is not None and words in concept.description.casefold()


@carries_out("never")
def _never(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    for code in dict.fromkeys(claim.codes):
        if rule.covers(code):
            yield rule.finding([code])


@carries_out("with_link")
def _with_link(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    others = claim.among(rule.others)
    for code in dict.fromkeys(claim.codes):
        if rule.covers(code) and others:
            yield rule.finding([code, others[0]])


@carries_out("patient")
def _patient(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    if _fits(rule, claim):
        return
    for code in dict.fromkeys(claim.codes):
        if rule.covers(code):
            yield rule.finding([code], text=claim.claim.patient.described)


def _fits(rule: Rule, claim: Coded) -> bool:
    """Say whether the patient is one that the rule allows. What is not known fits."""
    patient = claim.claim.patient
    if rule.sex is not None and patient.sex not in (rule.sex, "unknown"):
        return False
    if rule.newborn is not None and patient.newborn != rule.newborn:
        return False
    age = 0 if patient.newborn or patient.age_days is not None else patient.age_years
    return rule.ages is None or age is None or rule.ages[0] <= age <= rule.ages[1]
