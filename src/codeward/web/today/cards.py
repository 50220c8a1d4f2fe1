"""What a Today page is made of: cards, and who makes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from django.http import HttpRequest

from codeward.web.accounts.api import User
from codeward.web.registry import Registry
from codeward.web.ui.api import Day

__all__ = ["Card", "Kind", "Link", "Make", "cards_for", "register"]


class Kind(StrEnum):
    """Where a card stands."""

    START = "start"
    """Something to do now. The first of them is the one filled button of the page, the others are rows."""
    ASIDE = "aside"
    """Something to know: a last result, a rule to practice, what is new."""


class Link(NamedTuple):
    """A link below a card that is one to know."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """One thing on the page. `minutes` and `action` belong to a START, `strong` and `links` to an ASIDE.

    `title_plain`: the title is a proper name, such as a chart's, which nobody translates. `days`: a week to show.
    """

    kind: Kind
    label: str
    title: str
    about: str = ""
    href: str = ""
    action: str = ""
    minutes: int | None = None
    strong: str = ""
    links: tuple[Link, ...] = ()
    title_plain: bool = False
    days: tuple[Day, ...] = ()


Make = Callable[[HttpRequest, User], Card | None]
_makers: Registry[tuple[int, Make]] = Registry("cards of Today")


def register(name: str, make: Make, *, order: int) -> None:
    """Register ``make(request, learner)``, which returns a card or None; call it in ``ready``. Lower orders first."""
    _makers.add(name, (order, make))


def cards_for(request: HttpRequest, learner: User) -> list[Card]:
    """Everybody's cards for this person, in their order."""
    made = (make(request, learner) for _order, make in sorted(_makers.values(), key=lambda one: one[0]))
    return [card for card in made if card is not None]
