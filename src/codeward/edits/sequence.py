"""Rules about the order of codes: what never stands first, what only does, what stands before what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codeward.codesets import Book, matches
from codeward.edits.finding import Finding
from codeward.edits.model import Coded, Rule
from codeward.edits.notes import Asked, NoteGroup, asked_by, note_groups, printed
from codeward.edits.reach import reaches
from codeward.edits.registry import carries_out

__all__: list[str] = []

# A list headed by these words gives examples of one underlying condition: one of them is enough.
_ONE_OF = re.compile(r"\bsuch as\b|\bunderlying\b|\bcause\b", re.I)


@carries_out("never_first")
def _never_first(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    if not claim.codes or not rule.covers(claim.codes[0]):
        return
    code = claim.codes[0]
    if rule.title is not None:
        concept = book.get(code)
        if concept is None or not re.search(rule.title, concept.description, re.I):
            return
    yield rule.finding([code])


@carries_out("first_only")
def _first_only(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    # Two such codes may stand together where encounters of one day are combined.
    if claim.codes and rule.covers(claim.codes[0]):
        return
    for place, code in enumerate(claim.codes[1:], start=2):
        if rule.covers(code):
            yield rule.finding([code], place=place)


@carries_out("code_first")
def _code_first(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    if len(claim.codes) < 2:
        return
    for place, others in reaches(book.file, claim.codes).named("code_first").items():
        code = claim.codes[place]
        for group in note_groups(code, "code_first", book):
            narrowed = next((n for n in rule.narrowed if n.origin == group.origin), None)
            if narrowed is None or narrowed.to.matches(code):
                yield from _group_order(rule, claim, place, others, group, book)


def _group_order(
    rule: Rule, claim: Coded, place: int, others: tuple[int, ...], group: NoteGroup, book: Book
) -> Iterator[Finding]:
    """The order of the code in *place* and of those in the places *others*, which alone a note may name."""
    before = [claim.codes[other] for other in others if other < place]
    after = [claim.codes[other] for other in others if other > place]
    code = claim.codes[place]
    broken: list[tuple[str, str]] = []
    for item in group.items:
        if any(matches(r, b) for r in item.references for b in before if b != code):
            if _ONE_OF.search(group.heading):
                return
            continue
        late = next((a for a in after if a != code and any(matches(r, a) for r in item.references)), None)
        if late is not None:
            broken.append((late, item.text.strip(" ,")))
    for late, text in broken:
        finding = rule.finding([code, late], printed(book, text), text=text)
        yield finding._replace(severity="verify") if group.conditional else finding


@carries_out("use_additional")
def _use_additional(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    """An additional code stands after at least one of the codes that ask for it."""
    if len(claim.codes) < 2:
        return
    asked: dict[int, list[tuple[int, Asked]]] = {}
    for place, others in reaches(book.file, claim.codes).named("use_additional").items():
        code = claim.codes[place]
        for other in others:
            candidate = claim.codes[other]
            if candidate != code:
                items = asked_by(code, "use_additional", candidate, book)
                asked.setdefault(other, []).extend((place, item) for item in items)
    for other, askers in sorted(asked.items()):
        if askers and all(place > other for place, _ in askers):
            place, (text, conditional) = askers[0]
            text = text.strip(" ,")
            finding = rule.finding([claim.codes[other], claim.codes[place]], printed(book, text), text=text)
            # At the head the circumstances of the encounter may outweigh a note (Section II, IV.G).
            yield finding._replace(severity="verify") if conditional or other == 0 else finding


@carries_out("before")
def _before(rule: Rule, claim: Coded, book: Book) -> Iterator[Finding]:
    for place, code in enumerate(claim.codes):
        if not rule.covers(code):
            continue
        earlier = claim.codes[:1] if rule.first_place_only else claim.codes[:place]
        if rule.first_place_only and rule.covers(claim.codes[0]):
            return
        other = next((c for c in earlier if rule.others.matches(c) and not rule.covers(c)), None)
        if other is not None:
            # Another code of the rule before it satisfies the rule.
            if any(rule.covers(c) for c in claim.codes[: claim.codes.index(other)]):
                continue
            yield rule.finding([code, other])
