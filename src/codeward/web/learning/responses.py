"""Answers: written down once, in one order, whatever way of learning they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from codeward.errors import CodewardError, quoted
from codeward.practice.mastery import LEVEL, Source
from codeward.web.accounts.api import User
from codeward.web.learning import hours, standings
from codeward.web.learning.log import Count, ask_room, held, next_at
from codeward.web.learning.models import ContentVersion, Log, Response

__all__ = ["Given", "ResponseError", "first_checks", "record", "record_all", "responses", "seen"]

MOST_AT_ONCE: Final = 200
LONGEST_OPTION: Final = 120
LONGEST_ITEM: Final = 120
LONGEST_SECONDS: Final = 86_400
ROW: Final = 400
"""Bytes that a row takes beside what was typed: its columns, and its entries of indexes."""
_SKILL = re.compile(r"[a-z0-9]+(\.[a-z0-9_-]+)+", re.ASCII)


class ResponseError(CodewardError):
    """An answer that cannot be written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer as it was given. The server says when; whether it was the first to its item, the log says.

    It was an answer to a `version` of content, or to what `generator` makes from `seed` with the book of that digest.
    `client_key` is the answer's own: sent twice it is written once. `option` is the chosen option's id or what was
    typed, empty for "I don't know". `credit` is 1 or 0 where nothing else is said. Raises ResponseError.
    """

    skill: str
    source: Source
    item: str
    right: bool
    client_key: UUID
    kind: str = "choice"
    level: int = LEVEL
    credit: float | None = None
    version: ContentVersion | None = None
    generator: str = ""
    seed: int | None = None
    topic: str = ""
    book: str = ""
    sitting: str = ""
    option: str = ""
    timed: bool = False
    mixed: bool = False
    hints: int = 0
    seconds: int | None = None

    def __post_init__(self) -> None:
        """Check it."""
        faults = (
            (len(self.skill) > 40 or not _SKILL.fullmatch(self.skill), "skill", self.skill),
            (not 0 < len(self.item) <= LONGEST_ITEM, "item", self.item),
            (len(self.option) > LONGEST_OPTION, "option", self.option),
            ("\0" in self.option + self.item + self.topic, "option", "NUL"),
            (self.kind not in Response.Kind.values, "kind", self.kind),
            (not 1 <= self.level <= 3, "level", self.level),
            (self.credit is not None and not 0 <= self.credit <= 1, "credit", self.credit),
            (not 0 <= self.hints <= 99, "hints", self.hints),
            (self.seconds is not None and not 0 <= self.seconds <= LONGEST_SECONDS, "seconds", self.seconds),
            (
                len(self.generator) > 24
                or len(self.topic) > 60
                or len(self.book) > 64
                or len(self.sitting) > 16,
                "origin",
                "",
            ),
            (self.seed is not None and not 0 <= self.seed < 2**63, "seed", self.seed),
            (
                (self.version is None) == (not self.generator) or (self.seed is None) == bool(self.generator),
                "origin",
                self.generator,
            ),
        )
        for wrong, name, told in faults:
            if wrong:
                raise ResponseError(
                    f"an answer with the {name} {quoted(told)} cannot be kept", "Reload the page"
                )

    def row(self, learner: User) -> Response:
        """Return the row of it, without its time and whether it is the first."""
        names = (
            "skill", "item", "right", "client_key", "kind", "level", "version", "generator", "seed", "topic", "book",
            "sitting", "option", "timed", "mixed", "hints", "seconds",
        )  # fmt: skip
        return Response(
            learner=learner,
            source=str(self.source),
            credit=float(self.right) if self.credit is None else self.credit,
            **{name: getattr(self, name) for name in names},
        )


def record(
    learner: User, given: Given, *, activity: hours.Activity | None = None, count: Count | None = None
) -> Response:
    """Write one answer down and return its row; the kept one where it was sent before.

    `activity` is what was going on, for the minutes. `count` is told how many bytes are stored (`quotas.counter`).
    Raises ResponseError for a key that is another answer's, and BoundsError where the learner has no room left.
    """
    [made] = record_all(learner, [given], activity=activity, count=count)
    return made


def record_all(
    learner: User,
    given: Sequence[Given],
    *,
    activity: hours.Activity | None = None,
    count: Count | None = None,
    ask: bool = True,
    at: datetime | None = None,
) -> list[Response]:
    """Write answers down, all or none, and return their rows in the same order. See :func:`record`.

    With ``ask=False`` nothing is refused for want of room, and what it takes counts when the next asks. `at` is for
    what was answered before there was a log: states are folded anew with it in its place.
    """
    if len(given) > MOST_AT_ONCE:
        raise ResponseError(f"at most {MOST_AT_ONCE} answers are written at once", "Send them in parts")
    with transaction.atomic():
        log = held(learner)
        kept = _kept(learner, given)
        # Of one key sent twice in one go the first counts, as it would in two.
        fresh = {one.client_key: one for one in reversed(given) if one.client_key not in kept}
        if fresh:
            _room(log, fresh.values(), count if ask else None, ask)
            kept |= _write(learner, log, [one for one in given if fresh.get(one.client_key) is one], at)
        if activity is not None:
            hours.note(log, activity)
        if fresh or activity is not None:
            log.save(update_fields=["stored", "last_at", "rules"])
    return [kept[one.client_key] for one in given]


def _kept(learner: User, given: Sequence[Given]) -> dict[UUID, Response]:
    keys = [one.client_key for one in given]
    found = {row.client_key: row for row in Response.objects.filter(learner=learner, client_key__in=keys)}
    for one in given:
        row = found.get(one.client_key)
        if row is not None and row.item != one.item:
            raise ResponseError(f"the key {one.client_key} is another answer's", "Reload the page")
    return found


def _room(log: Log, fresh: Iterable[Given], count: Count | None, ask: bool) -> None:
    more = sum(ROW + len(one.option.encode()) for one in fresh)
    if ask:
        ask_room(log, more, count)
    else:
        log.stored += more


def _write(learner: User, log: Log, fresh: list[Given], past: datetime | None) -> dict[UUID, Response]:
    """Store rows, each the first of its item where there is none yet, and fold them into the standings."""
    at = next_at(log) if past is None else past
    known = seen(learner, [one.item for one in fresh])
    rows = []
    for one in fresh:
        row = one.row(learner)
        row.at, row.first = at, one.item not in known
        known.add(one.item)
        rows.append(row)
    Response.objects.bulk_create(rows)
    if past is None:
        standings.fold(log, [row.evidence() for row in rows])
    else:
        standings.refold(log)
    return {row.client_key: row for row in rows}


def seen(learner: User | None, items: Iterable[str]) -> set[str]:
    """Return those of the items that the learner has answered already."""
    if learner is None:
        return set()
    mine = Response.objects.filter(learner=learner, first=True, item__in=list(items))
    return set(mine.values_list("item", flat=True))


def responses(learner: User, skill: str) -> QuerySet[Response]:
    """Return the learner's answers of a skill, newest first, as a query: cut it to what is shown."""
    return Response.objects.filter(learner=learner, skill=skill).order_by("-at", "-id")


def first_checks(learner: User | None) -> dict[str, bool]:
    """Return whether the first try at each check was right, by the check's id. One query."""
    if learner is None:
        return {}
    mine = Response.objects.filter(learner=learner, source=str(Source.CHECK), first=True)
    return dict(mine.order_by().values_list("item", "right"))
