"""Who sees the Books page, who works there, and who finds nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.grants.api import Role
from codeward.web.office.books.models import BookJob
from tests.web.grants.cast import member
from tests.web.office.books.test_pages import page, upload
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db(transaction=True)
GETS = [
    "/office/books/",
    "/office/books/icd10cm/",
    "/office/books/icd10cm/compare?a=x&b=y",
    "/office/books/release/icd10cm-2026-04-01/remove",
]
POSTS = [
    "/office/books/icd10cm/install",
    "/office/books/files/icd10cm",
    "/office/books/pieces/begin/icd10cm",
    "/office/books/pieces/add",
    "/office/books/pieces/end",
    "/office/books/release/icd10cm-2026-04-01/verify",
    "/office/books/release/icd10cm-2026-04-01/remove",
]


@pytest.mark.parametrize("path", GETS)
def test_a_page_is_not_found_by_anybody_else(client: Client, as_alice: Client, path: str) -> None:
    for one in (client, as_alice, with_second_step(member(Role.REGISTRAR))):
        assert one.get(path).status_code == 404


@pytest.mark.parametrize("path", POSTS)
def test_a_move_is_not_found_by_anybody_else(client: Client, as_alice: Client, path: str) -> None:
    for one in (client, as_alice, with_second_step(member(Role.AUDITOR))):
        assert one.post(path, {"release": "icd10cm-2025-10-01"}).status_code == 404
    assert not BookJob.objects.exists()


def test_the_work_of_the_office_is_not_found_by_anybody_else(
    as_alice: Client, director: User, as_director: Client
) -> None:
    path = upload(as_director)
    for one in (as_alice, with_second_step(member(Role.SUPPORT))):
        for tail in ("", "progress"):
            assert one.get(path + tail).status_code == 404
        for tail in ("stop", "again"):
            assert one.post(path + tail).status_code == 404


def test_an_auditor_reads_and_is_offered_nothing_to_do() -> None:
    auditor = with_second_step(member(Role.AUDITOR))
    assert "ICD-10-CM" in page(auditor, "/office/books/")
    shown = page(auditor, "/office/books/icd10cm/")
    assert "Install</h2>" not in shown
    assert ">Verify" not in shown


def test_without_the_second_step_it_is_asked_first(director: User) -> None:
    client = signed_in(director)
    assert client.get("/office/books/").status_code in (302, 403)
    answer = client.post("/office/books/files/icd10cm", {"files": SimpleUploadedFile("a", b"x")})
    assert answer.status_code in (302, 403)
    assert not BookJob.objects.exists()
