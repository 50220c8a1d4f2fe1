"""Export and import: what is written comes back; whatever a file holds, each mark is taken or told why not."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from codeward.errors import CodewardError
from codeward.web.accounts.models import User
from codeward.web.ownbook import book
from codeward.web.ownbook.exchange import KIND, MAX_IN_FILE, export_json, read_file
from codeward.web.ownbook.marks import COLOURS, MAX_LABEL, MAX_NOTE, Held, digest_of
from tests.web.ownbook.conftest import RELEASE, marks, put, send, turn

NOW = dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)
SCHEMA = Path(__file__).parents[3] / "docs" / "reference" / "schemas" / "ownbook.schema.json"
ANCHORS = ("icd10cm/E11.9", "icd10cm/E11#excludes1-1", "icd10cm/I10", "icd10cm/9")


def file_of(*rows: Any, **more: Any) -> bytes:
    """A file with these marks."""
    return json.dumps({"schema": 1, "kind": KIND, "marks": list(rows), **more}).encode()


def bring(client: Client, data: bytes) -> Any:
    return client.post("/codebook/own/import", {"file": SimpleUploadedFile("own-book.json", data)})


def row(**more: Any) -> dict[str, Any]:
    return {"release": RELEASE, "anchor": "icd10cm/E11.9", "kind": "note", "text": "hello", **more}


plain = st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(lambda text: text == text.strip())
contents = st.one_of(
    st.tuples(st.just("highlight"), st.sampled_from(COLOURS), st.just(""), st.just("")),
    st.tuples(st.just("note"), st.just(""), plain.filter(lambda t: len(t) <= MAX_NOTE), st.just("")),
    st.tuples(
        st.just("tab"), st.sampled_from(COLOURS), st.just(""),
        plain.map(lambda t: " ".join(t.split())[:MAX_LABEL].strip()).filter(bool),
    ),
)  # fmt: skip


@st.composite
def helds(draw: Any) -> Held:
    kind, colour, text, label = draw(contents)
    made = draw(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2026, 1, 1), timezones=st.just(dt.UTC)))
    release = draw(st.sampled_from([RELEASE, "icd10cm-2031-10-01"]))
    return Held(
        uuid4(),
        release,
        draw(st.sampled_from(ANCHORS)),
        kind,
        colour,
        text,
        label,
        "words",
        made,
        made,
        uuid4(),
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(helds(), max_size=8))
def test_what_is_written_comes_back(given_marks: list[Held]) -> None:
    written = export_json(given_marks)
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(written)
    reading = read_file(json.dumps(written).encode(), NOW)
    assert reading.skipped == ()
    same = {m.id: (m.release, m.anchor, m.digest, m.made_at) for m in given_marks}
    assert {m.id: (m.release, m.anchor, m.digest, m.made_at) for m in reading.marks} == same
    # The words are those of the book where it is here, else those of the file.
    assert all((m.quote == "words") == (m.release != RELEASE) for m in reading.marks)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
fields = st.fixed_dictionaries(
    {},
    optional={
        "id": st.uuids().map(str) | anything, "release": st.just(RELEASE) | anything,
        "anchor": st.sampled_from(ANCHORS) | anything, "kind": st.sampled_from(["note", "tab", "highlight"]) | anything,
        "colour": st.sampled_from(COLOURS) | anything, "text": st.text(max_size=9) | anything,
        "label": st.text(max_size=9) | anything, "quote": anything,
        "made_at": st.just("2026-01-01T00:00:00") | anything,
        "changed_at": anything, "more": anything,
    },
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(anything | fields, max_size=5))
def test_whatever_a_file_holds_each_mark_is_taken_or_told(rows: list[Any]) -> None:
    reading = read_file(file_of(*rows), NOW)
    assert len(reading.marks) + len(reading.skipped) == len(rows)
    for mark in reading.marks:
        assert mark.digest == digest_of(mark.kind, mark.colour, mark.label, mark.text)
        assert mark.made_at <= mark.changed_at <= NOW
    for skipped in reading.skipped:
        assert 1 <= skipped.number <= len(rows)
        assert skipped.why


@pytest.mark.parametrize(
    "told", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00"]
)
def test_a_time_that_no_calendar_holds_in_every_zone_can_be_stored(told: str) -> None:
    row = {
        "release": RELEASE,
        "anchor": ANCHORS[0],
        "kind": "note",
        "text": "x",
        "made_at": told,
        "changed_at": told,
    }
    reading = read_file(file_of(row), NOW)
    assert len(reading.marks) == 1
    for moment in (reading.marks[0].made_at, reading.marks[0].changed_at):
        for hours in (-12, 14):
            assert moment.astimezone(dt.timezone(dt.timedelta(hours=hours))) <= NOW
        assert moment.tzinfo is dt.UTC


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60) | anything.map(lambda value: json.dumps(value).encode()))
def test_what_is_no_book_of_marks_is_refused(data: bytes) -> None:
    with pytest.raises(CodewardError, match=r"^the file is (not JSON|no exported book of marks)"):
        read_file(data, NOW)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (file_of(schema=2), "has the format"),
        (file_of(marks="x"), "no list"),
        (file_of(kind="codeward answer"), "no exported book"),
        (file_of(*[0] * (MAX_IN_FILE + 1)), "at most 20,000"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b"", "not JSON"),
    ],
)
@pytest.mark.django_db
def test_a_file_of_another_form_is_told_and_changes_nothing(as_alice: Client, data: bytes, told: str) -> None:
    send(as_alice, put("icd10cm/I10"))
    response = bring(as_alice, data)
    assert response.status_code == 400
    assert told in response.content.decode()
    assert len(marks(as_alice)) == 1


@pytest.mark.django_db
def test_no_file_is_told(as_alice: Client) -> None:
    assert as_alice.post("/codebook/own/import").status_code == 400
    assert as_alice.get("/codebook/own/import").status_code == 405


@pytest.mark.django_db
def test_import_is_idempotent_and_says_what_was_added_and_why_not(
    as_alice: Client, as_bob: Client, bob: User
) -> None:
    send(as_alice, put("icd10cm/E11.9", "note", text="hers"), put("icd10cm/I10", "tab"), put("icd10cm/I10"))
    file = as_alice.get("/codebook/own/export.json")
    assert file["Content-Disposition"].startswith('attachment; filename="own-book-')
    held = json.loads(file.content)
    held["marks"] += [
        row(anchor="icd10cm/E99.99"),
        row(text="x" * 2001),
        "nonsense",
        row(id="not an id"),
        row(),
    ]
    told = bring(as_bob, json.dumps(held).encode()).content.decode()
    assert told.count("E99.99") >= 1
    assert "is not in icd10cm-2026-04-01" in told
    assert "at most 2000" in told
    assert "valid UUID" in told
    assert len(marks(as_bob)) == 4
    bring(as_bob, json.dumps(held).encode())
    assert len(marks(as_bob)) == 4
    assert len(marks(as_alice)) == 3
    assert {m.text for m in book.marks_of(bob) if m.kind == "note"} == {"hers", "hello"}


@pytest.mark.django_db
def test_import_brings_back_what_was_taken_out_and_keeps_what_was_changed(
    as_alice: Client, alice: User
) -> None:
    gone, changed = put("icd10cm/I10", "note", text="gone"), put("icd10cm/I11", "note", text="before")
    send(as_alice, gone, changed)
    file = as_alice.get("/codebook/own/export.json").content
    send(
        as_alice,
        turn("remove", gone["mark"]),
        put("icd10cm/I11", "note", mark=changed["mark"], base=changed["id"], text="after"),
    )
    for _ in range(2):
        bring(as_alice, file)
        assert sorted(m.text for m in book.marks_of(alice)) == ["after", "before", "gone"]


@pytest.mark.django_db
def test_what_has_no_room_is_told(as_alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = read_file(file_of(row(), row(text="two"), row(text="three")), NOW)
    stored = book.store(User.objects.get(), reading.marks, most=2)
    assert [len(part) for part in stored] == [2, 0, 1]
    again = book.store(User.objects.get(), reading.marks, most=2)
    assert [len(part) for part in again] == [0, 2, 1]


@pytest.mark.django_db
def test_a_guest_is_made_to_import(client: Client) -> None:
    assert bring(client, file_of(row())).status_code == 200
    assert len(marks(client)) == 1
