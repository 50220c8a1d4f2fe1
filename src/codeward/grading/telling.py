"""A scored reading told as rows: one for each code, and one for each thing that cost points."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from codeward.charts import Answer, AnswerLine, AnswerQuery, Chart, Evidence, KeyLine, KeyQuery, overlap
from codeward.codesets import Shelf
from codeward.edits import Finding
from codeward.grading.context import asks_for, may_carry
from codeward.grading.explain import Why, listed, near_miss, not_billable, unsupported
from codeward.grading.figures import Figures
from codeward.grading.model import EvidenceVerdict, Row, Side, Verdict
from codeward.grading.order import Misplaced
from codeward.grading.pairing import Pair
from codeward.grading.queries import Asked, faults
from codeward.grading.readings import Target
from codeward.grading.scoring import BROKEN_ORDER, EXCLUDES1, FIRST, QUERY, Barred, Scored, both_exact

__all__ = ["Teller"]

NOTHING = Fraction(0)


class Teller:
    """Tells a scored reading as rows. Holds what every row needs; made anew for each grade."""

    def __init__(
        self, chart: Chart, answer: Answer, shelf: Shelf, scored: Scored, findings: list[Finding]
    ) -> None:
        self.chart = chart
        self.answer = answer
        self.shelf = shelf
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
        rows += self._not_asked()
        return _told_apart(rows)

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
        return Side(
            line.id or f"a{i + 1}", line.code, self.shelf.title(line.system, line.code), position=i + 1
        )

    def _key(self, target: Target) -> Side:
        role = "required" if target.required else "optional"
        return Side(target.id, target.code, self.shelf.title(target.system, target.code), role=role)

    def _key_spans(self, line: KeyLine) -> tuple[Evidence, ...]:
        """Return the spans that support *line*: of the ledger's only those whose author may carry the code."""
        also = (e.mark for e in self.chart.key.ledger if line.id in e.lines and e.state == "supports")
        marks = (*line.evidence, *(m for m in also if may_carry(self.chart, line.code, m)))
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
            in_front = self._in_front(found) if found.nearness is None else ""
            first = Why(f"{self._first_words()}{in_front}", self.chart.key.first_citation)
            if verdict in ("right", "optional"):
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
            why = near_miss(self.chart, self.answer.lines[found.line], target, found, self.shelf)
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
        words = {1: "", 2: "Either "}.get(len(may_lead), "One of ")
        one_of = f"{words}{listed(may_lead, 'or')}"
        return f"{one_of} belongs at place 1, as the {label}. {self.chart.key.first_reason}"

    def _in_front(self, found: Pair) -> str:
        """Return what to do about the codes in front of one that should lead, where none of them is supported.

        Then nothing has to move: with these codes out, it stands first.
        """
        counted = (i for i, line in enumerate(self.answer.lines[: found.line]) if line.kind == "diagnosis")
        before = [i for i in counted if i not in self.scored.pairing.ignored]
        if not before or not set(before) <= set(self.scored.pairing.lines_left):
            return ""
        codes = listed(list(dict.fromkeys(self.answer.lines[i].code for i in before)))
        are, they = ("stand", "are") if len(before) > 1 else ("stands", "is")
        return (
            f" {codes} {are} in front of it and {they} not supported: with {codes} out, "
            f"{self.scored.target(found).code} is first."
        )

    def _owes_first(self) -> int | None:
        """Return the target that the loss of the first place is told at, or None where place 1 is right.

        Of several that may lead it is the one that stands earliest in the answer, the nearest to being right.
        """
        if self.scored.first is not None:
            return None
        eligible = [j for j, target in enumerate(self.scored.reading.targets) if target.first]
        place = {p.target: p.line for p in self.scored.pairing.pairs}
        there = [j for j in eligible if j in place]
        return min(there, key=place.__getitem__) if there else next(iter(eligible), None)

    def _left_over(self, i: int, line: AnswerLine) -> Row:
        side = self._mine(i)
        before = Counter(other.code for other in self.answer.lines[:i])[line.code]
        if i in self.scored.pairing.ignored:
            asked = asks_for(self.chart, line.kind)
            return Row(
                verdict="open" if asked else "not_asked",
                mine=side,
                key=None,
                points=NOTHING,
                possible=NOTHING,
                reason=self._left_open(line) if asked else self._not_graded(line),
                mine_spans=line.evidence,
                repeat=before,
            )
        same = [p for p in self.scored.pairing.pairs if self.answer.lines[p.line].code == line.code]
        why = unsupported(self.chart, line, self.findings, bool(before or same), self.shelf)
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

    def _left_open(self, line: AnswerLine) -> str:
        reason = f"This chart's policy leaves {line.code} open, so it counts on neither side."
        invalid = not_billable(line, self.shelf)
        return f"{reason} But as it stands it cannot be billed: {invalid}" if invalid else reason

    def _not_graded(self, line: AnswerLine) -> str:
        what = "procedures" if line.kind == "procedure" else "diagnoses"
        reason = f"This chart does not ask for {what}: {line.code} is neither paid nor charged."
        invalid = not_billable(line, self.shelf)
        return f"{reason} {invalid}" if invalid else reason

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
        key = self.chart.key
        asked = {one.mine: one for one in self.scored.asked}
        rows = []
        for i, mine in enumerate(self.answer.queries):
            improper = list(faults(mine, self.shelf))
            side = Side(mine.id or f"query{i + 1}", mine.text or f"Query {i + 1}", "")
            one = asked.get(i)
            rows.append(self._query(side, mine, one, bool(improper)))
            rows += [
                Row(
                    "query_fault",
                    side,
                    None,
                    NOTHING,
                    NOTHING,
                    change,
                    rule=rule.id,
                    mine_spans=mine.evidence,
                )
                for rule, change in improper
            ]
        found = {one.key for one in self.scored.asked}
        rows += [self._unasked(q) for j, q in enumerate(key.queries) if q.required and j not in found]
        return rows

    def _query(self, side: Side, mine: AnswerQuery, one: Asked | None, improper: bool) -> Row:
        """Return the row of a learner's query. Its words are shown beside the key's and never scored."""
        if one is None:
            lacks = _lacking(mine)
            told = (
                f"Without {lacks} it cannot be told what this asks of the record."
                if lacks
                else "The record answers this, or no code of the key hangs on it."
            )
            reason = f"{told} It costs and earns nothing."
            return Row("query_unneeded", side, None, NOTHING, NOTHING, reason, mine_spans=mine.evidence)
        query = self.chart.key.queries[one.key]
        worth = QUERY if query.required else NOTHING
        reason = query.reason
        if one.share < 1:
            reason = (
                f"The question is about the right mention, but the gap is of another kind: {_words(query.kind)}, "
                f"not {_words(mine.kind)}. {reason}"
            )
        elif improper:
            reason = f"To ask here is right; what to change in the question is told below. {reason}"
        return Row(
            verdict="query_right" if one.share == 1 else "query_near",
            mine=side,
            key=self._query_side(query),
            points=worth * one.share,
            possible=worth,
            reason=reason,
            citation=query.citation,
            mine_spans=mine.evidence,
            key_spans=self.chart.evidence(query.evidence),
        )

    def _unasked(self, query: KeyQuery) -> Row:
        return Row(
            verdict="query_missing",
            mine=None,
            key=self._query_side(query),
            points=NOTHING,
            possible=QUERY,
            reason=query.reason,
            citation=query.citation,
            key_spans=self.chart.evidence(query.evidence),
        )

    def _query_side(self, query: KeyQuery) -> Side:
        text = "\n".join((query.text, *(f"– {option}" for option in query.options)))
        return Side(query.id, query.about, text, role="required" if query.required else "optional")

    def _not_asked(self) -> list[Row]:
        """Return a row for each thing that the answer gives and the chart does not ask for."""
        lines = self.answer.lines
        given = {
            "poa": ("POA", "present-on-admission indicators", any(line.poa for line in lines)),
            "modifiers": ("Modifiers", "modifiers", any(line.modifiers for line in lines)),
            "units": ("Units", "units", any(line.units is not None for line in lines)),
            "pointers": ("Pointers", "diagnosis pointers", any(line.pointers for line in lines)),
        }
        return [
            Row("not_asked", Side(ask, title, ""), None, NOTHING, NOTHING, _not_asked_for(about))
            for ask, (title, about, there) in given.items()
            if there and ask not in self.chart.asks
        ]


def _not_asked_for(about: str) -> str:
    return f"This chart does not ask for {about}: yours are neither paid nor charged."


def _lacking(mine: AnswerQuery) -> str:
    """Return what a query has not, of the two by which it is known."""
    return " and ".join(
        name for name, there in (("a mention", mine.evidence), ("a kind of gap", mine.kind)) if not there
    )


def _words(kind: str | None) -> str:
    return (kind or "").replace("-", " ")


def _told_apart(rows: list[Row]) -> tuple[Row, ...]:
    """Return *rows* with an id for each: the second of two alike, such as one question asked twice, says so."""
    taken: set[str] = set()
    out = []
    for row in rows:
        one = row
        while one.id in taken:
            one = replace(one, repeat=one.repeat + 1)
        taken.add(one.id)
        out.append(one)
    return tuple(out)
