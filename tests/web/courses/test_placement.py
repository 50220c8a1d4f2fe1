"""A placement: begun by whoever wants it, asked one question at a time, and read from the log anew."""

from __future__ import annotations

import html as entities
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from codeward.practice.assessing import key_of
from codeward.practice.placement import FIRST, MOST, abilities
from codeward.web.accounts.models import User
from codeward.web.courses.drawn import drawn, of_bank
from codeward.web.courses.placing import pool, told_in
from codeward.web.learning import portability
from codeward.web.learning.api import states
from codeward.web.learning.models import Placement, Response

pytestmark = pytest.mark.django_db
PATH = "/placement/"


def text(client: Client, path: str = PATH, **query: str) -> str:
    """The page as one reads it."""
    html = client.get(path, query, follow=True).content.decode().split("<main")[1].split("</main>")[0]
    return entities.unescape(re.sub(r"\s+|csrfmiddlewaretoken[^>]+", " ", html))


def right_answer(one: dict[str, Any]) -> str:
    """What is right for a question that was drawn."""
    _generator, item = drawn(one)
    key = key_of(item)
    assert key is not None
    if one["typed"]:
        return ", ".join(f"{line.code} {line.poa or ''}" for line in key.lines or ())
    return str(item.options.index(key))  # type: ignore[union-attr]


def begun(client: Client) -> Placement:
    """One that was begun."""
    client.post(PATH, {"act": "begin"})
    return Placement.objects.latest("pk")


def answer(client: Client, one: Placement, *, right: bool | None = True, **more: str) -> Any:
    """Answer its question at hand: rightly, wrongly, or that one does not know."""
    one.refresh_from_db()
    hand = one.items[-1]
    given = right_answer(hand)
    if right is False:
        given = "A00.0" if hand["typed"] else str((int(given) + 1) % 3)
    fields = {"sitting": one.public_id, "item": hand["id"], "act": "unknown" if right is None else "give"}
    return client.post(PATH, {**fields, "answer": given, "key": str(uuid4()), **more})


def test_it_says_what_it_is_and_offers_the_first_lesson_beside_it(client: Client) -> None:
    page = text(client)
    assert "12 to 30 questions" in page
    assert page.index('href="/lessons/w0/"') < page.index("Begin the questions")
    assert not User.objects.exists()


def test_twelve_go_over_every_group_that_has_questions_and_it_adapts(as_alice: Client) -> None:
    one = begun(as_alice)
    for _n in range(FIRST):
        answer(as_alice, one)
    one.refresh_from_db()
    groups = [item["group"] for item in one.items[:FIRST]]
    assert set(groups) == {"work", "words", "rules", "body", "chapters"}
    assert min(groups.count(group) for group in groups) >= 2
    levels = {group: [i["level"] for i in one.items if i["group"] == group] for group in groups}
    # Who was right is asked harder ones.
    assert all(told[0] < max(told) for told in levels.values())
    assert any(item["typed"] for item in one.items)
    assert len({item["slot"] for item in one.items}) == len(one.items)


def test_who_knows_everything_is_asked_thirty_and_offered_test_outs(as_alice: Client, alice: User) -> None:
    one = begun(as_alice)
    for _n in range(MOST):
        answer(as_alice, one)
    one.refresh_from_db()
    assert (len(one.items), one.ended_at is not None) == (MOST, True)
    page = text(as_alice, f"{PATH}{one.public_id}/")
    assert page.count("chip-right") >= 4
    assert page.index("/lessons/d1/test-out/") < page.index("/lessons/d3/test-out/")
    assert "No test-out: the lesson has no 12 fresh questions" in page
    assert "not asked" in page  # of what no lesson is written of
    # Nothing is passed by it.
    assert states(alice) == {}


def test_who_knows_nothing_is_asked_twelve_and_sent_to_the_first_lesson(as_alice: Client) -> None:
    one = begun(as_alice)
    for _n in range(FIRST):
        response = answer(as_alice, one, right=None)
    assert response.url == f"{PATH}{one.public_id}/"
    page = text(as_alice, response.url)
    assert page.index("Begin with") < page.index('href="/lessons/w0/"') < page.index("What your answers say")
    assert "still to learn" in page
    assert "chip-right" not in page
    assert "No group is known well enough" in page


