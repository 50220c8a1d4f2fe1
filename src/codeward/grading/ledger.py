"""What the key's ledger says of a code or of a place in the record."""

from __future__ import annotations

from collections.abc import Iterable

from codeward.charts import AnswerLine, Chart, KeyLine, LedgerEntry, overlap
from codeward.grading.context import reporting

__all__ = ["about_another_mention", "left_open", "pointed_at", "rejecting"]


def rejecting(
    chart: Chart, code: str, modifiers: Iterable[str] = (), *, with_modifiers: bool = False
) -> LedgerEntry | None:
    """Return the ledger entry that rejects *code* with these *modifiers*, or a heading above it, if any.

    An entry that names more of the modifiers goes first; `with_modifiers` asks only for those that name some.
    """
    used = tuple(modifiers)
    found = [(rejection, entry) for rejection, entry in chart.key.rejections if rejection.holds(code, used)]
    if with_modifiers:
        found = [item for item in found if item[0].modifiers]
    return max(found, key=lambda item: len(item[0].modifiers), default=(None, None))[1]


def about_another_mention(chart: Chart, code: str, line: KeyLine) -> bool:
    """Say whether the ledger rejects *code*, and only for mentions that *line* does not code.

    Such a code tells of something else in the record, so it is not a slip in coding *line*.
    """
    entries = _rejecting(chart, code)
    return bool(entries) and not any(line.id in entry.lines for entry in entries)


def left_open(chart: Chart, line: AnswerLine) -> bool:
    """Say whether a diagnosis counts on neither side: the policy leaves it open, and the record could support it."""
    if line.system != "icd10cm" or reporting(chart, line.code) != "open":
        return False
    return rejecting(chart, line.code) is None


def _rejecting(chart: Chart, code: str) -> list[LedgerEntry]:
    """Return every entry that rejects *code*, those that name it itself first."""
    return [entry for rejection, entry in chart.key.rejections if rejection.holds(code)]


def pointed_at(chart: Chart, line: AnswerLine) -> LedgerEntry | None:
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
