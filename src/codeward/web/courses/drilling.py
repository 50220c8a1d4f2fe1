"""Drills in a page: an item drawn from a seed, answered once, told, and the next one.

Nothing of a drill is kept but its answer: the form names generator, skill, topic, level and seed, and the same five
give the same item again. A skill is drilled alone until five are right, then mixed with those that it is confused with.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from codeward.codesets import Shelf
from codeward.curriculum import CodeItem, Item, Lesson, Skill, program
from codeward.errors import CodewardError
from codeward.practice.assessing import LONGEST, assess
from codeward.practice.drills import GENERATORS, MAX_SEED, draw, ready
from codeward.practice.mastery import Source
from codeward.practice.minutes import Way
from codeward.practice.session import BLOCK, drillable
from codeward.web.accounts.api import User
from codeward.web.courses.answering import key_of_request, read_values
from codeward.web.courses.given import Given, kept_as
from codeward.web.courses.prose import Pen, shelf_on
from codeward.web.courses.sheet import OpenDrill
from codeward.web.courses.showing import shown_item
from codeward.web.learning.api import Activity, record
from codeward.web.learning.api import Given as GivenAnswer
from codeward.web.quotas import counter

__all__ = [
    "Drawn", "DrillForm", "Setup", "asked", "can_drill", "first_form", "forget_drills", "form_of_drill", "read_setup",
    "take",
]  # fmt: skip

LEVELS: Final = (1, 2, 3)
MOST_SKILLS: Final = 12


@dataclass(frozen=True, slots=True)
class Setup:
    """What is drilled: the skills in question, where below, on which day's books, and how far it has come."""

    skills: tuple[str, ...]
    day: dt.date
    generator: str = ""
    topic: str = ""
    level: int = 2
    seed: int = 0
    right: int = 0
    mixed: bool = False
    recheck: bool = False

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
            ("mixed", "1" if self.mixed else ""),
            ("recheck", "1" if self.recheck else ""),
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

    @property
    def key(self) -> str:
        """A key for one answer, where no script gives one of its own."""
        return str(uuid4())


def can_drill(skill: Skill) -> bool:
    """Whether there is a generator that drills the skill."""
    return skill.id in _drillable()


@lru_cache(maxsize=1)
def _drillable() -> frozenset[str]:
    return frozenset(drillable(program().skills))


def forget_drills() -> None:
    """Ask anew which skills can be drilled: for an author's preview alone."""
    _drillable.cache_clear()


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
        level=min(max(_number(fields.get("level"), 2), 1), 3),
        seed=min(_number(fields.get("seed"), 0), MAX_SEED),
        right=min(_number(fields.get("right"), 0), 999),
        mixed=bool(fields.get("mixed")),
        recheck=bool(fields.get("recheck")),
    )


def _today() -> dt.date:
    from codeward.codesets import books

    return books.today()


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 17 else otherwise


def form_of_drill(form_id: str, setup: Setup) -> DrillForm:
    """Draw the next item and ask it."""
    return asked(form_id, replace(setup, seed=secrets.randbelow(MAX_SEED)))


def asked(form_id: str, setup: Setup, given: Given | None = None) -> DrillForm:
    """The item of the setup's seed, with what was answered."""
    try:
        drawn = _drawn(setup)
    except CodewardError as error:
        return _form(form_id, setup, problem=error.message)
    skill = program().skills.get(drawn.skill)
    shown = shown_item(drawn.item, given or Given(), Pen(setup.day, space=f"{form_id}-"), plain=True)
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


def _drawn(setup: Setup) -> Drawn:
    """The item that a setup names: by its seed one of its skills, and of that one a generator."""
    pairs = [(skill, one) for skill in _turn(setup) for one in _of(skill, setup)]
    if not pairs and setup.generator in ready():
        pairs = [(GENERATORS[setup.generator].skill, setup.generator)]
    if not pairs:
        raise CodewardError(_("There is no drill for this yet"), _("Choose another skill"))
    skill, generator = pairs[setup.seed % len(pairs)]
    item = draw(
        generator,
        setup.seed,
        shelf=_shelf(setup),
        skill=skill,
        topic=setup.topic or None,
        level=LEVELS[setup.level - 1],
    )
    return Drawn(item, skill, generator)


def _shelf(setup: Setup) -> Shelf:
    return shelf_on(setup.day)


def _of(skill: str, setup: Setup) -> Sequence[str]:
    own = [one for one in _generators(skill) if one in ready()]
    return [setup.generator] if setup.generator in own else own


def _turn(setup: Setup) -> tuple[str, ...]:
    """The skills that this item may be of: those asked for, and once five are right their near ones too."""
    if not setup.mixed and setup.right < BLOCK:
        return setup.skills
    near = [
        other
        for skill in setup.skills
        for other in (program().skills[skill].near if skill in program().skills else ())
        if other in program().skills and can_drill(program().skills[other])
    ]
    return tuple(dict.fromkeys([*setup.skills, *near]))


def take(request: HttpRequest, learner: User, form_id: str, setup: Setup) -> DrillForm:
    """Take the answer to a drill, keep it in the log, and tell. Raises BoundsError where there is no room left."""
    drawn = _drawn(setup)
    values = read_values(drawn.item, request.POST)
    judged = assess(drawn.item, values, _shelf(setup))
    if judged.unread:
        return asked(form_id, setup)
    item = drawn.item
    record(
        learner,
        GivenAnswer(
            skill=drawn.skill,
            source=Source.RECHECK if setup.recheck else Source.DRILL,
            item=item.id,
            right=judged.right,
            credit=judged.credit,
            client_key=key_of_request(request.POST),
            kind="typed" if isinstance(item, CodeItem) else "choice",
            level=item.level,
            generator=drawn.generator,
            seed=setup.seed,
            option=values[0] if isinstance(item, CodeItem) else kept_as(values)[:LONGEST],
            mixed=setup.mixed or setup.right >= BLOCK,
        ),
        activity=Activity(Way.DRILL, drawn.skill),
        count=counter(request, guest=learner.is_guest),
    )
    # Drawn again as it was drawn: the count of right ones decides what comes next, not this one.
    form = asked(form_id, setup, Given(values=values, reasons=True, shown=True))
    return replace(form, setup=replace(setup, right=setup.right + judged.right))
