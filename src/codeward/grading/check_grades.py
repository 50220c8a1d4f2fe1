"""What the grader and the edits must say of a key: full marks, lawful, each alternative at its credit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from codeward.charts import Alternative, Answer, Chart, CodedLine, claim_of
from codeward.codesets import Shelf
from codeward.edits import Finding, scrub
from codeward.grading.answers import alternative_answer, answer_of
from codeward.grading.context import case_facts, key_sequence
from codeward.grading.grader import grade
from codeward.grading.problems import Problem
from codeward.grading.readings import principal_lines
from codeward.grading.scoring import FIRST, PRINCIPAL, possible

__all__ = ["expected_score", "grade_problems"]

WITH = "CW-WL-"


def expected_score(chart: Chart, alternative: Alternative) -> float:
    """Return the score that the key with this alternative must have by its credit."""
    weight = Fraction(sum(1 for i in alternative.instead_of if chart.key.line(i).required))
    sequence = key_sequence(chart)
    if sequence[0].id in alternative.instead_of:
        weight += FIRST
    procedure = next((line.id for line in sequence if line.system == "icd10pcs"), None)
    if procedure in alternative.instead_of and procedure in principal_lines(chart):
        weight += PRINCIPAL
    lost = weight * (1 - Fraction(str(alternative.credit)))
    return float(round((possible(chart) - lost) * 100 / possible(chart), 2))


def grade_problems(chart: Chart, shelf: Shelf) -> list[Problem]:
    """Return where the key fails its own examination."""
    try:
        key_sequence(chart)
    except ValueError as error:
        return [Problem(chart.id, "order", str(error), "Break the circle")]
    checks = (_full_marks, _nothing_is_nothing, _every_line_counts, _alternatives, _lawful)
    return [
        Problem(chart.id, where, message, way_out)
        for run in checks
        for where, message, way_out in run(chart, shelf)
    ]


Found = Iterator[tuple[str, str, str]]


def _full_marks(chart: Chart, shelf: Shelf) -> Found:
    for optional in (True, False):
        found = grade(chart, answer_of(key_sequence(chart, optional=optional), chart), shelf)
        if found.score != 100 or found.differences:
            why = "; ".join(d.row.reason for d in found.differences)
            with_or_without = "with" if optional else "without"
            message = f"the key {with_or_without} its optional lines scores {found.score}: {why}"
            yield "key", message, "Mend order, first or Excludes1 exceptions"


def _nothing_is_nothing(chart: Chart, shelf: Shelf) -> Found:
    score = grade(chart, Answer(), shelf).score
    if score != 0:
        yield "key", f"an empty answer scores {score}", "Require a line"


def _every_line_counts(chart: Chart, shelf: Shelf) -> Found:
    sequence = key_sequence(chart)
    for line in sequence:
        if line.required:
            rest = answer_of([other for other in sequence if other is not line], chart)
            if grade(chart, rest, shelf).score >= 100:
                yield (
                    f"line {line.id}",
                    "leaving it out costs nothing",
                    "Mend the alternatives, or make it optional",
                )


def _alternatives(chart: Chart, shelf: Shelf) -> Found:
    for i, alternative in enumerate(chart.key.alternatives):
        if not alternative.use:
            yield f"alternatives[{i}]", "uses no line", "Make the line optional instead"
            continue
        found = grade(chart, alternative_answer(chart, alternative), shelf)
        expected = expected_score(chart, alternative)
        if found.score != expected:
            codes = ", ".join(use.code for use in alternative.use)
            why = "; ".join(f"{d.row.verdict}: {d.row.reason}" for d in found.differences)
            message = f"{codes} scores {found.score}, by its credit {expected}: {why}"
            yield f"alternatives[{i}]", message, "Mend credit, first or order"


def _lawful(chart: Chart, shelf: Shelf) -> Found:
    whole: list[CodedLine] = list(key_sequence(chart))
    lean: list[CodedLine] = list(key_sequence(chart, optional=False))
    others: list[list[CodedLine]] = [list(alternative_answer(chart, a).lines) for a in chart.key.alternatives]
    told: set[tuple[str, tuple[str, ...]]] = set()
    for lines in [whole, lean, *others]:
        for finding in scrub(claim_of(chart, lines), shelf, case_facts(chart)).findings:
            if (finding.rule, finding.codes) not in told and not _answered(chart, finding):
                told.add((finding.rule, finding.codes))
                where = f"edit {finding.rule} ({', '.join(finding.codes)})"
                yield where, finding.why, "Mend the key, or tell us that the rule is wrong"


def _answered(chart: Chart, finding: Finding) -> bool:
    """Say whether the key has dealt with a finding: excepted it, or verified what it asks."""
    if any(
        item.rule == finding.rule and finding.lines and set(finding.lines) <= set(item.lines)
        for item in chart.key.edit_exceptions
    ):
        return True
    if finding.severity != "verify":
        return False
    if finding.rule == "CW-EX-001":
        pairs = [set(item.codes) for item in chart.key.excludes1_exceptions]
        return set(finding.codes) in pairs
    if finding.rule.startswith(WITH):
        cited = {c for line in chart.key.lines if line.code in finding.codes for c in line.citation}
        cited |= {
            c for a in chart.key.alternatives for u in a.use if u.code in finding.codes for c in a.citation
        }
        return bool(cited & {"I.A.15", *finding.citation})
    return True
