"""What an installation is doing just now, told while it goes on: to a command line in words, to a page as data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple, get_args

__all__ = ["KINDS", "Kind", "Step", "Watch", "unwatched"]

# fetch: a file comes (done and total in bytes) · read: what was given is opened and looked at · compile: a book is
# made · left: something that lay there is not installed · lost: what the new book has no longer.
Kind = Literal["fetch", "read", "compile", "left", "lost"]
KINDS: tuple[str, ...] = get_args(Kind)


class Step(NamedTuple):
    """One step: its kind, the file, release or system it is about, and what else there is to say of it.

    `more` is the files a book is made of, or why something is left. `done` and `total` are bytes, of a file that is
    fetched; `total` is None where the server does not say it.
    """

    kind: Kind
    about: str
    more: str = ""
    done: int = 0
    total: int | None = None

    @property
    def words(self) -> str:
        """Return it as a line for people at a command line."""
        if self.kind == "fetch":
            of = f" of {self.total / 1e6:.1f}" if self.total else ""
            return f"fetching {self.about}, {self.done / 1e6:.1f}{of} MB"
        if self.kind == "read":
            return f"reading {self.about}"
        if self.kind == "compile":
            return f"compiling {self.about} from {self.more}"
        if self.kind == "left":
            return f"left: {self.about}: {self.more}"
        return (
            f"the official tables of {self.about} give way to tables worked out from its codes. To have both, "
            "put the Tables and the order file into one folder and install that"
        )


# Told each step. What it raises ends the installation, and the book that was there stays.
Watch = Callable[[Step], None]


def unwatched(_: Step) -> None:
    """Let an installation go on untold."""
