"""What a sitting is worth: each item, the whole paper, by section, and on the examination's scale.

No wrong answer costs more than none. Exact or a full alternative is 1, else 0. A scenario has a point per required line
and one for the first place, less one per unsupported line; a picklist its right picks less its wrong ones; both never
below zero. `credit` is what practice pays for a part, as the grader of charts does; it stands beside and never counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import ValidationError

from codeward.charts import Answer, AnswerError, AnswerLine, StrictModel
from codeward.codesets import Shelf
from codeward.curriculum import (
    CodeItem,
    Edition,
    Item,
    MatchItem,
    Option,
    PicklistItem,
    QueryItem,
    SbaItem,
    ScenarioItem,
)
from codeward.errors import CodewardError
from codeward.grading import grade
from codeward.practice.made import scenario_chart, with_diagnosis
from codeward.practice.paper import Paper
from codeward.practice.proof import answer_of, chart_of
from codeward.practice.sitting_answers import (
    ChoiceAnswer,
    LinesAnswer,
    MarksAnswer,
    PairsAnswer,
    PicksAnswer,
    SittingAnswer,
    shape_of,
)

__all__ = [
    "SCORING",
    "Cut",
    "DomainScore",
    "ItemScore",
    "PaperScore",
    "cut_of",
    "rescored",
    "scaled",
    "score_item",
    "score_paper",
]

SCORING = 1
"""The version of these rules: a stored score names it."""
_EXACT = frozenset(
    {"right", "alternative", "first", "order"}
)  # verdicts of lines that are right in themselves


class ItemScore(StrictModel):
    """What one answer is worth: `points` of `out_of`; `credit`, from 0 to 1, is practice's part credit beside it.

    `option` is the place of the option that the answer is, where it is one.
    """

    id: str
    version: str
    answered: bool
    points: int = 0
    out_of: int = 1
    credit: float = 0.0
    option: int | None = None

    @property
    def right(self) -> bool:
        """Say whether it earned all of its points."""
        return self.points == self.out_of

    @property
    def share(self) -> Fraction:
        """The part of the item's worth that was earned."""
        return Fraction(self.points, self.out_of)


class Cut(StrictModel):
    """What passes, in points of a paper, and where that comes from. Provisional: fewer than five raters said so."""

    points: float
    by: Literal["percent", "equated", "angoff"] = "percent"
    provisional: bool = True


class DomainScore(StrictModel):
    """What was earned of one section."""

    domain: str
    points: float
    out_of: int
    percent: float


class PaperScore(StrictModel):
    """The result of a sitting. `scaled` only where the examination has a scale; `rules` is the scoring's version."""

    rules: int = SCORING
    exam: str
    version: str
    points: float
    out_of: int
    percent: float
    scaled: int | None
    cut: Cut
    passed: bool
    domains: tuple[DomainScore, ...]
    items: tuple[ItemScore, ...]


def score_item(item: Item, answer: SittingAnswer | None, shelf: Shelf) -> ItemScore:
    """Return what *answer* to *item* is worth with the books of *shelf*; None is no answer.

    Pure: the same item version, answer and books give the same score. Raises AnswerError where the answer has the shape
    of another kind of item.
    """
    if answer is None:
        return ItemScore(id=item.id, version=item.version, answered=False, out_of=_most(item))
    if answer.shape != shape_of(item):
        raise AnswerError(
            f"{item.id} is answered by {shape_of(item)}, not by {answer.shape}", "Hand in that shape"
        )
    points, credit, option = 0, 0.0, None
    if isinstance(answer, ChoiceAnswer):
        options: Sequence[Option] = item.options if isinstance(item, SbaItem | QueryItem) else ()
        if answer.option >= len(options):
            raise AnswerError(
                f"{item.id} has no option {answer.option}", f"Name one of 0 to {len(options) - 1}"
            )
        option, points = answer.option, int(options[answer.option].right)
        credit = float(points)
    elif isinstance(item, CodeItem) and isinstance(answer, LinesAnswer):
        points, credit, option = _typed(item, answer.lines, shelf)
    elif isinstance(item, ScenarioItem) and isinstance(answer, LinesAnswer):
        points, credit = _scenario(item, answer.lines, shelf)
    else:
        points = _counted(item, answer)
        credit = points / _most(item)
    return ItemScore(
        id=item.id,
        version=item.version,
        answered=True,
        points=points,
        out_of=_most(item),
        credit=round(credit, 4),
        option=option,
    )


