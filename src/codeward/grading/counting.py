"""The trade's figures of one grade, counted from its pairs and rows."""

from __future__ import annotations

from collections.abc import Iterable

from codeward.charts import Answer
from codeward.grading.figures import Figures, OfAxis, OfLines
from codeward.grading.model import PRINCIPAL_PROCEDURE, Row
from codeward.grading.pairing import Pair
from codeward.grading.scoring import Scored

__all__ = ["count"]


def count(scored: Scored, answer: Answer, rows: tuple[Row, ...]) -> Figures:
    """Return the figures. "Correct" is a code: a required line's, exact or by an alternative of full credit.

    What stands beside a code is counted by type, so that a wrong modifier does not hide a right code.
    """
    whole = _lines(scored, answer, ("diagnosis", "procedure"))
    first = scored.first
    return Figures(
        correct=whole.correct,
        key=whole.key,
        entered=whole.entered,
        record_exact=not any(row.differs for row in rows),
        first_right=first is not None and _exact(scored, first),
        by_type=_by_type(scored, answer, rows),
    )


def _exact(scored: Scored, found: Pair) -> bool:
    return found.nearness is None and scored.target(found).credit == 1


def _lines(scored: Scored, answer: Answer, kinds: Iterable[str]) -> OfLines:
    """Count the lines of these kinds. What is optional and right is not among those entered, nor what is left open."""
    pairing, targets = scored.pairing, scored.reading.targets
    pairs = [p for p in pairing.pairs if scored.target(p).kind in kinds]
    free = sum(not scored.target(p).required and p.nearness is None for p in pairs)
    given = sum(line.kind in kinds and i not in pairing.ignored for i, line in enumerate(answer.lines))
    return OfLines(
        correct=sum(scored.target(p).required and _exact(scored, p) for p in pairs),
        key=sum(target.required and target.kind in kinds for target in targets),
        entered=given - free,
    )


def _by_type(scored: Scored, answer: Answer, rows: tuple[Row, ...]) -> dict[str, OfLines | OfAxis]:
    """Return the figures by type, where a chart asks for more than diagnoses."""
    parts = [part for row in rows for part in row.parts]
    if not parts and not any(target.kind == "procedure" for target in scored.reading.targets):
        return {}
    found: dict[str, OfLines | OfAxis] = {}
    for kind in ("diagnosis", "procedure"):
        of_kind = _lines(scored, answer, (kind,))
        if of_kind.key or of_kind.entered:
            found[kind] = of_kind
    beside = [
        part
        for row in rows
        if row.mine is not None and any(one.axis == "code" and one.verdict == "right" for one in row.parts)
        for part in row.parts
        if part.beside
    ]
    for axis in ("poa", "modifiers", "units", "pointers", "date"):
        judged = [part.verdict == "right" for part in beside if part.axis == axis]
        if judged:
            found[axis] = OfAxis(sum(judged), len(judged))
    principal = [part.verdict == "right" for part in parts if part.axis == PRINCIPAL_PROCEDURE]
    if principal:
        found["principal_procedure"] = OfAxis(sum(principal), len(principal))
    return found
