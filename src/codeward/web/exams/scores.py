"""Scores: what a sitting came to, by the questions of its own form, stored with what judged it.

The scoring is practice.scoring's, a pure function of paper, questions, answers and books; here it is only fed and kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID, uuid5

from django.db import transaction
from pydantic import ValidationError

from codeward.charts import AnswerLine
from codeward.codesets import Shelf
from codeward.curriculum import CodeItem, Edition, Item, MatchItem, ScenarioItem, system_of
from codeward.practice import (
    ChoiceAnswer,
    ItemScore,
    LinesAnswer,
    Marked,
    MarksAnswer,
    PairsAnswer,
    Paper,
    PaperScore,
    PicksAnswer,
    SittingAnswer,
    carried,
    score_paper,
    shape_of,
)
from codeward.practice.assessing import read_typed
from codeward.practice.mastery import Source
from codeward.practice.minutes import Way
from codeward.web.exams.given import rows_of, short, values_of
from codeward.web.exams.judging import Judge, Judging
from codeward.web.exams.models import Answer, Score, Sitting
from codeward.web.exams.papers import edition_of, paper_of, versions_of
from codeward.web.learning.api import Activity, ContentVersion, Given, record_all

__all__ = ["answer_of", "given_now", "judged", "keep", "result_of", "told_of"]

_KEYS: Final = UUID("6b1f5c0e-2d0a-5c53-9d53-3c1f0e8a7d11")
"""The space of the keys by which the one log knows an answer of a sitting, however often it is written."""
_SECONDS: Final = 86_400
_POA: Final = {"Y": "Y", "N": "N", "U": "U", "W": "W", "EXEMPT": "exempt", "1": "exempt"}


def answer_of(item: Item, given: str) -> SittingAnswer | None:
    """What was answered, as the scoring takes it; None where nothing was, or nothing that can be read."""
    values = values_of(item, given)
    try:
        match shape_of(item):
            case "choice":
                places = _places(item, values)
                return ChoiceAnswer(option=places[0]) if len(places) == 1 else None
            case "picks":
                places = _places(item, values)
                return PicksAnswer(options=places) if places else None
            case "pairs" if isinstance(item, MatchItem):
                return _pairs(item, values)
            case "marks":
                marks = [one.partition(":") for one in values]
                found = tuple(Marked(at=at, fault=fault) for at, _sep, fault in marks)
                return MarksAnswer(marks=found) if found else None
            case _:
                lines = _rows(given) if isinstance(item, ScenarioItem) else _typed(item, values)
                return LinesAnswer(lines=lines) if lines else None
    except (ValidationError, ValueError):
        return None


def _places(item: Item, values: tuple[str, ...]) -> tuple[int, ...]:
    """The options that were chosen, those left out that the question has not."""
    many = len(getattr(item, "options", ()))
    return tuple(sorted({int(one) for one in values if int(one) < many}))


def _pairs(item: MatchItem, values: tuple[str, ...]) -> PairsAnswer | None:
    chosen: dict[int, str] = {}
    for one in values:
        row, _sep, choice = one.partition(":")
        if row.isdigit() and choice.isdigit() and int(choice) < len(item.options):
            chosen[int(row)] = item.options[int(choice)]
    return PairsAnswer(pairs=tuple(chosen.get(n) for n in range(len(item.pairs)))) if chosen else None


def _typed(item: Item, values: tuple[str, ...]) -> tuple[AnswerLine, ...]:
    """The lines of a typed code. The system of a code that two systems write alike is the key's."""
    systems = {
        line.code: line.system for option in getattr(item, "options", ()) for line in option.lines or ()
    }
    lines = read_typed(values[0]) if values else None
    found = []
    for one in lines or ():
        system = systems.get(one.code) or system_of(one.code) or "icd10cm"
        found.append(
            AnswerLine(
                kind=_kind(system),
                system=system,
                code=one.code,
                modifiers=one.modifiers,
                poa=one.letter or None,
                units=Decimal(one.units) if one.units else None,
            )
        )
    return tuple(found)


def _kind(system: str) -> Literal["diagnosis", "procedure"]:
    return "diagnosis" if system == "icd10cm" else "procedure"


def _rows(given: str) -> tuple[AnswerLine, ...]:
    """The lines of a scenario. A line that cannot be read is left out: it earns nothing, and spoils no other."""
    rows = [(f"l{n}", row) for n, row in enumerate(rows_of(given), 1)]
    read = {name: codes[0] for name, row in rows if (codes := read_typed(row["code"])) and len(codes) == 1}
    found = []
    for name, row in rows:
        if name not in read:
            continue
        one = read[name]
        system = system_of(one.code) or "icd10cm"
        pointers = [_pointed(p) for p in _words(row.get("pointers", ""))]
        told = {
            "id": name,
            "kind": _kind(system),
            "system": system,
            "code": one.code,
            "modifiers": tuple(dict.fromkeys([*one.modifiers, *_words(row.get("modifiers", ""))])),
            "poa": _POA.get(row.get("poa", "").upper()) or one.letter or None,
            "units": row.get("units") or one.units or None,
            "pointers": tuple(p for p in pointers if p in read),
            "date": row.get("date") or None,
        }
        try:
            found.append(AnswerLine.model_validate(told))
        except ValidationError:
            continue
    return tuple(found)


