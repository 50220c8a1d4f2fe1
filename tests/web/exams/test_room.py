"""The room as pages: saved and gone on from without a script, keys never in it, the result when it is over."""

from __future__ import annotations

import datetime as dt
import json
import re
from uuid import uuid4

import pytest
from django.test import Client

from codeward.codesets import books
from codeward.curriculum import program
from codeward.web.accounts.models import User
from codeward.web.exams.models import Answer, PlannedExam, Sitting
from codeward.web.exams.moves import give_time, void
from codeward.web.exams.portability import give
from codeward.web.exams.sittings import begin, save, submit
from tests.web.exams.made import KINDS, RIGHT, change, made_form, with_left

# The same in every worker, or each would know the tests by other names.
KEY = "8c7b1f0e-6a0d-4a52-9d0e-1f2a3b4c5d6e"
pytestmark = pytest.mark.django_db


@pytest.fixture
def one(alice: User) -> Sitting:
    """A sitting of alice's with a question of each kind."""
    return begin(alice, made_form("CCS", ids=KINDS), timed=True)


def at(one: Sitting, tail: str = "") -> str:
    return f"/exams/sittings/{one.public_id}/{tail}"


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def send(client: Client, one: Sitting, *changes: dict[str, object]) -> dict[str, object]:
    rows = [{"key": str(uuid4()), "sequence": 1, **told} for told in changes]
    body = json.dumps({"changes": rows})
    answer = client.post(at(one, "changes"), body, content_type="application/json")
    return {"status": answer.status_code, **answer.json()}


def test_the_lists_say_what_there_is_and_what_is_lacking(client: Client, as_alice: Client) -> None:
    page = text(client, "/exams/")
    assert "Certified Professional Coder" in page
    page = text(as_alice, "/exams/cpc/")
    assert "the bank does not have all" in page
    assert "unconfirmed" in page
    assert "Whole exam" in page
    assert as_alice.get("/exams/nothing/").status_code == 404


def test_a_guest_and_a_stranger_are_asked_to_sign_in(client: Client) -> None:
    page = text(client, "/exams/cpc/")
    assert "needs an account" in page
    assert client.post("/exams/cpc/start", {"length": "short"}).status_code == 302
    assert not Sitting.objects.exists()


def test_starting_leads_into_the_room_once(as_alice: Client) -> None:
    first = as_alice.post("/exams/cpc/start", {"length": "s1", "timing": "timed"})
    again = as_alice.post("/exams/cpc/start", {"length": "whole", "timing": "untimed"})
    assert first["Location"] == again["Location"]
    one = Sitting.objects.get()
    assert (one.form.length, one.timed, one.form.items) == ("s1", True, 4)
    assert as_alice.get(first["Location"])["Location"].endswith("/questions/1/")
    assert "Go on" in text(as_alice, "/exams/cpc/")
    assert "Go on" in text(as_alice, "/exams/")


def test_a_planned_day_is_kept_in_its_bounds(as_alice: Client, alice: User) -> None:
    day = books.today() + dt.timedelta(days=100)
    as_alice.post("/exams/cpc/plan", {"day": day.isoformat()})
    assert PlannedExam.objects.get(learner=alice).day == day
    for wrong in ("1999-01-01", "soon", "2199-01-01"):
        as_alice.post("/exams/cpc/plan", {"day": wrong})
    assert PlannedExam.objects.get().day == day
    as_alice.post("/exams/cpc/plan", {"day": ""})
    assert not PlannedExam.objects.exists()


def test_without_a_script_each_question_is_saved_and_gone_on_from(as_alice: Client, one: Sitting) -> None:
    fields = {
        "a1": "2",
        "a2": "t22.211a",
        "a3": ["0", "2"],
        "a4-0": "2",
        "a4-1": "5",
        "a4-2": "4",
        "a4-3": "1",
        "a5": ["s2:leading", "s3:payment_named"],
        "a6-0-code": "I10",
        "a6-1-code": "E11.9",
    }
    for place in range(1, 7):
        page = text(as_alice, at(one, f"questions/{place}/"))
        assert f"Question {place} of 6" in page
        mine = {name: value for name, value in fields.items() if name.startswith(f"a{place}")}
        answer = as_alice.post(at(one, f"questions/{place}/"), {**mine, "go": "next", "sequence": "0"})
        assert answer["Location"].endswith(f"/questions/{place + 1}/" if place < 6 else "/review/")
    page = text(as_alice, at(one, "review/"))
    assert "Every question has an answer." in page
    assert as_alice.post(at(one, "review/"), {"act": "submit"})["Location"].endswith("/result/")
    fresh = Sitting.objects.get()
    assert fresh.score is not None
    assert fresh.score.points == 8


