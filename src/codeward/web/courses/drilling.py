"""Drills in a page: an item drawn from a seed, answered once, told, and the next one.

Nothing of a drill is kept but its answer: the form names generator, skill, topic, level and seed, and the same five
give the same item again. What comes next is a rule of `practice.session`.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from time import time
from typing import Any, Final, Literal
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from codeward.codesets import Shelf
from codeward.curriculum import CodeItem, Item, Lesson, Skill, program
from codeward.errors import CodewardError
from codeward.practice import session
from codeward.practice.assessing import LONGEST, assess
from codeward.practice.drills import GENERATORS, MAX_SEED, draw, ready
from codeward.practice.mastery import NEW, SkillState, Source
from codeward.practice.minutes import Way
from codeward.web.accounts.api import User
from codeward.web.courses.answering import key_of_request, read_values, version_of_item
from codeward.web.courses.given import Given, kept_as
from codeward.web.courses.prose import Pen, shelf_on
from codeward.web.courses.sheet import OpenDrill
from codeward.web.courses.showing import shown_item
from codeward.web.learning.api import Activity, record, seen, states
from codeward.web.learning.api import Given as GivenAnswer
from codeward.web.quotas import counter

__all__ = [
    "Drawn", "DrillForm", "Setup", "able", "asked", "can_drill", "drawn_from", "first_form", "forget_drills",
    "form_of_drill", "generated",
    "read_setup", "take",
]  # fmt: skip

KINDS: Final = ("", "weak", "recheck", "slipped")
LEVELS: Final[tuple[Literal[1], Literal[2], Literal[3]]] = (1, 2, 3)
MOST_SKILLS: Final = 12


@dataclass(frozen=True, slots=True)
class Setup:
    """What is drilled: the skills in question, where below, on which day's books, and how far it has come.

    `kind` says what for: to practice (nothing), one's weak spots, a re-check, or to bring back what slipped. `level` is
    0 where it rises with right answers. `turn` is the skill that this question is of.
    """

    skills: tuple[str, ...]
    day: dt.date
    generator: str = ""
    topic: str = ""
    level: int = 0
    seed: int = 0
    right: int = 0
    kind: str = ""
    turn: str = ""
    began: int = 0

    @property
    def mixed(self) -> bool:
        """Whether one has to tell what a question is about: it is of one skill among others."""
        return self.kind in {"weak", "recheck"} or self.right >= session.BLOCK

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What the form sends along, to draw the same again."""
        return [
            ("skills", ",".join(self.skills)),
            ("day", self.day.isoformat()),
            ("generator", self.generator),
            ("topic", self.topic),
            ("level", str(self.level)),
            ("seed", str(self.seed)),
            ("right", str(self.right)),
            ("kind", self.kind),
            ("turn", self.turn),
            ("began", str(self.began)),
        ]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One item with the skill that it counts for and the generator that made it."""

    item: Item
    skill: str
    generator: str


@dataclass(frozen=True, slots=True)
class DrillForm:
    """A drill as it stands on a page: before it begins, asked, or told. `id` is what the page knows it by."""

    id: str
    setup: Setup
    action: str
    state: str
    title: str = ""
    template: str = ""
    part: Any = None
    problem: str = ""
    told: bool = False
    skill: Skill | None = None
    before: str = ""
    over: bool = False
    # What came of each skill that was checked again.
    checked: tuple[tuple[Skill, SkillState], ...] = ()

    @property
    def key(self) -> str:
        """A key for one answer, where no script gives one of its own."""
        return str(uuid4())


def can_drill(skill: Skill) -> bool:
    """Whether the skill can be drilled: by a generator, or by the bank's questions of practice."""
    return generated(skill) or skill.id in program().practiced


def generated(skill: Skill) -> bool:
    """Whether there is a generator that drills the skill without end."""
    return skill.id in _generated()


def able() -> frozenset[str]:
    """The skills that can be drilled."""
    return _generated() | (program().practiced.keys() & program().skills.keys())


@lru_cache(maxsize=1)
def _generated() -> frozenset[str]:
    return frozenset(session.drillable(program().skills))


def forget_drills() -> None:
    """Ask anew which skills can be drilled: for an author's preview alone."""
    _generated.cache_clear()


