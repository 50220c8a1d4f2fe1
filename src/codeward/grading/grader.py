"""Grade an answer: the best reading of the key, told row by row, each with its reason."""

from __future__ import annotations

from codeward.charts import Answer, AnswerError, Chart
from codeward.codesets import Book, books
from codeward.edits import check, digest
from codeward.grading.context import claim_context
from codeward.grading.model import Grade
from codeward.grading.scoring import best
from codeward.grading.telling import Teller

__all__ = ["RULES", "grade", "rules_version"]

# Raised with every change of what a grade is worth; the data's digest follows by itself.
RULES = "2"


def rules_version() -> str:
    """Return the version of the grading rules: the code's number and the digest of the rules' data."""
    return f"{RULES}-{digest()}"


def grade(chart: Chart, answer: Answer, book: Book | None = None) -> Grade:
    """Return the grade of *answer* by the chart's key (docs/explanation/grading.md tells how).

    Without *book* the ICD-10-CM release in force on the chart's coding date is opened. Pure otherwise: the same
    chart version, answer, release and rules give the same grade. Raises AnswerError where evidence does not fit
    the chart's documents.
    """
    book = book or books.open("icd10cm", on=chart.coding_date)
    _check_evidence(chart, answer)
    scored = best(chart, answer, book)
    codes = tuple(line.code for line in answer.lines if line.system == book.system)
    findings = check(codes, claim_context(chart), book)
    teller = Teller(chart, answer, book, scored, findings)
    rows = teller.rows()
    return Grade(
        score=scored.score,
        points=scored.points,
        possible=scored.possible,
        figures=teller.figures(rows),
        rows=rows,
        release=book.release.id,
        in_force=book.release.covers(chart.coding_date),
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
