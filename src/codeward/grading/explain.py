"""Why a code was judged as it was: from the key, its ledger, the edits, in that order."""

from __future__ import annotations

from typing import NamedTuple

from codeward.charts import AnswerLine, Chart, KeyLine, LedgerEntry, overlap
from codeward.codesets import Book
from codeward.edits import Finding, policies
from codeward.grading.axes import Nearness, compare
from codeward.grading.context import reporting
from codeward.grading.pairing import Pair
from codeward.grading.readings import Target

__all__ = ["Why", "near_miss", "rejecting", "unsupported"]


class Why(NamedTuple):
    """A reason with its citations and, where an edit gave it, the edit's rule id."""

    reason: str
    citation: tuple[str, ...] = ()
    rule: str | None = None


def rejecting(chart: Chart, code: str) -> LedgerEntry | None:
    """Return the ledger entry that rejects *code*, or a heading above it, if any."""
    bare = code.replace(".", "")
    for entry in chart.key.ledger:
        if code in entry.rejects:
            return entry
    for entry in chart.key.ledger:
        if any(bare.startswith(r.rstrip("-").replace(".", "")) for r in entry.rejects if r.endswith("-")):
            return entry
    return None


def _ledger_why(entry: LedgerEntry) -> Why:
    return Why(f"“{entry.quote}”: {entry.reason or ''}".strip(), entry.citation)


def unsupported(chart: Chart, line: AnswerLine, findings: list[Finding], repeated: bool, book: Book) -> Why:
    """Return why a code is not in the key. There is always an answer."""
    code = line.code
    mine = [f for f in findings if f.codes[0] == code]
    for rule in ("CW-DX-002",) if repeated else ("CW-DX-001",):
        found = next((f for f in mine if f.rule == rule), None)
        if found is not None:
            return Why(found.why, found.citation, found.rule)
    entry = rejecting(chart, code) or _pointed_at(chart, line)
    if entry is not None:
        return _ledger_why(entry)
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


def _finding_why(findings: list[Finding]) -> Why | None:
    if not findings:
        return None
    found = min(findings, key=lambda f: ("error", "warn", "verify").index(f.severity))
    return Why(found.why, found.citation, found.rule)


def _stands_for(chart: Chart, code: str, book: Book) -> Why | None:
    """Return why a code is too much that is near to one of the key which another line already has."""
    nearest: tuple[int, KeyLine, Nearness] | None = None
    for line in chart.key.lines:
        expected = next((n for n in line.near if n.code == code), None)
        if expected is not None:
            return Why(expected.reason, expected.citation)
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


def _pointed_at(chart: Chart, line: AnswerLine) -> LedgerEntry | None:
    """Return the mention, not to be coded, that most of the learner's own evidence lies on, if any."""
    best: tuple[int, LedgerEntry] | None = None
    for entry in chart.key.ledger:
        span = chart.locate(entry.mark)
        if entry.status != "not_coded" or span is None:
            continue
        shared = sum(
            overlap((e.start, e.end), (span.start, span.end))
            for e in line.evidence
            if e.document == span.document
        )
        if shared and (best is None or shared > best[0]):
            best = shared, entry
    return best[1] if best else None


def near_miss(chart: Chart, line: AnswerLine, target: Target, found: Pair, book: Book) -> Why:
    """Return why a code is near but not right."""
    assert found.nearness is not None
    if found.near is not None:
        return Why(found.near.reason, found.near.citation)
    entry = rejecting(chart, line.code)
    if entry is not None:
        return _ledger_why(entry)
    axes = " and ".join(found.nearness.axes)
    described = (
        f"{line.code} ({_title(line.code, book)}) differs from {target.code} ({_title(target.code, book)})"
    )
    text = found.nearness.reason or f"{described} in {axes}."
    citation = dict.fromkeys((*found.nearness.citation, *target.line.citation))
    return Why(f"{text} {target.line.reason}", tuple(citation))


def _title(code: str, book: Book) -> str:
    concept = book.get(code)
    return concept.description if concept is not None else "no such code"
