"""The state of each skill of a learner: folded from the log as answers come, and made anew from it the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any, Final

from django.db import transaction

from codeward.practice.mastery import (
    NEW,
    RULES,
    Answered,
    Mastery,
    SkillState,
    Source,
    Vouched,
    after,
    mastery,
)
from codeward.web.accounts.api import User
from codeward.web.learning.log import held
from codeward.web.learning.models import Log, Response, Standing, TestOut

__all__ = ["due", "evidence", "fold", "refold", "refold_outdated", "states"]

_FIELDS: Final = tuple(one.name for one in fields(SkillState))
_RULES = "learner__learning_log__rules"


def states(learner: User | None) -> dict[str, SkillState]:
    """Return the state of each skill that the learner answered something of. One query, whatever the log's length."""
    if learner is None:
        return {}
    told = list(Standing.objects.filter(learner=learner).values_list("skill", _RULES, *_FIELDS))
    if any(one[1] != RULES for one in told):
        # Folded by older rules, and not anew yet: the log says it all.
        return mastery(evidence(learner))
    return {skill: _state(values) for skill, _, *values in told}


def due(learner: User | None, on: date) -> list[str]:
    """Return the skills whose re-check is due on that day (UTC), the longest due first."""
    waiting = [(one.due_on, skill) for skill, one in states(learner).items() if one.is_due(on)]
    return [skill for _, skill in sorted(waiting, key=lambda pair: (str(pair[0]), pair[1]))]


def _state(values: list[Any]) -> SkillState:
    told = dict(zip(_FIELDS, values, strict=True))
    return SkillState(**{**told, "state": Mastery(told["state"])})


def fold(log: Log, more: Iterable[Answered | Vouched]) -> None:
    """Fold what was written last into the standings. Call it holding the log; its caller saves it."""
    if log.rules != RULES:
        refold(log)
        return
    new = list(more)
    rows = Standing.objects.filter(learner_id=log.pk, skill__in={one.skill for one in new})
    known = {skill: _state(values) for skill, *values in rows.values_list("skill", *_FIELDS)}
    now = dict(known)
    for one in new:
        now[one.skill] = after(now.get(one.skill, NEW), one)
    _keep(log, {skill: state for skill, state in now.items() if state != known.get(skill, NEW)})


def refold(log: Log) -> None:
    """Make the standings anew from the log. Call it holding the log; its caller saves it."""
    Standing.objects.filter(learner_id=log.pk).delete()
    _keep(log, mastery(evidence(log.learner)))
    log.rules = RULES


def refold_outdated() -> int:
    """Fold anew what was folded by other rules than today's; return of how many learners."""
    old = list(Log.objects.exclude(rules=RULES).values_list("pk", flat=True))
    for key in old:
        with transaction.atomic():
            log = held(User.objects.get(pk=key))
            refold(log)
            log.save(update_fields=["rules"])
    return len(old)


def _keep(log: Log, told: dict[str, SkillState]) -> None:
    rows = [
        Standing(learner_id=log.pk, skill=skill, **{name: getattr(state, name) for name in _FIELDS})
        for skill, state in told.items()
    ]
    Standing.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["learner", "skill"], update_fields=list(_FIELDS)
    )


def evidence(learner: User) -> Iterator[Answered | Vouched]:
    """Yield everything in the log that mastery reads. One query for answers, one for test-outs."""
    asked = ("at", "pk", "skill", "source", "right", "level", "first", "hints")
    rows = Response.objects.filter(learner=learner).order_by("at", "pk").values_list(*asked)
    for at, key, skill, source, right, level, first, hints in rows.iterator(chunk_size=5_000):
        yield Answered(at, key, skill, Source(source), right, level, first and not hints)
    passed = TestOut.objects.filter(learner=learner, passed=True).order_by("ended_at", "pk")
    for at, key, skills in passed.values_list("ended_at", "pk", "skills"):
        if at is not None:
            yield from (Vouched(at, key, skill) for skill in skills)
