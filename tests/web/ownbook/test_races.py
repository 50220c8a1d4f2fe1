"""Two writers at the same instant. The database decides; on PostgreSQL the naive form is seen to fail."""

from __future__ import annotations

import json
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from codeward.web.accounts.models import User
from codeward.web.ownbook import book
from codeward.web.ownbook.anchors import MarkError
from codeward.web.ownbook.changes import Batch, read_batch
from codeward.web.ownbook.models import Mark, OwnBook
from tests.web.ownbook.conftest import put
from tests.web.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 6
ANCHOR = "icd10cm/E11.9"


def batch(*changes: dict[str, object]) -> Batch:
    return read_batch(json.dumps({"changes": changes}).encode())


def test_the_same_change_at_once_is_one_mark(alice: User) -> None:
    same = put(ANCHOR)
    at_once(MANY, lambda _pause: book.apply(User.objects.get(pk=alice.pk), batch(same)).accepted)
    assert Mark.objects.count() == 1


def test_marking_alike_at_once_is_one_mark(alice: User) -> None:
    at_once(MANY, lambda _pause: book.apply(User.objects.get(pk=alice.pk), batch(put(ANCHOR))).accepted)
    assert book.live(alice).count() == 1
    assert OwnBook.objects.get().revision == MANY


def test_a_note_changed_at_once_loses_no_wording(alice: User) -> None:
    first = put(ANCHOR, "note", text="first")
    book.apply(alice, batch(first))
    turns = iter(range(MANY))

    def work(_pause: Callable[[], object]) -> None:
        text = f"wording {next(turns)}"
        change = put(ANCHOR, "note", mark=first["mark"], base=first["id"], text=text)
        book.apply(User.objects.get(pk=alice.pk), batch(change))

    at_once(MANY, work)
    assert {mark.text for mark in book.marks_of(alice)} == {f"wording {n}" for n in range(MANY)}


def test_the_limit_holds_at_once(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "MAX_MARKS", 3)

    def work(_pause: Callable[[], object]) -> bool:
        try:
            book.apply(User.objects.get(pk=alice.pk), batch(put(ANCHOR, "note", text=str(uuid4()))))
        except MarkError:
            return False
        return True

    assert sum(at_once(MANY, work)) == 3 == book.live(alice).count()


def test_the_naive_form_loses_a_wording(alice: User) -> None:
    """Without the lock every writer sees the version that it knows, and writes over the others."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time; CODEWARD_TEST_DATABASE_URL names no PostgreSQL")
    first = put(ANCHOR, "note", text="first")
    book.apply(alice, batch(first))
    turns = iter(range(MANY))

    def naive(pause: Callable[[], object]) -> bool:
        text = f"wording {next(turns)}"
        mark = Mark.objects.get(client_id=first["mark"])
        knew = str(mark.version) == first["id"]
        pause()
        Mark.objects.filter(pk=mark.pk).update(text=text, version=uuid4())
        return knew

    assert at_once(MANY, naive) == [True] * MANY
    assert Mark.objects.count() == 1


def test_the_database_refuses_a_twin(alice: User) -> None:
    book.apply(alice, batch(put(ANCHOR)))
    twin = Mark.objects.get()
    twin.pk, twin.client_id = None, uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)
