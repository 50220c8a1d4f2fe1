"""Kinds of notices, as apps register them: what may be told, in which words, and how soon by mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from codeward.errors import CodewardError
from codeward.web.accounts.api import User
from codeward.web.registry import Registry

__all__ = ["Group", "NoticeError", "NoticeKind", "Period", "Timing", "find", "kind", "kinds"]


class NoticeError(CodewardError):
    """A notice that cannot be kept: an unknown kind, a context that holds more than words, an address elsewhere."""


Preview = Callable[[], Mapping[str, Any] | Sequence[Mapping[str, Any]]]


class Timing(models.TextChoices):
    """How soon a kind comes by mail. On the page it stands at once, always."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


class Period(models.TextChoices):
    """The timings that gather notices in one mail."""

    DAILY = "daily", _("day")
    WEEKLY = "weekly", _("week")


class Group(models.TextChoices):
    """What a kind is about, as the settings page orders them."""

    STUDY = "study", _("Charts, lessons and exams")
    PEOPLE = "people", _("People and conversations")
    WORK = "work", _("School office work")
    ADMISSIONS = "admissions", _("Applications and enrollment")
    MONEY = "money", _("Money")
    SAFETY = "safety", _("Security of your account and the school")

    @property
    def may_be_silent(self) -> bool:
        """Whether mail of it may be switched off (school.md, "Notices"): not where silence costs a seat or money."""
        return self not in {Group.ADMISSIONS, Group.MONEY, Group.SAFETY}

    @property
    def timings(self) -> tuple[Timing, ...]:
        """What a person may choose. Safety comes at once: whoever took over an account must not be able to hush it."""
        if self == Group.SAFETY:
            return (Timing.AT_ONCE,)
        return tuple(one for one in Timing if one != Timing.NEVER or self.may_be_silent)


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind. `name` is ``app.what``; `template` is a text whose first line is the subject (see notices.words).

    `preview()` gives a context with every variable of the template, or one for each of its cases: tests read them.
    `shown(person)` says whether the settings page has a line for it.
    """

    name: str
    label: str | Promise
    group: Group
    template: str
    action: str | Promise
    preview: Preview
    default: Timing
    shown: Callable[[User], bool]

    def previews(self) -> list[Mapping[str, Any]]:
        """A context for each case of the template."""
        found = self.preview()
        return [found] if isinstance(found, Mapping) else list(found)


_kinds: Registry[NoticeKind] = Registry("kinds of notices")

OPEN = _("Open it")


def kind(
    name: str,
    label: str | Promise,
    *,
    group: Group,
    template: str,
    preview: Preview,
    action: str | Promise = OPEN,
    default: Timing = Timing.AT_ONCE,
    shown: Callable[[User], bool] = lambda person: True,
) -> NoticeKind:
    """Register a kind and return it; call it when the app's modules are loaded or in its ``ready``. Again is once.

    Raises NoticeError for a default that nobody could choose.
    """
    if default not in group.timings:
        raise NoticeError(f"{name} cannot come {default} by mail", f"Use one of {', '.join(group.timings)}")
    return _kinds.add(name, NoticeKind(name, label, group, template, action, preview, default, shown))


def find(name: str) -> NoticeKind | None:
    """The kind of that name; None for one that no app registers any more."""
    return _kinds.get(name)


def kinds() -> list[NoticeKind]:
    """Every kind, by group and name."""
    order = list(Group)
    return sorted(_kinds.values(), key=lambda one: (order.index(one.group), one.name))
