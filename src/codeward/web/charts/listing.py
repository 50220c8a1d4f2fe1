"""The charts as a path: in teaching order, with minutes and what the learner has done; what a filter hides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from codeward.charts import Chart, authorities
from codeward.web.accounts.api import User
from codeward.web.charts import snapshots
from codeward.web.charts.models import Attempt, Grade
from codeward.web.ui.api import NodeState, PathNode

__all__ = [
    "FILTERS",
    "STATUSES",
    "ChartRow",
    "Level",
    "Shown",
    "going_on",
    "next_of",
    "remembered",
    "rows",
    "shown",
    "turns_on",
]

Words = str | Promise
STATUSES: dict[str, Words] = {
    "new": _("new"),
    "open": _("started"),
    "done": _("done"),
}
NODES = {"new": NodeState.NEW, "open": NodeState.BEGUN, "done": NodeState.DONE}
SETTINGS: dict[str, Words] = {
    "inpatient": _("Inpatient"),
    "observation": _("Observation"),
    "emergency": _("Emergency"),
    "outpatient": _("Hospital outpatient"),
    "office": _("Office"),
}
CLAIMS: dict[str, Words] = {"professional": _("Professional claim"), "facility": _("Facility claim")}
ASKS: dict[str, Words] = {
    "diagnoses": _("Diagnoses alone"),
    "procedures": _("Diagnoses and procedures"),
}
LEVELS: dict[str, Words] = {"1": _("Level 1"), "2": _("Level 2"), "3": _("Level 3")}
# What a level is called and what it asks of a learner.
NAMED: dict[int, tuple[Words, Words]] = {
    1: (
        _("Level 1: first codes"),
        _(
            "Short records and few codes. Tell what is certain from what is not, and what is now from what is over."
        ),
    ),
    2: (
        _("Level 2: more detail"),
        _("Specialist visits, then hospital stays. Find the side, the stage, and the cause."),
    ),
    3: (
        _("Level 3: hard choices"),
        _("Several illnesses at once. Decide what comes first, and what to ask the provider."),
    ),
}
FILTERS: dict[str, Words] = {
    "setting": _("Setting"),
    "claim": _("Claim"),
    "asks": _("What to code"),
    "specialty": _("Specialty"),
    "level": _("Level"),
    "status": _("My status"),
}
# A filter too, but no choice of the form: the result page leads here with it.
RULE = "rule"


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One chart of the path with what the learner has done with it.

    `place` counts from 1; `best` is of 100; `next` marks one row at most.
    """

    chart: Chart
    place: int
    minutes: int
    status: str
    best: float | None
    attempt: Attempt | None
    set_aside: Attempt | None
    next: bool = False

    def value(self, name: str) -> str:
        """What this row says for a filter."""
        return {
            "setting": self.chart.patient_status,
            "claim": self.chart.claim.type,
            "asks": "procedures" if "procedures" in self.chart.asks else "diagnoses",
            "specialty": self.chart.specialty,
            "level": str(self.chart.difficulty),
            "status": self.status,
        }[name]

    def passes(self, name: str, value: str) -> bool:
        """Whether this row has that value of a filter. A rule asks for practice: charts not yet submitted."""
        if name == RULE:
            return self.best is None and turns_on(self.chart, value)
        return self.value(name) == value

    def node(self) -> PathNode:
        """The row as a place on the path: what is submitted leads to its result, all else to the chart."""
        done = self.status == "done" and self.attempt is not None
        href = reverse("charts:chart", args=[self.chart.id])
        if done and self.attempt is not None:
            href = reverse("results:result", args=[self.attempt.public_id])
        claim = self.claim
        if self.value("asks") == "procedures":  # what most tells a long chart from a short one
            claim = _("%(claim)s with procedures") % {"claim": claim}
        about = format_html('{} · <span translate="no">{}</span>', claim, self.chart.specialty)
        state = NodeState.NEXT if self.next else NODES[self.status]
        note = str(self.setting)
        return PathNode(self.chart.title, href, state, self.minutes, score=self.best, about=about, note=note)

    @property
    def level(self) -> int:
        """The level, from 1 to 3."""
        return self.chart.difficulty

    @property
    def setting(self) -> Words:
        """The setting in words."""
        return SETTINGS[self.chart.patient_status]

    @property
    def claim(self) -> Words:
        """Whose claim it is, in words."""
        return CLAIMS[self.chart.claim.type]


