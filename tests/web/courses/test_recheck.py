"""Re-checks after 7 and 21 days, and what slipped: due as the answers tell, shown on Today, begun by its link."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client

from codeward.curriculum import CodeItem
from codeward.practice.assessing import key_of
from codeward.practice.mastery import Mastery, Source
from codeward.web.accounts.models import User
from codeward.web.courses.drilling import drawn_from, read_setup
from codeward.web.learning.api import record_all, states
from codeward.web.learning.models import Response
from tests.web.learning.answers import answer as an_answer

pytestmark = pytest.mark.django_db
PART = {"X-Part": "1"}
START = datetime(2026, 6, 1, 9, tzinfo=UTC)


def on(day: int, hours: float = 0) -> time_machine.travel:
    """So many days after the skills were passed."""
    return time_machine.travel(START + timedelta(days=day, hours=hours), tick=False)


def passed(learner: User, *skills: str) -> None:
    """The skills were passed at the start."""
    with on(0):
        for skill in skills:
            record_all(learner, [an_answer(f"{skill}-{n}", skill=skill) for n in range(8)])


@pytest.fixture
def client_on(alice: User) -> Callable[[], Client]:
    """A client that signs in on the day that it is."""

    def made() -> Client:
        found = Client()
        found.force_login(alice)
        return found

    return made


def fields_of(html: str) -> dict[str, str]:
    """The hidden fields of the drill's form."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html.split("data-ask=")[1]))


def given(fields: dict[str, str], right: bool) -> str:
    """A right answer to the question of the form, or a wrong one."""
    query = QueryDict(mutable=True)
    query.update(fields)
    item = drawn_from(read_setup(query)).item
    key = key_of(item)
    assert key is not None
    if isinstance(item, CodeItem):
        return ", ".join(f"{line.code} {line.poa or ''}" for line in key.lines or ()) if right else "A00.0"
    place = item.options.index(key)  # type: ignore[union-attr]
    return str(place if right else (place + 1) % len(item.options))  # type: ignore[union-attr]


def session(client: Client, right: Callable[[str], bool], most: int = 12) -> tuple[list[str], str]:
    """A re-check from its link to its end: the skills that were asked, and how it ends."""
    html = client.get("/drill/?kind=recheck").content.decode()
    turns = []
    for _n in range(most):
        if "data-skill" not in html:
            break
        fields = fields_of(html)
        turns.append(fields["turn"])
        sent = {**fields, "answer": given(fields, right(fields["turn"])), "act": "check", "key": str(uuid4())}
        told = client.post("/drill/answer", sent, headers=PART).content.decode()
        html = client.post("/drill/answer", {**fields_of(told), "act": "next"}, headers=PART).content.decode()
    return turns, html


def test_today_shows_it_from_the_seventh_day(alice: User, client_on: Callable[[], Client]) -> None:
    passed(alice, "dx.side", "dx.seventh")
    with on(6):
        assert "to check again" not in client_on().get("/").content.decode()
    with on(7):
        for path in ("/", "/program/"):
            html = client_on().get(path).content.decode()
            assert "2 skills to check again" in html
            assert "/drill/?kind=recheck" in html


def test_its_link_asks_those_skills_mixed_until_each_is_met(
    alice: User, client_on: Callable[[], Client]
) -> None:
    passed(alice, "dx.side", "dx.seventh")
    with on(7):
        turns, html = session(client_on(), lambda _skill: True)
        known = states(alice)
        assert sorted(turns) == ["dx.seventh"] * 3 + ["dx.side"] * 3
        assert turns[0] != turns[1]
        assert html.count("met; check again from") == 2
        assert "to check again" not in client_on().get("/").content.decode()
        assert "Nothing is due." in client_on().get("/drill/?kind=recheck").content.decode()
    assert all(state.first_recheck_at for state in known.values())
    rows = Response.objects.filter(source=str(Source.RECHECK))
    assert set(rows.values_list("mixed", "level")) == {(True, 2)}


def test_the_second_keeps_them(alice: User, client_on: Callable[[], Client]) -> None:
    passed(alice, "dx.side")
    for day in (7, 21):
        with on(day):
            wrong = iter([False, True, True, True])
            turns, _html = session(client_on(), lambda _skill, w=wrong: next(w))  # type: ignore[misc]
            assert len(turns) == 4
    assert states(alice)["dx.side"].state is Mastery.KEPT


def test_two_wrong_lose_it_and_it_is_brought_back_with_its_nearest(
    alice: User, client_on: Callable[[], Client]
) -> None:
    passed(alice, "dx.excludes1", "dx.side")
    with on(7):
        client = client_on()
        turns, html = session(client, lambda skill: skill != "dx.excludes1")
        assert turns.count("dx.excludes1") == 2
        assert "slipped: two were wrong" in html
        link = "/drill/?kind=slipped&amp;skills=dx.excludes1"
        assert link in html
        for path in ("/", "/program/"):
            assert link in client.get(path).content.decode()
        fields = fields_of(client.get("/drill/?kind=slipped").content.decode())
        assert fields["turn"] == "dx.excludes1"
        seen: dict[str, set[str]] = {"0": set(), "4": set(), "5": set()}
        for right, found in seen.items():
            for _n in range(10):
                sent = {**fields, "right": right, "turn": "", "act": "next"}
                found.add(
                    fields_of(client.post("/drill/answer", sent, headers=PART).content.decode())["turn"]
                )
        assert seen["0"] == seen["4"] == {"dx.excludes1"}
        assert len(seen["5"]) == 2


def test_asked_as_a_recheck_but_not_due_is_a_drill(alice: User, client_on: Callable[[], Client]) -> None:
    passed(alice, "dx.side")
    with on(3):
        client = client_on()
        html = client.get("/drill/?skills=dx.side&level=2").content.decode()
        fields = {**fields_of(html), "kind": "recheck"}
        client.post("/drill/answer", {**fields, "answer": given(fields, True), "act": "check"}, headers=PART)
        assert Response.objects.latest("pk").source == "drill"
