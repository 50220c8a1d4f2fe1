"""Charts of a whole claim for tests: those of ours that ask for diagnoses alone, asked for everything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from codeward.charts import Chart
from codeward.charts.chart import Service, Statement
from codeward.web.charts import snapshots

OFFICE, STAY = "office-claim", "stay-claim"


def made(of: str, name: str, **head: Any) -> Chart:
    """A chart of ours under another id, which asks for more; its key is the one it has."""
    chart = snapshots.charts()[of]
    key = chart.key.model_copy(update={"chart": name})
    copy = chart.model_copy(update={"id": name, "version": name.ljust(16, "0"), "key": key, **head})
    copy.__dict__.pop("documents_by_id", None)  # copied along where it was asked before
    return copy


def office(**head: Any) -> Chart:
    """A professional claim of two days: a visit at the office, another service at a surgery center."""
    chart = snapshots.charts()["walk-in-cough"]
    day = chart.coding_date
    services = (
        Service(date=day, place="11", what="Visit"),
        Service(date=day.replace(day=14), place="24", what="Operation"),
    )
    asks = ("diagnoses", "procedures", "em", "modifiers", "units", "pointers", "dates")
    statement = Statement.model_validate({"from": day, "through": services[1].date})
    return made(chart.id, OFFICE, **{"asks": asks, "services": services, "statement": statement, **head})


def stay(**head: Any) -> Chart:
    """An inpatient facility's claim: diagnoses with POA, procedures with their dates, the principal one first."""
    asks = ("diagnoses", "poa", "procedures", "principal_procedure", "dates")
    return made("flank-pain-icu", STAY, **{"asks": asks, **head})


@pytest.fixture
def claims(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Chart]]:
    """Both stand in the curriculum."""
    found = {chart.id: chart for chart in (office(), stay())}
    charts = {**snapshots.charts(), **found}
    snapshots.version_of.cache_clear()
    monkeypatch.setattr(snapshots, "charts", lambda: charts)
    yield found
    snapshots.version_of.cache_clear()
