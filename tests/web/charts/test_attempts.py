"""Attempts through their endpoints: begin, change, hand in, keep as a guest; who may, and what is refused."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.charts import api, portability
from codeward.web.charts.models import Attempt, Grade, Operation
from codeward.web.charts.snapshots import sync
from codeward.web.learning.api import ContentVersion
from tests.web.charts.conftest import CHART, add, begin, operation, post
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_looking_at_a_chart_makes_nothing(client: Client) -> None:
    assert client.get(f"/charts/{CHART}/").status_code == 200
    assert (User.objects.count(), Attempt.objects.count()) == (0, 0)


def test_a_guest_codes_and_hands_in(client: Client) -> None:
    state = begin(client)
    said = post(client, state["operations_url"], add("R05.1"), add("J06.9", rank=2)).json()
    assert [line["code"] for line in said["answer"]["lines"]] == ["R05.1", "J06.9"]
    assert said["answer"]["lines"][0]["description"] == "Acute cough"
    response = client.post(state["submit_url"])
    assert response.status_code == 302
    assert response["Location"] == f"/attempts/{state['attempt']}/result"
    grade = Grade.objects.get()
    assert 0 <= grade.score <= 100
    assert grade.attempt.counts
    assert [line["code"] for line in grade.answer["lines"]] == ["R05.1", "J06.9"]


def test_starting_twice_is_one_attempt(as_alice: Client) -> None:
    assert begin(as_alice)["attempt"] == begin(as_alice)["attempt"]
    assert Attempt.objects.count() == 1


def test_an_operation_sent_again_counts_once(as_alice: Client) -> None:
    url = begin(as_alice)["operations_url"]
    one = add("R05.1")
    first, second = post(as_alice, url, one).json(), post(as_alice, url, one, one).json()
    assert first["accepted"] == [one["id"]]
    assert second["accepted"] == [one["id"], one["id"]]
    assert second["answer"] == first["answer"]
    assert Operation.objects.count() == 1


def test_two_tabs_merge(as_alice: Client) -> None:
    url = begin(as_alice)["operations_url"]
    post(as_alice, url, add("R05.1", rank=1))
    merged = post(as_alice, url, add("J06.9", rank=2)).json()
    assert merged["revision"] == 2
    assert as_alice.get(url).json()["answer"] == merged["answer"]


def test_a_code_is_exchanged_in_its_place(as_alice: Client) -> None:
    url = begin(as_alice)["operations_url"]
    said = post(
        as_alice, url, add("S52531A", "one"), operation("set_code", line="one", code="s52.531d")
    ).json()
    assert [line["code"] for line in said["answer"]["lines"]] == ["S52.531D"]


def test_handing_in_twice_gives_the_same_grade(as_alice: Client, alice: User) -> None:
    state = begin(as_alice)
    post(as_alice, state["operations_url"], add("R05.1"))
    places = {as_alice.post(state["submit_url"])["Location"] for _ in range(2)}
    assert len(places) == 1
    assert Grade.objects.count() == 1
    closed = post(as_alice, state["operations_url"], add("I10"))
    assert closed.status_code == 409
    assert closed.json()["error"] == "this attempt is closed"
    assert api.answer_of(Attempt.objects.get())["lines"][0]["code"] == "R05.1"


def test_a_repeat_of_what_was_stored_is_fine_after_handing_in(as_alice: Client) -> None:
    """The answer to the last save may be lost on the way: sending it again must not look like a loss."""
    state = begin(as_alice)
    one = add("R05.1")
    post(as_alice, state["operations_url"], one)
    as_alice.post(state["submit_url"])
    assert post(as_alice, state["operations_url"], one).json()["accepted"] == [one["id"]]


def test_only_the_first_submission_counts(as_alice: Client) -> None:
    for _ in range(2):
        as_alice.post(begin(as_alice)["submit_url"])
    assert list(Attempt.objects.order_by("number").values_list("number", "counts")) == [(1, True), (2, False)]


def test_the_database_holds_the_rules(as_alice: Client, alice: User) -> None:
    begin(as_alice)
    mine = Attempt.objects.get()
    for wrong in ({"state": "lost"}, {"state": "submitted"}, {"counts": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attempt.objects.filter(pk=mine.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(learner=alice, chart_id=CHART, snapshot=mine.snapshot, number=2)
    assert Attempt.objects.get().state == "open"


def test_anothers_attempt_is_not_found(as_alice: Client, as_bob: Client, client: Client) -> None:
    state = begin(as_alice)
    for other in (as_bob, client):
        assert other.get(state["operations_url"]).status_code == 404
        assert post(other, state["operations_url"], add("I10")).status_code == 404
        assert other.post(state["submit_url"]).status_code == 404
        assert other.post(f"/attempts/{state['attempt']}/resume").status_code == 404
    assert Operation.objects.count() == 0
    assert Attempt.objects.get().state == "open"


def test_an_attempt_needs_the_token() -> None:
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post(f"/charts/{CHART}/start", {}, content_type="application/json").status_code == 403
    assert Attempt.objects.count() == 0


def test_a_chart_that_does_not_exist(client: Client) -> None:
    assert client.get("/charts/no-such-chart/").status_code == 404
    assert client.post("/charts/no-such-chart/start").status_code == 404
    assert Attempt.objects.count() == 0


BAD = {
    "not JSON": b"{",
    "not an object": b"[]",
    "not UTF-8": b'{"operations": ["\xff"]}',
    "deep": b"[" * 100_000,
    "no operations": b"{}",
    "unknown kind": json.dumps({"operations": [operation("explode", line="a")]}).encode(),
    "unknown field": json.dumps({"operations": [{**add("I10"), "colour": "red"}]}).encode(),
    "unknown field above": json.dumps({"operations": [], "more": 1}).encode(),
    "no id": json.dumps({"operations": [{"kind": "remove_line", "line": "a"}]}).encode(),
    "id is no UUID": json.dumps({"operations": [{**add("I10"), "id": "1"}]}).encode(),
    "NUL in a query": json.dumps(
        {"operations": [operation("add_query", query="q", about="a\x00b")]}
    ).encode(),
    "control character": json.dumps({"operations": [add("I1\x00")]}).encode(),
    "long code": json.dumps({"operations": [add("I" * 10_000)]}).encode(),
    "rank is infinite": json.dumps({"operations": [add("I10", rank=float("inf"))]}).encode(),
    "too many": json.dumps({"operations": [add("I10") for _ in range(201)]}).encode(),
    "too big": b'{"operations": "' + b"x" * 300_000 + b'"}',
    "five modifiers": json.dumps(
        {"operations": [operation("set_modifiers", line="a", modifiers=["25"] * 5)]}
    ).encode(),
    "modifier of a blank": json.dumps(
        {"operations": [operation("set_modifiers", line="a", modifiers=[" "])]}
    ).encode(),
    "units of many digits": json.dumps(
        {"operations": [operation("set_units", line="a", units=1e-99)]}
    ).encode(),
    "eleven options": json.dumps(
        {"operations": [operation("set_query_options", query="a", options=["x"] * 11)]}
    ).encode(),
    "unknown query kind": json.dumps(
        {"operations": [operation("set_query_kind", query="a", query_kind="hunch")]}
    ).encode(),
    "query too long": json.dumps(
        {"operations": [operation("add_query", query="q", about="x" * 4001)]}
    ).encode(),
    "no such document": json.dumps(
        {
            "operations": [
                operation(
                    "attach_evidence", line="a", evidence="e", document="none", start=0, end=1, quote="x"
                )
            ]
        }
    ).encode(),
    "two targets": json.dumps(
        {"operations": [operation("detach_evidence", line="a", query="b", evidence="e")]}
    ).encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_and_nothing_is_stored(name: str, as_alice: Client) -> None:
    url = begin(as_alice)["operations_url"]
    post(as_alice, url, add("R05.1"))
    response = as_alice.post(url, BAD[name], content_type="application/json")
    assert response.status_code == 400, response.content
    said = response.json()
    assert said["error"]
    assert said["way_out"]
    assert Operation.objects.count() == 1


def test_evidence_must_be_what_the_record_says(with_hard_chart: Any, as_alice: Client) -> None:
    url = begin(as_alice, "hard")["operations_url"]
    text = with_hard_chart.documents[0].text
    start = text.index("acute cough")
    span = {"document": with_hard_chart.documents[0].id, "start": start, "end": start + 11}
    right = operation("attach_evidence", line="a", evidence="e", quote="acute cough", **span)
    assert post(as_alice, url, add("R05.1", "a"), right).status_code == 200
    wrong = operation("attach_evidence", line="a", evidence="f", quote="acute fever", **span)
    assert 'not "acute fever"' in post(as_alice, url, wrong).json()["error"]
    assert len(api.answer_of(Attempt.objects.get())["lines"][0]["evidence"]) == 1


def test_snapshots_are_stored_once_and_reproduce_the_chart() -> None:
    assert sync() == len(api.charts())
    assert sync() == 0
    row = ContentVersion.objects.get(content_id=CHART)
    from codeward.charts import load_snapshot

    rebuilt = load_snapshot(row.files)
    assert rebuilt.version == row.digest == api.charts()[CHART].version
    assert rebuilt.key == api.charts()[CHART].key


def test_an_open_attempt_keeps_its_version_of_the_chart(
    as_alice: Client, with_hard_chart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync()
    begin(as_alice)
    changed = with_hard_chart.model_copy(update={"id": CHART})
    old = api.charts()[CHART]
    monkeypatch.setattr("codeward.web.charts.snapshots.charts", lambda: {CHART: changed})
    page = as_alice.get(f"/charts/{CHART}/").content.decode()
    assert old.documents[0].text.splitlines()[1] in page.replace("&quot;", '"').replace("&#x27;", "'")
    assert "not bold" not in page


def test_a_guests_work_is_kept_on_signing_in(client: Client, as_alice: Client, alice: User) -> None:
    as_alice.post(begin(as_alice)["submit_url"])  # Alice has seen the key
    going = begin(as_alice)["attempt"]
    state = begin(client)
    post(client, state["operations_url"], add("I10"))
    client.post(state["submit_url"])
    open_one = begin(client)["attempt"]
    guest = Attempt.objects.get(public_id=open_one).learner
    portability.merge(guest, alice)
    portability.merge(guest, alice)  # again: changes nothing
    mine = Attempt.objects.filter(learner=alice)
    assert mine.count() == 4
    assert mine.filter(counts=True).count() == 1
    assert mine.get(state="open").public_id == open_one
    assert mine.get(state="set_aside").public_id == going
    resumed = as_alice.post(f"/attempts/{going}/resume")
    assert resumed["Location"] == f"/charts/{CHART}/"
    assert mine.get(state="open").public_id == going
    assert as_alice.post(f"/attempts/{going}/resume").status_code == 404


def test_signing_in_takes_the_guests_work_along(client: Client, alice: User) -> None:
    state = begin(client)
    post(client, state["operations_url"], add("R05.1"))
    signed = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert signed.status_code == 302
    assert Attempt.objects.get().learner == alice
    assert client.get(state["operations_url"]).json()["answer"]["lines"][0]["code"] == "R05.1"


def test_the_export_holds_every_change(as_alice: Client, alice: User) -> None:
    state = begin(as_alice)
    post(as_alice, state["operations_url"], add("R05.1"))
    as_alice.post(state["submit_url"])
    [given] = portability.give(alice)
    assert given["chart"] == CHART
    assert [one["kind"] for one in given["operations"]] == ["add_line"]
    assert given["grades"][0]["result"]["answer"]["lines"][0]["code"] == "R05.1"
    alice.delete()
    assert (Attempt.objects.count(), Operation.objects.count(), Grade.objects.count()) == (0, 0, 0)


def test_operations_of_another_attempt_may_have_the_same_id(as_alice: Client, as_bob: Client) -> None:
    one = {**add("R05.1"), "id": str(uuid4())}
    for client in (as_alice, as_bob):
        assert post(client, begin(client)["operations_url"], one).json()["accepted"] == [one["id"]]
    assert Operation.objects.count() == 2


def test_a_code_is_written_as_its_own_system_writes_it(as_alice: Client) -> None:
    state = begin(as_alice)
    line = {**add("j1100", "drug"), "system": "hcpcs", "line_kind": "procedure"}
    exchanged = operation("set_code", line="drug", code="j0129", system="hcpcs")
    said = post(as_alice, state["operations_url"], line, exchanged).json()["answer"]["lines"]
    assert [one["code"] for one in said] == ["J0129"]


def test_all_that_schema_2_knows_of_a_line_is_kept(as_alice: Client) -> None:
    state = begin(as_alice)
    em = {"problems": "low", "data": None, "risk": "moderate", "minutes": 25, "by": "decision making"}
    said = post(
        as_alice,
        state["operations_url"],
        add("R05.1", "d"),
        operation("set_poa", line="d", poa="exempt"),
        {**add("99213", "p", rank=2.0), "system": "cpt", "line_kind": "procedure"},
        operation("set_modifiers", line="p", modifiers=["25", "GC"]),
        operation("set_units", line="p", units=8.3),
        operation("set_pointers", line="p", pointers=["d"]),
        operation("set_dates", line="p", date="2026-05-12", through="2026-05-13"),
        operation("set_place", line="p", place="11"),
        operation("set_provider", line="p", provider="R. Castellane, MD"),
        operation("set_em", line="p", em=em),
    )
    assert said.status_code == 200, said.content
    as_alice.post(state["submit_url"])
    first, second = Grade.objects.get().answer["lines"]
    assert first["poa"] == "exempt"
    assert {
        name: second[name] for name in ("modifiers", "units", "pointers", "date", "through", "place", "em")
    } == {
        "modifiers": ["25", "GC"],
        "units": 8.3,
        "pointers": ["d"],
        "date": "2026-05-12",
        "through": "2026-05-13",
        "place": "11",
        "em": em,
    }
