"""What is left of lessons that were worked through: skills that drills pass, and how little may be missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from codeward.curriculum import program
from codeward.web.courses.drilling import MOST_SKILLS, can_drill
from codeward.web.courses.standing import Standing

__all__ = ["Practice", "practice_of"]

MINUTES_EACH: Final = 2


@dataclass(frozen=True, slots=True)
class Practice:
    """What a page shows of it. `about` names the skill that lacks least."""

    title: str
    about: str
    href: str
    minutes: int


def practice_of(standing: Standing, path: Iterable[str]) -> Practice | None:
    """What is to be practiced of the lessons of a path; None where nothing is. Those that lack least come first."""
    able = [one for one in standing.to_practice(path) if can_drill(program().skills[one[0]])]
    if not able:
        return None
    able.sort(key=lambda one: one[1])
    closest, lacking = able[0]
    many = len(able)
    now = able[:MOST_SKILLS]
    title = ngettext("%(n)s skill to pass", "%(n)s skills to pass", many) % {"n": many}
    about = ngettext(
        "A skill is passed with 8 of your last 10 answers right, the last 3 of them on harder questions. "
        "Closest: %(skill)s, %(n)s more right answer.",
        "A skill is passed with 8 of your last 10 answers right, the last 3 of them on harder questions. "
        "Closest: %(skill)s, %(n)s more right answers.",
        lacking,
    ) % {"skill": program().skills[closest].title, "n": lacking}
    query = urlencode({"skills": ",".join(skill for skill, _lacking in now)})
    return Practice(title, about, f"{reverse('courses:drill')}?{query}", MINUTES_EACH * len(now))
