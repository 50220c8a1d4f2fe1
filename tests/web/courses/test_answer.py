"""Answering in a lesson: told at once on the own answer, counted once, kept, and told when a question was corrected."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.courses.models import Kept, Place
from codeward.web.learning.models import ContentVersion, Response
from tests.web.courses.conftest import sender

pytestmark = pytest.mark.django_db
Send = Callable[..., object]


def told(response: object) -> str:
    """What an answer brings back."""
    assert response.status_code == 200, response.content  # type: ignore[attr-defined]
    return response.content.decode()  # type: ignore[attr-defined]


def test_a_wrong_option_gets_its_own_reason_and_stays_open(send: Send) -> None:
    html = told(send("z1-k1", "1"))
    assert "Subacute begins at three weeks." in html
    assert "Acute, and nothing explains it." not in html
    assert "The note says acute." not in html
    assert "Check again" in html
    assert 'href="/codebook/citations?c=Tabular+R05"' in html


def test_a_right_option_closes_the_question(send: Send) -> None:
    html = told(send("z1-k1", "0"))
    assert "Acute, and nothing explains it." in html
    assert "<fieldset disabled>" in html


def test_all_reasons_are_shown_when_they_are_asked_for(send: Send) -> None:
    send("z1-k1", "1")
    html = told(send("z1-k1", "1", "reasons"))
    for said in (
        "Subacute begins at three weeks.",
        "Acute, and nothing explains it.",
        "The note says acute.",
    ):
        assert said in html


@pytest.mark.parametrize("typed", ["R50.9", "r50.9", " r509 ", "R50.9."])
def test_a_typed_code_is_read_kindly(send: Send, typed: str) -> None:
    assert "ask-right" in told(send("z1-k2", typed))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("R50.81", "That is fever with a condition named elsewhere."),
        ("R50", "It needs more characters."),
        ("R50.7", "The book has no code R50.7."),
        ("R50.2", "The category is right; the rest is not."),
        ("J06.9", "The record says something else."),
    ],
)
def test_a_wrong_code_is_told_by_its_reason_or_by_the_book(send: Send, typed: str, said: str) -> None:
    html = told(send("z1-k2", typed))
    assert said in html
    assert "ask-wrong" in html
    assert "R50.9" not in html


def test_what_cannot_be_read_counts_for_nothing(send: Send) -> None:
    html = told(send("z1-k2", "no idea at all"))
    assert "could not be read" in html
    assert not Response.objects.exists()


def test_the_answer_is_shown_after_a_wrong_one(send: Send) -> None:
    send("z1-k2", "R50.81")
    html = told(send("z1-k2", "R50.81", "show"))
    assert "R50.9" in html
    assert "Fever, unspecified" in html


def test_a_pick_list_can_be_right_in_part(send: Send) -> None:
    assert "1 of 2" in told(send("z1-k3", ["2", "3"]))
    assert "ask-right" in told(send("z1-k3", ["2", "4"]))
    first, second = Response.objects.order_by("at")
    assert (first.credit, first.right, first.first) == (0.0, False, True)
    assert (second.credit, second.right, second.first) == (1.0, True, False)


def test_rows_are_matched(send: Send) -> None:
    rows = {"answer-0": "0", "answer-1": "3", "answer-2": "2", "answer-3": "1"}
    html = told(send("z1-k5", **rows))
    assert "ask-partial" in html
    assert "Blood in what is coughed up" in html
    rows["answer-3"] = "4"
    assert "ask-right" in told(send("z1-k5", **rows))


def test_the_first_answer_counts_and_stands_in_the_log(send: Send) -> None:
    send("z1-k1", "1")
    send("z1-k1", "0")
    first, again = Response.objects.order_by("at")
    assert (first.source, first.skill, first.right, first.first, first.option) == (
        "check",
        "dx.symptom",
        False,
        True,
        "#1",
    )
    assert (again.right, again.first) == (True, False)
    assert first.version.files["item.json"].startswith("{")


def test_the_questions_before_a_lesson_do_not_count(send: Send) -> None:
    html = told(send("z1-p1", "2"))
    assert "the symptom is the code" in html
    assert Response.objects.get().source == "pretest"


def test_what_is_sent_twice_is_one_answer(send: Send) -> None:
    key = str(uuid4())
    for _ in range(3):
        send("z1-k1", "1", key=key)
    assert Response.objects.count() == 1


def test_a_key_that_was_another_answers_does_not_lose_this_one(send: Send) -> None:
    key = str(uuid4())
    send("z1-k1", "1", key=key)
    send("z1-k2", "R50.9", key=key)
    assert set(Response.objects.values_list("item", flat=True)) == {"z1-k1", "z1-k2"}


def test_an_answer_is_there_when_the_page_is_loaded_again(send: Send, client: Client) -> None:
    send("z1-k1", "1")
    html = client.get("/lessons/z1/").content.decode()
    assert "Subacute begins at three weeks." in html
    assert 'value="1" checked' in html


def test_without_script_the_form_leads_back_to_its_place(send: Send) -> None:
    response = send("z1-k1", "1", part=False)
    assert response["Location"] == "/lessons/z1/#ask-z1-k1"  # type: ignore[index]


def test_somebody_elses_answers_are_not_shown(as_alice: Client, as_bob: Client) -> None:
    sender(as_alice)("z1-k1", "1")
    sender(as_alice)("recall1-1", "alicemark")
    html = as_bob.get("/lessons/z1/").content.decode()
    assert "Subacute begins at three weeks." not in html
    assert "alicemark" not in html


def test_a_corrected_question_keeps_the_answer_and_tells(as_alice: Client, alice: User) -> None:
    sender(as_alice)("z1-k1", "1")
    other = ContentVersion.objects.create(digest="0" * 16, kind="item", content_id="z1-k1", files={})
    Response.objects.update(version=other)
    html = as_alice.get("/lessons/z1/").content.decode()
    assert "This was corrected after you answered it." in html
    assert "Subacute begins at three weeks." not in html
    assert Response.objects.get().option == "#1"
    assert "This was corrected" not in told(sender(as_alice)("z1-k1", "0"))


def test_words_from_memory_bring_the_model_and_stay(send: Send, client: Client) -> None:
    assert "While no diagnosis explains it." in told(send("recall1-1", "when nothing explains it"))
    html = client.get("/lessons/z1/").content.decode()
    assert "when nothing explains it" in html
    assert "The provider." not in html
    assert not Response.objects.exists()


def test_an_assignment_brings_its_model_and_what_it_is_marked_by(send: Send) -> None:
    html = told(send("assignment1", "Please tell me."))
    assert "On May 12 you note coarse crackles" in html
    assert "Leads to no answer" in html
    assert "3 points" in html
    assert 'name="ask" value="assignment1-marks"' in html


def test_an_assignment_is_marked_by_whoever_wrote_it_and_stays(send: Send, client: Client) -> None:
    send("assignment1", "Please tell me.")
    html = told(send("assignment1-marks", **{"answer-0": "2", "answer-1": "1"}))
    assert "You gave yourself 3 of 5 points." in html
    page = client.get("/lessons/z1/").content.decode()
    assert "Please tell me." in page
    assert "You gave yourself 3 of 5 points." in page
    assert set(Kept.objects.values_list("block", "value")) == {
        ("assignment1", "Please tell me."),
        ("assignment1-marks", "2,1"),
    }
    assert not Response.objects.exists()


@pytest.mark.parametrize("points", [("3", "0"), ("2", ""), ("-1", "0"), ("x", "1")])
def test_points_that_the_rubric_does_not_have_are_not_kept(send: Send, points: tuple[str, str]) -> None:
    send("assignment1", "Please tell me.")
    html = told(send("assignment1-marks", **{"answer-0": points[0], "answer-1": points[1]}))
    assert "You gave yourself" not in html


def test_the_words_of_an_assignment_stay_as_they_were_before_the_model_was_seen(send: Send) -> None:
    send("assignment1", "Please tell me.")
    send("assignment1", "What the model says.")
    assert Kept.objects.get(block="assignment1").value == "Please tell me."


def test_a_look_up_is_done_by_typing_or_by_reaching_the_entry(send: Send) -> None:
    assert "not where this search ends" in told(send("lookup1", "R05.9"))
    assert send("lookup1", "R05.2", "reached").status_code == 204  # type: ignore[attr-defined]
    html = told(send("lookup1", "R05.1", "reached"))
    assert "ask-right" in html
    assert "Acute cough" in html


def test_a_record_is_worked_through_step_by_step(send: Send) -> None:
    html = told(send("worked1-1", "fever and chills"))
    assert "The assessment names it." in html
    assert "You said:" in html
    assert "May pneumonia be coded?" in html
    html = told(send("worked1-2", "0"))
    assert "no diagnosis" in html
    html = told(send("worked1-3", "d1"))
    assert "She came for the cough." in html
    # The last step of fade 1 is open: it is tried until it is right, or shown.
    html = told(send("worked1-4", "R05.1"))
    assert "No cause is named." not in html
    assert "Show the answer" in html
    html = told(send("worked1-4", "", "show"))
    assert "No cause is named." in html
    assert not Response.objects.exists()


@pytest.mark.parametrize("marked", ["2. Acute cough.", "Acute cough", "2. Acute cough.\n3. Fever."])
def test_words_are_marked_give_or_take_some(send: Send, marked: str) -> None:
    assert "<b>Right.</b>" in told(send("worked1-1", marked))


def test_a_place_is_kept_on_every_device(as_alice: Client, alice: User) -> None:
    assert as_alice.post("/lessons/z1/place", {"section": "which-side"}).status_code == 204
    html = as_alice.get("/lessons/z1/").content.decode()
    assert "Go on at:" in html
    assert 'href="#which-side"' in html
    as_alice.post("/lessons/z1/place", {"section": "nosuch"})
    assert Place.objects.get(learner=alice).section == "which-side"


def test_a_place_of_nobody_makes_nobody(client: Client) -> None:
    client.post("/lessons/z1/place", {"section": "which-side"})
    assert not Place.objects.exists()
    assert not User.objects.exists()


def test_an_answer_moves_the_place_and_counts_the_time(as_alice: Client, alice: User) -> None:
    sender(as_alice)("z1-k4", "1")
    assert Place.objects.get(learner=alice).section == "which-side"
    assert alice.spans.filter(way="lesson", content_id="z1").exists()


@pytest.mark.parametrize("key", ["", "nosuch", "worked1", "worked1-9"])
def test_what_the_lesson_does_not_ask_is_not_found(send: Send, key: str) -> None:
    assert send(key, "1").status_code == 404  # type: ignore[attr-defined]


@pytest.mark.parametrize("answer", ["99", "x", "", "1" * 300, "²"])
def test_an_answer_that_is_none_of_the_options_counts_for_nothing(send: Send, answer: str) -> None:
    assert "ask-open" in told(send("z1-k1", answer))
    assert not Response.objects.exists()


def test_what_is_written_is_bounded_and_holds_no_nul(send: Send) -> None:
    send("recall1-1", "a\0" * 3000)
    assert Kept.objects.get().value == "a" * 1500 or len(Kept.objects.get().value) <= 2000


def test_a_form_is_brought_as_it_stands_for_another_tab(send: Send, client: Client) -> None:
    send("z1-k1", "1")
    html = client.get("/lessons/z1/ask/z1-k1", headers={"X-Part": "1"}).content.decode()
    assert html.startswith("<form")
    assert "Subacute begins at three weeks." in html
    assert client.get("/lessons/z1/ask/nosuch").status_code == 404
