"""Where a one-time link leads to: the home page, unless an app has something that comes first."""

from __future__ import annotations

from collections.abc import Callable

from codeward.web.accounts.models import User
from codeward.web.registry import Registry

__all__ = ["arrival_of", "on_arrival"]

_rules: Registry[Callable[[User], str | None]] = Registry("rules of arrival")


def on_arrival(name: str, rule: Callable[[User], str | None]) -> None:
    """Register ``rule(user)``, which returns the path of a page of this site, or None; call it in ``ready``."""
    _rules.add(name, rule)


def arrival_of(user: User) -> str | None:
    """Return the page that comes first for this person; None: the home page."""
    return next((path for rule in _rules.values() if (path := rule(user)) is not None), None)
