"""A result as its page tells it: the score and its cut, by section, where the time went, every question explained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.urls import reverse

from codeward.curriculum import Item, MatchItem, Option, QueryItem, ScenarioItem, program
from codeward.practice import ItemScore, PaperItem, PaperScore, axis_in_words
from codeward.web.courses.api import Given, Pen, cites, shown_item
from codeward.web.exams.given import answered, columns_of, rows_of, sentences_of, values_of
from codeward.web.exams.models import Answer, Score, Sitting
from codeward.web.exams.papers import edition_of, item_of, paper_of
from codeward.web.exams.scores import given_now
from codeward.web.exams.words import COLUMN_WORDS, FAULT_WORDS, claim_words
from codeward.web.learning.api import ContentVersion
from codeward.web.ui.api import Choice, Pair, Verdict
from codeward.web.ui.api import Option as OptionPart

__all__ = ["Result", "ResultError", "Told"]

SLOW = 1.5
"""Times the pace from which a question is told as slow."""


class ResultError(LookupError):
    """There is no score yet."""


@dataclass(frozen=True, slots=True)
class Told:
    """One question of a result: as it was answered, with all reasons."""

    place: int
    title: str
    kind: str
    template: str
    part: Any
    points: str
    verdict: str
    claim: str
    seconds: int
    slow: bool
    scored: bool
    void: str
    record: str
    note: str
    flagged: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the result, beside the last time's."""

    title: str
    points: float
    out_of: int
    percent: float
    before: float | None


@dataclass(frozen=True)
class Result:
    """The result of a sitting that is over."""

    sitting: Sitting

    @cached_property
    def score(self) -> Score:
        """The score that stands. Raises ResultError."""
        found = Score.objects.filter(sitting=self.sitting, current=True).first()
        if found is None:
            raise ResultError(self.sitting.public_id)
        return found

    @cached_property
    def told(self) -> PaperScore:
        """The same, as the scoring tells it."""
        return PaperScore.model_validate({k: v for k, v in self.score.result.items() if k != "void"})

    @property
    def void(self) -> dict[str, str]:
        """Questions that were taken out, with why."""
        found: dict[str, str] = self.score.result.get("void", {})
        return found

    @cached_property
    def paper(self) -> Any:
        """The paper."""
        return paper_of(self.sitting.form)

    @cached_property
    def edition(self) -> Any:
        """The edition."""
        return edition_of(self.paper)

    @cached_property
    def titles(self) -> dict[str, str]:
        """What the sections are called."""
        return {part.domain: part.title for part in self.edition.sections}

    @property
    def percent_cut(self) -> float:
        """What passes, in hundredths of the points."""
        return round(100 * self.told.cut.points / self.told.out_of, 1) if self.told.out_of else 0.0

    @property
    def pace(self) -> int:
        """Seconds that there are for a question."""
        return round(self.sitting.form.minutes * 60 / max(1, self.sitting.form.items))

    @cached_property
    def rows(self) -> dict[int, Answer]:
        """What was answered, by place."""
        return {row.place: row for row in Answer.objects.filter(sitting=self.sitting)}

    @cached_property
    def items(self) -> list[Item]:
        """The questions in the versions whose keys judged."""
        return [self.asked[self.score.keys[one.id]] for one in self.paper.items]

    @cached_property
    def asked(self) -> dict[str, Item]:
        """The questions in the versions that were asked and in those whose keys judged, by version."""
        wanted = {*self.score.keys.values(), *(one.version for one in self.paper.items)}
        return {one.digest: item_of(one) for one in ContentVersion.objects.filter(pk__in=wanted)}

    @cached_property
    def last(self) -> PaperScore | None:
        """The learner's sitting of this exam before this one, as it was scored."""
        row = (
            Score.objects.filter(
                sitting__learner_id=self.sitting.learner_id,
                sitting__exam=self.sitting.exam,
                sitting__started_at__lt=self.sitting.started_at,
                sitting__state=Sitting.State.SUBMITTED,
                current=True,
            )
            .order_by("-sitting__started_at")
            .first()
        )
        if row is None:
            return None
        return PaperScore.model_validate({k: v for k, v in row.result.items() if k != "void"})

    def sections(self) -> list[Section]:
        """Points by section."""
        before = {one.domain: one.percent for one in self.last.domains} if self.last else {}
        return [
            Section(
                self.titles.get(one.domain, one.domain),
                one.points,
                one.out_of,
                one.percent,
                before.get(one.domain),
            )
            for one in self.told.domains
        ]

    def questions(self) -> list[Told]:
        """Every question with its reasons."""
        return [
            self._told(place, one, item, score)
            for place, (one, item, score) in enumerate(
                zip(self.paper.items, self.items, self.told.items, strict=True), 1
            )
        ]

    def _told(self, place: int, one: PaperItem, item: Item, score: ItemScore) -> Told:
        row = self.rows.get(place)
        # Places are those of the version that was asked; another one judges where a key was corrected.
        given = given_now(self.asked[one.version], item, row.given) if row else ""
        seconds = row.seconds if row else 0
        pen = Pen(self.paper.books_on, space=f"r{place}-")
        template, part = _part(place, item, given, pen)
        verdict = "right" if score.right else "partial" if score.points else "wrong"
        return Told(
            place=place,
            title=self.titles.get(one.domain, one.domain),
            kind=item.kind,
            template=f"exams/told/{template}.html",
            part=part,
            points=f"{score.points} / {score.out_of}",
            verdict=verdict if answered(item.kind, given) else "open",
            claim=claim_words(item),
            seconds=seconds,
            slow=bool(seconds > SLOW * self.pace),
            scored=one.scored,
            void=self.void.get(item.id, ""),
            record=item.record if isinstance(item, ScenarioItem) else "",
            note=row.note if row else "",
            flagged=bool(row and row.flagged),
        )

    def skills(self) -> list[dict[str, Any]]:
        """Skills of what was missed, the most missed first; nothing leads to a lesson that is not written."""
        missed: Counter[str] = Counter()
        for item, score in zip(self.items, self.told.items, strict=True):
            if not score.right and item.id not in self.void:
                missed[item.skill] += 1
        found = []
        for name, count in missed.most_common(12):
            skill = program().skills.get(name)
            if skill is None:
                continue
            lesson = program().lessons.get(skill.lesson or "")
            found.append(
                {
                    "title": skill.title,
                    "href": reverse("courses:skill", args=[name]),
                    "count": count,
                    "lesson": lesson.title if lesson else "",
                    "lesson_href": reverse("courses:lesson", args=[lesson.id]) if lesson else "",
                }
            )
        return found

    def times(self) -> dict[str, Any]:
        """Where the time went: the sum, the mean beside the pace, the slowest questions."""
        spent = [(row.seconds, place) for place, row in self.rows.items() if row.seconds]
        whole = sum(seconds for seconds, _place in spent)
        slowest = sorted(spent, reverse=True)[:5]
        return {
            "known": bool(spent),
            "minutes": round(whole / 60),
            "mean": round(whole / len(spent)) if spent else 0,
            "pace": self.pace,
            "slowest": [(place, seconds) for seconds, place in slowest if seconds > SLOW * self.pace],
        }