def _most(item: Item) -> int:
    """Return the points of an item."""
    if isinstance(item, ScenarioItem):
        return sum(line.role == "required" for line in item.answer.lines) + 1
    if isinstance(item, PicklistItem):
        return len(item.right)
    if isinstance(item, MatchItem):
        return len(item.pairs)
    if isinstance(item, QueryItem) and item.mode == "mark":
        return len(item.faults)
    return 1


def _counted(item: Item, answer: SittingAnswer) -> int:
    """Return the points of picks, marks and pairs: right less wrong, never below zero; a wrong pair costs nothing."""
    if isinstance(item, PicklistItem) and isinstance(answer, PicksAnswer):
        if any(place >= len(item.options) for place in answer.options):
            raise AnswerError(
                f"{item.id} has {len(item.options)} options", "Name places that are there, from 0"
            )
        right = sum(item.options[place].right for place in set(answer.options))
        return max(0, right - (len(set(answer.options)) - right))
    if isinstance(item, QueryItem) and isinstance(answer, MarksAnswer):
        key = {(fault.at, fault.fault) for fault in item.faults}
        marked = {(mark.at, mark.fault) for mark in answer.marks}
        return max(0, len(marked & key) - len(marked - key))
    if isinstance(item, MatchItem) and isinstance(answer, PairsAnswer):
        return sum(pair.right == said for pair, said in zip(item.pairs, answer.pairs, strict=False))
    raise AnswerError(f"{item.id} cannot be answered so", "Hand in the shape of its kind")


def _typed(item: CodeItem, lines: Sequence[AnswerLine], shelf: Shelf) -> tuple[int, float, int | None]:
    """Return points, part credit and the option of typed lines: right is what a chart would grade 100."""
    said = [_plain(line) for line in lines]
    for place, option in enumerate(item.options):
        if [_plain(line) for line in answer_of(option.lines or ()).lines] == said:
            return int(option.right), _graded(item, lines, shelf), place
    credit = _graded(item, lines, shelf)
    return int(credit == 1.0), credit, None


def _plain(line: AnswerLine) -> tuple[object, ...]:
    return (line.system, line.code, tuple(line.modifiers), line.units or 1, line.poa, line.date)


def _graded(item: CodeItem, lines: Sequence[AnswerLine], shelf: Shelf) -> float:
    beside = with_diagnosis(item)
    added = beside.options[0].lines or ()
    more = answer_of(added[:1]).lines if beside is not item else ()
    try:
        return grade(chart_of(beside, shelf), Answer(lines=(*more, *lines)), shelf).score / 100
    except (ValidationError, AnswerError, ValueError, CodewardError):
        return 0.0


def _scenario(item: ScenarioItem, lines: Sequence[AnswerLine], shelf: Shelf) -> tuple[int, float]:
    """Return points and part credit of a scenario: required lines and the first place, less what nothing supports."""
    try:
        graded = grade(scenario_chart(item, shelf), Answer(lines=tuple(lines)), shelf)
    except (ValidationError, AnswerError, ValueError, CodewardError):
        return 0, 0.0
    required = {line.id for line in item.answer.lines if line.role == "required"}
    exact = [row for row in graded.rows if row.key is not None and row.verdict in _EXACT]
    points = sum(row.key is not None and row.key.id in required for row in exact)
    points -= sum(row.verdict == "unsupported" for row in graded.rows)
    heads = {line.system for line in item.answer.lines if line.id in item.answer.first}
    head = next((place for place, line in enumerate(lines, 1) if line.system in heads), None)
    points += any(
        row.key is not None
        and row.key.id in item.answer.first
        and row.mine is not None
        and row.mine.position == head
        for row in exact
    )
    return max(0, points), graded.score / 100


