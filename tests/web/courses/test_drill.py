"""Drills on a page and in a lesson: asked, told with every reason, counted, then another."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.learning.api import record
from codeward.web.learning.models import Response
from tests.web.learning.answers import answer as an_answer

pytestmark = pytest.mark.django_db
PART = {"X-Part": "1"}


def fields_of(html: str) -> dict[str, str]:
    """The hidden fields of the drill's form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html.split("data-ask=")[1]))


def send(client: Client, fields: dict[str, str], **more: Any) -> str:
    """Send the form as the page's script does."""
    response = client.post("/drill/answer", {**fields, **more}, headers=PART)
    assert response.status_code == 200
    return response.content.decode()


def shown(client: Client, skill: str = "dx.side") -> tuple[str, dict[str, str]]:
    """A drill of one skill, and its fields."""
    html = client.get(f"/drill/?skills={skill}&level=1").content.decode()
    return html, fields_of(html)


def test_a_drill_is_asked_and_nothing_of_its_key_told(client: Client) -> None:
    html, fields = shown(client)
    assert fields["skills"] == "dx.side"
    assert int(fields["seed"]) > 0
    assert "ask-open" in html
    assert "ask-why" not in html
    assert not User.objects.exists()


def test_an_answer_is_told_with_all_reasons_and_counted(client: Client) -> None:
    _html, fields = shown(client)
    for seed in range(40):  # the first that is a choice
        html = client.get("/drill/", {**fields, "seed": str(seed)}, headers=PART).content.decode()
        if 'type="radio"' in html:
            break
    told = send(client, fields, seed=str(seed), answer="0", act="check")
    assert told.count("ask-why-") >= 3
    assert "Next question" in told
    assert "Check again" not in told
    row = Response.objects.get()
    assert (row.source, row.skill, row.generator, row.seed) == ("drill", "dx.side", "side", seed)
    assert row.version is None


def test_the_next_one_is_another(client: Client) -> None:
    _html, fields = shown(client)
    one, other = send(client, fields, act="next"), send(client, fields, act="next")
    assert fields_of(one)["seed"] != fields_of(other)["seed"]


def test_the_same_answer_sent_twice_is_one(client: Client) -> None:
    _html, fields = shown(client)
    for _ in range(2):
        client.post("/drill/answer", {**fields, "answer": "0", "act": "check"}, headers=PART)
    assert Response.objects.count() <= 1


def test_five_right_bring_in_what_the_skill_is_confused_with(client: Client) -> None:
    _html, fields = shown(client, "dx.excludes1")
    skills: dict[str, set[str]] = {"4": set(), "5": set()}
    for right, found in skills.items():
        for _n in range(8):
            html = send(client, {**fields, "right": right, "turn": ""}, act="next")
            found |= set(re.findall(r'data-skill="([\w.]+)"', html))
    assert skills["4"] == {"dx.excludes1"}
    assert len(skills["5"]) > 1


def test_without_script_the_page_tells_too(client: Client) -> None:
    _html, fields = shown(client)
    response = client.post("/drill/answer", {**fields, "answer": "0", "act": "check"})
    assert response.status_code == 200
    assert "<h1>" in response.content.decode()


def test_a_lessons_drill_begins_when_it_is_asked_for(client: Client) -> None:
    html = client.get("/lessons/z1/").content.decode()
    form = html.split('data-ask="z1-drill1"')[1].split("</form>")[0]
    assert "Start the drill" in form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    told = send(client, fields, act="next")
    assert 'data-ask="z1-drill1"' in told
    send(client, fields_of(told), answer="0", act="check")
    assert set(Response.objects.values_list("topic", flat=True)) <= {fields["topic"]}
    assert "H60" in told or "ear" in told.casefold()


def test_a_drill_that_is_not_written_says_so(client: Client) -> None:
    assert "There is no drill for this yet" in client.get("/drill/?skills=exam.pacing").content.decode()


def test_the_page_of_drills_lets_one_choose(client: Client) -> None:
    html = client.get("/drill/").content.decode()
    assert 'name="skill" value="dx.side"' in html
    mixed = client.get("/drill/?skill=dx.side&skill=dx.seventh").content.decode()
    assert "Mixed from:" in mixed


def test_my_weak_five_minutes_bring_what_was_missed(as_alice: Client, alice: User) -> None:
    assert "Nothing is weak yet." in as_alice.get("/drill/?kind=weak").content.decode()
    record(alice, an_answer("i1", skill="dx.seventh", right=False))
    record(alice, an_answer("i2", skill="dx.side", right=True))
    fields = fields_of(as_alice.get("/drill/?kind=weak").content.decode())
    assert fields["skills"] == "dx.seventh,dx.side"
    assert fields["kind"] == "weak"
    assert fields_of(send(as_alice, fields, act="next"))["turn"] != fields["turn"]
    over = send(as_alice, {**fields, "began": str(int(fields["began"]) - 301)}, act="next")
    assert "The five minutes are over" in over


@pytest.mark.parametrize(
    "query",
    ["skills=nosuch", "skills=dx.side&level=9&seed=x&right=-1", "skills=dx.side&day=x", "skills=dx.side&topic=ZZZ",
     "skills=dx.side&day=1999-01-01", "skills=dx.side&seed=99999999999999999999", "skills=%00&form=%3Cscript%3E"],
)  # fmt: skip
def test_whatever_cannot_be_is_put_right_or_told(client: Client, query: str) -> None:
    response = client.get(f"/drill/?{query}")
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("data-ask")[-1].split("</form>")[0]
