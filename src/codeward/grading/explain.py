"""Why a code was judged as it was: by the key's near misses, its ledger, the edits, in that order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from codeward.charts import Alternative, AnswerLine, Chart, KeyLine, LedgerEntry, ledger_rules
from codeward.codesets import Book, Shelf, Validation, validate
from codeward.edits import Finding, policies
from codeward.grading.axes import Nearness, compare
from codeward.grading.context import reporting
from codeward.grading.ledger import pointed_at, rejecting
from codeward.grading.model import Part
from codeward.grading.pairing import Pair
from codeward.grading.readings import Target
from codeward.grading.services import compare_service

__all__ = ["Why", "listed", "near_miss", "not_billable", "replaced", "unsupported"]

# Each code is reported to its full number of characters.
NOT_BILLABLE = ("I.B.2",)


class Why(NamedTuple):
    """A reason with its citations and, where an edit gave it, the edit's rule id."""

    reason: str
    citation: tuple[str, ...] = ()
    rule: str | None = None


def _ledger_why(entry: LedgerEntry, billed: bool = False) -> Why:
    """Return the ledger's words on a mention; of a service that was *billed* for it also the rule that forbids it."""
    rule = ledger_rules().get(entry.rule or "") if billed else None
    must_not = f"Must not be billed: {rule.title[:1].lower()}{rule.title[1:]}. " if rule is not None else ""
    return Why(f"{must_not}“{entry.quote}”: {entry.reason or ''}".strip(), entry.citation)


def unsupported(chart: Chart, line: AnswerLine, findings: list[Finding], repeated: bool, shelf: Shelf) -> Why:
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
    invalid = not_billable(line, shelf)
    said = _said(chart, line)
    if invalid is not None:
        rule = next((f for f in mine if f.rule == "CW-DX-001"), None)
        return _beside(Why(invalid, rule.citation if rule else (), rule.rule if rule else None), said)
    if said is not None:
        return said
    if repeated and line.kind == "procedure":
        return Why(_too_often(chart, line))
    if line.system == "icd10cm" and reporting(chart, code) == "omit":
        name = policies().class_of(code) or ""
        item = policies().classes[name]
        return Why(f"This employer does not report {item.about}, so {code} is left out.", item.citation)
    involved = [f for f in findings if code in f.codes and f.rule != "CW-DX-002"]
    # Where a code stands is the last thing to say of one that should not stand there at all.
    misplaced = [f for f in involved if f.rule.startswith("CW-SQ-")]
    wrong = [f for f in involved if f not in misplaced]
    return (
        _finding_why(wrong)
        or _stands_for(chart, line, shelf)
        or _finding_why(misplaced)
        or Why(
            f"{_named(shelf, line.system, code)} is not in the key. If the record supports it, tell us: name "
            "the words in the record and the guideline or Tabular note that require it."
        )
    )


def _too_often(chart: Chart, line: AnswerLine) -> str:
    """Return why a service stands once too often."""
    there = sum((one.system, one.code) == (line.system, line.code) for one in chart.key.lines)
    times = {1: "once"}.get(there, f"{there} times")
    return (
        f"The record supports {line.code} {times}. One line more needs its own session, site or day, and the words "
        "of the record that show it."
    )


def replaced(chart: Chart, line: AnswerLine, used: Sequence[Alternative]) -> Why | None:
    """Return why a code of the key is one too many: an alternative in the answer already stands for its line."""
    for alternative in used:
        lines = [chart.key.line(line_id) for line_id in alternative.instead_of]
        if any((item.kind, item.system, item.code) == (line.kind, line.system, line.code) for item in lines):
            whole = listed([use.code for use in alternative.use])
            parts = listed([item.code for item in lines])
            return Why(
                f"{whole} already says what {line.code} says. Report {whole}, or {parts}, but not both. "
                f"{alternative.reason}",
                alternative.citation,
            )
    return None


def _said(chart: Chart, line: AnswerLine) -> Why | None:
    """Return what the key says of a wrong code: its near miss first, then its ledger."""
    expected = next((n for item in chart.key.lines for n in item.near if n.code == line.code), None)
    if expected is not None:
        return Why(expected.reason, expected.citation)
    entry = rejecting(chart, line.code, line.modifiers) or pointed_at(chart, line)
    return None if entry is None else _ledger_why(entry, line.kind == "procedure")


