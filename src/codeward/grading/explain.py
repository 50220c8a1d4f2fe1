"""Why a code was judged as it was: by the key's near misses, its ledger, the edits, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from codeward.charts import AnswerLine, Chart, KeyLine, LedgerEntry
from codeward.codesets import Book, validate
from codeward.edits import Finding, policies
from codeward.grading.axes import Nearness, compare
from codeward.grading.context import reporting
from codeward.grading.ledger import pointed_at, rejecting
from codeward.grading.pairing import Pair
from codeward.grading.readings import Target

__all__ = ["Why", "listed", "near_miss", "not_billable", "unsupported"]

# Each code is reported to its full number of characters.
NOT_BILLABLE = ("I.B.2",)


class Why(NamedTuple):
    """A reason with its citations and, where an edit gave it, the edit's rule id."""

    reason: str
    citation: tuple[str, ...] = ()
    rule: str | None = None


def _ledger_why(entry: LedgerEntry) -> Why:
    return Why(f"“{entry.quote}”: {entry.reason or ''}".strip(), entry.citation)


def unsupported(chart: Chart, line: AnswerLine, findings: list[Finding], repeated: bool, book: Book) -> Why:
    """Return why a code is not in the key. There is always an answer.

    The key's own words for an expected wrong choice come before the ledger's, and these before a general rule; but
    what cannot be billed at all is always called that.
    """
    code = line.code
    mine = [f for f in findings if f.codes[0] == code]
    if repeated:
        found = next((f for f in mine if f.rule == "CW-DX-002"), None)
        if found is not None:
            return Why(found.why, found.citation, found.rule)
    invalid = next((f for f in mine if f.rule == "CW-DX-001"), None)
    said = _said(chart, line)
    if invalid is not None:
        return _beside(
            Why(not_billable(chart, code, book) or invalid.why, invalid.citation, invalid.rule), said
        )
    if said is not None:
        return said
    if reporting(chart, code) == "omit":
        name = policies().class_of(code) or ""
        item = policies().classes[name]
        return Why(f"This employer does not report {item.about}, so {code} is left out.", item.citation)
    involved = [f for f in findings if code in f.codes and f.rule != "CW-DX-002"]
    # Where a code stands is the last thing to say of one that should not stand there at all.
    misplaced = [f for f in involved if f.rule.startswith("CW-SQ-")]
    wrong = [f for f in involved if f not in misplaced]
    return (
        _finding_why(wrong)
        or _stands_for(chart, code, book)
        or _finding_why(misplaced)
        or Why(
            f"{code} ({_title(code, book)}) is not in the key: contest it if the record supports it. Name the "
            "words in the record and the guideline or Tabular note that ask for it."
        )
    )


def _said(chart: Chart, line: AnswerLine) -> Why | None:
    """Return what the key says of a wrong code: its near miss first, then its ledger."""
    expected = next((n for item in chart.key.lines for n in item.near if n.code == line.code), None)
    if expected is not None:
        return Why(expected.reason, expected.citation)
    entry = rejecting(chart, line.code) or pointed_at(chart, line)
    return None if entry is None else _ledger_why(entry)


def _beside(why: Why, more: Why | None) -> Why:
    if more is None:
        return why
    return Why(f"{why.reason} {more.reason}", tuple(dict.fromkeys((*why.citation, *more.citation))), why.rule)


def not_billable(chart: Chart, code: str, book: Book) -> str | None:
    """Return why *code* cannot be billed on the chart's date, with the codes that take its place; None where it can."""
    validation = validate(book, code, chart.coding_date)
    if validation.valid:
        return None
    if validation.successors:
        return f"{validation.message} Its place has been taken by {listed(validation.successors, 'or')}."
    below = [code for code in validation.suggestions if code not in validation.message]
    if not below or validation.reason == "missing_seventh_character":
        return validation.message
    return f"{validation.message} Among them: {listed(below)}."


def listed(codes: Sequence[str], last: str = "and") -> str:
    """Return codes as they stand in a sentence."""
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} {last} {codes[-1]}"


def _finding_why(findings: list[Finding]) -> Why | None:
    if not findings:
        return None
    found = min(findings, key=lambda f: ("error", "warn", "verify").index(f.severity))
    return Why(found.why, found.citation, found.rule)


def _stands_for(chart: Chart, code: str, book: Book) -> Why | None:
    """Return why a code is too much that is near to one of the key which another line already has."""
    nearest: tuple[int, KeyLine, Nearness] | None = None
    for line in chart.key.lines:
        if line.system == book.system and line.code != code:
            nearness = compare(code, line.code, book, chart.coding_date)
            if nearness is not None and (nearest is None or len(nearness.axes) < nearest[0]):
                nearest = len(nearness.axes), line, nearness
    if nearest is None:
        return None
    _, line, nearness = nearest
    text = nearness.reason or (
        f"{code} ({_title(code, book)}) differs from {line.code} ({_title(line.code, book)}) in "
        f"{' and '.join(nearness.axes)}."
    )
    return Why(
        f"{text} Of the two the key has {line.code}: contest it if the record supports both.",
        tuple(dict.fromkeys((*nearness.citation, *line.citation))),
    )


def near_miss(chart: Chart, line: AnswerLine, target: Target, found: Pair, book: Book) -> Why:
    """Return why a code is near but not right."""
    assert found.nearness is not None
    invalid = not_billable(chart, line.code, book) if line.system == book.system else None
    if found.near is not None:
        why = Why(found.near.reason, found.near.citation)
        return why if invalid is None else _beside(Why(invalid, NOT_BILLABLE), why)
    entry = rejecting(chart, line.code)
    if entry is not None:
        why = _ledger_why(entry)
        return why if invalid is None else _beside(Why(invalid, NOT_BILLABLE), why)
    axes = " and ".join(found.nearness.axes)
    described = (
        f"{line.code} ({_title(line.code, book)}) differs from {target.code} ({_title(target.code, book)})"
    )
    text = invalid or found.nearness.reason or f"{described} in {axes}."
    citation = dict.fromkeys((*found.nearness.citation, *target.line.citation))
    return Why(f"{text} {target.line.reason}", tuple(citation))


def _title(code: str, book: Book) -> str:
    concept = book.get(code)
    return concept.description if concept is not None else "no such code"
