"""What the pages before a sitting say: an examination in figures with sources, its lengths, what the bank lacks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.curriculum import Blueprint, BlueprintSource, Edition, program
from codeward.practice import Paper, Size, planned_lessons
from codeward.web.accounts.api import User
from codeward.web.exams.forms import MINUTES, exam_day, planned_day, sat_of, would_hold
from codeward.web.exams.models import Sitting
from codeward.web.exams.words import length_words

__all__ = ["Figure", "Length", "exam_context", "figures", "sat_row"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an examination: what it is, what it says, where that stands, and whether that was seen there."""

    name: str
    text: str
    unconfirmed: bool
    source: BlueprintSource


@dataclass(frozen=True, slots=True)
class Length:
    """A length that may be begun: its name, how many questions there are of how many, and its minutes."""

    value: str
    title: str
    drawn: int
    wanted: int
    minutes: int
    planned: tuple[tuple[str, str], ...] = ()
    unconfirmed: bool = False

    @property
    def whole(self) -> bool:
        """Whether the bank has all of it."""
        return self.drawn >= self.wanted


def figures(edition: Edition) -> list[Figure]:
    """The figures of an edition."""

    def one(name: str, text: str, source: str) -> Figure:
        return Figure(name, text, edition.unconfirmed(source), edition.sources[source])

    scored, tried = edition.scored, edition.unscored
    count = ngettext("%(n)d question", "%(n)d questions", scored + tried) % {"n": scored + tried}
    if tried:
        count = _("%(n)d questions: %(scored)d are scored, %(tried)d are tried out and do not count") % {
            "n": scored + tried, "scored": scored, "tried": tried,
        }  # fmt: skip
    passing = edition.passing
    hurdle = (
        _("%(n)d %% of the points") % {"n": passing.percent}
        if passing.percent
        else _("%(n)d on a scale of 100 to 400") % {"n": passing.scaled}
    )
    notes = {
        "handwritten": _("your books, with notes by hand"),
        "none": _("your books, without notes"),
    }[edition.books.notes]
    named = [
        f"ICD-10-CM {edition.books.icd10cm}" if edition.books.icd10cm else "",
        f"ICD-10-PCS {edition.books.icd10pcs}" if edition.books.icd10pcs else "",
        f"CPT {edition.books.cpt}" if edition.books.cpt else "",
        f"HCPCS {edition.books.hcpcs}" if edition.books.hcpcs else "",
    ]
    return [
        one(_("Questions"), count, edition.sections[0].source),
        one(_("Time"), _("%(n)d minutes") % {"n": edition.minutes.is_}, edition.minutes.source),
        one(_("To pass"), hurdle, passing.source),
        one(_("Books"), f"{', '.join(filter(None, named))}: {notes}", edition.books.source),
    ]


def _length(value: str, title: str, paper: Paper) -> Length:
    lacking = sum(one.wanted - one.drawn for one in paper.lacking)
    drawn = len(paper.items)
    return Length(value, title, drawn, drawn + lacking, paper.minutes)


def exam_context(blueprint: Blueprint, learner: User | None) -> dict[str, Any]:
    """What the page of an examination shows."""
    day = exam_day(learner, blueprint.exam)
    edition, exact = blueprint.on(day)
    sizes = [Size(), Size(kind="half"), Size(kind="minutes", minutes=MINUTES)]
    names = ("whole", "half", "short")
    titles = {part.domain: part.title for part in edition.sections}
    papers = would_hold(blueprint, sizes, day, learner)
    mine = sat_of(learner, blueprint.exam) if learner is not None else []
    return {
        "blueprint": blueprint,
        "edition": edition,
        "exact": exact,
        "day": day,
        "planned": planned_day(learner, blueprint.exam),
        "figures": figures(edition),
        "lengths": [
            _length(name, length_words(name, titles), paper)
            for name, paper in zip(names, papers, strict=True)
        ],
        "sections": _sections(blueprint, edition, papers[0], day),
        "going": next((one for one in mine if one.is_open), None),
        "mine": [sat_row(one, titles) for one in mine if not one.is_open],
        "empty": not papers[0].items,
    }


def _sections(blueprint: Blueprint, edition: Edition, paper: Paper, day: dt.date) -> list[Length]:
    """Each section: how many of its questions are there, and its lessons that are not written yet."""
    planned = planned_lessons(program(), blueprint, day)
    found = []
    for part in edition.sections:
        drawn = sum(one.domain == part.domain for one in paper.items)
        lacking = sum(one.wanted - one.drawn for one in paper.lacking if one.domain == part.domain)
        minutes = round(
            edition.minutes.is_ * (part.scored + part.unscored) / (edition.scored + edition.unscored)
        )
        rest = tuple((name, program().planned[name].title) for name in planned.get(part.domain, ()))
        unsure = edition.unconfirmed(part.source)
        found.append(Length(part.domain, part.title, drawn, drawn + lacking, max(1, minutes), rest, unsure))
    return found


def sat_row(one: Sitting, titles: dict[str, str]) -> dict[str, Any]:
    """A sitting of one's own, in a list."""
    score = one.score
    return {
        "href": reverse("exams:result", args=[one.public_id]),
        "day": one.closed_at,
        "length": length_words(one.form.length, titles),
        "timed": one.timed,
        "score": score,
        "percent": round(100 * score.points / score.possible) if score and score.possible else None,
        "void": one.state == Sitting.State.VOID,
    }
