"""What a timed sitting needs: a timer that can be hidden, the grid of its questions, the review before submitting.

They serve the contract of sittings. Time is the server's: the page gets seconds left with every answer and counts on
its own clock between two of them, so a wrong clock of the device changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Cell", "Grid", "Review", "Timer"]


@dataclass(frozen=True, slots=True)
class Timer:
    """Time left, in whole seconds, as the server says. `warn` seconds before the end one line is told, once.

    `paused` is a break that stops the clock. The page tells the app by events of the element: ``timer:warn`` and
    ``timer:over``. An app that got new seconds from the server sends it ``timer:set`` with ``detail.left`` and, where
    a break begins or ends, ``detail.paused``.
    """

    left: int
    warn: int = 1800
    warning: str = ""
    paused: bool = False

    @property
    def clock(self) -> str:
        """H:MM:SS."""
        left = max(self.left, 0)
        return f"{left // 3600}:{left // 60 % 60:02d}:{left % 60:02d}"

    @property
    def duration(self) -> str:
        """An ISO 8601 duration, for machines."""
        left = max(self.left, 0)
        return f"PT{left // 3600}H{left // 60 % 60}M{left % 60}S"


@dataclass(frozen=True, slots=True)
class Cell:
    """One question of the grid."""

    n: int
    href: str
    answered: bool = False
    flagged: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """All questions of a sitting, in their order."""

    cells: tuple[Cell, ...]

    @property
    def answered(self) -> int:
        """How many have an answer."""
        return sum(cell.answered for cell in self.cells)

    @property
    def open(self) -> int:
        """How many have none."""
        return len(self.cells) - self.answered

    @property
    def flagged(self) -> int:
        """How many are flagged."""
        return sum(cell.flagged for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Review:
    """The last look before submitting: what has no answer, what is flagged, how long is left.

    `back` leads to the sitting: going back is the default. Field sent: the button ``act`` = ``submit``.
    """

    grid: Grid
    back: str
    minutes: int | None = None
    note: str = ""

    @property
    def unanswered(self) -> tuple[Cell, ...]:
        """The questions without an answer."""
        return tuple(cell for cell in self.grid.cells if not cell.answered)

    @property
    def flagged(self) -> tuple[Cell, ...]:
        """The flagged questions."""
        return tuple(cell for cell in self.grid.cells if cell.flagged)
