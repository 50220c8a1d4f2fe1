"""The test-out of a lesson: twelve unseen questions, once a week; ten right pass it; late answers are no part of it."""

from __future__ import annotations

import html as entities
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from codeward.practice.assessing import key_of
from codeward.web.accounts.models import User
from codeward.web.courses.drawn import drawn
from codeward.web.courses.standing import standing_of
from codeward.web.learning.models import Response, TestOut

pytestmark = pytest.mark.django_db
PATH = "/lessons/d1/test-out/"


def page(client: Client) -> str:
    """The page."""
    return client.get(PATH).content.decode()


def right_answer(one: dict[str, Any]) -> str:
    """What is right for a question that was drawn."""
    _generator, item = drawn(one)
    key = key_of(item)
    assert key is not None
    if one["typed"]:
        return ", ".join(line.code for line in key.lines or ())
    return str(item.options.index(key))  # type: ignore[union-attr]


def work_through(client: Client, wrong: int = 0) -> TestOut:
    """Begin and answer all twelve, so many of them wrong."""
    client.post(PATH, {"act": "begin"})
    test = TestOut.objects.get()
    for n, one in enumerate(test.items):
        fields = {"item": one["id"], "act": "unknown" if n < wrong else "give"}
        client.post(PATH, {**fields, "answer": right_answer(one)})
    test.refresh_from_db()
    return test


def test_a_lesson_that_cannot_be_tested_says_so(client: Client) -> None:
    html = client.get("/lessons/a1/test-out/").content.decode()
    assert "offers no test-out" in html
    assert "Begin the test-out" not in html


def test_it_asks_twelve_never_seen_half_of_them_typed(as_alice: Client) -> None:
    as_alice.post(PATH, {"act": "begin"})
    test = TestOut.objects.get()
    assert len({one["id"] for one in test.items}) == 12
    assert sum(one["typed"] for one in test.items) == 6
    html = page(as_alice)
    assert "question 1 of 12" in html
    assert "ask-why" not in html


def test_ten_right_pass_the_lesson_and_it_is_told_with_reasons(as_alice: Client, alice: User) -> None:
    test = work_through(as_alice, wrong=2)
    assert (test.right, test.passed) == (10, True)
    html = page(as_alice)
    assert "10 of 12 right" in html
    assert html.count("ask-why") >= 12
    assert standing_of(alice).lessons["d1"].done


def test_nine_right_do_not(as_alice: Client, alice: User) -> None:
    test = work_through(as_alice, wrong=3)
    assert (test.right, test.passed) == (9, False)
    html = page(as_alice)
    assert "The next one is possible from" in html
    as_alice.post(PATH, {"act": "begin"})
    assert TestOut.objects.count() == 1
    assert not standing_of(alice).lessons["d1"].done


def test_an_answer_that_was_given_stays(as_alice: Client) -> None:
    as_alice.post(PATH, {"act": "begin"})
    one = TestOut.objects.get().items[0]
    as_alice.post(PATH, {"item": one["id"], "act": "unknown"})
    as_alice.post(PATH, {"item": one["id"], "act": "give", "answer": right_answer(one)})
    assert Response.objects.get().right is False
    assert "question 2 of 12" in page(as_alice)


def test_after_twenty_minutes_it_is_over(as_alice: Client) -> None:
    as_alice.post(PATH, {"act": "begin"})
    one = TestOut.objects.get().items[0]
    with time_machine.travel(timezone.now() + timedelta(minutes=21)):
        as_alice.post(PATH, {"item": one["id"], "act": "give", "answer": right_answer(one)})
        assert "Not passed this time" in entities.unescape(re.sub(r"\s+", " ", page(as_alice)))
    assert TestOut.objects.get().right == 0


def test_nobodys_test_is_somebody_elses(as_alice: Client, as_bob: Client) -> None:
    as_alice.post(PATH, {"act": "begin"})
    assert "Begin the test-out" in page(as_bob)