def test_what_was_answered_stands_there_again(as_alice: Client, one: Sitting) -> None:
    save(
        one,
        [
            change(n, 3, RIGHT[name], note=f"note {n}", flagged=True, struck="0")
            for n, name in enumerate(KINDS, 1)
        ],
    )
    page = text(as_alice, at(one, "all/"))
    for n in range(1, 7):
        assert f"note {n}" in page
    assert 'name="a1" value="2" checked' in page
    assert 'name="a1-struck" value="0" checked' in page
    assert 'value="T22.211A"' in page
    assert 'name="a5" value="s2:leading" checked' in page
    assert 'data-field="code" value="e119"' in page
    assert page.count('data-sequence="3"') == 6
    assert page.count("cell-flagged") >= 6


def test_no_page_of_the_room_holds_a_key(as_alice: Client, one: Sitting) -> None:
    """No reason, no citation, no title of a code, no mark of the right one; and none of what only the key names."""
    pages = [at(one, f"questions/{n}/") for n in range(1, 7)] + [
        at(one, "all/"),
        at(one, "review/"),
        at(one, "changes"),
    ]
    bank = program().form_items
    for path in pages:
        page = text(as_alice, path)
        assert "Reason" not in page
        assert "Burn of second degree" not in page
        assert "His own word" not in page
        assert "Please state its type" not in page
        assert not re.search(r'data-(right|answer)\b|option-(right|wrong)|ask-(right|wrong)"', page)
        if path.endswith("questions/6/"):
            assert "I10" not in page
            assert "E11.9" not in page
    assert bank["made-code-001"].options[0].lines[0].code not in text(as_alice, at(one, "questions/2/"))  # type: ignore


def test_a_result_is_told_when_it_is_over_and_not_before(as_alice: Client, one: Sitting) -> None:
    assert as_alice.get(at(one, "result/"))["Location"] == at(one)
    save(
        one,
        [change(1, given="#0", seconds=70), change(3, given="#0"), change(5, given="#s2:leading,s1:leading")],
    )
    submit(one)
    page = text(as_alice, at(one, "result/"))
    for told in (
        "Reason of T22.212A in made-i-000", "Reason one of made-marks-001", "missed", "Answer key", "70 s",
        "What this number does not say", "Practice these", "not a fault here", "provisional",
    ):  # fmt: skip
        assert told in page, told
    assert 'href="/skills/dx.side/"' in page
    # What was left open is explained too: a code to type, a match, the lines of a record.
    for told in (
        "Reason of made-code-001",
        "Answer three",
        "Reason 3 of made-match-001",
        "of made-scenario-001",
    ):
        assert told in page, told


def test_every_question_that_was_left_open_has_all_its_reasons(as_alice: Client, one: Sitting) -> None:
    submit(one)
    page = text(as_alice, at(one, "result/"))
    for code in ("T22.112A", "T22.211A", "T22.212A", "T22.311A"):
        assert f"Reason of {code} in made-i-000" in page
    assert "Reason of E78.5 in made-pick-001" in page
    assert page.count("not answered") >= 6
    for tail in ("", "questions/1/", "all/", "review/"):
        assert as_alice.get(at(one, tail))["Location"] == at(one, "result/")


def test_a_result_says_what_was_taken_out(as_alice: Client, one: Sitting, bob: User) -> None:
    from codeward.web.exams.moves import suspend

    suspend("made-i-000", by=bob, reason="Two answers can be defended")
    submit(one)
    page = text(as_alice, at(one, "result/"))
    assert "Two answers can be defended" in page
    void(one, by=bob, reason="The room caught fire")
    assert "it does not count" in text(as_alice, at(one, "result/"))