def test_i_do_not_know_stands_in_the_log_as_nothing_given(as_alice: Client) -> None:
    one = begun(as_alice)
    for right in (None, False, True):
        answer(as_alice, one, right=right)
    rows = list(Response.objects.order_by("pk").values_list("option", "right", "source", "sitting"))
    assert rows[0] == ("", False, "placement", one.public_id)
    assert all(option for option, *_ in rows[1:])
    one.refresh_from_db()
    assert [told.right for told in told_in(one)] == [None, False, True]


def test_the_result_is_read_from_the_log_the_same_each_time(as_alice: Client) -> None:
    one = begun(as_alice)
    for n in range(9):
        answer(as_alice, one, right=(True, None, False)[n % 3])
    one.refresh_from_db()
    first = abilities(told_in(one))
    again = Placement.objects.get(pk=one.pk)
    assert abilities(told_in(again)) == first
    assert sum(group.asked for group in first.values()) == 9
    path = f"{PATH}{one.public_id}/"
    as_alice.post(PATH, {"act": "end", "sitting": one.public_id})
    assert text(as_alice, path) == text(as_alice, path)


def test_an_answer_sent_twice_or_from_a_second_tab_is_one(as_alice: Client) -> None:
    one = begun(as_alice)
    key, first = str(uuid4()), one.items[0]["id"]
    for _n in range(2):
        fields = {"sitting": one.public_id, "item": first, "act": "unknown", "key": key}
        assert as_alice.post(PATH, fields).url == PATH
    fields = {"sitting": one.public_id, "item": first, "act": "give", "answer": right_answer(one.items[0])}
    assert as_alice.post(PATH, {**fields, "key": str(uuid4())}).url == PATH
    one.refresh_from_db()
    assert Response.objects.count() == 1
    assert len(one.items) == 2
    as_alice.post(PATH, {"act": "begin"})
    assert Placement.objects.count() == 1


def test_a_reload_shows_the_same_question(as_alice: Client) -> None:
    one = begun(as_alice)
    answer(as_alice, one)
    pages = [re.findall(r'name="item" value="([^"]+)"', text(as_alice)) for _n in range(2)]
    one.refresh_from_db()
    assert pages == [[one.items[-1]["id"]]] * 2
    assert "question 2 of at most 30" in text(as_alice)


def test_what_cannot_be_read_is_no_answer(as_alice: Client) -> None:
    one = begun(as_alice)
    while not one.items[-1]["typed"]:
        answer(as_alice, one)
        one.refresh_from_db()
    before = Response.objects.count()
    said = answer(as_alice, one, answer="no idea at all").content.decode()
    assert "no idea at all" in said
    assert "Choose or type an answer" in answer(as_alice, one, answer="").content.decode()
    assert Response.objects.count() == before


def test_it_may_be_ended_early_and_gone_on_with(as_alice: Client) -> None:
    one = begun(as_alice)
    answer(as_alice, one)
    one.refresh_from_db()
    hand = one.items[-1]["id"]
    response = as_alice.post(PATH, {"act": "end", "sitting": one.public_id})
    page = text(as_alice, response.url)
    assert "1 question answered" in page
    # An answer that a second tab sends now is none.
    assert answer(as_alice, one).url == response.url
    assert Response.objects.count() == 1
    as_alice.post(PATH, {"act": "go-on", "sitting": one.public_id})
    assert f'value="{hand}"' in text(as_alice)


def test_another_begins_after_a_week(as_alice: Client) -> None:
    one = begun(as_alice)
    as_alice.post(PATH, {"act": "end", "sitting": one.public_id})
    assert "Once a week: you can begin another from" in text(as_alice)
    refused = as_alice.post(PATH, {"act": "begin"}).content.decode()
    assert "less than a week ago" in refused
    assert Placement.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert begun(as_alice) != one
        # What was gone on with before is not gone on with beside a newer one.
        as_alice.post(PATH, {"act": "go-on", "sitting": one.public_id})
        assert Placement.objects.filter(ended_at=None).count() == 1


