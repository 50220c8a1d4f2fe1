"""A scored reading told as rows: one for each code, and one for each thing that cost points."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from codeward.charts import Answer, AnswerLine, Chart, Evidence, KeyLine, overlap
from codeward.codesets import Book
from codeward.edits import Finding
from codeward.grading.context import may_carry
from codeward.grading.explain import Why, listed, near_miss, not_billable, unsupported
from codeward.grading.figures import Figures
from codeward.grading.model import EvidenceVerdict, Row, Side, Verdict
from codeward.grading.order import Misplaced
from codeward.grading.pairing import Pair
from codeward.grading.readings import Target
from codeward.grading.scoring import BROKEN_ORDER, EXCLUDES1, FIRST, QUERY, Barred, Scored, both_exact

__all__ = ["Teller"]

NOTHING = Fraction(0)


class Teller:
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
        rows += [self._barred(item) for item in both_exact(self.scored)]
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
        owes = self._owes_first() == found.target
        leads = self.scored.first is not None and found.line == self.scored.first.line
        verdict, why = self._judged(found)
        if owes:
            # Another code stands where this one should: the extra of the first place is lost here.
            first = Why(self._first_words(), self.chart.key.first_citation)
            if found.nearness is None:
                verdict, why = "first", first
            else:
                citation = tuple(dict.fromkeys((*why.citation, *first.citation)))
                why = Why(f"{why.reason} {first.reason}", citation, why.rule)
        return Row(
            verdict=verdict,
            mine=self._mine(found.line),
            key=self._key(target),
            points=self.scored.earned(found)
            + self.scored.first_bonus(found)
            - self.scored.barred_cost(found.line),
            possible=target.weight + (FIRST if owes or leads else NOTHING),
            reason=why.reason,
            citation=why.citation,
            path=target.line.path,
            axes=found.nearness.axes if found.nearness else (),
            rule=why.rule,
            evidence=self._evidence(line, spans),
            mine_spans=line.evidence,
            key_spans=spans,
        )

    def _judged(self, found: Pair) -> tuple[Verdict, Why]:
        """Return what a paired code is by itself, wherever it stands, and why."""
        target = self.scored.target(found)
        if found.nearness is not None:
            why = near_miss(self.chart, self.answer.lines[found.line], target, found, self.book)
            barred = self.scored.barred_at(found.line)
            if barred is not None:
                why = why._replace(reason=f"{why.reason} {self._excludes1(barred)}")
            return "near", why
        alternative = target.alternative
        if alternative is None:
            verdict: Verdict = "right" if target.required else "optional"
            return verdict, Why(target.line.reason, target.line.citation)
        theirs = listed([self.chart.key.line(i).code for i in alternative.instead_of])
        ours = listed([use.code for use in alternative.use])
        words = f"{ours} stands here for {theirs}." if ours != theirs else ""
        return "alternative", Why(f"{words} {alternative.reason}".strip(), alternative.citation)

    def _first_words(self) -> str:
        label = self.chart.first_label.lower()
        may_lead = [target.code for target in self.scored.reading.targets if target.first]
        one_of = f"One of {listed(may_lead, 'or')}" if len(may_lead) > 1 else "".join(may_lead)
        return f"{one_of} belongs at place 1, as the {label}. {self.chart.key.first_reason}"

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
            invalid = (
                not_billable(self.chart, line.code, self.book) if line.system == self.book.system else None
            )
            reason = f"This chart's policy leaves {line.code} open, so it counts on neither side."
            reason = f"{reason} But as it stands it cannot be billed: {invalid}" if invalid else reason
            return Row("open", side, None, NOTHING, NOTHING, reason, mine_spans=line.evidence, repeat=before)
        same = [p for p in self.scored.pairing.pairs if self.answer.lines[p.line].code == line.code]
        why = unsupported(self.chart, line, self.findings, bool(before or same), self.book)
        return Row(
            verdict="unsupported",
            mine=side,
            key=None,
            points=-self.scored.unsupported,
            possible=NOTHING,
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
            owes = FIRST if self._owes_first() == j else NOTHING
            if not target.required and not owes:
                continue
            said = target.alternative or target.line
            rows.append(
                Row(
                    verdict="missing",
                    mine=None,
                    key=self._key(target),
                    points=NOTHING,
                    possible=target.weight + owes,
                    reason=said.reason,
                    citation=said.citation,
                    path=target.line.path,
                    key_spans=self._key_spans(target.line),
                )
            )
        return rows

    def _order(self) -> list[Row]:
        return [self._misplaced(item) for item in self.scored.misplaced]

    def _misplaced(self, item: Misplaced) -> Row:
        """Return the row of a code that has to move, with every pair that its move mends."""
        code = {j: target.code for j, target in enumerate(self.scored.reading.targets)}
        place = {p.target: p.line for p in self.scored.pairing.pairs}
        ids = [f"{self._id(b.before)}>{self._id(b.after)}" for b in item.pairs]
        later = [code[b.after] for b in item.pairs if b.before == item.target]
        earlier = [code[b.before] for b in item.pairs if b.after == item.target]
        words = [f"{code[item.target]} before {listed(later)}"] if later else []
        words += [f"{listed(earlier)} before {code[item.target]}"] if earlier else []
        reasons = dict.fromkeys(b.pair.reason for b in item.pairs)
        citations = dict.fromkeys(c for b in item.pairs for c in b.pair.citation)
        return Row(
            "order",
            self._mine(place[item.target]),
            Side(",".join(ids), "; ".join(words), ""),
            -BROKEN_ORDER,
            NOTHING,
            " ".join(reasons),
            tuple(citations),
        )

    def _id(self, target: int) -> str:
        return self.scored.reading.targets[target].id

    def _barred(self, item: Barred) -> Row:
        a, b = (self._mine(i) for i in item.lines)
        side = Side(f"{a.id}+{b.id}", f"{a.code} with {b.code}", "")
        reason = f"{self._excludes1(item)} Verify whether it is the same condition; only unrelated ones stand together."
        return Row("excludes1", side, None, -EXCLUDES1, NOTHING, reason, ("I.A.12.a",), rule="CW-EX-001")

    def _excludes1(self, item: Barred) -> str:
        codes = [self.answer.lines[i].code for i in item.lines]
        other = next(code for code in codes if code != item.holder)
        return f"An Excludes1 note of {item.holder} bars {other} beside it: “{item.note}”."

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
                        NOTHING,
                        NOTHING,
                        reason,
                        mine_spans=mine.evidence,
                    )
                )
                continue
            query = key.queries[asked[i]]
            worth = QUERY if query.required else NOTHING
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
                        points=NOTHING,
                        possible=QUERY,
                        reason=query.reason,
                        citation=query.citation,
                        key_spans=self.chart.evidence(query.evidence),
                    )
                )
        return rows
