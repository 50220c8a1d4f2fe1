"""Making, changing and taking out marks: idempotent, nobody else's, nothing lost, clear errors."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.ownbook import book
from codeward.web.ownbook.models import Mark, TakenChange
from tests.web.ownbook.conftest import RELEASE, marks, put, send, turn
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db
ANCHOR = "icd10cm/E11.9"
EXCLUDES = "icd10cm/E11#excludes1-2"


def test_marks_of_all_kinds_stand_and_keep_the_words_of_the_book(as_alice: Client, alice: User) -> None:
    changes = [
        put(ANCHOR),
        put(EXCLUDES, "note", text="gestational → O24.4-"),
        put(ANCHOR, "tab", label="DM 2"),
    ]
    said = send(as_alice, *changes).json()
    assert said["accepted"] == [change["id"] for change in changes]
    assert (said["copied"], said["learner"], said["guest"]) == ([], alice.public_id, False)
    found = {mark["kind"]: mark for mark in marks(as_alice, "icd10cm/E11")}
    assert found["note"]["text"] == "gestational → O24.4-"
    assert (found["tab"]["label"], found["tab"]["colour"]) == ("DM 2", "blue")
    quotes = {mark.anchor: mark.quote for mark in book.marks_of(alice)}
    assert quotes == {
        ANCHOR: "Type 2 diabetes mellitus without complications",
        EXCLUDES: "drug or chemical induced diabetes mellitus (E09.-)",
    }


def test_sent_again_it_is_taken_once(as_alice: Client) -> None:
    change = put(ANCHOR)
    for _ in range(3):
        assert send(as_alice, change, change).json()["accepted"] == [change["id"]] * 2
    assert Mark.objects.count() == TakenChange.objects.count() == 1


def test_an_old_change_that_comes_late_does_not_undo_a_newer_one(as_alice: Client) -> None:
    first = put(ANCHOR, "note", text="one")
    second = put(ANCHOR, "note", mark=first["mark"], base=first["id"], text="two")
    send(as_alice, first)
    send(as_alice, second)
    send(as_alice, first)
    assert [mark["text"] for mark in marks(as_alice)] == ["two"]


def test_a_note_changed_in_two_places_is_kept_in_both_wordings(as_alice: Client) -> None:
    first = put(ANCHOR, "note", text="one")
    send(as_alice, first)
    here = put(ANCHOR, "note", mark=first["mark"], base=first["id"], text="from here")
    there = put(ANCHOR, "note", mark=first["mark"], base=first["id"], text="from there")
    more = put(ANCHOR, "note", mark=first["mark"], base=there["id"], text="from there, and more")
    assert send(as_alice, here).json()["copied"] == []
    assert len(send(as_alice, there).json()["copied"]) == 1
    assert send(as_alice, more).json()["copied"] == []
    assert send(as_alice, there, more).json()["copied"] == []
    assert {mark["text"] for mark in marks(as_alice)} == {"from here", "from there, and more"}


def test_the_same_change_in_two_places_is_one_mark(as_alice: Client) -> None:
    first = put(ANCHOR, "note", text="one")
    send(as_alice, first)
    for _ in range(2):
        send(as_alice, put(ANCHOR, "note", mark=first["mark"], base=first["id"], text="two"))
    assert [mark["text"] for mark in marks(as_alice)] == ["two"]


def test_a_highlight_takes_the_last_colour(as_alice: Client) -> None:
    first = put(ANCHOR)
    send(as_alice, first)
    for colour in ("green", "pink"):
        send(as_alice, put(ANCHOR, mark=first["mark"], base=first["id"], colour=colour))
    assert [mark["colour"] for mark in marks(as_alice)] == ["pink"]


def test_marking_alike_twice_is_one_mark(as_alice: Client) -> None:
    one, two = put(ANCHOR), put(ANCHOR)
    send(as_alice, one)
    send(as_alice, two)
    assert [mark["id"] for mark in marks(as_alice)] == [two["mark"]]
    assert send(as_alice, turn("remove", one["mark"])).status_code == 200
    assert len(marks(as_alice)) == 1


def test_taken_out_and_brought_back(as_alice: Client) -> None:
    made = put(ANCHOR, "note", text="keep me")
    send(as_alice, made)
    out = turn("remove", made["mark"])
    send(as_alice, out)
    assert marks(as_alice) == []
    send(as_alice, turn("restore", made["mark"]))
    send(as_alice, out)
    assert [mark["text"] for mark in marks(as_alice)] == ["keep me"]


def test_what_is_changed_elsewhere_outlives_being_taken_out(as_alice: Client) -> None:
    made = put(ANCHOR, "note", text="one")
    send(as_alice, made, turn("remove", made["mark"]))
    send(as_alice, put(ANCHOR, "note", mark=made["mark"], base=made["id"], text="two"))
    assert [mark["text"] for mark in marks(as_alice)] == ["two"]


def test_it_validates_ownership(as_alice: Client, as_bob: Client, client: Client) -> None:
    made = put(ANCHOR, "note", text="hers")
    send(as_alice, made)
    url = f"/codebook/own/marks/{made['mark']}"
    assert as_alice.get(url).json()["quote"].startswith("Type 2")
    for other in (as_bob, client):
        assert other.get(url).status_code == 404
        assert marks(other) == []
        assert "hers" not in other.get("/codebook/own/").content.decode()
        assert b"hers" not in other.get("/codebook/own/export.json").content
    for change in (turn("remove", made["mark"]), turn("restore", made["mark"])):
        assert send(as_bob, change).status_code == 404
    assert as_bob.post(f"/codebook/own/turn/{made['mark']}").status_code == 404
    # An id is one's own business: the same id in another book is another mark.
    send(as_bob, put(ANCHOR, "note", mark=made["mark"], text="his"))
    assert [mark["text"] for mark in marks(as_alice)] == ["hers"]


def test_a_batch_is_taken_whole_or_not_at_all(as_alice: Client) -> None:
    response = send(as_alice, put(ANCHOR), turn("remove", str(uuid4())))
    assert response.status_code == 404
    assert response.json()["error"] == "there is no such mark in your book"
    assert Mark.objects.count() == TakenChange.objects.count() == 0


def test_a_guest_is_made_with_the_first_mark(client: Client) -> None:
    assert client.get("/codebook/own/marks", {"release": RELEASE}).json()["learner"] is None
    assert User.objects.count() == 0
    said = send(client, put(ANCHOR)).json()
    assert said["guest"] is True
    assert User.objects.get().public_id == said["learner"]


def test_changes_of_another_person_are_not_taken(as_alice: Client, alice: User, bob: User) -> None:
    response = send(as_alice, put(ANCHOR), learner=bob.public_id)
    assert (response.status_code, response.json()["learner"]) == (409, alice.public_id)
    assert Mark.objects.count() == 0


def test_it_needs_the_token(alice: User) -> None:
    strict = signed_in(alice, enforce_csrf_checks=True)
    assert send(strict, put(ANCHOR)).status_code == 403
    assert Mark.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("icd10cm/E11.999"), "is not in icd10cm-2026-04-01"),
        (put("icd10cm/e119"), "is not in icd10cm-2026-04-01"),
        (put("icd10cm/E11#excludes1-77"), "is not in icd10cm-2026-04-01"),
        (put("icd10cm/E11#rumour-1"), "is no place in a book"),
        (put("guidelines/I.A"), "cannot be marked"),
        (put("nowhere"), "is no place in a book"),
        (put("icd10pcs/0DTJ"), "is no release of icd10pcs"),
        (put(ANCHOR, release="icd10cm-1999-10-01"), "is not installed"),
        (put(ANCHOR, release="../../etc/passwd"), "content.release"),
        (put(ANCHOR, colour="red"), "content.highlight.colour"),
        (put(ANCHOR, colour=""), "a note has none"),
        (put(ANCHOR, text="x"), "nothing else has one"),
        (put(ANCHOR, "note", text="  "), "a note has a text"),
        (put(ANCHOR, "note", text="x" * 2001), "at most 2000"),
        (put(ANCHOR, "note", text="a\x00b"), "control characters"),
        (put(ANCHOR, "tab", label="x" * 25), "at most 24"),
        (put(ANCHOR, "tab", label=""), "a tab has a label"),
        ({**put(ANCHOR), "id": "7"}, "id"),
        ({**put(ANCHOR), "kind": "burn"}, "burn"),
        ({"id": str(uuid4()), "kind": "remove"}, "is missing"),
    ],
)
def test_bad_input_is_told_and_changes_nothing(as_alice: Client, change: dict[str, Any], told: str) -> None:
    send(as_alice, put("icd10cm/I10"))
    response = send(as_alice, change)
    assert response.status_code == 400
    assert told.rsplit(".", maxsplit=1)[-1] in response.json()["error"]
    assert [mark["anchor"] for mark in marks(as_alice)] == ["icd10cm/I10"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"nonsense", b'{"changes": 1}', b"[" * 5000, b'{"changes": [], "x": 1}']
)
def test_a_body_of_another_form_is_told(as_alice: Client, body: bytes) -> None:
    response = as_alice.post("/codebook/own/changes", body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"]


def test_limits_are_told(as_alice: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    too_many = as_alice.post(
        "/codebook/own/changes", json.dumps({"changes": [put(ANCHOR)] * 101}), content_type="application/json"
    )
    assert too_many.status_code == 400
    assert (
        as_alice.post("/codebook/own/changes", b" " * 1_000_001, content_type="application/json").status_code
        == 400
    )
    assert as_alice.get("/codebook/own/marks").status_code == 400
    assert as_alice.get("/codebook/own/marks", {"release": "x", "prefix": ["a"] * 61}).status_code == 400
    monkeypatch.setattr(book, "MAX_MARKS", 2)
    made = [put(anchor) for anchor in ("icd10cm/I10", "icd10cm/I11", "icd10cm/I12")]
    send(as_alice, *made[:2])
    response = send(as_alice, made[2])
    assert response.status_code == 400
    assert response.json()["error"] == "your book holds 2 marks, the most that it can"
    send(as_alice, turn("remove", made[0]["mark"]))
    assert send(as_alice, made[2]).status_code == 200
    assert send(as_alice, turn("restore", made[0]["mark"])).status_code == 400
    assert book.live(alice).count() == 2


def test_a_mark_keeps_its_place(as_alice: Client) -> None:
    made = put(ANCHOR)
    send(as_alice, made)
    response = send(as_alice, put("icd10cm/I10", mark=made["mark"], base=made["id"]))
    assert response.json()["error"] == "a mark keeps its place and its kind"


def test_what_is_only_kept_for_undoing_is_trimmed(
    as_alice: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MAX_TAKEN", 3)
    monkeypatch.setattr(book, "MAX_REMOVED", 1)
    monkeypatch.setattr(book, "TRIM_EVERY", 1)
    for anchor in ("icd10cm/I10", "icd10cm/I11", "icd10cm/I12"):
        made = put(anchor)
        send(as_alice, made, turn("remove", made["mark"]))
    assert TakenChange.objects.count() == 3
    assert Mark.objects.get().anchor == "icd10cm/I12"


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "scribble"}, {"colour": "red"}, {"colour": ""}, {"text": "x"}, {"label": "x"},
        {"kind": "note", "colour": "", "text": "x" * 2001}, {"kind": "tab"},
    ],
)  # fmt: skip
def test_the_database_keeps_the_rules(alice: User, fields: dict[str, str]) -> None:
    good = {
        "learner": alice, "client_id": uuid4(), "release": RELEASE, "system": "icd10cm", "anchor": ANCHOR,
        "kind": "highlight", "colour": "pink", "digest": "d", "version": uuid4(),
    }  # fmt: skip
    Mark.objects.create(**good)
    for bad in (
        {**good, "client_id": uuid4(), "digest": "e", **fields},
        {**good, "digest": "e"},
        {**good, "client_id": uuid4()},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Mark.objects.create(**bad)


@pytest.mark.parametrize(
    ("anchor", "quote"),
    [
        ("icd10cm/9", "Diseases of the circulatory system (I00-I99)"),
        ("icd10pcs/0DTJ4ZZ", "Resection of Appendix, Percutaneous Endoscopic Approach"),
        ("cpt/99213", None),
        ("hcpcs/J1885", None),
    ],
)
def test_every_book_can_be_marked(as_alice: Client, alice: User, anchor: str, quote: str | None) -> None:
    from codeward.codesets import books

    system = anchor.partition("/")[0]
    opened = books.open(system)
    assert send(as_alice, put(anchor, release=opened.release.id)).status_code == 200
    kept = book.marks_of(alice)[0].quote
    assert kept == (quote or opened[anchor.partition("/")[2]].description)
