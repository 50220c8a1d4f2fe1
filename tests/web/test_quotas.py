"""What a person, an address and all guests together may have stored: counted where it is stored, exactly, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone

from codeward.bounds import BoundsError
from codeward.web import quotas
from codeward.web.accounts.models import User
from codeward.web.charts import api, attempts
from codeward.web.charts.models import Attempt, Operation
from codeward.web.ownbook import book
from codeward.web.ownbook.models import Mark
from codeward.web.ownbook.portability import merge
from tests.web.charts.conftest import CHART, operation, post
from tests.web.charts.test_races import batch
from tests.web.ownbook.conftest import put, send, turn
from tests.web.race import at_once
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


@pytest.fixture(autouse=True)
def _nothing_counted(transactional_db: None) -> None:
    cache.clear()


def asked(address: str = "192.0.2.1") -> HttpRequest:
    """A request from an address."""
    return RequestFactory().post("/", REMOTE_ADDR=address)


def long_query(name: str) -> dict[str, Any]:
    """A change of some four thousand bytes."""
    return operation("add_query", query=name, about="x" * 4_000)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Quotas that a test can fill."""
    monkeypatch.setattr(attempts, "ANSWERS", quotas.ANSWERS._replace(guest=30_000, account=60_000))
    monkeypatch.setattr(book, "MARKS", quotas.MARKS._replace(guest=5_000, account=20_000))
    return


# -- the address's share of the day


def test_each_address_has_its_own_share_of_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "ADDRESS_A_DAY", 100)
    quotas.ask_address(asked(), 60)
    quotas.ask_address(asked(), 40)
    with pytest.raises(BoundsError, match="have reached today’s storage limit"):
        quotas.ask_address(asked(), 1)
    quotas.ask_address(asked("192.0.2.2"), 100)
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=2)):
        quotas.ask_address(asked(), 100)
    with pytest.raises(BoundsError):
        quotas.ask_address(asked("192.0.2.3"), 101)


def test_what_is_rolled_back_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "ADDRESS_A_DAY", 100)
    with transaction.atomic():
        quotas.ask_address(asked(), 100)
        transaction.set_rollback(True)
    quotas.ask_address(asked(), 100)
    with pytest.raises(BoundsError):
        quotas.ask_address(asked(), 1)


def test_many_at_once_are_counted_to_the_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quotas, "ADDRESS_A_DAY", 100)

    def work(_pause: Callable[[], object]) -> int:
        try:
            quotas.ask_address(asked(), 30)
        except BoundsError:
            return 0
        return 30

    assert sum(at_once(MANY, work)) == 90


def test_a_count_that_is_read_and_then_set_lets_all_through() -> None:
    """The naive form."""

    def naive(pause: Callable[[], object]) -> int:
        count = int(cache.get("naive", 0)) + 30
        pause()
        cache.set("naive", count, timeout=60)
        return 30 if count <= 100 else 0

    assert sum(at_once(MANY, naive)) > 100


# -- a person's room


def test_a_guest_who_is_full_is_told_so_and_signing_up_gives_room(small: None) -> None:
    client = Client()
    url = client.post(f"/charts/{CHART}/start").json()["operations_url"]
    assert [post(client, url, long_query(f"q{n}")).status_code for n in range(6)] == [200] * 6
    full = post(client, url, long_query("q9"))
    # Not 400, which would have the page let the change go: it stays on the device.
    assert full.status_code == 403
    assert full.json() == {
        "error": "Your work on charts has reached its storage limit: 29.3 KB",
        "way_out": "Sign up: your work is saved, and an account has more storage",
    }
    assert Operation.objects.count() == 6
    assert post(client, url, operation("remove_query", query="q1")).status_code == 200
    guest = User.objects.get()
    User.objects.filter(pk=guest.pk).update(state=User.State.ACTIVE, email="g@example.org")
    assert attempts._held(User.objects.get()) <= 30_000
    quotas.ask_person(quotas.ANSWERS, 30_000, 4_000, guest=False)


def test_changes_sent_again_cost_nothing_and_what_was_refused_neither(as_alice: Client) -> None:
    url = as_alice.post(f"/charts/{CHART}/start").json()["operations_url"]
    one = long_query("q1")
    post(as_alice, url, one)
    before = Attempt.objects.get()
    assert 4_000 < before.written < before.stored
    post(as_alice, url, one)
    post(as_alice, url, operation("add_line", line="l", rank=1, code=" "))
    after = Attempt.objects.get()
    assert (after.written, after.stored) == (before.written, before.stored)


