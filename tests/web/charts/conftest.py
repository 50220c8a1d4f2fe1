"""What tests of the charts app share: operations as a page sends them, a record with emoji and right-to-left text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from codeward.charts import Chart
from codeward.charts.chart import Admission, Service, Statement
from codeward.web.charts import snapshots
from tests.web.charts.claims import made

CHART = "walk-in-cough"
# Two emoji (one of two code points), a ligature of Hebrew with English inside, HTML as a clerk might paste it.
HARD_TEXT = (
    "NOTE \U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467\n"
    "Patient says \u05db\u05d0\u05d1 \u05e8\u05d0\u05e9 since Monday, <b>not bold</b> & <script>alert(1)</script>.\n"
    "\U0001fa7a acute cough, dry.\n"
)


def operation(kind: str, **fields: Any) -> dict[str, Any]:
    """One operation as a page sends it, with an id of its own."""
    return {"id": str(uuid4()), "kind": kind, **fields}


def add(code: str, line: str | None = None, rank: float = 1.0) -> dict[str, Any]:
    """The operation that adds a code."""
    return operation("add_line", line=line or uuid4().hex, rank=rank, code=code)


def post(client: Client, url: str, *operations: dict[str, Any], **more: Any) -> Any:
    """Send operations."""
    return client.post(url, {"operations": list(operations), **more}, content_type="application/json")


@pytest.fixture(scope="session")
def hard_chart() -> Chart:
    """A chart whose record is hard to count in: emoji, right-to-left words, HTML."""
    chart = snapshots.charts()[CHART]
    first, *others = chart.physician_first()
    hard = first.model_copy(update={"text": HARD_TEXT})
    made = chart.model_copy(
        update={"id": "hard", "documents": (hard, *others), "version": "hard0000hard0000"}
    )
    made.__dict__.pop("documents_by_id", None)  # copied along where it was asked before
    return made


@pytest.fixture
def with_hard_chart(hard_chart: Chart, monkeypatch: pytest.MonkeyPatch) -> Iterator[Chart]:
    """The hard chart stands in the curriculum as "hard"."""
    charts = {**snapshots.charts(), hard_chart.id: hard_chart}
    snapshots.version_of.cache_clear()
    monkeypatch.setattr(snapshots, "charts", lambda: charts)
    yield hard_chart
    snapshots.version_of.cache_clear()


@pytest.fixture
def correct_key(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Chart]]:
    """Call it to have the key of CHART corrected today: its fever is no longer asked for."""

    def correct() -> Chart:
        chart = snapshots.charts()[CHART]
        lines = tuple(
            line.model_copy(update={"role": "optional"}) if line.code == "R50.9" else line
            for line in chart.key.lines
        )
        key = chart.key.model_copy(update={"lines": lines})
        made = chart.model_copy(update={"key": key, "version": "corrected0000000"})
        charts = {**snapshots.charts(), CHART: made}
        monkeypatch.setattr(snapshots, "charts", lambda: charts)
        snapshots.version_of.cache_clear()
        return made

    yield correct
    snapshots.version_of.cache_clear()


def begin(client: Client, chart: str = CHART) -> dict[str, Any]:
    """Start an attempt; the state as a page gets it."""
    response = client.post(f"/charts/{chart}/start", {}, content_type="application/json")
    assert response.status_code == 200, response.content
    return response.json()


@pytest.fixture
def with_claims(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Chart]]:
    """Two charts that ask for a whole claim, with the facts of its form: "visit" of an office, "stay" of a hospital."""
    charts = snapshots.charts()
    day = charts[CHART].coding_date
    visit = made(
        CHART,
        "visit",
        asks=("diagnoses", "procedures", "em", "modifiers", "units", "pointers"),
        payer="medicare",
        visit="established",
        payer_rules="Bilateral services go on one line.",
        services=(Service(date=day, place="11", what="office visit"),),
    )
    of = next(one for one in charts.values() if one.inpatient_facility)
    dates = {"from": of.dates.admission, "through": of.dates.discharge}
    stay = made(
        of.id,
        "stay",
        asks=("diagnoses", "poa", "procedures", "principal_procedure", "dates"),
        discharge_status="01",
        statement=Statement.model_validate(dates),
        admission=Admission(
            date=of.dates.admission, hour="07", type="urgent", source="clinic", diagnosis="R10.9"
        ),
        claim=of.claim.model_copy(update={"bill_type": "111", "payment": "ipps"}),
    )
    found = {"visit": visit, "stay": stay}
    snapshots.version_of.cache_clear()
    monkeypatch.setattr(snapshots, "charts", lambda: {**charts, **found})
    yield found
    snapshots.version_of.cache_clear()