def first_form(lesson: Lesson, block: OpenDrill) -> DrillForm:
    """The drill of a lesson before it begins: nothing is drawn until it is asked for."""
    own = [one for one in lesson.skills if block.generator in _generators(one)]
    first = GENERATORS[block.generator].skill if block.generator in GENERATORS else ""
    setup = Setup(
        tuple(own) or ((first,) if first else ()),
        lesson.coding_date,
        block.generator,
        block.topic,
        block.level,
    )
    title = program().skills[setup.skills[0]].title if setup.skills else block.generator
    ready_ = block.generator in ready()
    problem = "" if ready_ else _("This drill is not written yet.")
    return _form(f"{lesson.id}-{block.key}", setup, title=title, problem=problem)


def _generators(skill: str) -> tuple[str, ...]:
    found = program().skills.get(skill)
    return () if found is None else found.generators


def _form(form_id: str, setup: Setup, **more: Any) -> DrillForm:
    action = reverse("courses:drill-answer")
    query = urlencode([("form", form_id), *setup.fields])
    return DrillForm(form_id, setup, action, f"{reverse('courses:drill')}?{query}", **more)


def read_setup(fields: QueryDict) -> Setup:
    """What a request names; whatever cannot be is put right or left out."""
    named = [*fields.get("skills", "").split(","), *fields.getlist("skill")][:MOST_SKILLS]
    names = [one for one in named if one in program().skills]
    try:
        day = dt.date.fromisoformat(fields.get("day", ""))
    except ValueError:
        day = _today()
    return Setup(
        skills=tuple(dict.fromkeys(names)),
        day=day if dt.date(2015, 10, 1) <= day <= dt.date(2040, 9, 30) else _today(),
        generator=fields.get("generator", "") if fields.get("generator") in GENERATORS else "",
        topic=fields.get("topic", "")[:60],
        level=min(_number(fields.get("level"), 0), 3),
        seed=min(_number(fields.get("seed"), 0), MAX_SEED),
        right=min(_number(fields.get("right"), 0), 999),
        kind=fields.get("kind", "") if fields.get("kind") in KINDS else "",
        turn=fields.get("turn", "") if fields.get("turn") in program().skills else "",
        began=_number(fields.get("began"), 0),
    )


def _today() -> dt.date:
    from codeward.codesets import books

    return books.today()


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 17 else otherwise


def form_of_drill(
    form_id: str, setup: Setup, known: Mapping[str, SkillState], learner: User | None = None
) -> DrillForm:
    """Draw the next item and ask it; where a re-check or weak minutes are over, say so. *known* is the learner's."""
    now = int(time())
    setup = replace(setup, began=setup.began or now, seed=secrets.randbelow(MAX_SEED))
    if setup.kind == "weak" and now - setup.began >= session.FIVE_MINUTES:
        return _form(form_id, setup, over=True)
    choice = _choice(setup)
    if setup.kind == "recheck":
        choice = tuple(one for one in choice if _due(one, known))
        if not choice:
            told = tuple((program().skills[one], known.get(one, NEW)) for one in setup.skills)
            return _form(form_id, setup, over=True, checked=told)
    if not choice:
        return asked(form_id, setup)
    setup = replace(setup, turn=session.other(choice, setup.turn, setup.seed))
    # Who has answered two right before does not begin with easy ones again: they pass no skill.
    if known.get(setup.turn, NEW).recent[0] >= 2:
        setup = replace(setup, level=max(setup.level, 2))
    return asked(form_id, _unseen(setup, learner))


def _unseen(setup: Setup, learner: User | None) -> Setup:
    """The setup with the seed of a question that the learner has not seen, where the bank is drawn from."""
    items = _banked(setup.turn)
    if not items:
        return setup
    known = seen(learner, [one.id for one in items])
    fresh = [n for n, one in enumerate(items) if one.id not in known]
    if not fresh:
        return setup
    rest = setup.seed - setup.seed % len(items)
    return replace(setup, seed=max(0, rest - len(items)) + fresh[setup.seed % len(fresh)])


def _banked(skill: str) -> tuple[Item, ...]:
    """The bank's questions of a skill that no generator serves."""
    return () if skill in _generated() else program().practiced.get(skill, ())


def _due(skill: str, known: Mapping[str, SkillState]) -> bool:
    """Whether its re-check is under way: it is over once three were right or two wrong."""
    return known.get(skill, NEW).is_due(timezone.now().date())


def _choice(setup: Setup) -> tuple[str, ...]:
    """The skills that the next question may be of. Whoever chose several, or is checked, is asked those alone."""
    right = 0 if setup.kind in {"weak", "recheck"} else setup.right
    near = 1 if setup.kind == "slipped" else None
    return session.block(setup.skills, right, program().skills, near=near, able=able())


