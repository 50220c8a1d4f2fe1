"""Reading the codebook has a pace; saving one's work has none of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from codeward.web import limits
from codeward.web.limits import Pace, Rate
from codeward.web.pages import pace as paced
from tests.web.race import at_once

pytestmark = pytest.mark.django_db
THERE = "192.0.2.44"


@pytest.fixture(autouse=True)
def _slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paced, "pace", Pace(Rate("look-up", 3, 60)))


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/codebook/?q=gout", "text/html"),
        ("/find?q=gout", "text/html"),
        ("/codebook/search?q=gout", "application/json"),
        ("/api/v1/search?q=gout", "application/json"),
        ("/fhir/R4/metadata", "application/fhir+json"),
    ],
)
def test_beyond_it_the_answer_is_429_in_the_shape_of_the_address(client: Client, url: str, kind: str) -> None:
    statuses = [client.get(url, REMOTE_ADDR=THERE).status_code for _ in range(3)]
    assert 429 not in statuses
    answer = client.get(url, REMOTE_ADDR=THERE)
    assert answer.status_code == 429
    assert answer["Content-Type"].startswith(kind)
    assert answer["Retry-After"] == "60"
    assert client.get(url, REMOTE_ADDR="192.0.2.45").status_code != 429


def test_an_ipv6_network_is_one_address(client: Client) -> None:
    told = [client.get("/find?q=gout", REMOTE_ADDR=f"2001:db8::{n}").status_code for n in range(1, 5)]
    assert told[3] == 429


def test_the_machine_itself_and_what_saves_are_not_counted(client: Client, as_alice: Client) -> None:
    for _ in range(6):
        assert client.get("/find?q=gout", REMOTE_ADDR="127.0.0.1").status_code == 200
        assert as_alice.get("/account/", REMOTE_ADDR=THERE).status_code == 200


def test_a_new_minute_begins_anew(rf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    pace, request = Pace(Rate("x", 2, 60)), rf.get("/", REMOTE_ADDR=THERE)
    assert [pace.allowed(request) for _ in range(3)] == [True, True, False]
    now[0] = 61
    assert pace.allowed(request)


def test_many_at_once_are_counted_one_by_one(rf: Any) -> None:
    pace = Pace(Rate("x", 10, 3600))
    told = at_once(8, lambda _: [pace.allowed(rf.get("/", REMOTE_ADDR=THERE)) for _ in range(5)])
    assert sum(sum(one) for one in told) == 10


def test_it_remembers_so_many_addresses_and_no_more(rf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "ADDRESSES", 10)
    pace = Pace(Rate("x", 1, 3600))
    for n in range(50):
        pace.allowed(rf.get("/", REMOTE_ADDR=f"10.0.0.{n}"))
    assert len(pace._counts) == 10
