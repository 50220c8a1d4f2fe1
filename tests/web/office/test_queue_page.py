"""A queue's page: who sees it, what stands first, whose a row is, and the same as a table."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from codeward.web.accounts.models import User
from codeward.web.grants.api import Area, Need, Role
from codeward.web.office import registry
from codeward.web.office.models import Ownership
from codeward.web.office.registry import Panel, Queue, QueueRow, State
from tests.web.grants.cast import member
from tests.web.pseudo import untranslated
from tests.web.signed_in import with_second_step

pytestmark = pytest.mark.django_db
WAITS = State("Waits", "clock", "info")
DONE = State("Almost", "check", "right")


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> list[QueueRow]:
    """A queue of letters for whoever reads tickets; rows are as the test gives them."""
    rows: list[QueueRow] = []

    def found(_pass: Any, words: str) -> list[QueueRow]:
        return [row for row in rows if words.casefold() in row.name.casefold()]

    def panel(_pass: Any, thing: str) -> Panel | None:
        row = next((one for one in rows if one.id == thing), None)
        return (
            None
            if row is None
            else Panel(row.name, row.detail, "office/_job.html", {"row": row, "action": "/x"})
        )

    one = Queue(
        name="letters",
        label="Letters",
        rows=found,
        panel=panel,
        area=Area.TICKETS,
        need=Need.READ,
        first="Who",
        second="What",
        empty="Letters come by post.",
    )
    monkeypatch.setitem(registry._queues, "letters", one)
    now = timezone.now()
    rows += [
        QueueRow("late", "Mona", "a letter", WAITS, now - timedelta(days=9), now - timedelta(days=2)),
        QueueRow("free", "Zed", "a card", DONE, now - timedelta(hours=3)),
        QueueRow("soon", "=SUM(A1)", "a parcel", WAITS, now - timedelta(minutes=5), now + timedelta(days=3)),
    ]
    return rows


@pytest.fixture
def support(db: None) -> User:
    """Somebody of the office."""
    return member(Role.SUPPORT, "sol")


def test_there_is_no_office_for_anybody_else(client: Client, as_alice: Client, waiting: Any) -> None:
    for one in (client, as_alice):
        for path in ("/office/", "/office/queues/letters/", "/office/queues/letters/late/"):
            assert one.get(path).status_code == 404
        assert 'href="/office/"' not in one.get("/charts/").content.decode()


def test_a_role_without_the_area_finds_no_queue(waiting: Any) -> None:
    as_bursar = with_second_step(member(Role.BURSAR))
    assert as_bursar.get("/office/queues/letters/").status_code == 404
    assert as_bursar.post("/office/queues/letters/late/take").status_code == 404
    assert not Ownership.objects.exists()


def test_the_soonest_due_stands_first_with_its_age_and_state(support: User, waiting: Any) -> None:
    page = with_second_step(support).get("/office/", follow=True).content.decode()
    assert page.index("Mona") < page.index("=SUM(A1)") < page.index("Zed")
    assert "2 days late" in page
    assert "9 days" in page
    assert "No date" in page
    assert 'class="state state-info"' in page


def test_filters_are_by_owner_state_and_name(support: User, waiting: Any) -> None:
    client = with_second_step(support)
    client.post("/office/queues/letters/late/take")
    for query, names in (
        ("owner=mine", {"Mona"}),
        ("owner=nobody", {"Zed", "=SUM(A1)"}),
        ("state=Almost", {"Zed"}),
        ("q=zED", {"Zed"}),
        ("owner=mine&q=zed", set()),
        ("owner=x&page=99&state=%00", {"Mona", "Zed", "=SUM(A1)"}),
    ):
        page = client.get(f"/office/queues/letters/?{query}").content.decode()
        assert {name for name in ("Mona", "Zed", "=SUM(A1)") if f">{name}</a>" in page} == names, query


def test_rows_are_sorted_by_any_column_either_way_round(support: User, waiting: Any) -> None:
    client = with_second_step(support)
    names = ("Mona", "Zed", "=SUM(A1)")
    for sort, expected in (
        ("name", ["=SUM(A1)", "Mona", "Zed"]),
        ("-name", ["Zed", "Mona", "=SUM(A1)"]),
        ("detail", ["Zed", "Mona", "=SUM(A1)"]),
        ("age", ["=SUM(A1)", "Zed", "Mona"]),
        ("due", ["Mona", "=SUM(A1)", "Zed"]),
        ("-due", ["=SUM(A1)", "Mona", "Zed"]),
        ("owner;drop", ["Mona", "=SUM(A1)", "Zed"]),
    ):
        page = client.get("/office/queues/letters/", {"sort": sort}).content.decode()
        shown = sorted(names, key=lambda name: page.index(f">{name}</a>"))
        assert shown == expected, sort
    page = client.get("/office/queues/letters/", {"sort": "-age", "owner": "nobody"}).content.decode()
    assert page.count("aria-sort=") == 1
    assert 'class="cell-age" aria-sort="descending"' in page
    assert 'href="?sort=age&amp;owner=nobody"' in page or 'href="?owner=nobody&amp;sort=age"' in page


def test_a_row_is_taken_let_go_and_handed_over_on_its_page(support: User, waiting: Any) -> None:
    client, other = with_second_step(support), member(Role.SUPPORT, "sam")
    assert client.post("/office/queues/letters/late/take")["Location"] == "/office/queues/letters/late/"
    page = client.get("/office/queues/letters/late/").content.decode()
    assert "Yours since" in page
    assert re.search(r"Took a row of a queue\s*<span class=\"meta\">by Sol", page)
    answer = with_second_step(other).post("/office/queues/letters/late/take")
    assert answer.status_code == 409
    assert "Sol has this now" in answer.content.decode()
    client.post("/office/queues/letters/late/hand-over", {"to": other.public_id})
    assert Ownership.objects.get(thing="late").owner == other
    assert client.post("/office/queues/letters/late/release").status_code == 409
    with_second_step(other).post("/office/queues/letters/late/release")
    assert Ownership.objects.get(thing="late").owner is None


def test_a_row_is_not_handed_to_somebody_who_may_not_see_it(support: User, waiting: Any, alice: User) -> None:
    client = with_second_step(support)
    client.post("/office/queues/letters/late/take")
    for one in (alice, member(Role.BURSAR)):
        answer = client.post("/office/queues/letters/late/hand-over", {"to": one.public_id})
        assert answer.status_code == 404
    assert Ownership.objects.get().owner == support


def test_whoever_only_reads_a_queue_takes_nothing(waiting: Any) -> None:
    client = with_second_step(member(Role.AUDITOR))
    for path in ("", "late/"):
        page = client.get(f"/office/queues/letters/{path}").content.decode()
        assert "Mona" in page
        assert "Take" not in page
    assert client.post("/office/queues/letters/late/take").status_code == 404
    assert not Ownership.objects.exists()


def test_what_is_about_oneself_is_not_taken(support: User, waiting: list[QueueRow]) -> None:
    waiting.append(QueueRow("mine", "Sol", "about Sol", WAITS, timezone.now(), about=support))
    client = with_second_step(support)
    assert client.post("/office/queues/letters/mine/take").status_code == 404
    assert "Take it" not in client.get("/office/queues/letters/mine/?state=Almost").content.decode()
    page = client.get("/office/queues/letters/mine/").content.decode()
    assert "Take it" not in page
    assert "About you" in page


def test_a_row_that_left_the_queue_is_not_found(support: User, waiting: list[QueueRow]) -> None:
    client = with_second_step(support)
    waiting.clear()
    assert client.get("/office/queues/letters/late/").status_code == 404
    assert client.post("/office/queues/letters/late/take").status_code == 404
    assert "Letters come by post." in client.get("/office/queues/letters/").content.decode()


def test_the_table_holds_what_the_filter_shows_and_no_formula(support: User, waiting: Any) -> None:
    client = with_second_step(support)
    answer = client.get("/office/queues/letters/table.csv?state=Waits")
    lines = answer.content.decode().splitlines()
    assert len(lines) == 3
    assert lines[2].startswith('"\'=SUM(A1)","a parcel","Waits",')


def test_a_thousand_rows_are_the_most(support: User, waiting: list[QueueRow]) -> None:
    now = timezone.now()
    waiting += [QueueRow(f"n{n}", f"N{n}", "", WAITS, now) for n in range(1100)]
    page = with_second_step(support).get("/office/queues/letters/").content.decode()
    assert "Only the first 1,000 are shown" in page
    assert page.count("<tr") == 51


def test_every_word_can_be_translated(support: User, waiting: Any, pseudo_locale: None) -> None:
    client = with_second_step(support)
    page = client.get("/office/queues/letters/late/").content.decode()
    own = {"Letters", "Who", "What", "Waits", "Almost", "a letter", "Mona"}
    assert [one for one in untranslated(page) if not any(word in one for word in own)] == []
