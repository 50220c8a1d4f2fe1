"""Grade an answer: the best reading of the key, told row by row, each with its reason."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from codeward.charts import Answer, AnswerError, Chart, claim_of
from codeward.codesets import Shelf
from codeward.edits import Coded, check_diagnoses, digest
from codeward.grading.counting import count
from codeward.grading.model import Grade
from codeward.grading.queries import text_of_rules
from codeward.grading.scoring import best
from codeward.grading.telling import Teller

__all__ = ["RULES", "grade", "rules_version"]

# Raised with every change of what a grade is worth; the data's digest follows by itself.
RULES = "3"


@lru_cache(maxsize=1)
def rules_version() -> str:
    """Return the version of the grading rules: the code's number and the digest of the rules' data."""
    data = hashlib.sha256(f"{digest()}\n{text_of_rules()}".encode()).hexdigest()[:12]
    return f"{RULES}-{data}"


def grade(chart: Chart, answer: Answer, shelf: Shelf | None = None) -> Grade:
    """Return the grade of *answer* by the chart's key (docs/explanation/grading.md tells how).

    Without *shelf* the releases in force on the chart's coding date are opened, each system's when a line asks for it.
    Pure otherwise: the same chart version, answer, editions and rules give the same grade. Raises AnswerError where
    evidence does not fit the chart's documents.
    """
    shelf = shelf or Shelf.on(chart.coding_date)
    book = shelf.book("icd10cm")
    _check_evidence(chart, answer)
    scored = best(chart, answer, shelf)
    codes = tuple(line.code for line in answer.lines if line.system == book.system)
    findings = check_diagnoses(Coded(codes, claim_of(chart, answer.lines)), book)
    teller = Teller(chart, answer, shelf, scored, findings)
    rows = teller.rows()
    systems = {
        book.system,
        *(line.system for line in answer.lines),
        *(line.system for line in chart.key.lines),
    }
    return Grade(
        score=scored.score,
        points=scored.points,
        possible=scored.possible,
        figures=count(scored, answer, rows),
        rows=rows,
        release=book.release.id,
        in_force=book.release.covers(chart.coding_date),
        editions=shelf.judged_by(systems),
        key_version=chart.version,
        rules_version=rules_version(),
        chart=chart.id,
        answer=answer.to_json(),
    )


def _check_evidence(chart: Chart, answer: Answer) -> None:
    places = [(f"lines[{i}].evidence", line.evidence) for i, line in enumerate(answer.lines)]
    places += [(f"queries[{i}].evidence", query.evidence) for i, query in enumerate(answer.queries)]
    places += [(f"queries[{i}].indicators", query.indicators) for i, query in enumerate(answer.queries)]
    for where, spans in places:
        for number, span in enumerate(spans):
            wrong = chart.misplaced(span)
            if wrong is not None:
                way_out = "Count Unicode code points, or leave the quote out"
                raise AnswerError(wrong, way_out, where=f"{where}[{number}]")
