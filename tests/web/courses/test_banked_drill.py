"""Drills of skills that no generator serves: the bank's questions of practice, unseen ones first."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from codeward.curriculum import CodeItem, program
from codeward.web.accounts.models import User
from codeward.web.courses.drilling import can_drill, drawn_from, read_setup
from codeward.web.learning.api import record
from codeward.web.learning.models import Response
from tests.web.learning.answers import answer as an_answer

pytestmark = pytest.mark.django_db
SKILL = "work.claim_path"


def fields(html: str) -> dict[str, str]:
    """What the drill's form sends along."""
    form = html[html.index("lesson-drill-form") :]
    return dict(re.findall(r'<input type="hidden" name="([a-z]+)" value="([^"]*)">', form))


def test_a_skill_without_a_generator_is_drilled_from_the_bank(as_alice: Client, alice: User) -> None:
    skill = program().skills[SKILL]
    assert can_drill(skill)
    items = program().practiced[SKILL]
    seen: list[str] = []
    for _ in items:
        html = as_alice.get(f"/drill/?skills={SKILL}").content.decode()
        sent = fields(html)
        item = drawn_from(read_setup(_query(sent))).item
        seen.append(item.id)
        key = next(one for one in item.options if one.right)
        typed = ", ".join(line.code for line in key.lines or ())
        right = typed if isinstance(item, CodeItem) else str(item.options.index(key))
        told = as_alice.post(
            "/drill/answer", {**sent, "act": "check", "answer": right}, headers={"X-Part": "1"}
        )
        assert "ask-right" in told.content.decode()
    # Each once, before one comes again; and each stands in the log with the version that was answered.
    assert sorted(seen) == sorted(one.id for one in items)
    rows = Response.objects.filter(learner=alice, source="drill")
    assert rows.filter(first=True, right=True).count() == len(items)
    assert {row.version.content_id for row in rows if row.version} == set(seen)


def test_the_same_address_shows_the_same_question(as_alice: Client) -> None:
    sent = fields(as_alice.get(f"/drill/?skills={SKILL}").content.decode())
    first = as_alice.get("/drill/", {**sent, "form": "drill"}, headers={"X-Part": "1"}).content.decode()
    again = as_alice.get("/drill/", {**sent, "form": "drill"}, headers={"X-Part": "1"}).content.decode()
    plain = re.compile(r'value="[0-9a-f-]{36}"|value="[A-Za-z0-9]{64}"')
    assert plain.sub("", first) == plain.sub("", again)


def _query(sent: dict[str, str]) -> object:
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    query.update(sent)
    return query


def test_who_has_begun_a_skill_is_not_asked_easy_ones_again(as_alice: Client, alice: User) -> None:
    """Ten easy answers right pass no skill, so a drill that is opened anew goes on where the last one stopped."""
    path = "/drill/?skills=dx.side"
    assert drawn_from(read_setup(_query(fields(as_alice.get(path).content.decode())))).item.level == 1
    for n in range(2):
        record(alice, an_answer(f"easy-{n}", skill="dx.side", right=True, level=1))
    assert drawn_from(read_setup(_query(fields(as_alice.get(path).content.decode())))).item.level == 2
