"""What the page says is paid: amounts with their steps where a fee schedule is on the shelf, and no invented one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.pricing.conftest import DAY, Priceable, row, shelf_of  # noqa: F401 - a fixture
from tests.web.scrub.pages import fields, text

pytestmark = pytest.mark.django_db
VISIT: dict[str, Any] = {
    "kind": "professional",
    "payer": "medicare",
    "place": "11",
    "statement": {"start": DAY.isoformat(), "through": DAY.isoformat()},
    "provider": {"locality": "10112-00"},
    "lines": [{"id": "l1", "code": "99213", "units": 1}, {"id": "l2", "code": "20610", "units": 1}],
}


@pytest.fixture
def schedule(shelf_of: Priceable, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """A fee schedule with two services of round figures."""
    shelf = shelf_of(row("99213", "100"), row("20610", "60"))
    monkeypatch.setattr("codeward.web.scrub.views.Shelf.on", lambda _day: shelf)


@pytest.mark.usefixtures("schedule")
def test_each_line_has_its_amount_and_how_it_was_figured(client: Client) -> None:
    answer = client.post("/scrub", {"json": json.dumps(VISIT)})
    said = text(answer).partition("What is paid")[2]
    priced = answer.context["paid"].priced
    amounts = [line.amount for line in priced.lines]
    assert all(amount for amount in amounts)
    for amount in amounts:
        assert f"${amount // 100}.{amount % 100:02d}" in said
    assert f"Together: ${sum(amounts) // 100}.{sum(amounts) % 100:02d}" in said
    for step in priced.lines[0].steps:
        assert step.name in said
    assert "No amounts can be shown" not in said


@pytest.mark.usefixtures("schedule")
def test_a_line_less_is_shown_with_what_it_takes_from_the_amount(client: Client) -> None:
    first = client.post("/scrub", {"json": json.dumps(VISIT)})
    tried = client.post("/scrub", {**fields(first), "try": '{"remove": "l2"}'})
    before = sum(line.amount for line in first.context["paid"].priced.lines)
    after = first.context["paid"].priced.lines[0].amount
    assert f"${before // 100}.{before % 100:02d} → ${after // 100}.{after % 100:02d}" in text(tried)


@pytest.mark.usefixtures("schedule")
def test_a_service_that_is_not_on_the_schedule_has_no_amount_and_no_zero(client: Client) -> None:
    more = {**VISIT, "lines": [*VISIT["lines"], {"id": "l3", "code": "99999"}]}
    said = text(client.post("/scrub", {"json": json.dumps(more)})).partition("What is paid")[2]
    assert "99999 no amount" in said
    assert "$0.00" not in said