def test_changes_are_taken_as_json_and_every_reply_tells_the_time(as_alice: Client, one: Sitting) -> None:
    told = send(as_alice, one, {"place": 1, "given": "#2", "marks": [[0, 1, 5]], "seconds": 12})
    assert told["status"] == 200
    assert 3590 < int(told["left"]) <= 3600  # type: ignore[call-overload]
    row = Answer.objects.get()
    assert (row.given, row.marks, row.seconds) == ("#2", [[0, 1, 5]], 12)
    told = send(as_alice, one, {"place": 1, "given": "#0"})
    assert told["older"] == {
        "1": {"sequence": 1, "given": "#2", "flagged": False, "struck": "", "note": "", "marks": [[0, 1, 5]]}
    }
    state = as_alice.get(at(one, "changes")).json()
    assert (state["state"], state["paused"]) == ("open", False)


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"changes": 3}', b'{"changes": [{}]}', b"{" * 9000, b'{"changes": [{"key": "x"}]}',
     *(json.dumps({"changes": [{"key": KEY, "place": 1, "sequence": 1, **more}]}).encode()
       for more in ({"place": 0}, {"sequence": "1"}, {"given": 3}, {"given": "x" * 8001}, {"flagged": 1},
                    {"marks": [[1, 2]]}, {"marks": [[1, 2, -3]]}, {"marks": [[0, 0, 1]] * 101}, {"note": "x" * 2001},
                    {"seconds": -1}, {"place": True}))],
)  # fmt: skip
def test_what_is_no_change_is_refused_and_keeps_nothing(as_alice: Client, one: Sitting, body: bytes) -> None:
    answer = as_alice.post(at(one, "changes"), body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not Answer.objects.exists()


def test_nul_and_half_a_surrogate_are_kept_as_text(as_alice: Client, one: Sitting) -> None:
    told = send(as_alice, one, {"place": 2, "given": "T22\0.2", "note": "\ud800x"})
    assert told["status"] == 200
    row = Answer.objects.get()
    assert (row.given, row.note) == ("T22.2", "?x")


@pytest.mark.parametrize(
    "given", ["[" * 7_999, '[{"code":"\\ud800"}]', '[{"code":{"a":[1]}},{"code":"\\u0000"}]']
)
def test_lines_that_no_page_would_send_break_no_page_and_no_score(
    as_alice: Client, one: Sitting, given: str
) -> None:
    assert send(as_alice, one, {"place": 6, "given": given})["status"] == 200
    for tail in ("questions/6/", "all/", "review/"):
        text(as_alice, at(one, tail))
    as_alice.post(at(one, "review/"))
    text(as_alice, at(one, "result/"))
    score = Sitting.objects.get().score
    assert score is not None
    assert score.points == 0


def test_an_export_during_a_sitting_does_not_say_what_is_not_scored(alice: User, one: Sitting) -> None:
    assert give(alice)[0]["questions"] is None
    submit(one)
    assert [row["id"] for row in give(alice)[0]["questions"]["items"]] == list(KINDS)


def test_after_the_deadline_the_reply_leads_to_the_result(as_alice: Client, one: Sitting) -> None:
    send(as_alice, one, {"place": 1, "given": "#2"})
    with_left(one, -60)
    told = send(as_alice, one, {"place": 2, "given": "T22.211A"})
    assert told["status"] == 409
    assert Sitting.objects.get().state == "submitted"
    assert as_alice.get(at(one, "changes")).json()["result"] == at(one, "result/")
    answer = as_alice.post(at(one, "questions/2/"), {"a2": "T22.211A"})
    assert answer["Location"] == at(one, "result/")


def test_a_break_is_begun_and_ended_by_pages(as_alice: Client, one: Sitting, bob: User) -> None:
    assert "Take a break" not in text(as_alice, at(one, "questions/1/"))
    give_time(one.learner, 100, 15, by=bob, reason="as documented")
    assert "Take a break (15 minutes left)" in text(as_alice, at(one, "questions/1/"))
    as_alice.post(at(one, "break"), {"act": "begin"})
    assert "the clock stands still" in text(as_alice, at(one, "questions/1/"))
    assert send(as_alice, one, {"place": 1, "given": "#2"})["status"] == 403
    as_alice.post(at(one, "break"), {"act": "end"})
    assert send(as_alice, one, {"place": 1, "given": "#2"})["status"] == 200


def test_somebody_elses_sitting_is_not_there(client: Client, one: Sitting, as_bob: Client) -> None:
    for other in (client, as_bob):
        for tail in ("", "questions/1/", "all/", "review/", "result/", "changes"):
            assert other.get(at(one, tail)).status_code == 404
        assert other.post(at(one, "review/")).status_code == 404
        assert other.post(at(one, "break")).status_code == 404
    assert Sitting.objects.get().is_open


def test_a_place_that_is_not_there_is_a_404(as_alice: Client, one: Sitting) -> None:
    assert as_alice.get(at(one, "questions/7/")).status_code == 404
    assert as_alice.get(at(one, "questions/0/")).status_code == 404
