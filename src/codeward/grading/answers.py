"""The key written as an answer: what a learner would hand in who knows it."""

from __future__ import annotations

from collections.abc import Sequence

from codeward.charts import Alternative, Answer, AnswerLine, AnswerQuery, Chart, KeyLine, KeyQuery, OtherLine
from codeward.grading.context import key_sequence
from codeward.grading.details import used_details

__all__ = ["alternative_answer", "answer_of", "answered_line", "used_lines"]


def answer_of(lines: Sequence[KeyLine], chart: Chart) -> Answer:
    """Return the answer that gives these key lines whole, in this order, and asks every query of the key."""
    return Answer(
        lines=tuple(answered_line(line) for line in lines),
        queries=tuple(_asking(query, chart) for query in chart.key.queries),
    )


_BESIDE = ("poa", "modifiers", "units", "pointers", "date", "through", "place", "provider", "em")


def answered_line(line: KeyLine) -> AnswerLine:
    said = {name: getattr(line, name) for name in _BESIDE}
    return AnswerLine(id=line.id, kind=line.kind, system=line.system, code=line.code, **said)


def _used_line(use: OtherLine, place: int, replaced: KeyLine) -> AnswerLine:
    """Return a line of an alternative as a learner would give it: what it does not say stays as the key has it."""
    details = used_details(use, replaced)
    said = {name: getattr(details, name) for name in _BESIDE if name != "provider"}
    provider = use.provider or replaced.provider
    name = f"{replaced.id}-use-{place}"
    return AnswerLine(id=name, kind=use.kind, system=use.system, code=use.code, provider=provider, **said)


def _asking(query: KeyQuery, chart: Chart) -> AnswerQuery:
    """Return the key's question as a learner would ask it. A key of schema 1 has no kinds: any will do."""
    return AnswerQuery(
        kind=query.kind or "specificity",
        to=query.to,
        evidence=chart.evidence(query.evidence[:1]),
        indicators=chart.evidence(query.indicators),
        options=query.options,
        text=query.text,
    )


def alternative_answer(chart: Chart, *alternatives: Alternative) -> Answer:
    """Return the whole key with these alternatives used in the place of the lines that each replaces."""
    return Answer(
        lines=used_lines(chart, key_sequence(chart), alternatives), queries=answer_of((), chart).queries
    )


def used_lines(
    chart: Chart, sequence: Sequence[KeyLine], alternatives: Sequence[Alternative]
) -> tuple[AnswerLine, ...]:
    """Return the key's lines in *sequence* as an answer gives them, with *alternatives* in the place of theirs.

    Services that pointed to a diagnosis that is replaced point to what stands for it.
    """
    instead: dict[str, list[AnswerLine]] = {}
    takes: dict[str, str] = {}
    for alternative in alternatives:
        replaced = [chart.key.line(line_id) for line_id in alternative.instead_of]
        one_by_one = len(replaced) == len(alternative.use)
        used = [
            _used_line(use, place, replaced[place] if one_by_one else replaced[0])
            for place, use in enumerate(alternative.use)
        ]
        # Sets of one size stand for each other one by one; else all stand where the first replaced line stood.
        here = [line for line in sequence if line.id in alternative.instead_of]
        for place, line in enumerate(here):
            which = alternative.instead_of.index(line.id)
            instead[line.id] = [used[which]] if one_by_one else used if place == 0 else []
            if used and line.kind == "diagnosis":
                takes[line.id] = str(used[which if one_by_one else 0].id)
    lines: list[AnswerLine] = []
    for line in sequence:
        if line.id in instead:
            lines += instead[line.id]
            continue
        made = answered_line(line)
        pointers = tuple(dict.fromkeys(takes.get(name, name) for name in made.pointers))
        lines.append(made.model_copy(update={"pointers": pointers}))
    return tuple(lines)
