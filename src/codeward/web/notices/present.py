"""Notices as their page shows them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from codeward.web.accounts.api import User
from codeward.web.notices.kinds import Group, NoticeKind, Timing, kinds
from codeward.web.notices.models import Notice
from codeward.web.notices.wishes import timings_of
from codeward.web.notices.words import words_of

__all__ = ["KindTiming", "Told", "choices", "shown"]


@dataclass(frozen=True, slots=True)
class Told:
    """One notice in words. `opens`: whether there is something to open."""

    id: str
    subject: str
    paragraphs: tuple[str, ...]
    action: str
    opens: bool
    read: bool
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class KindTiming:
    """One kind of the settings' table, what is chosen, and what may be."""

    kind: NoticeKind
    chosen: Timing
    timings: tuple[Timing, ...]

    @property
    def field(self) -> str:
        """The name of its field in the form."""
        return f"timing-{self.kind.name}"


def shown(notices: Iterable[Notice]) -> list[Told]:
    """Notices in the reader's language."""
    return [
        Told(
            id=one.public_id,
            subject=said.subject,
            paragraphs=said.paragraphs,
            action=said.action,
            opens=bool(one.url),
            read=one.read_at is not None,
            made_at=one.made_at,
        )
        for one in notices
        for said in (words_of(one),)
    ]


def choices(person: User) -> list[tuple[Group, list[KindTiming]]]:
    """The kinds that concern the person, by group, with how soon each comes by mail."""
    timings = timings_of(person)
    lines = [
        KindTiming(kind, timings[kind.name], kind.group.timings) for kind in kinds() if kind.shown(person)
    ]
    grouped = [(group, [line for line in lines if line.kind.group == group]) for group in Group]
    return [(group, found) for group, found in grouped if found]
