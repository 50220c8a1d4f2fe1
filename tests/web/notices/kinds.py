"""Kinds that only tests register: one of study, one of safety, one of money."""

from __future__ import annotations

from codeward.web.notices.api import Group, NoticeKind, Timing

__all__ = ["ALL", "DAILY", "MONEY", "SAFETY", "STUDY", "WEEKLY"]


def _kind(name: str, group: Group, default: Timing = Timing.AT_ONCE) -> NoticeKind:
    return NoticeKind(
        name=f"tests.{name}",
        label=f"Test of {name}",
        group=group,
        template="notices/test.txt",
        action="Look",
        preview=lambda: {"title": "A thing"},
        default=default,
        shown=lambda person: True,
    )


STUDY = _kind("study", Group.STUDY)
DAILY = _kind("daily", Group.STUDY, Timing.DAILY)
WEEKLY = _kind("weekly", Group.PEOPLE, Timing.WEEKLY)
MONEY = _kind("money", Group.MONEY, Timing.DAILY)
SAFETY = _kind("safety", Group.SAFETY)
ALL = (STUDY, DAILY, WEEKLY, MONEY, SAFETY)
