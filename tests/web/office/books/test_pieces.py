"""Large files in pieces: in their order, once each, for whoever began, as much as was said and no more."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from codeward.web.accounts.models import User
from codeward.web.grants.api import Role
from codeward.web.office.books import pieces, uploads
from codeward.web.office.books.endpoints import _is_number
from codeward.web.office.books.models import BookJob
from tests.web.grants.cast import member
from tests.web.office.books.conftest import ORDER_2025
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "icd10cm_order_2025.txt"


def begin(
    client: Client, system: str = "icd10cm", files: tuple[tuple[str, int], ...] = (), **more: str
) -> Any:
    chosen = files or ((NAME, len(ORDER_2025)),)
    data = {"name": [name for name, _ in chosen], "size": [str(size) for _, size in chosen], **more}
    return client.post(f"/office/books/pieces/begin/{system}", data)


def add(client: Client, upload: str, start: int, body: bytes, number: int = 0) -> Any:
    return client.post(
        f"/office/books/pieces/add?file={number}&from={start}",
        body,
        content_type="application/octet-stream",
        headers={"X-Upload": upload},
    )


def end(client: Client, upload: str) -> Any:
    return client.post("/office/books/pieces/end", headers={"X-Upload": upload})


def test_pieces_become_a_book(as_director: Client, work: Callable[[], None]) -> None:
    upload = begin(as_director).json()["upload"]
    for start in range(0, len(ORDER_2025), 100):
        assert add(as_director, upload, start, ORDER_2025[start : start + 100]).json()["there"] == min(
            start + 100, len(ORDER_2025)
        )
    url = end(as_director, upload).json()["url"]
    work()
    job = BookJob.objects.get()
    assert url == f"/office/books/work/{job.public_id}/"
    assert (job.state, job.files) == ("done", NAME)


def test_a_piece_that_comes_again_or_too_early_changes_nothing(as_director: Client) -> None:
    upload = begin(as_director).json()["upload"]
    assert add(as_director, upload, 0, ORDER_2025[:50]).json() == {"there": 50}
    assert add(as_director, upload, 0, ORDER_2025[:50]).json() == {"there": 50}
    assert add(as_director, upload, 200, ORDER_2025[200:250]).json() == {"there": 50}
    refused = end(as_director, upload)
    assert refused.status_code == 409
    assert refused.json()["error"] == "Not all of the files have come"


def test_no_more_comes_than_was_said(as_director: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = begin(as_director, files=((NAME, 10),)).json()["upload"]
    answer = add(as_director, upload, 0, b"x" * 11)
    assert (answer.status_code, answer.json()["error"]) == (409, "The file is larger than it was said to be")
    monkeypatch.setattr(pieces, "PIECE", 5)
    assert add(as_director, upload, 0, b"x" * 6).status_code == 409
    assert add(as_director, upload, 0, b"x" * 5, number=1).status_code == 409


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ((("a", uploads.MOST), ("b", 1)), "More than 250 MB were sent"),
        (tuple((f"{n}", 1) for n in range(uploads.MOST_FILES + 1)), "More than 20 files were sent"),
        ((("a", -1),), "This is no list of files"),
        ((("a", 10**12),), "This is no list of files"),
    ],
)
def test_what_is_too_much_is_refused_before_anything_comes(
    as_director: Client, home: Path, files: tuple[tuple[str, int], ...], said: str
) -> None:
    answer = begin(as_director, files=files)
    assert (answer.status_code, answer.json()["error"]) == (409, said)
    assert not list((home / "uploads").glob("*"))


def test_a_disk_without_room_and_no_file_are_told(
    as_director: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert as_director.post("/office/books/pieces/begin/icd10cm", {}).json()["error"] == "No file was sent"
    monkeypatch.setattr(uploads, "SPARE", 10**18)
    assert "too little room" in begin(as_director).json()["error"]


def test_cpt_asks_for_the_statement_here_too(as_director: Client) -> None:
    answer = begin(as_director, "cpt")
    assert answer.status_code == 422
    assert answer.json()["error"] == "State this, or do not install the files."
    upload = begin(as_director, "cpt", (("LONGULT.txt", 1),), licensed="on").json()["upload"]
    add(as_director, upload, 0, b"x")
    assert end(as_director, upload).status_code == 200
    assert BookJob.objects.get().licensed


def test_an_upload_is_of_whoever_began_it_for_a_day_on_its_host(
    as_director: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = begin(as_director).json()["upload"]
    other = with_second_step(member(Role.DIRECTOR, "olga"))
    for client, text in ((other, upload), (as_director, upload[:-3] + "abc"), (as_director, "")):
        answer = add(client, text, 0, b"x")
        assert (answer.status_code, answer.json()["error"]) == (409, "This upload is not known any more")
    with time_machine.travel(timezone.now() + timedelta(hours=25)), pytest.raises(uploads.UploadRefused):
        pieces.opened(User.objects.get(email="dora@school.example"), upload)
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "elsewhere"))
    answer = add(as_director, upload, 0, b"x")
    assert answer.json()["error"] == "The beginning of these files is not on this server"


def test_pieces_are_protected_from_other_sites(director: User) -> None:
    client = with_second_step(director)
    upload = begin(client).json()["upload"]
    client.handler.enforce_csrf_checks = True
    assert add(client, upload, 0, b"x").status_code == 403
    assert begin(client).status_code == 403


def test_so_many_uploads_of_a_person_are_under_way_and_an_idle_one_makes_room(
    as_director: Client, home: Path
) -> None:
    texts = [begin(as_director).json()["upload"] for _ in range(pieces.MAX_BEGUN)]
    refused = begin(as_director)
    assert (refused.status_code, refused.json()["error"]) == (409, "You are sending 3 releases already")
    assert len(list((home / "uploads").iterdir())) == pieces.MAX_BEGUN
    assert begin(with_second_step(member(Role.DIRECTOR, "olga"))).status_code == 200
    idle = pieces.opened(User.objects.get(email="dora@school.example"), texts[0]).upload
    os.utime(uploads.folder_of(idle), (0, 0))
    assert begin(as_director).status_code == 200
    assert not uploads.folder_of(idle).exists()
    assert add(as_director, texts[1], 0, b"x").json() == {"there": 1}


def test_an_upload_that_moves_or_has_its_book_made_keeps_its_place(as_director: Client) -> None:
    one, two, three = (begin(as_director).json()["upload"] for _ in range(pieces.MAX_BEGUN))
    dora = User.objects.get(email="dora@school.example")
    add(as_director, one, 0, b"x")
    add(as_director, two, 0, ORDER_2025)
    for text in (one, two, three):  # the folder is old, and the file in it is not
        os.utime(uploads.folder_of(pieces.opened(dora, text).upload), (0, 0))
    assert end(as_director, two).status_code == 200
    assert [begin(as_director).status_code for _ in range(3)] == [200, 200, 409]
    there = [uploads.folder_of(pieces.opened(dora, text).upload).exists() for text in (one, two)]
    assert there == [True, True]
    with pytest.raises(uploads.UploadRefused):
        pieces.opened(dora, three)


def test_without_the_second_step_the_script_is_told_in_json(director: User) -> None:
    answer = begin(signed_in(director))
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/json; charset=utf-8")
    assert answer.json()["error"] == "This asks for the second step of your sign-in."
    page = signed_in(director).get("/office/books/")
    assert (page.status_code, page["Content-Type"]) == (403, "text/html; charset=utf-8")


@given(number=st.text(max_size=12))
def test_only_short_plain_numbers_are_numbers(number: str) -> None:
    assert _is_number(number) == (number.isascii() and number.isdigit() and len(number) <= 9)


@pytest.mark.parametrize(
    ("number", "start"), [("-1", "0"), ("0", "1e9"), ("", ""), ("0", "9" * 30), ("x", "0"), ("5", "0")]
)
def test_nonsense_is_a_refusal_and_no_fault(as_director: Client, number: str, start: str) -> None:
    upload = begin(as_director).json()["upload"]
    answer = as_director.post(
        "/office/books/pieces/add", query_params={"file": number, "from": start}, data=b"x",
        content_type="application/octet-stream", headers={"X-Upload": upload},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["error"]) == (409, "This is no piece of the files")