@dataclass(frozen=True, slots=True)
class Level:
    """The rows of one level that are shown, with how many of all its charts are submitted."""

    number: int
    name: Words
    says: Words
    rows: list[ChartRow]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Field:
    """One filter: its name in the address, its label, and options (value, word, chosen)."""

    name: str
    label: Words
    options: list[tuple[str, Words, bool]]


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows that pass the filters, and how many each chosen filter hides by itself."""

    rows: list[ChartRow]
    every: list[ChartRow]
    chosen: dict[str, str]
    hides: dict[str, int]
    choices: dict[str, list[tuple[str, Words]]]

    @property
    def total(self) -> int:
        """How many charts there are."""
        return len(self.every)

    def set_aside(self) -> list[ChartRow]:
        """The charts with earlier work that a guest's took the place of, to be gone on with."""
        return [row for row in self.every if row.set_aside is not None]

    @property
    def rule(self) -> tuple[str, str] | None:
        """The rule that is practiced, with its title."""
        value = self.chosen.get(RULE)
        return (value, authorities()[value].title) if value else None

    def query(self) -> str:
        """The chosen filters as they stand in an address."""
        return urlencode(self.chosen)

    def levels(self) -> list[Level]:
        """The rows by level; a level of which nothing is shown is left out."""
        return [
            Level(
                number,
                *NAMED[number],
                mine,
                sum(row.best is not None for row in self.every if row.level == number),
                sum(row.level == number for row in self.every),
            )
            for number in NAMED
            if (mine := [row for row in self.rows if row.level == number])
        ]

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

    def hiding(self) -> list[tuple[Words, Words, int]]:
        """For each chosen filter: its label, the chosen word, and how many charts it hides by itself."""
        words = {name: dict(options) for name, options in self.choices.items()}
        labels: dict[str, Words] = {**FILTERS, RULE: _("Rule")}
        return [
            (labels[name], words.get(name, {}).get(value, value), self.hides[name])
            for name, value in self.chosen.items()
        ]


def turns_on(chart: Chart, rule: str) -> bool:
    """Whether the chart teaches the rule: it is one of the key's objectives, or a section above or below one."""
    return any(
        one == rule or one.startswith(f"{rule}.") or rule.startswith(f"{one}.")
        for one in chart.key.objectives
    )


def rows(learner: User | None) -> list[ChartRow]:
    """All charts in teaching order, with the learner's status and best score. Two queries."""
    by_chart: dict[str, list[Attempt]] = {}
    if learner is not None:
        attempts = Attempt.objects.filter(learner=learner).order_by("pk")
        current = Grade.objects.filter(current=True).only("attempt_id", "current", "score")
        for attempt in attempts.prefetch_related(Prefetch("grades", current)):
            by_chart.setdefault(attempt.chart_id, []).append(attempt)
    charts = snapshots.charts()
    found, marked = [], False
    for place, stop in enumerate(snapshots.path(), start=1):
        mine = by_chart.get(stop.chart, [])
        row = _row(charts[stop.chart], place, stop.minutes, mine, marked=marked)
        marked = marked or row.next
        found.append(row)
    return found


def _row(chart: Chart, place: int, minutes: int, mine: list[Attempt], *, marked: bool) -> ChartRow:
    def newest(state: str) -> Attempt | None:
        return next((a for a in reversed(mine) if a.state == state), None)

    graded = newest(Attempt.State.SUBMITTED)
    going = newest(Attempt.State.OPEN)
    status = "open" if going else "done" if graded else "new"
    scores = [grade.score for one in mine if (grade := one.grade) is not None]
    best = max(scores, default=None)
    is_next = status == "new" and not marked
    return ChartRow(
        chart, place, minutes, status, best, going or graded, newest(Attempt.State.SET_ASIDE), next=is_next
    )


def next_of(every: Iterable[ChartRow]) -> ChartRow | None:
    """The first chart of the path that is new to the learner; None where all are begun."""
    return next((row for row in every if row.next), None)


def going_on(every: Sequence[ChartRow]) -> ChartRow | None:
    """The chart that the learner worked on last and has not submitted; None where there is none."""
    begun = [row for row in every if row.status == "open" and row.attempt is not None]
    return max(begun, key=lambda row: row.attempt.changed_at if row.attempt else 0, default=None)


def remembered(kept: str) -> dict[str, str]:
    """The filters that a device remembers, from the text that `Shown.query` made. Nothing of it is trusted yet."""
    try:
        asked = dict(parse_qsl(kept[:500], max_num_fields=len(FILTERS) + 1))
    except ValueError:
        return {}
    return {name: value for name, value in asked.items() if name in FILTERS}


def shown(every: list[ChartRow], asked: Mapping[str, Any]) -> Shown:
    """Filter `every` by what was asked; a value that no chart has is left out of account."""
    specialties = sorted({row.chart.specialty for row in every}, key=str.casefold)
    choices: dict[str, list[tuple[str, Words]]] = {
        "setting": list(SETTINGS.items()),
        "claim": list(CLAIMS.items()),
        "asks": list(ASKS.items()),
        "specialty": [(name, name) for name in specialties],
        "level": list(LEVELS.items()),
        "status": list(STATUSES.items()),
    }
    known = {name: {value for value, _word in options} for name, options in choices.items()}
    known[RULE] = set(authorities())
    chosen = {name: str(asked[name]) for name in (*FILTERS, RULE) if str(asked.get(name, "")) in known[name]}
    return Shown(
        rows=[row for row in every if all(row.passes(name, value) for name, value in chosen.items())],
        every=every,
        chosen=chosen,
        hides={name: sum(not row.passes(name, value) for row in every) for name, value in chosen.items()},
        choices=choices,
    )
