"""What is uploaded ends as publishers' files do and holds what its name says (ASVS 5.2.2)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from codeward.web.office.books.models import BookJob
from codeward.web.office.books.uploads import UploadRefused, refuse_ending, refuse_other_content
from tests.codesets.install.test_archives import put
from tests.web.office.books.conftest import ORDER_2025
from tests.web.office.books.test_pieces import add, begin, end

pytestmark = pytest.mark.django_db(transaction=True)
ZIP = b"PK\x03\x04" + bytes(40)


@pytest.mark.parametrize("name", ["page.html", "run.exe", "noending", "order.txt.sh", "a.zip ", "icon.svg"])
def test_other_endings_are_refused_before_anything_is_kept(
    as_director: Client, home: Path, name: str
) -> None:
    with pytest.raises(UploadRefused, match="is not a kind of file that publishers give"):
        refuse_ending(name)
    if name == "a.zip ":  # blanks at the end are no part of a name once it is sent
        return
    answer = as_director.post("/office/books/files/icd10cm", {"files": SimpleUploadedFile(name, ORDER_2025)})
    assert "is not a kind of file that publishers give" in answer.content.decode()
    assert begin(as_director, files=((name, 10),)).status_code == 409
    assert not list((home / "uploads").glob("*/*"))
    assert not BookJob.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "fits"),
    [
        ("a.zip", ZIP, True),
        ("A.ZIP", ZIP, True),
        ("a.xlsx", ZIP, True),
        ("a.xml", b"\xef\xbb\xbf\r\n<?xml version='1.0'?>", True),
        ("a.txt", b"00001 A00     0 Cholera", True),
        ("a.csv", b"", True),
        ("a.pdf", b"%PDF-1.7", True),
        ("a.xz", b"\xfd7zXZ\x00", True),
        ("a.zip", b"<!doctype html><p>Sign in first", False),
        ("a.xlsx", b"code,title", False),
        ("a.txt", ZIP, False),
        ("a.csv", b"%PDF-1.7", False),
        ("a.xml", ZIP, False),
        ("a.pdf", b"<html>", False),
    ],
)
def test_the_beginning_of_a_file_fits_its_ending(
    tmp_path: Path, name: str, content: bytes, fits: bool
) -> None:
    path = put(tmp_path, name, content)
    told = ""
    try:
        refuse_other_content(path)
    except UploadRefused as refused:
        told = refused.message
    assert told == ("" if fits else f"{name} does not hold what its name says")


def test_a_file_of_another_kind_than_its_name_says_is_no_work(as_director: Client, home: Path) -> None:
    answer = as_director.post("/office/books/files/icd10cm", {"files": SimpleUploadedFile("a.txt", ZIP)})
    assert "a.txt does not hold what its name says" in answer.content.decode()
    upload = begin(as_director, files=(("a.txt", len(ZIP)),)).json()["upload"]
    add(as_director, upload, 0, ZIP)
    refused = end(as_director, upload)
    assert (refused.status_code, refused.json()["error"]) == (409, "a.txt does not hold what its name says")
    assert not BookJob.objects.exists()
    assert not list((home / "uploads").glob("*/*"))
