"""The desk of one command: each book says once, on standard error, what it cannot answer for.

No Click here: the fast way of `codeward lookup` passes through.
"""

from __future__ import annotations

from datetime import date

from codeward import codesets
from codeward.cli.output import complain, warn_unless_checked, warn_unless_in_force
from codeward.codesets import Book

__all__ = ["Desk"]


class Desk(codesets.Desk):
    """A desk that warns, and tells what else a code may mean that was typed without its dot."""

    def __init__(self, system: str | None, on: date | None, *, strict: bool, checks: bool = False) -> None:
        """With a *system* only its book answers. *strict* raises NotInForce where no release covers *on*.

        With *checks* codes are only checked for the date, for which the list of valid codes is as good as a release.
        """
        warn = warn_unless_checked if checks else warn_unless_in_force
        super().__init__(system, on, strict=strict, opened=lambda book: warn(book, on))

    def book_for(self, asked: str) -> Book:
        """Return the book that holds *asked*, and say on standard error where another holds it too."""
        book = super().book_for(asked)
        for system, code in self.also(asked):
            complain(
                f"{asked} is read as {book.system}; it is also {code} of {system}: give --system {system}"
            )
        return book
