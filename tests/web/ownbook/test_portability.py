"""Whose the marks are: a guest's join the account's, an export holds them, they go with their person; exams."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone

from codeward.codesets import books
from codeward.web.accounts import guests, parts
from codeward.web.accounts.models import User
from codeward.web.ownbook import api, book
from codeward.web.ownbook.models import Mark, OwnBook, TakenChange
from tests.web.conftest import PASSWORD
from tests.web.ownbook.conftest import RELEASE, marks, put, send, turn
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db
ANCHOR = "icd10cm/E11.9"


def test_a_guest_who_signs_in_keeps_both_and_nothing_twice(
    client: Client, as_alice: Client, alice: User
) -> None:
    shared = put(ANCHOR, "note", text="the same")
    theirs = put("icd10cm/I10", "note", text="the guest's")
    send(as_alice, shared, put(ANCHOR, colour="green"), put("icd10cm/I11", "tab"))
    send(client, put(ANCHOR, "note", text="the same"), put(ANCHOR, colour="pink"), theirs)
    assert client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD}).status_code == 302
    assert User.objects.filter(state="guest").count() == 0
    found = sorted((m.kind, m.colour or m.text) for m in book.marks_of(alice))
    assert found == [
        ("highlight", "green"),
        ("highlight", "pink"),
        ("note", "the guest's"),
        ("note", "the same"),
        ("tab", "blue"),
    ]
    # What the guest's page sends again is known, and its ids still hold.
    send(client, theirs)
    assert len(marks(client)) == 5
    send(client, turn("remove", theirs["mark"]))
    assert len(marks(client)) == 4


def test_merging_is_idempotent_and_has_room(alice: User, bob: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from codeward.web.ownbook.portability import merge

    guest = User.objects.create_guest()
    client = signed_in(bob)
    send(client, put(ANCHOR, "note", text="one"), put(ANCHOR, "note", text="two"))
    Mark.objects.update(learner=guest)
    monkeypatch.setattr(book, "MAX_MARKS", 1)
    for _ in range(2):
        merge(guest, alice)
    assert book.live(alice).count() == 2
    guests.merge(guest, alice)
    assert book.live(alice).count() == 2


def test_the_export_holds_all_of_it(as_alice: Client, as_bob: Client, alice: User) -> None:
    gone = put("icd10cm/I10", "note", text="taken out")
    send(as_alice, put(ANCHOR, "note", text="hers"), gone, turn("remove", gone["mark"]))
    send(as_bob, put(ANCHOR, "note", text="his"))
    with zipfile.ZipFile(io.BytesIO(parts.export(alice))) as archive:
        held = json.loads(archive.read("ownbook.json"))
    assert [mark["text"] for mark in held["book"]["marks"]] == ["hers"]
    assert [mark["text"] for mark in held["taken_out"]] == ["taken out"]
    assert len(held["changes"]) == 3
    assert "his" not in json.dumps(held["book"])


def test_all_goes_with_the_person(as_alice: Client, as_bob: Client, alice: User) -> None:
    send(as_alice, put(ANCHOR))
    send(as_bob, put(ANCHOR))
    parts.delete(alice)
    assert [model.objects.count() for model in (Mark, OwnBook, TakenChange)] == [1, 1, 1]


def test_in_an_exam_ones_own_book_is_allowed(as_alice: Client, as_bob: Client, alice: User) -> None:
    send(as_alice, put(ANCHOR, "note", text="mine"), put(ANCHOR, "tab", label="DM"))
    send(as_bob, put(ANCHOR, "note", text="another's"))
    allowed = api.marks_allowed(alice, RELEASE)
    assert sorted(mark.kind for mark in allowed.marks) == ["note", "tab"]
    shown = allowed.to_json()
    assert [tab["label"] for tab in shown["tabs"]] == ["DM"]
    assert "another" not in json.dumps(shown)
    assert api.marks_allowed(alice, RELEASE, before=timezone.now() - dt.timedelta(hours=1)).marks == ()
    assert api.marks_allowed(None, RELEASE).marks == ()


def test_a_page_of_an_exam_shows_the_marks_and_lets_nobody_change_them(as_alice: Client, alice: User) -> None:
    send(as_alice, put(ANCHOR, "note", text="mine"))
    template = Template("{% load ownbook %}{% ownbook_scripts %}")
    context = {"release": books.open("icd10cm").release, "learner": alice}
    free = template.render(Context(context))
    exam = template.render(Context({**context, "ownbook_allowed": api.marks_allowed(alice, RELEASE)}))
    assert 'id="ob-dialog"' in free
    assert 'id="ob-dialog"' not in exam
    assert '"text": "mine"' in exam
    assert "mine" not in free
    assert template.render(Context({"learner": alice})).strip() == ""
