"""How much an attempt may hold and how often one may submit: what is refused, and what stays."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from codeward.web.charts import api
from codeward.web.charts.models import Attempt, Operation
from codeward.web.limits import Rate
from tests.web.charts.conftest import CHART, add, begin, operation, post

pytestmark = pytest.mark.django_db


def test_an_attempt_holds_a_limited_number_of_changes(
    as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codeward.web.charts.attempts.MAX_OPERATIONS", 2)
    url = begin(as_alice)["operations_url"]
    assert post(as_alice, url, add("R05.1"), add("I10")).status_code == 200
    assert post(as_alice, url, add("E11.9")).json()["error"] == "one attempt holds at most 2 changes"


def test_too_many_submissions_from_one_address(as_alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codeward.web.charts.views.SUBMISSIONS", Rate("submit", 1, 3600))
    url = begin(as_alice)["submit_url"]
    assert [as_alice.post(url).status_code for _ in range(2)] == [302, 403]


def test_too_many_guests_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("codeward.web.accounts.guests.GUESTS", Rate("guest", 1, 3600))
    begin(Client())
    refused = Client().post(f"/charts/{CHART}/start", {}, content_type="application/json")
    assert refused.status_code == 403
    assert "Too many guests" in refused.json()["error"]


def _lines(count: int, code: str = "I10") -> list[dict[str, Any]]:
    return [add(code, f"l{n}", rank=n) for n in range(count)]


def _spans(count: int, **target: str) -> list[dict[str, Any]]:
    document = api.charts()[CHART].documents[0]
    words = {"document": document.id, "start": 0, "end": 3, "quote": document.text[:3]}
    return [operation("attach_evidence", evidence=f"e{n}", **words, **target) for n in range(count)]


TOO_MUCH = {
    "201 codes": ([*_lines(200)], [add("R05.1", "one-more")], "An answer can have at most 200 codes"),
    "21 queries": (
        [operation("add_query", query=f"q{n}", about="?") for n in range(20)],
        [operation("add_query", query="one-more", about="?")],
        "An answer can have at most 20 queries",
    ),
    "51 spans on a line": (
        [add("R05.1", "l"), *_spans(50, line="l")],
        _spans(51, line="l")[50:],
        "A code or a query can have at most 50 pieces of evidence",
    ),
    "51 indicators": (
        [operation("add_query", query="q", about="?"), *_spans(50, query="q", part="indicator")],
        _spans(51, query="q", part="indicator")[50:],
        "A code or a query can have at most 50 pieces of evidence",
    ),
    "a removed line comes back": (
        [*_lines(200)],
        [operation("remove_line", line="l0"), add("R05.1", "new"), operation("restore_line", line="l0")],
        "An answer can have at most 200 codes",
    ),
    "a code of blanks": (
        [add("R05.1", "l")],
        [operation("set_code", line="l", code="   ")],
        "the code is empty",
    ),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_could_never_be_handed_in_is_refused_when_it_is_sent(name: str, as_alice: Client) -> None:
    fits, too_much, said = TOO_MUCH[name]
    state = begin(as_alice)
    for at in range(0, len(fits), 100):
        assert post(as_alice, state["operations_url"], *fits[at : at + 100]).status_code == 200
    before = api.answer_of(Attempt.objects.get())
    refused = post(as_alice, state["operations_url"], *too_much)
    assert refused.status_code == 400
    assert said in refused.json()["error"]
    assert refused.json()["way_out"]
    assert api.answer_of(Attempt.objects.get()) == before
    handed_in = as_alice.post(state["submit_url"])
    assert handed_in["Location"].endswith("/result")


def test_an_answer_kept_before_limits_were_asked_is_told_and_stays_open(as_alice: Client) -> None:
    state = begin(as_alice)
    attempt = Attempt.objects.get()
    Operation.objects.bulk_create(
        Operation(
            attempt=attempt,
            client_id=uuid4(),
            sequence=n + 1,
            kind="add_line",
            payload={
                "line": f"l{n}",
                "rank": n,
                "code": "I10",
                "line_kind": "diagnosis",
                "system": "icd10cm",
            },
        )
        for n in range(201)
    )
    told = as_alice.post(state["submit_url"], follow=True)
    assert told.redirect_chain == [(f"/charts/{CHART}/", 302)]
    assert "at most 200" in told.context["data"]["said"][0]
    assert Attempt.objects.get().state == "open"
    post(as_alice, state["operations_url"], operation("remove_line", line="l0"))
    assert as_alice.post(state["submit_url"])["Location"].endswith("/result")
