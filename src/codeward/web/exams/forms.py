"""Forms: put together for one learner from what they have not seen, least shown first, and frozen."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from codeward.codesets import books
from codeward.curriculum import Blueprint, Item, program
from codeward.practice import Paper, Piece, Size, assemble, pieces, usable
from codeward.web.accounts.api import User
from codeward.web.exams.models import Form, PlannedExam, Sitting, Suspension
from codeward.web.exams.papers import exams, keep_items, paper_of
from codeward.web.exams.sittings import SittingRefused
from codeward.web.learning.api import seen

__all__ = [
    "FURTHEST", "MINUTES", "SEEDS", "exam_day", "found_exam", "freeze", "make_form", "planned_day", "pool", "sat_of",
    "seen_by", "size_of", "told_of_size", "would_hold",
]  # fmt: skip

SEEDS: Final = 2**31
MINUTES: Final = 25
"""The short length: what fits into so many minutes at the examination's pace."""
FURTHEST: Final = dt.timedelta(days=1095)
"""How far ahead an examination may be planned."""
_COUNTED: Final = 500
"""Of how many newest forms it is counted how often each question was shown."""


def found_exam(name: str) -> Blueprint | None:
    """The examination of that name, whatever its capitals; None where there is none."""
    return exams().get(name.upper())


def planned_day(learner: User | None, exam: str) -> dt.date | None:
    """The day that the learner plans to sit the examination."""
    if learner is None:
        return None
    return PlannedExam.objects.filter(learner=learner, exam=exam).values_list("day", flat=True).first()


def exam_day(learner: User | None, exam: str) -> dt.date:
    """The same; today, where none is planned or it has passed: it chooses the edition."""
    today = books.today()
    return max(planned_day(learner, exam) or today, today)


def size_of(text: str, blueprint: Blueprint, day: dt.date) -> Size | None:
    """The length that a form of a page names: whole, half, short, or a section's letter; None for anything else."""
    if text == "whole":
        return Size()
    if text == "half":
        return Size(kind="half")
    if text == "short":
        return Size(kind="minutes", minutes=MINUTES)
    names = {part.domain for part in blueprint.on(day).edition.sections}
    return Size(kind="domain", domain=text) if text in names else None


def told_of_size(size: Size) -> str:
    """The same, written: what a form keeps as its length."""
    if size.kind == "domain":
        return size.domain or ""
    return {"full": "whole", "half": "half", "minutes": "short"}[size.kind]


class _Bank(NamedTuple):
    """What forms of one edition's books may be drawn from."""

    items: dict[str, Item]
    pieces: tuple[Piece, ...]


@lru_cache(maxsize=8)
def _bank(names: frozenset[tuple[str, str]], day: dt.date) -> _Bank:
    """Kept by what it is of: another version of one question is another bank."""
    every = program().form_items
    items = usable((every[name] for name, _version in sorted(names)), day)
    return _Bank({one.id: one for one in items}, pieces(items))


def pool(day: dt.date) -> _Bank:
    """The questions of forms whose keys stand on claims of that day, those left out that are suspended."""
    found = _bank(frozenset((one.id, one.version) for one in program().form_items.values()), day)
    out = set(Suspension.objects.filter(ended_at=None).values_list("item", flat=True))
    if not out & set(found.items):
        return found
    return _Bank(
        {name: one for name, one in found.items.items() if name not in out},
        tuple(one for one in found.pieces if one.id not in out),
    )


def seen_by(learner: User | None, names: set[str]) -> set[str]:
    """Those that the learner answered anywhere, or that stood on a form of theirs."""
    if learner is None:
        return set()
    mine = Form.objects.filter(sittings__learner=learner).distinct()
    shown = {one.id for form in mine for one in paper_of(form).items}
    return (shown & names) | seen(learner, names)


def _shown() -> Counter[str]:
    """How often each question was shown to anybody."""
    newest = Form.objects.annotate(sat=Count("sittings")).filter(sat__gt=0).order_by("-made_at")[:_COUNTED]
    found: Counter[str] = Counter()
    for form in newest:
        for one in paper_of(form).items:
            found[one.id] += form.sat
    return found


def would_hold(
    blueprint: Blueprint, sizes: Sequence[Size], day: dt.date, learner: User | None
) -> list[Paper]:
    """Papers as they could be drawn now: what a page says of them before they are begun. Nothing is kept."""
    bank = pool(blueprint.on(day).edition.books.day)
    known = seen_by(learner, set(bank.items))
    return [assemble(blueprint, bank.pieces, 0, day=day, size=size, seen=known) for size in sizes]


def make_form(exam: str, size: Size, learner: User, *, seed: int | None = None) -> Form:
    """A form for this learner: nothing that they saw, the least shown first; the same paper is one form.

    Raises SittingRefused where the bank has no question left.
    """
    blueprint = exams()[exam]
    day = exam_day(learner, exam)
    bank = pool(blueprint.on(day).edition.books.day)
    paper = assemble(
        blueprint,
        bank.pieces,
        secrets.randbelow(SEEDS) if seed is None else seed,
        day=day,
        size=size,
        seen=seen_by(learner, set(bank.items)),
        shown=_shown(),
    )
    if not paper.items:
        raise SittingRefused(
            _("There is no question left for you in this part of the bank"),
            _("Choose another length or another exam. New questions are added all the time"),
        )
    return freeze(paper, [bank.items[one.id] for one in paper.items])


def freeze(paper: Paper, items: list[Item]) -> Form:
    """Keep a paper as a form, with the versions of its questions. The same paper is one form."""
    told = paper.model_dump_json(by_alias=True)
    digest = hashlib.sha256(told.encode()).hexdigest()
    with transaction.atomic():
        keep_items(items)
        form, _new = Form.objects.get_or_create(
            digest=digest,
            defaults={
                "exam": paper.exam,
                "blueprint": paper.version,
                "length": told_of_size(paper.size),
                "seed": paper.seed,
                "paper": paper.model_dump(mode="json", by_alias=True),
                "items": len(paper.items),
                "minutes": paper.minutes,
            },
        )
    return form


def sat_of(learner: User, exam: str) -> list[Sitting]:
    """The learner's sittings of an examination, newest first, with form and scores."""
    mine = Sitting.objects.filter(learner=learner, exam=exam).select_related("form")
    return list(mine.prefetch_related("scores").order_by("-started_at", "-id"))
