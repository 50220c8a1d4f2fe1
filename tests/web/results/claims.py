"""A whole stay and a whole office claim among the charts, and answers to them handed in."""

from __future__ import annotations

from typing import Any

import pytest

from codeward.charts import Chart
from codeward.web.accounts.models import User
from codeward.web.charts import snapshots
from codeward.web.charts.api import Attempt, apply, start, submit
from tests.grading.claims import answered, office, stay
from tests.web.results.work import batch

__all__ = ["OFFICE", "STAY", "also", "handed_in_claim"]

STAY = stay(head={"id": "made-stay", "title": "A stay with an operation", "number": 901}, chart="made-stay")
OFFICE = office(
    head={"id": "made-office", "title": "A shoulder and a wrist", "number": 902}, chart="made-office"
)


def also(monkeypatch: pytest.MonkeyPatch, *charts: Chart) -> None:
    """Let these charts be among those of the school."""
    known = snapshots.curriculum()
    more = {chart.id: chart for chart in charts}
    whole = type(known)({**known.charts, **more}, minutes=known.minutes)
    monkeypatch.setattr(snapshots, "curriculum", lambda: whole)


def handed_in_claim(
    learner: User, chart: Chart, without: tuple[str, ...] = (), **changes: dict[str, Any]
) -> Attempt:
    """Hand in the key's own answer, with lines left out and fields of others changed."""
    attempt = start(learner, chart)
    operations: list[dict[str, object]] = []
    for place, line in enumerate(answered(chart, without, **changes).lines):
        on = {"line": line.id}
        add = {"kind": "add_line", **on, "rank": float(place), "line_kind": line.kind}
        operations.append({**add, "system": line.system, "code": line.code})
        said = line.model_dump(mode="json")
        operations += [
            {"kind": f"set_{name}", **on, name: said[name]}
            for name in ("poa", "modifiers", "units", "pointers", "place", "em")
            if said[name] not in (None, [])
        ]
        if said["date"] is not None:
            operations.append({"kind": "set_dates", **on, "date": said["date"], "through": said["through"]})
    apply(attempt, batch(*operations))
    submit(attempt)
    attempt.refresh_from_db()
    return attempt