def score_paper(
    paper: Paper,
    edition: Edition,
    items: Mapping[str, Item],
    answers: Mapping[str, SittingAnswer],
    shelf: Shelf,
    *,
    cut: Cut | None = None,
    void: frozenset[str] = frozenset(),
) -> PaperScore:
    """Return the result of a sitting of *paper*: *items* and *answers* by item id, graded with the books of *shelf*.

    *items* are those of the versions that the paper froze; *cut* is what passes, else that of the blueprint. *void* are
    items that were suspended during the sitting: everybody has their points.
    """
    scores = {one.id: score_item(items[one.id], answers.get(one.id), shelf) for one in paper.items}
    return _summed(paper, edition, scores, cut, void)


def rescored(
    paper: Paper,
    edition: Edition,
    before: PaperScore,
    changed: Mapping[str, ItemScore],
    void: frozenset[str] = frozenset(),
) -> PaperScore:
    """Return the result with some items scored anew, the others as *before* has them: the same as scoring all again.

    *before* was scored by the rules of now (`SCORING`). Its cut stays, unless it follows from the points alone.
    """
    scores = {**{one.id: one for one in before.items}, **changed}
    return _summed(paper, edition, scores, None if before.cut.by == "percent" else before.cut, void)


def _summed(
    paper: Paper, edition: Edition, scores: Mapping[str, ItemScore], cut: Cut | None, void: frozenset[str]
) -> PaperScore:
    # By section, and in it by what items are worth: few fractions are added, and exactly.
    earned: dict[str, dict[int, int]] = {}
    most: dict[str, int] = {}
    for one in paper.items:
        if one.scored:
            score = scores[one.id]
            parts = earned.setdefault(one.domain, {})
            mine = score.out_of if one.id in void else score.points
            parts[score.out_of] = parts.get(score.out_of, 0) + mine * one.parts
            most[one.domain] = most.get(one.domain, 0) + one.parts
    sums = {
        name: (sum((Fraction(n, of) for of, n in parts.items()), Fraction(0)), most[name])
        for name, parts in earned.items()
    }
    points = sum((told[0] for told in sums.values()), Fraction(0))
    out_of = sum(most.values())
    passing = cut or _cut(edition, out_of)
    scale = edition.passing.scaled is not None
    return PaperScore(
        exam=paper.exam,
        version=paper.version,
        points=round(float(points), 4),
        out_of=out_of,
        percent=_percent(points, out_of),
        scaled=scaled(float(points), passing.points, out_of) if scale and out_of else None,
        cut=passing,
        passed=out_of > 0 and float(points) >= passing.points,
        domains=tuple(
            DomainScore(domain=name, points=round(float(share), 4), out_of=of, percent=_percent(share, of))
            for name, (share, of) in sums.items()
        ),
        items=tuple(scores[one.id] for one in paper.items),
    )


def _percent(points: Fraction, out_of: int) -> float:
    return round(float(100 * points / out_of), 2) if out_of else 0.0


def _cut(edition: Edition, out_of: int) -> Cut:
    """Return the cut that a blueprint says: its percent, or 70 of 100 where it has a scale, which says no points."""
    return Cut(points=out_of * (edition.passing.percent or 70) / 100)


def cut_of(percent: float, difficulties: Sequence[float], guesses: Sequence[float]) -> Cut:
    """Return what passes on a form, so that forms of different difficulty are equal.

    It is the expected score at the ability that scores *percent* on the reference form: as many questions, all of
    difficulty 0, guessed as often. *guesses* are the chances of a right guess: 1 of the options, 0 where it is typed.
    """
    from codeward.practice.statistics import ability_at, chance

    reference = [0.0] * len(difficulties)
    ability = ability_at(percent / 100 * len(difficulties), reference, guesses)
    points = sum(chance(ability, hard, guess) for hard, guess in zip(difficulties, guesses, strict=True))
    return Cut(points=round(points, 4), by="equated")


def scaled(points: float, cut: float, out_of: int) -> int:
    """Return points on the scale of 100 to 400: 100 at none, 300 at the cut, 400 at all, straight between.

    Nobody below the cut is rounded up to it. Raises ValueError unless 0 < cut < out_of and 0 ≤ points ≤ out_of.
    """
    if not 0 < cut < out_of or not 0 <= points <= out_of:
        raise ValueError(f"no scale: {points} points, {cut} pass, of {out_of}")
    if points < cut:
        return min(299, round(100 + 200 * points / cut))
    return round(300 + 100 * (points - cut) / (out_of - cut))
