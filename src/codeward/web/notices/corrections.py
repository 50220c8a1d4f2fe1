"""Corrections: whom a changed key, item or lesson concerns is asked of the apps, and each is told once.

Only the app that knows who answered, read or sat something knows whom it concerns, so each registers a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from codeward.web.accounts.api import User
from codeward.web.notices.kinds import NoticeKind
from codeward.web.notices.telling import tell
from codeward.web.registry import Registry

__all__ = ["Concern", "Correction", "corrected", "on_correction"]


@dataclass(frozen=True, slots=True)
class Correction:
    """What was corrected: a thing by its kind and id, in the version that is right now. `summary`: why, for people."""

    kind: Literal["key", "item", "lesson"]
    id: str
    version: str
    summary: str = ""

    @property
    def key(self) -> str:
        """By which each is told once."""
        return f"{self.kind}:{self.id}:{self.version}"


@dataclass(frozen=True, slots=True)
class Concern:
    """One person whom a correction concerns, with the words of the notice and a path of this site."""

    person: User
    context: Mapping[str, Any]
    url: str = ""


Find = Callable[[Correction], Iterable[Concern]]
_asked: Registry[tuple[NoticeKind, Find]] = Registry("apps that are asked of corrections")


def on_correction(app: str, kind: NoticeKind, find: Find) -> None:
    """Register what an app answers when something was corrected; call it in your AppConfig's ``ready``.

    `find` gives whom it concerns, nobody where the thing is not the app's; each is told by a notice of `kind`.
    """
    _asked.add(app, (kind, find))


def corrected(correction: Correction) -> int:
    """Tell everybody whom it concerns and who was not told yet; returns how many were told now.

    Idempotent: whoever was told of this very correction is not told again, so a run that was cut is run again.
    """
    told = 0
    for kind, find in _asked.values():
        for concern in find(correction):
            made = tell(concern.person, kind, correction.key, context=concern.context, url=concern.url)
            told += made is not None
    return told
