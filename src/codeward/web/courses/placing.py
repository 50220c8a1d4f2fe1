"""A placement: its questions, drawn one by one from the books, and what its answers say, read from the log anew.

Questions are drills of the skills that written lessons teach, and the bank's questions of practice. The checks of
lessons are no part of it: they are to be answered first where they are taught.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.curriculum import CodeItem, Item, Lesson, SbaItem, program
from codeward.errors import CodewardError
from codeward.practice.assessing import Judgment
from codeward.practice.drills import MAX_SEED
from codeward.practice.mastery import Source
from codeward.practice.minutes import Way
from codeward.practice.placement import (
    GROUPS,
    MOST,
    Group,
    Question,
    Told,
    abilities,
    group_of,
    next_question,
)
from codeward.web.accounts.api import User
from codeward.web.courses import sittings, testing
from codeward.web.courses.drawn import drawn, of_bank, told_of
from codeward.web.courses.drilling import generated
from codeward.web.courses.standing import Standing
from codeward.web.learning.api import (
    Activity,
    Placement,
    PlacementRefused,
    Response,
    answer_placement,
    seen,
    start_placement,
)

__all__ = [
    "NAMES",
    "GroupTold",
    "Offer",
    "Result",
    "begin",
    "can_be_asked",
    "give",
    "place_words",
    "pool",
    "result_of",
    "told_in",
]

NAMES: Final[Mapping[str, Promise]] = {
    "work": gettext_lazy("A coder’s work, the record, law and payment"),
    "words": gettext_lazy("Medical words and abbreviations"),
    "rules": gettext_lazy("General rules of diagnosis coding"),
    "body": gettext_lazy("The body"),
    "chapters": gettext_lazy("The chapters of ICD-10-CM"),
    "procedures": gettext_lazy("Procedures, supplies and services"),
}
Count = Callable[[int], None] | None
GUESS: Final = 0.25
"""The chance of a right guess that a choice is taken to have before it is drawn: it has four options at most."""
SEEDS: Final = 2**52
TRIES: Final = 4
ACTIVITY: Final = Activity(Way.TEST, "placement")


@dataclass(frozen=True, slots=True)
class Offer:
    """A lesson of a group that is known: whether its test-out can be taken, and whether it is passed already."""

    lesson: Lesson
    offered: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class GroupTold:
    """What the answers say of one group, in words and in numbers."""

    id: str
    title: str
    group: Group
    right: int
    unknown: int
    offers: tuple[Offer, ...] = ()
    planned: int = 0

    @property
    def state(self) -> str:
        """The state as a picture of it names it."""
        if not self.group.asked:
            return "none"
        return "known" if self.group.known else "partly" if self.group.partly else "new"

    @property
    def words(self) -> str:
        """The same in words."""
        return {
            "none": _("not asked"),
            "known": _("known"),
            "partly": _("partly known"),
            "new": _("still to learn"),
        }[self.state]


@dataclass(frozen=True, slots=True)
class Result:
    """What a placement says: each group, and the lesson to begin with."""

    asked: int
    groups: tuple[GroupTold, ...]
    begin: Lesson | None

    @property
    def known(self) -> tuple[GroupTold, ...]:
        """The groups whose test-outs are offered, in the order in which they are taught."""
        return tuple(one for one in self.groups if one.group.known)

    @property
    def untested(self) -> bool:
        """Whether some lesson of them has no test-out."""
        return any(not offer.offered and not offer.passed for one in self.known for offer in one.offers)


class _Place(NamedTuple):
    """A question that may be asked: of a skill, drawn when its turn comes; or one of the bank, as it is kept."""

    question: Question
    skill: str
    typed: bool
    kept: dict[str, Any] | None = None


def pool(learner: User) -> dict[str, _Place]:
    """What the learner may be asked, by its name. Nothing is drawn for it yet."""
    groups = {
        skill.id: group
        for skill in program().skills.values()
        if skill.lesson in program().lessons and (group := _group_or_none(skill.lesson)) is not None
    }
    found = {}
    for skill, group in groups.items():
        if generated(program().skills[skill]):
            for level, typed in product((1, 2, 3), (False, True)):
                name = f"{skill}:{level}:{'typed' if typed else 'chosen'}"
                found[name] = _Place(Question(name, group, level, 0.0 if typed else GUESS), skill, typed)
    bank = list(of_bank(groups))
    known = seen(learner, [item.id for _kept, item in bank])
    for kept, item in bank:
        if item.id not in known:
            question = Question(item.id, groups[item.skill], item.level, _guess(item))
            found[item.id] = _Place(question, item.skill, bool(kept["typed"]), kept)
    return found


def _guess(item: Item) -> float:
    """The chance of a right guess."""
    return 1 / len(item.options) if isinstance(item, SbaItem) else 0.0


def told_in(placement: Placement) -> list[Told]:
    """What was answered, in order, as `practice.placement` reads it: from the log and from what was asked, alone."""
    answered = sittings.answers_of(placement.learner_id, placement.public_id, Source.PLACEMENT)
    return _told(placement.items, answered)


def _told(items: Sequence[Mapping[str, Any]], answered: Mapping[str, Response]) -> list[Told]:
    found = []
    for one in items:
        row = answered.get(one["id"])
        if row is not None:
            question = Question(one["slot"], one["group"], one["level"], one["guess"])
            # Nothing was given: the learner said that they do not know.
            found.append(Told(question, row.right if row.option else None))
    return found


def begin(learner: User, *, count: Count = None) -> Placement:
    """Begin one, or go on with the one under way. Raises PlacementRefused and BoundsError."""
    seed = secrets.randbelow(SEEDS)
    first = _next(learner, seed, [])
    if first is None:
        raise PlacementRefused(_("no lesson that is written has questions for it yet"), _("Open the program"))
    return start_placement(learner, seed, first, count=count)


def _next(learner: User, seed: int, told: Sequence[Told]) -> dict[str, Any] | None:
    """The next question, drawn; one that the books do not give is left for another."""
    may_ask = pool(learner)
    while (question := next_question((one.question for one in may_ask.values()), told, seed)) is not None:
        item = _drawn(seed, len(told), may_ask.pop(question.id))
        if item is not None:
            return {**item, "slot": question.id, "group": question.group}
    return None


def _drawn(seed: int, n: int, place: _Place) -> dict[str, Any] | None:
    question, skill = place.question, place.skill
    if place.kept is not None:
        return {**place.kept, "guess": question.guess}
    day = program().lessons[program().skills[skill].lesson].coding_date
    for chance in range(TRIES):
        digest = hashlib.sha256(f"{seed}|{n}|{question.id}|{chance}".encode()).digest()
        own = int.from_bytes(digest[:8]) % (MAX_SEED + 1)
        kept = told_of(skill, own, day, question.level, typed=place.typed)
        try:
            _generator, item = drawn(kept)
        except CodewardError:
            continue
        if isinstance(item, CodeItem) == place.typed:
            return {**kept, "id": item.id, "guess": _guess(item)}
    return None


def give(
    placement: Placement, values: tuple[str, ...], key: UUID, *, count: Count = None
) -> tuple[Placement, Judgment]:
    """Take the answer to the question at hand and ask the next; what cannot be read as an answer is none.

    No values are "I don't know". Raises BoundsError.
    """
    one = placement.items[-1]
    verdict, given = sittings.judged(one, values, key, Source.PLACEMENT, placement.public_id)
    if values and verdict.unread:
        return placement, verdict
    now = answer_placement(
        placement,
        given,
        lambda row: _next(row.learner, row.seed, told_in(row)),
        activity=ACTIVITY,
        count=count,
    )
    return now, verdict


def result_of(placement: Placement, standing: Standing) -> Result:
    """What the answers say. The same log says the same; lessons that were passed since are told as passed."""
    told = told_in(placement)
    found = abilities(told)
    groups = tuple(_group(name, found[name], told, standing) for name in GROUPS)
    known = {one.id for one in groups if one.group.known}
    path = [one for one in program().path if one in program().lessons]
    left = [one for one in path if not standing.lessons[one].done]
    first = next((one for one in left if _group_or_none(one) not in known), None)
    return Result(len(told), groups, program().lessons[first] if first else None)


def _group_or_none(lesson: str) -> str | None:
    try:
        return group_of(lesson)
    except KeyError:
        return None


def _group(name: str, group: Group, told: Sequence[Told], standing: Standing) -> GroupTold:
    mine = [one for one in told if one.question.group == name]
    held = [one for one in program().path if _group_or_none(one) == name]
    written = [program().lessons[one] for one in held if one in program().lessons]
    offers = tuple(
        Offer(one, testing.offered(one), standing.lessons[one.id].done)
        for one in (written if group.known else ())
    )
    right, unknown = sum(one.right is True for one in mine), sum(one.right is None for one in mine)
    return GroupTold(name, str(NAMES[name]), group, right, unknown, offers, len(held) - len(written))


def can_be_asked(placement: Placement) -> bool:
    """Whether its last question can still be drawn: a release may have taken out what it was drawn from."""
    try:
        drawn(placement.items[-1])
    except (CodewardError, LookupError):
        return False
    return True


def place_words(n: int) -> str:
    """Where in it one is."""
    return _("question %(n)d of at most %(of)d") % {"n": n, "of": MOST}