def _words(text: str) -> list[str]:
    return text.upper().replace("-", " ").replace(",", " ").split()


def _pointed(text: str) -> str:
    """The row that a pointer names: its letter, as on the claim form, or its number."""
    return f"l{text if text.isdigit() else ord(text[0]) - ord('A') + 1}"


def given_now(asked: Item, item: Item, given: str) -> str:
    """What was given to a question, as its later version with another key keeps it; empty where that is gone."""
    answer = answer_of(asked, given)
    if asked.version == item.version or answer is None:
        return given
    now = carried(asked, item, answer)
    match now:
        case None:
            return ""
        case ChoiceAnswer():
            return f"#{now.option}"
        case PicksAnswer():
            return "#" + ",".join(map(str, now.options))
        case PairsAnswer() if isinstance(item, MatchItem):
            rows = enumerate(now.pairs)
            return "#" + ",".join(f"{n}:{item.options.index(one)}" for n, one in rows if one in item.options)
    return given


def result_of(
    paper: Paper,
    edition: Edition,
    items: Mapping[str, Item],
    answers: Mapping[str, SittingAnswer],
    void: frozenset[str],
) -> PaperScore:
    """The result, by the rules of now: a pure function of what it is given."""
    return score_paper(paper, edition, items, answers, Shelf.on(paper.books_on), void=void)


def judged(
    judge: Judge, paper: Paper, given: Mapping[str, str], judging: Judging
) -> tuple[dict[str, Item], dict[str, SittingAnswer]]:
    """The questions that judge, and what was answered as answers to them, both by the question's id."""
    items, answers = {}, {}
    for one in paper.items:
        asked = judge.asked(one.id, one.version)
        answer = answer_of(asked, given[one.id]) if one.id in given else None
        items[one.id], told = judge.carried(asked, judging.keys[one.id], answer)
        if told is not None:
            answers[one.id] = told
    return items, answers


def keep(sitting: Sitting, cause: Score.Cause) -> Score:
    """Score a sitting that is closed, and store it as the current one. Call it in the transaction that closes it.

    Its questions are those that its form pins; where a key was corrected since, the corrected one judges. What is
    suspended now is left out of the score. The first time its answers are written to the one log too.
    """
    paper = paper_of(sitting.form)
    pinned = [(one.id, one.version) for one in paper.items]
    versions = versions_of(sitting.form)
    judge = Judge()
    judge.read(pinned)
    rows = {paper.items[row.place - 1].id: row for row in Answer.objects.filter(sitting=sitting)}
    scores = list(Score.objects.filter(sitting=sitting).order_by("number"))
    judging = judge.of(pinned)
    # What everybody had the points of stays so: a question that is put back takes nothing away.
    void = {**(scores[-1].result["void"] if scores else {}), **judging.void}
    items, answers = judged(judge, paper, {name: row.given for name, row in rows.items()}, judging)
    result = result_of(paper, edition_of(paper), items, answers, frozenset(void))
    for name, version in pinned:
        if judging.keys[name] != version:
            judge.keep(name)
    with transaction.atomic():
        Score.objects.filter(sitting=sitting, current=True).update(current=False)
        score = Score.objects.create(
            **told_of(result, judging.keys, void),
            sitting=sitting,
            number=len(scores) + 1,
            current=True,
            cause=cause,
        )
        if not scores:
            asked = {one.id: judge.asked(one.id, one.version) for one in paper.items}
            pins = {one.id: versions[one.version] for one in paper.items}
            _log(sitting, pins, asked, rows, {one.id: one for one in result.items})
    return score


def told_of(result: PaperScore, keys: Mapping[str, str], void: Mapping[str, str]) -> dict[str, Any]:
    """A result as the fields of a score."""
    return {
        "rules": str(result.rules),
        "keys": dict(keys),
        "result": {**result.model_dump(mode="json"), "void": dict(void)},
        "points": result.points,
        "possible": result.out_of,
    }


def _log(
    sitting: Sitting,
    versions: Mapping[str, ContentVersion],
    items: Mapping[str, Item],
    rows: Mapping[str, Answer],
    scores: Mapping[str, ItemScore],
) -> None:
    """Write what was answered to the one log. What was left open is no evidence of anything, and is no answer."""
    given = [
        Given(
            skill=items[name].skill,
            source=Source.EXAM,
            item=name,
            right=scores[name].right,
            credit=scores[name].credit,
            client_key=uuid5(_KEYS, f"{sitting.public_id}:{row.place}"),
            kind="typed" if isinstance(items[name], CodeItem | ScenarioItem) else "choice",
            level=items[name].level,
            version=versions[name],
            sitting=sitting.public_id,
            option=short(items[name], row.given),
            timed=sitting.timed,
            mixed=True,
            seconds=min(row.seconds, _SECONDS),
        )
        for name, row in rows.items()
        if scores[name].answered
    ]
    activity = Activity(Way.TEST, sitting.exam.lower())
    record_all(sitting.learner, given, activity=activity, ask=False)
