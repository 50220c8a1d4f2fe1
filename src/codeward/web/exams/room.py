"""The room of a sitting: its questions, its grid, its clock, the books that are allowed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from codeward.curriculum import Edition
from codeward.practice import Paper
from codeward.web.courses.api import Pen
from codeward.web.exams.clock import in_break, left, now
from codeward.web.exams.given import answered
from codeward.web.exams.models import Answer, Sitting
from codeward.web.exams.papers import edition_of, items_at, paper_of
from codeward.web.exams.showing import Question, question
from codeward.web.ui.api import Cell, Grid, Review, Timer

__all__ = ["Room"]


@dataclass(frozen=True)
class Room:
    """A sitting under way, as its pages show it."""

    sitting: Sitting

    @cached_property
    def paper(self) -> Paper:
        """Its paper."""
        return paper_of(self.sitting.form)

    @cached_property
    def edition(self) -> Edition:
        """The edition of the blueprint."""
        return edition_of(self.paper)

    @cached_property
    def rows(self) -> Mapping[int, Answer]:
        """What was answered, by place."""
        return {row.place: row for row in Answer.objects.filter(sitting=self.sitting)}

    @property
    def count(self) -> int:
        """How many questions there are."""
        return len(self.paper.items)

    def first_open(self) -> int:
        """The place to go on at: the first without an answer after the last that was answered, else the first."""
        done = [n for n in range(1, self.count + 1) if self._answered(n)]
        rest = [n for n in range(1, self.count + 1) if n not in done]
        if not done or not rest:
            return rest[0] if rest else 1
        return next((n for n in rest if n > done[-1]), rest[0])

    def _answered(self, place: int) -> bool:
        row = self.rows.get(place)
        return row is not None and answered(self.paper.items[place - 1].kind, row.given)

    def questions(self, places: Iterable[int]) -> list[Question]:
        """The questions at those places."""
        items = items_at(self.sitting.form, places)
        found = []
        for place, item in items.items():
            pen = Pen(self.paper.books_on, space=f"q{place}-").barely()
            one = self.paper.items[place - 1]
            found.append(question(place, one, item, self.rows.get(place), pen))
        return found

    def href(self, place: int) -> str:
        """Where a question stands."""
        return reverse("exams:question", args=[self.sitting.public_id, place])

    def grid(self, here: int = 0) -> Grid:
        """All questions, in their order."""
        return Grid(
            tuple(
                Cell(
                    n,
                    self.href(n),
                    answered=self._answered(n),
                    flagged=bool((row := self.rows.get(n)) and row.flagged),
                    here=n == here,
                )
                for n in range(1, self.count + 1)
            )
        )

    def left(self) -> int | None:
        """Whole seconds left; None without a clock."""
        return left(self.sitting, now())

    def timer(self) -> Timer | None:
        """The clock as the page shows it."""
        seconds = self.left()
        if seconds is None:
            return None
        warn = self.edition.warn[0] * 60 if self.edition.warn else 0
        # A short form has no half hour to warn of: a tenth of its time.
        warn = min(warn or 1800, max(60, self.sitting.form.minutes * 6)) if warn else 300
        return Timer(seconds, warn=warn, paused=self.paused)

    @property
    def paused(self) -> bool:
        """Whether a break is under way."""
        return in_break(self.sitting, now())

    @property
    def break_minutes(self) -> int:
        """The minutes of break that are left."""
        return max(0, self.sitting.breaks * 60 - self.sitting.paused) // 60

    def review(self) -> Review:
        """What is open and flagged, before handing in."""
        seconds = self.left()
        return Review(
            self.grid(),
            back=self.href(self.first_open()),
            minutes=None if seconds is None else seconds // 60,
            note=_("After you submit, no answer can be changed. A guess costs nothing."),
        )

    def books(self) -> dict[str, Any]:
        """The books beside the room: of which day, and whether one's own notes are allowed."""
        day = self.edition.books.day
        return {
            "href": f"{reverse('codebook:desk')}?on={day.isoformat()}",
            "day": day,
            "notes": self.edition.books.notes == "handwritten",
        }
