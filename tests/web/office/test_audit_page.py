"""The audit in the office: who may read it, how it is asked, and in which words it answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from codeward.web.accounts.models import User
from codeward.web.audit.api import Kind, act, acts, record
from codeward.web.audit.models import AuditRow
from codeward.web.grants.api import Role
from tests.web.conftest import PASSWORD
from tests.web.grants.cast import member
from tests.web.pseudo import untranslated
from tests.web.signed_in import with_second_step

pytestmark = pytest.mark.django_db
SEAT = act("tests.seat_given", "Gave a seat", Kind.MOVE)


@pytest.fixture(autouse=True)
def _one_act() -> None:
    assert SEAT in acts()


@pytest.fixture
def auditor(db: None) -> Client:
    """Somebody who reads everything and changes nothing."""
    return with_second_step(member(Role.AUDITOR))


def test_auditors_and_directors_read_it_and_nobody_else(client: Client, as_alice: Client) -> None:
    for role in Role:
        if role is Role.LEARNER:
            continue
        status = 200 if role in {Role.AUDITOR, Role.DIRECTOR} else 404
        one = with_second_step(member(role))
        for path in ("/office/audit/", "/office/audit/table.csv"):
            assert one.get(path).status_code == status, role
    for somebody in (client, as_alice):
        assert somebody.get("/office/audit/").status_code == 404


def test_a_row_is_told_in_plain_words(auditor: Client, alice: User, bob: User) -> None:
    record(SEAT, actor=bob, about=alice, role="registrar", changed={"seats": (3, 4)}, reason="One was free.")
    page = auditor.get("/office/audit/").content.decode()
    for words in ("Gave a seat", "Bob", "registrar", "Alice", "seats: 3 → 4", "One was free."):
        assert words in page


def test_it_is_asked_by_who_whom_what_kind_and_day(auditor: Client, alice: User, bob: User) -> None:
    record(SEAT, actor=bob, about=alice, reason="first reason")
    record(SEAT, actor=alice, about=bob, reason="second reason")
    today = timezone.localdate()
    later = (today + timedelta(days=2)).isoformat()
    for query, first, second in (
        ({"actor": "bob"}, True, False),
        ({"about": "BOB@example"}, False, True),
        ({"actor": bob.public_id}, True, False),
        ({"actor": "nobody"}, False, False),
        ({"act": SEAT.name}, True, True),
        ({"kind": "security"}, False, False),
        ({"since": later}, False, False),
        ({"until": later}, True, True),
        ({"until": "0001-01-01"}, False, False),
        ({"since": "9999-12-31", "until": "9999-12-31"}, False, False),
        ({"since": "x", "act": "x", "kind": "x", "page": "x"}, True, True),
        ({"actor": "\0"}, True, True),
    ):
        page = auditor.get("/office/audit/", query).content.decode()
        assert ("first reason" in page, "second reason" in page) == (first, second), query


def test_who_has_left_goes_by_their_number(auditor: Client, alice: User, bob: User) -> None:
    number = bob.public_id
    record(SEAT, actor=bob, about=alice)
    bob.delete()
    page = auditor.get("/office/audit/").content.decode()
    assert f"someone who has left ({number})" in page


def test_the_table_is_the_same_and_runs_nothing(auditor: Client, alice: User, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(display_name="=cmd|'/C calc'!A1")
    record(SEAT, actor=bob, about=alice, reason="+1")
    record(SEAT, actor=alice, about=bob)
    lines = auditor.get("/office/audit/table.csv", {"about": "alice"}).content.decode().splitlines()
    assert len(lines) == 2
    assert ",\"'=cmd|'/C calc'!A1\"," in lines[1]
    assert lines[1].endswith(',"\'+1"')


def test_a_file_that_is_taken_away_names_no_network_address(
    auditor: Client, client: Client, alice: User
) -> None:
    typed = {"login": "alice@example.org", "password": PASSWORD}
    client.post("/accounts/login/", typed, REMOTE_ADDR="203.0.113.77")
    assert "203.0.113.77" in auditor.get("/office/audit/").content.decode()
    table = auditor.get("/office/audit/table.csv").content.decode()
    assert "Signed in" in table
    assert "203.0.113.77" not in table


def test_fifty_stand_on_a_page(auditor: Client, alice: User) -> None:
    for _ in range(60):
        record(SEAT, actor=None, about=alice)
    page = auditor.get("/office/audit/", {"act": SEAT.name}).content.decode()
    assert page.count("<tr>") == 51
    assert "Page 1 of 2" in page
    assert "the school itself" in page
    assert AuditRow.objects.filter(act=SEAT.name).count() == 60


def test_every_word_can_be_translated(auditor: Client, alice: User, bob: User, pseudo_locale: None) -> None:
    record(SEAT, actor=bob, about=alice, role="registrar", changed={"seats": (3, 4)}, reason="One was free.")
    page = auditor.get("/office/audit/").content.decode()
    assert [one for one in untranslated(page) if "Gave a seat" not in one] == []