def _part(place: int, item: Item, given: str, pen: Pen) -> tuple[str, Any]:
    if isinstance(item, ScenarioItem):
        return "lines", _lines(item, given, pen)
    values = values_of(item, given)
    if isinstance(item, QueryItem) and item.mode == "mark":
        return "marks", _marks(item, set(values), pen)
    shown = shown_item(item, Given(values=values, reasons=True, shown=True), pen)
    part = replace(shown.part, name=f"told-{place}", closed=True, place="", note="")
    if isinstance(item, MatchItem):
        return shown.template, replace(part, rows=_rows(part.rows, item, pen))
    if not values and isinstance(part, Choice):
        # What was left open is explained like everything else.
        options = zip(part.options, item.options, strict=True)
        return shown.template, replace(
            part, options=tuple(_explained(one, told, pen) for one, told in options)
        )
    return shown.template, part


def _explained(one: OptionPart, told: Option | str, pen: Pen) -> OptionPart:
    if isinstance(told, str):
        return one
    verdict = Verdict.RIGHT if told.right else Verdict.WRONG
    axis = axis_in_words(told.wrong.axis[0]) if told.wrong else ""
    return replace(one, verdict=verdict, headline=axis, why=pen.line(told.why), cites=cites(told.cite))


def _rows(rows: tuple[Pair, ...], item: MatchItem, pen: Pen) -> tuple[Pair, ...]:
    """A row that is wrong or open tells the answer, and why it is that."""
    return tuple(
        row
        if row.verdict is Verdict.RIGHT
        else replace(
            row, verdict=Verdict.WRONG, headline=pair.right, why=pen.line(pair.why), cites=cites(pair.cite)
        )
        for row, pair in zip(rows, item.pairs, strict=True)
    )


def _lines(item: ScenarioItem, given: str, pen: Pen) -> dict[str, Any]:
    columns = columns_of(item)

    def text(row: dict[str, Any]) -> str:
        more = [f"{COLUMN_WORDS[name]}: {row[name]}" for name in columns if name != "code" and row.get(name)]
        return " · ".join(more)

    key = []
    for line in item.answer.lines:
        told = {
            "modifiers": " ".join(line.modifiers or ()),
            "poa": line.poa or "",
            "units": str(line.units or ""),
            "pointers": " ".join(line.pointers or ()).upper(),
            "date": line.date.isoformat() if line.date else "",
        }
        key.append(
            {
                "code": line.code,
                "title": pen.title(line.code),
                "more": text(told),
                "why": pen.line(line.why),
                "cites": cites(line.cite),
                "optional": line.role == "optional",
                "first": line.id in item.answer.first,
            }
        )
    return {
        "stem": pen.line(item.stem),
        "mine": [(row["code"], text(row)) for row in rows_of(given)],
        "key": key,
        "errors": [
            {
                "code": one.change.code or one.change.add or "",
                "why": pen.line(one.why),
                "cites": cites(one.cite),
            }
            for one in item.foreseen
        ],
    }


def _marks(item: QueryItem, values: set[str], pen: Pen) -> dict[str, Any]:
    texts = dict(sentences_of(item.draft or ""))
    faults = [
        {
            "at": texts.get(one.at, ""),
            "fault": str(FAULT_WORDS[one.fault]),
            "found": f"{one.at}:{one.fault}" in values,
            "why": pen.line(one.why),
            "cites": cites(one.cite),
        }
        for one in item.faults
    ]
    key = {f"{one.at}:{one.fault}" for one in item.faults}
    wrong = [one.partition(":") for one in sorted(values - key)]
    return {
        "stem": pen.line(item.stem),
        "sentences": list(texts.values()),
        "faults": faults,
        "wrong": [
            (texts.get(at, ""), str(FAULT_WORDS[fault])) for at, _sep, fault in wrong if fault in FAULT_WORDS
        ],
        "sound": [(texts.get(one.at, ""), pen.line(one.why)) for one in item.sound],
        "model": pen.line(item.model or ""),
    }