def asked(form_id: str, setup: Setup, given: Given | None = None) -> DrillForm:
    """The item of the setup's seed, with what was answered."""
    try:
        drawn = drawn_from(setup)
    except CodewardError as error:
        return _form(form_id, setup, problem=error.message)
    skill = program().skills.get(drawn.skill)
    pen = Pen(_day(setup, drawn.item), space=f"{form_id}-")
    shown = shown_item(drawn.item, given or Given(), pen, plain=bool(drawn.generator))
    part = replace(shown.part, closed=True) if given is not None else shown.part
    return _form(
        form_id,
        setup,
        title=skill.title if skill else drawn.skill,
        template=f"courses/asks/{shown.template}.html",
        part=part,
        told=given is not None,
        skill=skill,
    )


def drawn_from(setup: Setup) -> Drawn:
    """The item that a setup names: of the skill whose turn it is, and by its seed of a generator of that one."""
    choice = _choice(setup)
    turn = setup.turn if setup.turn in choice else session.other(choice, "", setup.seed) if choice else ""
    names = _of(turn, setup)
    if not names and setup.generator in ready():
        turn, names = GENERATORS[setup.generator].skill, [setup.generator]
    items = _banked(turn)
    if items:
        return Drawn(items[setup.seed % len(items)], turn, "")
    if not names:
        raise CodewardError(_("There is no drill for this yet"), _("Choose another skill"))
    generator = names[setup.seed % len(names)]
    item = draw(
        generator,
        setup.seed,
        shelf=_shelf(setup),
        skill=turn,
        topic=setup.topic or None,
        level=_level(setup),
    )
    return Drawn(item, turn, generator)


def _level(setup: Setup) -> Literal[1, 2, 3]:
    """The level of the next question: it rises with right answers from where a lesson's block begins.

    What is checked again is a rule to be applied. Easy questions alone pass no skill, so no block stays with them.
    """
    if setup.kind in {"weak", "recheck"}:
        return 2
    return LEVELS[max(setup.level, session.level(setup.right)) - 1]


def _shelf(setup: Setup) -> Shelf:
    return shelf_on(setup.day)


def _day(setup: Setup, item: Item) -> dt.date:
    """The day whose books a question is of: the bank's questions name their own."""
    return item.coding_date or setup.day


def _of(skill: str, setup: Setup) -> Sequence[str]:
    own = [one for one in _generators(skill) if one in ready()]
    return [setup.generator] if setup.generator in own else own


def _is_recheck(setup: Setup, skill: str, learner: User) -> bool:
    """Whether an answer is one of a re-check: asked as one, of a skill whose re-check is due."""
    return setup.kind == "recheck" and skill in setup.skills and _due(skill, states(learner))


def take(request: HttpRequest, learner: User, form_id: str, setup: Setup) -> DrillForm:
    """Take the answer to a drill, keep it in the log, and tell. Raises BoundsError where there is no room left."""
    try:
        drawn = drawn_from(setup)
    except CodewardError as error:
        return _form(form_id, setup, problem=error.message)
    values = read_values(drawn.item, request.POST)
    judged = assess(drawn.item, values, shelf_on(_day(setup, drawn.item)))
    if judged.unread:
        return asked(form_id, setup)
    item = drawn.item
    record(
        learner,
        GivenAnswer(
            skill=drawn.skill,
            source=Source.RECHECK if _is_recheck(setup, drawn.skill, learner) else Source.DRILL,
            item=item.id,
            right=judged.right,
            credit=judged.credit,
            client_key=key_of_request(request.POST),
            kind="typed" if isinstance(item, CodeItem) else "choice",
            level=item.level,
            generator=drawn.generator,
            seed=setup.seed if drawn.generator else None,
            version=None if drawn.generator else version_of_item(item),
            option=values[0] if isinstance(item, CodeItem) else kept_as(values)[:LONGEST],
            topic=setup.topic,
            mixed=setup.mixed,
        ),
        activity=Activity(Way.DRILL, drawn.skill),
        count=counter(request, guest=learner.is_guest),
    )
    # Drawn again as it was drawn: the count of right ones decides what comes next, not this one.
    form = asked(form_id, setup, Given(values=values, reasons=True, shown=True))
    return replace(form, setup=replace(setup, right=setup.right + judged.right))
