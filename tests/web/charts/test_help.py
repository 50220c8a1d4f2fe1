"""Help while coding: the edits without the key, kept each time; what is improper in a query; none in a practicum."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from codeward.charts import Chart
from codeward.web import limits
from codeward.web.accounts.models import User
from codeward.web.charts import endpoints_help, helping, mode, portability
from codeward.web.charts.api import edits_run, submit
from codeward.web.charts.models import Attempt, HelpUse
from tests.web.charts.claims import made
from tests.web.charts.conftest import add, begin, operation, post
from tests.web.results.work import coded

pytestmark = pytest.mark.django_db


def run(client: Client, public_id: str) -> Any:
    """Press "Run the edits"."""
    return client.post(f"/attempts/{public_id}/edits", {}, content_type="application/json")


def test_findings_stand_by_line_with_the_way_out_and_the_run_is_kept(client: Client) -> None:
    state = begin(client)
    post(client, state["operations_url"], add("W19.XXXA", "w", 1.0), add("R05.1", "c", 2.0))
    page = run(client, state["attempt"])
    assert page.status_code == 200
    said = page.content.decode()
    assert "Diagnosis 1" in said
    assert "W19.XXXA" in said
    assert "What to do:" in said
    [kept] = HelpUse.objects.all()
    assert (kept.kind, kept.revision) == ("edits", 2)
    assert kept.findings >= 1
    assert edits_run(Attempt.objects.get()) == 1
    run(client, state["attempt"])
    assert edits_run(Attempt.objects.get()) == 2


def test_the_same_whatever_the_key_says(client: Client, with_claims: dict[str, Chart]) -> None:
    """The key is not asked: a chart with another's key, and with no case facts, is told the same."""
    chart = with_claims["visit"]
    state = begin(client, "visit")
    post(client, state["operations_url"], add("R05.1", "c", 1.0))
    attempt = Attempt.objects.get()
    before = helping.check(attempt)
    empty = chart.key.model_copy(update={"lines": (), "ledger": (), "queries": ()})
    chart.__dict__["key"] = empty
    assert helping.check(attempt)._replace(runs=0) == before._replace(runs=0)


def test_what_was_not_checked_is_told_in_words(client: Client, with_claims: dict[str, Chart]) -> None:
    state = begin(client, "visit")
    post(
        client,
        state["operations_url"],
        add("R05.1", "c", 1.0),
        operation("add_line", line="s", rank=2.0, code="99213", system="cpt", line_kind="procedure"),
    )
    said = run(client, state["attempt"]).content.decode()
    assert "not checked" in said
    assert "codeward " not in said
    assert "CW-" not in said


def test_nobody_elses_and_nothing_after_handing_in(as_alice: Client, alice: User, as_bob: Client) -> None:
    attempt = coded(alice, ["R05.1"])
    assert run(as_bob, attempt.public_id).status_code == 404
    assert as_alice.get(f"/attempts/{attempt.public_id}/edits").status_code == 405
    submit(attempt)
    refused = run(as_alice, attempt.public_id)
    assert refused.status_code == 409
    assert "closed" in refused.json()["error"]
    assert not HelpUse.objects.exists()


def test_the_rate_is_a_persons_and_is_told(
    as_alice: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints_help, "EDITS", limits.EDITS._replace(most=1))
    attempt = coded(alice, ["R05.1"])
    assert run(as_alice, attempt.public_id).status_code == 200
    refused = run(as_alice, attempt.public_id)
    assert refused.status_code == 403
    assert "very often" in refused.json()["error"]
    assert edits_run(attempt) == 1


def test_a_run_takes_room_and_goes_into_the_export(as_alice: Client, alice: User) -> None:
    attempt = coded(alice, ["R05.1"])
    before = Attempt.objects.get().stored
    run(as_alice, attempt.public_id)
    assert Attempt.objects.get().stored == before + helping.HELP_ROW
    [given] = portability.give(alice)
    assert [(one["kind"], one["revision"]) for one in given["helps"]] == [("edits", 1)]


def test_help_is_given_in_practice_alone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from codeward.web.charts import snapshots

    charts = snapshots.charts()
    kept = made("walk-in-cough", "kept", reserved=True)
    assert mode.mode_of(kept) is mode.Mode.PRACTICUM
    assert not mode.helps(kept)
    assert all(mode.helps(one) for one in charts.values())
    snapshots.version_of.cache_clear()
    monkeypatch.setattr(snapshots, "charts", lambda: {**charts, "kept": kept})
    state = begin(client, "kept")
    post(client, state["operations_url"], add("R05.1"))
    assert run(client, state["attempt"]).status_code == 404
    assert ask(client, "kept", kind="cause", text="Why?").status_code == 404
    page = client.get("/charts/kept/").content.decode()
    assert "data-run-edits" not in page
    snapshots.version_of.cache_clear()


def ask(client: Client, chart: str = "walk-in-cough", **query: Any) -> Any:
    """Ask for hints about a query."""
    return client.post(f"/charts/{chart}/query-hints", query, content_type="application/json")


def test_a_leading_question_is_told_with_what_to_change(client: Client) -> None:
    said = ask(
        client, kind="specificity", text="Would you agree that this is CHF, so that we can bill it?",
        options=["Heart failure"],
    ).json()["hints"]  # fmt: skip
    told = " ".join(one["change"] for one in said)
    assert {"CW-QU-001", "CW-QU-003", "CW-QU-004", "CW-QU-006", "CW-QU-007", "CW-QU-008", "CW-QU-009"} <= {
        one["rule"] for one in said
    }
    assert "Unable to determine" in told
    assert "Would you agree" in told


def test_a_proper_question_has_no_hint(client: Client) -> None:
    mark = {"document": "note", "start": 0, "end": 4}
    said = ask(
        client, kind="specificity", text="Please clarify the type of heart failure.",
        options=["Systolic", "Diastolic", "Other (please specify)", "Unable to determine"],
        evidence=[mark], indicators=[mark],
    ).json()  # fmt: skip
    assert said == {"hints": []}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"kind": "gossip", "text": "x"}, "kind"),
        ({"text": "x" * 4_001}, "text"),
        ({"kind": "cause", "options": ["x"] * 11}, "options"),
        ({"kind": "cause", "answer": 1}, "answer"),
        ({}, "kind or its text"),
    ],
    ids=["unknown-kind", "long", "many-options", "strange-field", "empty"],
)
def test_bad_queries_are_named(client: Client, body: dict[str, Any], said: str) -> None:
    refused = ask(client, **body)
    assert refused.status_code == 400
    assert said in json.dumps(refused.json())


def test_hints_of_a_chart_that_is_not_there(client: Client) -> None:
    assert ask(client, "nowhere", kind="cause").status_code == 404


def test_the_result_says_how_often_the_edits_were_run(as_alice: Client, alice: User) -> None:
    attempt = coded(alice, ["R05.1"])
    run(as_alice, attempt.public_id)
    run(as_alice, attempt.public_id)
    submit(attempt)
    page = as_alice.get(f"/attempts/{attempt.public_id}/result").content.decode()
    assert "The edits were run 2 times before this was submitted." in page
    assert f"/attempts/{attempt.public_id}/claim" in page
    other = coded(alice, ["R05.1"])
    submit(other)
    assert "edits were run" not in as_alice.get(f"/attempts/{other.public_id}/result").content.decode()
