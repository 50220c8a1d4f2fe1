"""Where a section of the guidelines is cited: other apps register who finds that, and only for whoever reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise

from codeward.web.registry import Registry

__all__ = ["Citing", "citing", "on_citing"]


class Citing(NamedTuple):
    """What cites a section, of one kind: what the kind is called, and (address, title) of each."""

    word: str | Promise
    links: tuple[tuple[str, str], ...]


Find = Callable[[HttpRequest, str], Citing]
_finders: Registry[tuple[int, Find]] = Registry("finders of what cites a guideline")


def on_citing(name: str, find: Find, *, order: int) -> None:
    """Register ``find(request, section)``; call it in ``ready``. It gives nothing that the reader may not see."""
    _finders.add(name, (order, find))


def citing(request: HttpRequest, section: str) -> tuple[Citing, ...]:
    """What cites the section, by kind; kinds that have none are left out."""
    found = (find(request, section) for _order, find in sorted(_finders.values(), key=lambda one: one[0]))
    return tuple(one for one in found if one.links)