def test_one_that_was_left_for_a_month_is_over(as_alice: Client) -> None:
    one = begun(as_alice)
    Placement.objects.update(started_at=timezone.now() - timedelta(days=31))
    assert answer(as_alice, one).url == f"{PATH}{one.public_id}/"
    assert "Go on with the questions" not in text(as_alice, f"{PATH}{one.public_id}/")
    assert not Response.objects.exists()


def test_somebody_elses_is_none(as_alice: Client, as_bob: Client, client: Client) -> None:
    one = begun(as_alice)
    for other in (as_bob, client):
        assert answer(other, one).status_code == 404
        assert other.post(PATH, {"act": "end", "sitting": one.public_id}).status_code == 404
        assert other.get(f"{PATH}{one.public_id}/").status_code == 404
    assert as_alice.post(PATH, {"act": "give", "sitting": "x"}).status_code == 404
    assert not Response.objects.exists()


def test_a_guest_may_take_it_and_brings_it_along(client: Client, alice: User) -> None:
    one = begun(client)
    answer(client, one)
    guest = User.objects.exclude(pk=alice.pk).get()
    assert guest.is_guest
    before = told_in(one)
    hers = Placement.objects.create(learner=alice, seed=1, items=one.items[:1])
    portability.merge(guest, alice)
    one.refresh_from_db()
    assert (one.learner, one.ended_at is None) == (alice, False)
    assert told_in(one) == before[:1]
    hers.refresh_from_db()
    assert hers.ended_at is None


def test_the_questions_are_told_with_their_reasons_at_the_end(as_alice: Client) -> None:
    one = begun(as_alice)
    for right in (True, None, False):
        answer(as_alice, one, right=right)
    assert "ask-why" not in text(as_alice)
    as_alice.post(PATH, {"act": "end", "sitting": one.public_id})
    told = text(as_alice, f"{PATH}{one.public_id}/", reasons="1")
    assert told.count('aria-label="Question') == 3
    assert told.count("ask-why") >= 3


def test_a_newcomer_is_offered_the_first_lesson_and_then_this(as_alice: Client) -> None:
    for path in ("/", "/program/"):
        page = text(as_alice, path)
        assert page.index('href="/lessons/w0/"') < page.index(f'href="{PATH}"')
        assert "I already know some of this" in page
    one = begun(as_alice)
    assert "Go on with it where you stopped" in text(as_alice, "/")
    as_alice.post(PATH, {"act": "end", "sitting": one.public_id})
    assert "I already know some of this" not in text(as_alice, "/")


def test_questions_of_the_bank_are_asked_once_and_pinned(as_alice: Client, alice: User) -> None:
    [(kept, item)] = [(kept, item) for kept, item in of_bank(["work.claim_path"]) if item.id == "t-first-job"]
    assert "t-first-job" in pool(alice)
    first = {**kept, "slot": item.id, "group": "work", "guess": 1 / 3}
    one = Placement.objects.create(learner=alice, seed=1, items=[first])
    page = as_alice.get(PATH).content.decode()
    assert "<em>unread</em>" in page
    assert "no payer has decided" not in page
    answer(as_alice, one, answer="1")
    row = Response.objects.get()
    assert (row.right, row.generator, row.seed) == (True, "", None)
    assert row.version is not None
    assert row.version.content_id == "t-first-job"
    assert "t-first-job" not in pool(alice)
    as_alice.post(PATH, {"act": "end", "sitting": one.public_id})
    assert "no payer has decided" in text(as_alice, f"{PATH}{one.public_id}/", reasons="1")


def test_a_question_that_was_corrected_meanwhile_ends_it_and_what_was_answered_stands(
    as_alice: Client, alice: User
) -> None:
    one = begun(as_alice)
    answer(as_alice, one)
    one.refresh_from_db()
    hand = {**one.items[-1], "id": "t-taken-back", "version": "0" * 16}
    Placement.objects.update(items=[one.items[0], hand])
    response = as_alice.get(PATH)
    assert response.status_code == 200
    assert "Once a week" in response.content.decode()
    page = text(as_alice, f"{PATH}{one.public_id}/")
    assert "1 question answered" in page
    assert "Go on with the questions" not in page
