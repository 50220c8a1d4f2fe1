"""The list of charts: what a learner may filter by, and what each filter hides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from codeward.charts import Chart
from codeward.web.accounts.api import User
from codeward.web.charts.models import Attempt, Grade

__all__ = ["FILTERS", "STATUSES", "ChartRow", "Shown", "rows", "shown"]

STATUSES: dict[str, str | Promise] = {
    "new": _("not started"),
    "open": _("in progress"),
    "done": _("graded"),
}
SETTINGS: dict[str, str | Promise] = {
    "inpatient": _("inpatient"),
    "observation": _("observation"),
    "emergency": _("emergency"),
    "outpatient": _("outpatient"),
    "office": _("office"),
}
CLAIMS: dict[str, str | Promise] = {"professional": _("professional"), "facility": _("facility")}
LEVELS: dict[str, str | Promise] = {"1": _("level 1"), "2": _("level 2"), "3": _("level 3")}
FILTERS: dict[str, str | Promise] = {
    "setting": _("Setting"),
    "claim": _("Claim"),
    "specialty": _("Specialty"),
    "level": _("Level"),
    "status": _("My status"),
}


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One chart with what the learner has done with it."""

    chart: Chart
    status: str
    score: float | None
    attempt: Attempt | None
    set_aside: Attempt | None

    def value(self, name: str) -> str:
        """What this row says for a filter."""
        return {
            "setting": self.chart.patient_status,
            "claim": self.chart.claim.type,
            "specialty": self.chart.specialty,
            "level": str(self.chart.difficulty),
            "status": self.status,
        }[name]

    @property
    def setting(self) -> str | Promise:
        """The setting in words."""
        return SETTINGS[self.chart.patient_status]

    @property
    def claim(self) -> str | Promise:
        """Whose claim it is, in words."""
        return CLAIMS[self.chart.claim.type]

    @property
    def status_word(self) -> str | Promise:
        """The learner's status in words."""
        return STATUSES[self.status]


@dataclass(frozen=True, slots=True)
class Field:
    """One filter: its name in the address, its label, and options (value, word, chosen)."""

    name: str
    label: str | Promise
    options: list[tuple[str, str | Promise, bool]]


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows that pass the filters, and how many each chosen filter hides by itself."""

    rows: list[ChartRow]
    total: int
    chosen: dict[str, str]
    hides: dict[str, int]
    choices: dict[str, list[tuple[str, str | Promise]]]

    def fields(self) -> list[Field]:
        """The filters as a form shows them."""
        return [
            Field(
                name,
                label,
                [(value, word, self.chosen.get(name) == value) for value, word in self.choices[name]],
            )
            for name, label in FILTERS.items()
        ]

    def hiding(self) -> list[tuple[str | Promise, str | Promise, int]]:
        """For each chosen filter: its label, the chosen word, and how many charts it hides by itself."""
        words = {name: dict(options) for name, options in self.choices.items()}
        return [(FILTERS[name], words[name][value], self.hides[name]) for name, value in self.chosen.items()]


def rows(charts: Iterable[Chart], learner: User | None) -> list[ChartRow]:
    """All charts in their order, with the learner's newest graded score and open attempt. Two queries."""
    by_chart: dict[str, list[Attempt]] = {}
    if learner is not None:
        mine = Attempt.objects.filter(learner=learner).order_by("pk")
        for attempt in mine.prefetch_related(Prefetch("grades", Grade.objects.filter(current=True))):
            by_chart.setdefault(attempt.chart_id, []).append(attempt)
    return [_row(chart, by_chart.get(chart.id, [])) for chart in charts]


def _row(chart: Chart, mine: list[Attempt]) -> ChartRow:
    def newest(state: str) -> Attempt | None:
        return next((a for a in reversed(mine) if a.state == state), None)

    graded = newest(Attempt.State.SUBMITTED)
    going = newest(Attempt.State.OPEN)
    status = "open" if going else "done" if graded else "new"
    grade = graded.grade if graded is not None else None
    score = grade.score if grade is not None else None
    return ChartRow(chart, status, score, going or graded, newest(Attempt.State.SET_ASIDE))


def shown(every: list[ChartRow], asked: Mapping[str, Any]) -> Shown:
    """Filter `every` by what was asked; a value that no chart has is left out of account."""
    specialties = sorted({row.chart.specialty for row in every}, key=str.casefold)
    choices: dict[str, list[tuple[str, str | Promise]]] = {
        "setting": list(SETTINGS.items()),
        "claim": list(CLAIMS.items()),
        "specialty": [(name, name) for name in specialties],
        "level": list(LEVELS.items()),
        "status": list(STATUSES.items()),
    }
    known = {name: {value for value, _word in options} for name, options in choices.items()}
    chosen = {name: str(asked[name]) for name in FILTERS if str(asked.get(name, "")) in known[name]}
    return Shown(
        rows=[row for row in every if all(row.value(name) == value for name, value in chosen.items())],
        total=len(every),
        chosen=chosen,
        hides={name: sum(row.value(name) != value for row in every) for name, value in chosen.items()},
        choices=choices,
    )
