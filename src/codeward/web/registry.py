"""What apps register under a name as they start: kinds of notices, queues, acts, parts of an export and their like.

One shape for all of them. A name is taken once: a second thing under it would silently do away with the first, and
which of the two stayed would hang on the order of the apps.
"""

from __future__ import annotations

from typing import TypeVar

__all__ = ["Registry", "TakenTwice"]

T = TypeVar("T")


class TakenTwice(ValueError):  # noqa: N818 - named as people say it
    """Two things of one kind are registered under one name: a mistake of whoever wrote the app."""


class Registry(dict[str, T]):
    """Things of one kind by name, in the order in which they came. Read it like any other dict; add by :meth:`add`."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what

    def copy(self) -> Registry[T]:
        """Return another registry with the same things, for who tries something out."""
        made: Registry[T] = Registry(self.what)
        made.update(self)
        return made

    def add(self, name: str, thing: T) -> T:
        """Register a thing and return it. The same thing again changes nothing; raises TakenTwice for another."""
        held = self.setdefault(name, thing)
        if held is not thing and held != thing:
            raise TakenTwice(f"two {self.what} are named {name!r}: give one of them another name")
        return thing
