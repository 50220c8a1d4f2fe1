"""Taking what is sent from a lesson: an answer that counts goes to the log, everything else is kept beside it."""

from __future__ import annotations

from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from codeward.curriculum import Assignment, CodeItem, Item, Lesson, MatchItem, Step
from codeward.practice.assessing import LONGEST, assess, typed
from codeward.practice.mastery import Source
from codeward.practice.minutes import Way
from codeward.web.accounts.api import User
from codeward.web.courses.asks import Ask, OwnMarks
from codeward.web.courses.given import Given, kept_as
from codeward.web.courses.models import VALUE, Kept, Place
from codeward.web.courses.prose import shelf_on
from codeward.web.learning.api import Activity, ContentVersion, Response, keep_version, note_activity, record
from codeward.web.learning.api import Given as GivenAnswer
from codeward.web.quotas import counter
from codeward.web.typed import one_line

__all__ = [
    "ACTS",
    "ITEM_FILE",
    "keep",
    "key_of_request",
    "move_to",
    "points_of",
    "read_values",
    "take",
    "version_of_item",
]

ACTS: Final = ("check", "show", "reasons")
ITEM_FILE: Final = "item.json"
"""The file of a kept version of a question."""


def key_of_request(fields: QueryDict) -> UUID:
    """The key of an answer, as its form gave it; a new one where it gave none that is one."""
    try:
        return UUID(fields.get("key", ""))
    except ValueError:
        return uuid4()


def read_values(item: Item, fields: QueryDict) -> tuple[str, ...]:
    """What was answered to a question: places that were chosen, rows with their choice, or what was typed."""
    if typed(item):
        text = one_line(fields.get("answer", ""), LONGEST)
        return (text,) if text else ()
    if isinstance(item, MatchItem):
        rows = ((n, fields.get(f"answer-{n}", "")) for n in range(len(item.pairs)))
        return tuple(
            f"{n}:{value}" for n, value in rows if value.isascii() and value.isdigit() and len(value) < 3
        )
    chosen = {
        value for value in fields.getlist("answer") if value.isascii() and value.isdigit() and len(value) < 3
    }
    return tuple(sorted(chosen, key=int))


def take(request: HttpRequest, learner: User, lesson: Lesson, ask: Ask) -> Given | None:
    """Take one answer, or what else the form's button asks. Raises BoundsError where there is no room left.

    What cannot be read as an answer is none: it is returned, so that it can be told, and nothing is kept.
    """
    fields = request.POST
    act = fields.get("act", "check")
    if act not in ACTS:
        act = "check"
    key, unread = key_of_request(fields), None
    with transaction.atomic():
        if act != "check":
            keep(learner, lesson, ask, key, shown=act == "show", reasons=act == "reasons")
        elif ask.is_item:
            unread = _answer(request, learner, lesson, ask, ask.item, key)
        else:
            keep(learner, lesson, ask, key, value=_written(ask, fields))
        move_to(learner, lesson, ask.section)
    return unread


def points_of(most: int) -> tuple[str, ...]:
    """The points that a line of a rubric may be given, as they are chosen and kept."""
    return tuple(str(one) for one in range(most + 1))


def _written(ask: Ask, fields: QueryDict) -> str:
    """What was written, marked or put in order."""
    if isinstance(ask.what, OwnMarks):
        given = [fields.get(f"answer-{n}", "") for n in range(len(ask.what.of.rubric))]
        fits = zip(given, ask.what.of.rubric, strict=True)
        return ",".join(given) if all(one in points_of(line.points) for one, line in fits) else ""
    if isinstance(ask.what, Step) and isinstance(ask.what.answer, tuple):
        places = [fields.get(f"answer-{n}", "")[:40] for n in range(len(ask.what.answer))]
        return ",".join(places) if all(places) else ""
    return fields.get("answer", "").replace("\0", "")[:VALUE].strip()


def _answer(
    request: HttpRequest, learner: User, lesson: Lesson, ask: Ask, item: Item, key: UUID
) -> Given | None:
    values = read_values(item, request.POST)
    judged = assess(item, values, shelf_on(lesson.coding_date))
    if judged.unread:
        return Given(values=values)
    if Response.objects.filter(learner=learner, client_key=key).exclude(item=item.id).exists():
        key = uuid4()
    record(
        learner,
        GivenAnswer(
            skill=item.skill,
            source=Source.PRETEST if ask.pretest else Source.CHECK,
            item=item.id,
            right=judged.right,
            credit=judged.credit,
            client_key=key,
            kind="typed" if isinstance(item, CodeItem) else "choice",
            level=item.level,
            version=version_of_item(item),
            option=values[0] if isinstance(item, CodeItem) else kept_as(values)[:LONGEST],
        ),
        activity=Activity(Way.LESSON, lesson.id),
        count=counter(request, guest=learner.is_guest),
    )
    return None


def version_of_item(item: Item) -> ContentVersion:
    """The version that the answer is to, kept with its text."""
    told = {ITEM_FILE: item.model_dump_json(by_alias=True)}
    return keep_version(ContentVersion.Kind.ITEM, item.id, item.version, told)


def keep(
    learner: User,
    lesson: Lesson,
    ask: Ask,
    key: UUID,
    *,
    value: str | None = None,
    shown: bool = False,
    reasons: bool = False,
) -> None:
    """Keep what was written, or that something was asked to be shown. Words of before a model was seen stay."""
    row = Kept.objects.select_for_update().filter(learner=learner, lesson=lesson.id, block=ask.key).first()
    if row is None:
        row = Kept(learner=learner, lesson=lesson.id, block=ask.key, version=ask.version, client_key=key)
    elif row.client_key == key:
        return
    if row.version != ask.version:
        row.version, row.shown, row.reasons = ask.version, False, False
        row.value = "" if value is None else row.value
    if value and not (row.value and isinstance(ask.what, Assignment)):
        row.value = value  # an assignment's words stay: their model is shown beside them
    row.shown, row.reasons = row.shown or shown, row.reasons or reasons
    row.client_key, row.at = key, timezone.now()
    row.save()


def move_to(learner: User, lesson: Lesson, section: str, *, seen: bool = False) -> None:
    """Keep where the learner is. `seen`: nothing was answered, so that the time is noted here."""
    Place.objects.update_or_create(
        learner=learner, lesson=lesson.id, defaults={"section": section, "seen_at": timezone.now()}
    )
    if seen:
        note_activity(learner, Way.LESSON, lesson.id)