def _beside(why: Why, more: Why | None) -> Why:
    if more is None:
        return why
    return Why(f"{why.reason} {more.reason}", tuple(dict.fromkeys((*why.citation, *more.citation))), why.rule)


def not_billable(line: AnswerLine, shelf: Shelf) -> str | None:
    """Return why a line's code cannot be billed on the coding date, with the codes that take its place.

    It is looked up in its own system's book; None where it can be billed, or where there is no such book to ask.
    """
    book = shelf.get(line.system)
    if book is None:
        return None
    validation = validate(book, line.code, shelf.day)
    if validation.valid or not _proves(book, validation):
        return None
    if validation.successors:  # the message names them
        return validation.message
    below = [code for code in validation.suggestions if code not in validation.message]
    if not below or validation.reason == "missing_seventh_character":
        return validation.message
    return f"{validation.message} Among them: {listed(below)}."


def _proves(book: Book, validation: Validation) -> bool:
    """Say whether *book* can know that a code does not exist: one of glosses knows only numbers that it explains."""
    return validation.reason != "unknown" or not book.release.glosses_only


def listed(codes: Sequence[str], last: str = "and") -> str:
    """Return codes as they stand in a sentence."""
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} {last} {codes[-1]}"


def _finding_why(findings: list[Finding]) -> Why | None:
    if not findings:
        return None
    found = min(findings, key=lambda f: ("error", "warn", "verify").index(f.severity))
    return Why(found.why, found.citation, found.rule)


def _stands_for(chart: Chart, mine: AnswerLine, shelf: Shelf) -> Why | None:
    """Return why a code is too much that is near to one of the key which another line already has."""
    nearest: tuple[int, KeyLine, Nearness] | None = None
    for line in chart.key.lines:
        if line.system == mine.system and line.code != mine.code:
            nearness = (
                compare(mine.code, line.code, shelf.book(line.system), chart.coding_date)
                if mine.system == "icd10cm"
                else compare_service(mine.system, mine.code, line.code, shelf)
            )
            if nearness is not None and (nearest is None or len(nearness.axes) < nearest[0]):
                nearest = len(nearness.axes), line, nearness
    if nearest is None:
        return None
    _, line, nearness = nearest
    text = nearness.reason or (
        f"{_named(shelf, mine.system, mine.code)} differs from {_named(shelf, line.system, line.code)} in "
        f"{' and '.join(nearness.axes)}."
    )
    return Why(
        f"{text} Of the two the key has {line.code}: tell us if the record supports both.",
        tuple(dict.fromkeys((*nearness.citation, *line.citation))),
    )


def near_miss(
    chart: Chart, line: AnswerLine, target: Target, found: Pair, shelf: Shelf, parts: tuple[Part, ...] = ()
) -> Why:
    """Return why a code is near but not right; of a procedure with what its axes or elements (*parts*) say."""
    assert found.nearness is not None
    invalid = not_billable(line, shelf)
    entry = rejecting(chart, line.code, line.modifiers)
    # What explains the code; what has points of its own is told beside it.
    detail = " ".join(part.reason for part in parts if part.reason and not part.beside)
    said = None
    if found.near is not None:
        said = Why(found.near.reason, found.near.citation)
    elif entry is not None:
        said = _ledger_why(entry)
    if said is not None and detail:
        said = said._replace(reason=f"{said.reason} {detail}")
    if said is not None:
        return said if invalid is None else _beside(Why(invalid, NOT_BILLABLE), said)
    axes = " and ".join(found.nearness.axes)
    mine, right = _named(shelf, line.system, line.code), _named(shelf, target.system, target.code)
    text = invalid or found.nearness.reason or f"{mine} differs from {right} in {axes}."
    text = f"{text} {detail}" if detail else text
    citation = dict.fromkeys((*found.nearness.citation, *target.line.citation))
    return Why(f"{text} {target.line.reason}", tuple(citation))


def _named(shelf: Shelf, system: str, code: str) -> str:
    """Return a code with its title, where its own book has one."""
    title = shelf.title(system, code)
    return f"{code} ({title})" if title else code
