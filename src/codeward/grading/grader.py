"""Grade an answer: the best reading of the key, told row by row, each with its reason."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from codeward.charts import Answer, AnswerError, AnswerLine, Chart, Evidence, KeyLine, overlap
from codeward.codesets import Book, books
from codeward.edits import Finding, check, digest
from codeward.errors import quoted
from codeward.grading.context import claim_context, may_carry
from codeward.grading.explain import near_miss, unsupported
from codeward.grading.figures import Figures
from codeward.grading.model import EvidenceVerdict, Grade, Row, Side
from codeward.grading.pairing import UNSUPPORTED, Pair, earned
from codeward.grading.readings import Target
from codeward.grading.scoring import BROKEN_ORDER, EXCLUDES1, FIRST, QUERY, Scored, best, both_exact

__all__ = ["RULES", "grade", "rules_version"]

# Raised with every change of what a grade is worth; the data's digest follows by itself.
RULES = "1"


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
    teller = _Teller(chart, answer, book, scored, findings)
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
    places = [(f"lines[{i}]", line.evidence) for i, line in enumerate(answer.lines)]
    places += [(f"queries[{i}]", query.evidence) for i, query in enumerate(answer.queries)]
    for where, spans in places:
        for number, span in enumerate(spans):
            place = f"{where}.evidence[{number}]"
            document = chart.documents_by_id.get(span.document)
            if document is None:
                known = ", ".join(chart.documents_by_id)
                raise AnswerError(
                    f"{chart.id} has no document {quoted(span.document)}", f"It has {known}", where=place
                )
            if not span.start < span.end <= len(document.text):
                raise AnswerError(
                    f"{span.start} to {span.end} is no span of {span.document}, which has {len(document.text)} "
                    "code points",
                    "Count Unicode code points from 0; the end is not included",
                    where=place,
                )
            words = document.text[span.start : span.end]
            if span.quote is not None and span.quote != words:
                # Offsets counted in bytes or in UTF-16 would else point at other words without anybody noticing.
                raise AnswerError(
                    f"{span.document} has {quoted(words)} at {span.start} to {span.end}, not {quoted(span.quote)}",
                    "Count Unicode code points, or leave the quote out",
                    where=place,
                )


class _Teller:
    """Tells a scored reading as rows. Holds what every row needs; made anew for each grade."""

    def __init__(
        self, chart: Chart, answer: Answer, book: Book, scored: Scored, findings: list[Finding]
    ) -> None:
        self.chart = chart
        self.answer = answer
        self.book = book
        self.scored = scored
        self.findings = findings

    def rows(self) -> tuple[Row, ...]:
        """Return all rows: the answer's lines in sequence, what is missing, then order, Excludes1, queries."""
        by_line = {p.line: p for p in self.scored.pairing.pairs}
        rows = [
            self._paired(by_line[i]) if i in by_line else self._left_over(i, line)
            for i, line in enumerate(self.answer.lines)
        ]
        rows += self._missing()
        rows += self._order()
        rows += [self._barred(item.lines, item.note) for item in both_exact(self.scored)]
        rows += self._queries()
        return tuple(rows)

    def figures(self, rows: tuple[Row, ...]) -> Figures:
        """Return the trade's figures of this grade."""
        targets = self.scored.reading.targets
        correct = sum(
            1
            for p in self.scored.pairing.pairs
            if targets[p.target].required and p.nearness is None and targets[p.target].credit == 1
        )
        paired_optional = sum(
            1 for p in self.scored.pairing.pairs if not targets[p.target].required and p.nearness is None
        )
        first = self.scored.first
        return Figures(
            correct=correct,
            key=sum(1 for target in targets if target.required),
            entered=len(self.answer.lines) - len(self.scored.pairing.ignored) - paired_optional,
            record_exact=not any(row.differs for row in rows),
            first_right=first is not None and first.nearness is None and targets[first.target].credit == 1,
        )

    def _mine(self, i: int) -> Side:
        line = self.answer.lines[i]
        return Side(line.id or f"a{i + 1}", line.code, self._title(line.code), position=i + 1)

    def _key(self, target: Target) -> Side:
        role = "required" if target.required else "optional"
        return Side(target.id, target.code, self._title(target.code), role=role)

    def _title(self, code: str) -> str:
        concept = self.book.get(code)
        return concept.description if concept is not None else ""

    def _key_spans(self, line: KeyLine) -> tuple[Evidence, ...]:
        """Return the spans that support *line*: of the ledger's only those whose author may carry the code."""
        also = (e.mark for e in self.chart.key.ledger if line.id in e.lines and e.state == "supports")
        marks = (*line.evidence, *(m for m in also if may_carry(self.chart, line.code, m.document)))
        return self.chart.evidence(tuple(dict.fromkeys(marks)))

    def _evidence(self, line: AnswerLine, spans: tuple[Evidence, ...]) -> EvidenceVerdict:
        if not line.evidence:
            return "none"
        hit = any(
            mine.document == span.document and overlap((mine.start, mine.end), (span.start, span.end)) > 0
            for mine in line.evidence
            for span in spans
        )
        return "ok" if hit else "elsewhere"

    def _paired(self, found: Pair) -> Row:
        target = self.scored.target(found)
        line = self.answer.lines[found.line]
        spans = self._key_spans(target.line)
        points = earned(target, found.share) + self.scored.first_bonus(found)
        possible = target.weight
        if self.scored.first is not None and found.line == self.scored.first.line:
            possible += FIRST
        elif self._owes_first() == found.target:
            # Another code stands where this one should: the extra of the first place is lost here.
            possible += FIRST
        if found.nearness is not None:
            why = near_miss(self.chart, line, target, found, self.book)
            verdict, reason, citation, rule = "near", why.reason, why.citation, why.rule
            cost = self.scored.barred_cost(found.line)
            if cost:
                points -= cost
                reason = f"{reason} Beside another code here it also breaks an Excludes1 note."
        elif target.alternative is not None:
            alternative = target.alternative
            verdict, reason, citation, rule = "alternative", alternative.reason, alternative.citation, None
        else:
            verdict = "right" if target.required else "optional"
            reason, citation, rule = target.line.reason, target.line.citation, None
        if self._owes_first() == found.target:
            verdict = "first" if found.nearness is None else verdict
            reason = f"{self._first_words(target)} {reason}"
            citation = tuple(dict.fromkeys((*self.chart.key.first_citation, *citation)))
        return Row(
            verdict=verdict,  # type: ignore[arg-type]
            mine=self._mine(found.line),
            key=self._key(target),
            points=points,
            possible=possible,
            reason=reason,
            citation=citation,
            path=target.line.path,
            axes=found.nearness.axes if found.nearness else (),
            rule=rule,
            evidence=self._evidence(line, spans),
            mine_spans=line.evidence,
            key_spans=spans,
        )

    def _first_words(self, target: Target) -> str:
        label = self.chart.first_label.lower()
        return f"{target.code} belongs at place 1, as the {label}. {self.chart.key.first_reason}"

    def _owes_first(self) -> int | None:
        """Return the target that the loss of the first place is told at, or None where place 1 is right."""
        if self.scored.first is not None:
            return None
        eligible = [j for j, target in enumerate(self.scored.reading.targets) if target.first]
        there = {p.target for p in self.scored.pairing.pairs}
        return next((j for j in eligible if j in there), eligible[0] if eligible else None)

    def _left_over(self, i: int, line: AnswerLine) -> Row:
        side = self._mine(i)
        before = Counter(other.code for other in self.answer.lines[:i])[line.code]
        if i in self.scored.pairing.ignored:
            reason = f"This chart's policy leaves {line.code} open, so it counts on neither side."
            none = Fraction(0)
            return Row("open", side, None, none, none, reason, mine_spans=line.evidence, repeat=before)
        same = [p for p in self.scored.pairing.pairs if self.answer.lines[p.line].code == line.code]
        why = unsupported(self.chart, line, self.findings, bool(before or same), self.book)
        return Row(
            verdict="unsupported",
            mine=side,
            key=None,
            points=-UNSUPPORTED,
            possible=Fraction(0),
            reason=why.reason,
            citation=why.citation,
            rule=why.rule,
            evidence="elsewhere" if line.evidence else "none",
            mine_spans=line.evidence,
            repeat=before,
        )

    def _missing(self) -> list[Row]:
        rows = []
        for j in self.scored.pairing.targets_left:
            target = self.scored.reading.targets[j]
            owes = FIRST if self._owes_first() == j else Fraction(0)
            if not target.required and not owes:
                continue
            reason = target.alternative.reason if target.alternative else target.line.reason
            citation = target.alternative.citation if target.alternative else target.line.citation
            rows.append(
                Row(
                    verdict="missing",
                    mine=None,
                    key=self._key(target),
                    points=Fraction(0),
                    possible=target.weight + owes,
                    reason=reason,
                    citation=citation,
                    path=target.line.path,
                    key_spans=self._key_spans(target.line),
                )
            )
        return rows

    def _order(self) -> list[Row]:
        place = {p.target: p.line for p in self.scored.pairing.pairs}
        rows = []
        for before, after, pair in self.scored.reading.order:
            if pair not in self.scored.broken or before not in place or after not in place:
                continue
            first, second = self.scored.reading.targets[before], self.scored.reading.targets[after]
            key = Side(f"{first.id}>{second.id}", f"{first.code} before {second.code}", "")
            rows.append(
                Row(
                    "order",
                    self._mine(place[after]),
                    key,
                    -BROKEN_ORDER,
                    Fraction(0),
                    pair.reason,
                    pair.citation,
                )
            )
        return rows

    def _barred(self, lines: tuple[int, int], note: str) -> Row:
        a, b = (self._mine(i) for i in lines)
        side = Side(f"{a.id}+{b.id}", f"{a.code} with {b.code}", "")
        reason = (
            f"Excludes1: {note}. Verify whether it is the same condition; only unrelated ones stand together."
        )
        return Row("excludes1", side, None, -EXCLUDES1, Fraction(0), reason, ("I.A.12.a",), rule="CW-EX-001")

    def _queries(self) -> list[Row]:
        key, rows = self.chart.key, []
        asked = dict(self.scored.asked)
        for i, mine in enumerate(self.answer.queries):
            side = Side(mine.id or f"query{i + 1}", mine.text, "")
            if i not in asked:
                reason = (
                    "The record answers this, or no code of the key hangs on it. It costs and earns nothing."
                )
                rows.append(
                    Row(
                        "query_unneeded",
                        side,
                        None,
                        Fraction(0),
                        Fraction(0),
                        reason,
                        mine_spans=mine.evidence,
                    )
                )
                continue
            query = key.queries[asked[i]]
            worth = QUERY if query.required else Fraction(0)
            spans = self.chart.evidence(query.evidence)
            rows.append(
                Row(
                    verdict="query_right",
                    mine=side,
                    key=Side(
                        query.id, query.about, query.text, role="required" if query.required else "optional"
                    ),
                    points=worth,
                    possible=worth,
                    reason=query.reason,
                    citation=query.citation,
                    mine_spans=mine.evidence,
                    key_spans=spans,
                )
            )
        for j, query in enumerate(key.queries):
            if query.required and j not in asked.values():
                rows.append(
                    Row(
                        verdict="query_missing",
                        mine=None,
                        key=Side(query.id, query.about, query.text, role="required"),
                        points=Fraction(0),
                        possible=QUERY,
                        reason=query.reason,
                        citation=query.citation,
                        key_spans=self.chart.evidence(query.evidence),
                    )
                )
        return rows