def test_one_attempt_holds_so_many_bytes_and_can_still_be_handed_in(
    as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "ATTEMPT", 10_000)
    state = as_alice.post(f"/charts/{CHART}/start").json()
    said = [post(as_alice, state["operations_url"], long_query(f"q{n}")) for n in range(3)]
    assert [one.status_code for one in said] == [200, 200, 400]
    assert said[2].json()["way_out"] == "Submit it as it is"
    assert as_alice.post(state["submit_url"]).status_code == 302
    assert Attempt.objects.get().state == "submitted"


def test_grades_count_too_and_a_full_person_begins_no_other_chart(small: None, as_alice: Client) -> None:
    for _ in range(20):
        begun = as_alice.post(f"/charts/{CHART}/start")
        if begun.status_code != 200:
            break
        as_alice.post(begun.json()["submit_url"])
    assert begun.status_code == 403
    assert begun.json()["way_out"] == "Write to the school"
    assert Attempt.objects.count() > 1
    assert 58_000 < sum(Attempt.objects.values_list("stored", flat=True)) < 80_000


def test_a_persons_attempts_at_once_share_their_room_to_the_byte(alice: User, small: None) -> None:
    """Each in an attempt of its own, so that no attempt's lock keeps them apart."""
    charts = list(api.charts().values())[:MANY]
    made = [api.start(alice, chart) for chart in charts]
    held = sum(Attempt.objects.values_list("stored", flat=True))
    one = 160 + len(batch("00000000-0000-4000-8000-000000000000").operations[0].model_dump_json())
    Attempt.objects.filter(pk=made[0].pk).update(stored=2_000 + 60_000 - held - 3 * one)
    turns = iter(made)

    def work(_pause: Callable[[], object]) -> int:
        try:
            api.apply(Attempt.objects.get(pk=next(turns).pk), batch(str(uuid4())))
        except BoundsError:
            return 0
        return 1

    assert sum(at_once(MANY, work)) == 3


def test_room_that_is_looked_up_without_a_lock_is_given_twice(alice: User) -> None:
    """The naive form."""
    made = [api.start(alice, chart) for chart in list(api.charts().values())[:MANY]]
    turns = iter(made)

    def naive(pause: Callable[[], object]) -> int:
        mine = next(turns)
        held = sum(Attempt.objects.filter(learner_id=mine.learner_id).values_list("stored", flat=True))
        pause()
        if held + 400 > 2_000 * MANY + 1_200:
            return 0
        Attempt.objects.filter(pk=mine.pk).update(stored=2_400)
        return 1

    assert sum(at_once(MANY, naive)) > 3


# -- the own book


def test_marks_that_were_taken_out_make_room_for_new_ones(small: None, as_alice: Client) -> None:
    for n in range(5):
        one = put("icd10cm/E11.9", "note", text=f"{n}" + "x" * 1_900)
        assert send(as_alice, one).status_code == 200
        assert send(as_alice, turn("remove", one["mark"])).status_code == 200
    assert Mark.objects.count() == 5
    told = [send(as_alice, put("icd10cm/E11.9", "note", text=f"b{n}" + "x" * 1_900)) for n in range(12)]
    assert [one.status_code for one in told[:8]] == [200] * 8
    assert not Mark.objects.filter(removed_at__isnull=False).exists()
    assert told[-1].status_code == 403
    assert told[-1].json()["error"] == "Your own book has reached its storage limit: 19.5 KB"
    assert book.stored(User.objects.get()) <= 20_000


def test_a_guests_marks_come_along_into_a_full_book(small: None, alice: User) -> None:
    guest = User.objects.create_guest()
    Client().get("/")
    for owner, count in ((guest, 2), (alice, 8)):
        client = signed_in(alice) if owner is alice else Client()
        if owner is guest:
            session = client.session
            session["guest"] = guest.public_id
            session.save()
        for n in range(count):
            send(client, put("icd10cm/E11.9", "note", text=f"{owner.pk}.{n}" + "x" * 1_900))
    merge(guest, alice)
    assert Mark.objects.filter(learner=alice).count() == 10


# -- the disk


def test_guests_leave_the_last_of_the_disk_to_accounts(
    as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    guest = Client()
    url = guest.post(f"/charts/{CHART}/start").json()["operations_url"]
    monkeypatch.setattr(quotas.shutil, "disk_usage", lambda _home: SimpleNamespace(free=quotas.FREE - 1))
    refused = post(guest, url, long_query("q"))
    assert refused.status_code == 403
    assert refused.json()["error"] == "There is no storage left for guests right now"
    assert Client().post(f"/charts/{CHART}/start").status_code == 403
    assert send(guest, put("icd10cm/E11.9")).status_code == 403
    url = as_alice.post(f"/charts/{CHART}/start").json()["operations_url"]
    assert post(as_alice, url, long_query("q")).status_code == 200
