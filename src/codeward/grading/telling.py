"""A scored reading told as rows: one for each code, and one for each thing that cost points."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from codeward.charts import Answer, AnswerLine, Chart, Evidence, KeyLine, LedgerEntry, overlap
from codeward.codesets import Shelf
from codeward.edits import Finding
from codeward.grading.context import asks_for, may_carry
from codeward.grading.explain import Why, listed, near_miss, not_billable, replaced, unsupported
from codeward.grading.ledger import rejecting
from codeward.grading.model import EvidenceVerdict, Part, Row, Side, Verdict
from codeward.grading.order import Misplaced
from codeward.grading.pairing import Pair
from codeward.grading.pairs import paired_away
from codeward.grading.parts import missing_parts, parts_of, wrong_words
from codeward.grading.places import Places
from codeward.grading.query_rows import query_rows
from codeward.grading.readings import Target
from codeward.grading.scoring import BROKEN_ORDER, EXCLUDES1, FIRST, Barred, Scored, both_exact
from codeward.grading.unasked import not_asked_rows

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
        self.places = Places(chart, answer, scored)

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
        rows += query_rows(self.chart, self.answer, self.shelf, self.scored)
        rows += not_asked_rows(self.chart, self.answer.lines)
        return _told_apart(rows)

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
        also = (entry.mark for entry in self.supporting.get(line.id, ()))
        marks = (*line.evidence, *(m for m in also if may_carry(self.chart, line.code, m)))
        return self.chart.evidence(tuple(dict.fromkeys(marks)))

    @cached_property
    def supporting(self) -> dict[str, list[LedgerEntry]]:
        """The mentions that support each line of the key, by its id."""
        found: dict[str, list[LedgerEntry]] = {}
        for entry in self.chart.key.ledger:
            if entry.state == "supports":
                for line_id in entry.lines:
                    found.setdefault(line_id, []).append(entry)
        return found

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
        owes = self.places.owes_first == found.target
        leads = self.scored.first is not None and found.line == self.scored.first.line
        parts = self._parts(found)
        verdict, why = self._judged(found, parts)
        if owes:
            # Another code stands where this one should: the extra of the first place is lost here.
            in_front = self.places.in_front(found) if found.nearness is None else ""
            first = Why(f"{self.places.first_words()}{in_front}", self.chart.key.first_citation)
            if verdict in ("right", "optional"):
                verdict, why = "first", first
            else:
                citation = tuple(dict.fromkeys((*why.citation, *first.citation)))
                why = Why(f"{why.reason} {first.reason}", citation, why.rule)
        for part in self.places.principal(found.target, found):
            parts = (*parts, part)
            if part.verdict == "wrong" and verdict in ("right", "optional", "partial"):
                cited = tuple(dict.fromkeys((*part.citation, *why.citation)))
                verdict, why = "partial", Why(f"{part.reason} {why.reason}", cited, why.rule)
        return Row(
            verdict=verdict,
            mine=self._mine(found.line),
            key=self._key(target),
            points=self.scored.earned(found)
            + self.scored.first_bonus(found)
            + self.scored.principal_bonus(found)
            - self.scored.barred_cost(found.line),
            possible=target.weight
            + (FIRST if owes or leads else NOTHING)
            + self.places.principal_worth(found.target),
            reason=why.reason,
            citation=why.citation,
            path=target.line.path,
            axes=found.nearness.axes if found.nearness else (),
            rule=why.rule,
            evidence=self._evidence(line, spans),
            mine_spans=line.evidence,
            key_spans=spans,
            parts=parts,
        )

    def _parts(self, found: Pair) -> tuple[Part, ...]:
        codes = {line.id: line.code for line in self.answer.lines if line.id}
        return parts_of(
            self.chart,
            self.answer.lines[found.line],
            self.scored.target(found),
            found,
            self.shelf,
            self.scored.pairing.pointed,
            lambda name: codes.get(name, f"no line ({name})"),
        )

    def _judged(self, found: Pair, parts: tuple[Part, ...]) -> tuple[Verdict, Why]:
        """Return what a paired line is by itself, wherever it stands, and why."""
        target = self.scored.target(found)
        if found.nearness is not None:
            why = near_miss(self.chart, self.answer.lines[found.line], target, found, self.shelf, parts)
            if found.worth and (beside := wrong_words(parts)):
                why = why._replace(reason=f"{why.reason} {beside}")
            barred = self.scored.barred_at(found.line)
            if barred is not None:
                why = why._replace(reason=f"{why.reason} {self._excludes1(barred)}")
            return "near", why
        wrong = wrong_words(parts)
        alternative = target.alternative
        if alternative is None and wrong:
            cited = dict.fromkeys(c for part in parts if part.points < part.possible for c in part.citation)
            return "partial", Why(
                f"The code is right. {wrong} {target.line.reason}",
                tuple(dict.fromkeys((*target.line.citation, *cited))),
            )
        if alternative is None:
            verdict: Verdict = "right" if target.required else "optional"
            return verdict, Why(target.line.reason, target.line.citation)
        theirs = listed([self.chart.key.line(i).code for i in alternative.instead_of])
        ours = listed([use.code for use in alternative.use])
        words = f"{ours} is used here in place of {theirs}." if ours != theirs else ""
        told = " ".join(part for part in (words, wrong, alternative.reason) if part)
        return "alternative", Why(told, alternative.citation)

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
        why = replaced(self.chart, line, self.scored.reading.used) or unsupported(
            self.chart, line, self.findings, bool(before or same), self.shelf
        )
        service = line.kind == "procedure"
        entry = rejecting(self.chart, line.code, line.modifiers) if service else None
        if service and (pair := paired_away(self.chart, line, self.answer.lines)):
            why = why._replace(reason=f"{why.reason} {pair}")
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
            ledger_rule=entry.rule if entry is not None else None,
        )

    def _left_open(self, line: AnswerLine) -> str:
        reason = f"This chart's policy leaves {line.code} open, so it does not change your score."
        invalid = not_billable(line, self.shelf)
        return f"{reason} But as written it cannot be billed: {invalid}" if invalid else reason

    def _not_graded(self, line: AnswerLine) -> str:
        what = "procedures" if line.kind == "procedure" else "diagnoses"
        reason = f"This chart does not ask for {what}: {line.code} neither earns nor costs points."
        invalid = not_billable(line, self.shelf)
        return f"{reason} {invalid}" if invalid else reason

    def _missing(self) -> list[Row]:
        rows = []
        for j in self.scored.pairing.targets_left:
            target = self.scored.reading.targets[j]
            owes = FIRST if self.places.owes_first == j else NOTHING
            owes += self.places.principal_worth(j)
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
                    parts=(*missing_parts(target, self.chart), *self.places.principal(j, None)),
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
        way = "Verify whether it is the same condition; only unrelated conditions are coded together."
        reason = f"{self._excludes1(item)} {way}"
        return Row("excludes1", side, None, -EXCLUDES1, NOTHING, reason, ("I.A.12.a",), rule="CW-EX-001")

    def _excludes1(self, item: Barred) -> str:
        codes = [self.answer.lines[i].code for i in item.lines]
        other = next(code for code in codes if code != item.holder)
        return f"An Excludes1 note of {item.holder} excludes {other} with it: “{item.note}”."


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
