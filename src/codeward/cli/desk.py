"""The desk of one command: each book says once, on standard error, if it is not in force.

No Click here: the fast way of `codeward lookup` passes through.
"""

from __future__ import annotations

from datetime import date

from codeward import codesets
from codeward.cli.output import warn_unless_in_force

__all__ = ["Desk"]


class Desk(codesets.Desk):
    """A desk that warns."""

    def __init__(self, system: str | None, on: date | None, *, strict: bool) -> None:
        """With a *system* only its book answers. *strict* raises NotInForce where no release covers *on*."""
        super().__init__(system, on, strict=strict, opened=lambda book: warn_unless_in_force(book, on))
