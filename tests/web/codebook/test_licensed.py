"""A licensee's text stays the licensee's: no page and no answer of the API or of FHIR shows a word of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from django.test import Client

from codeward.codesets import books
from codeward.codesets.install import install
from codeward.search import open_searcher
from codeward.web.codebook import present_desk
from tests.codesets.cpt.conftest import TEXTS, tabbed

pytestmark = pytest.mark.django_db
WORDS = ("teapot", "old friend", "lantern", "moon office", "Paper boat")
ID = "cpt-2026-01-01"


@pytest.fixture
def licensee(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A school whose operator installed their own AMA files (with invented text)."""
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path / "home"))
    source = tmp_path / "LONGULT.txt"
    source.write_bytes(tabbed(TEXTS).encode())
    done = install("cpt", "2026", source=source, home=tmp_path / "home")
    assert done.release.id == ID
    present_desk._desk.cache_clear()
    yield
    present_desk._desk.cache_clear()
    books.close_all()


PUBLIC = [
    "/codebook/cpt/",
    "/codebook/cpt/99213",
    "/codebook/cpt/99213?on=2026-05-12",
    "/codebook/cpt/0042T",
    "/codebook/search?q=teapot&system=all",
    "/codebook/search?q=99213&system=all",
    "/codebook/search?q=tea+with+an+old+friend&system=cpt",
    "/codebook/releases/",
    f"/codebook/releases/diff?a={ID}-glosses&b={ID}",
    f"/codebook/releases/diff?a={ID}&b=cpt-2025-01-01",
    "/codebook/tools/em",
    "/api/v1/systems",
    "/api/v1/lookup/99213",
    "/api/v1/lookup/0042T?system=cpt",
    "/api/v1/validate/99213",
    "/api/v1/search?q=teapot&system=cpt",
    "/api/v1/search?q=blue+lantern&system=all",
    "/api/v1/browse/cpt",
    "/api/v1/browse/cpt?below=99202-99499",
    f"/api/v1/diff?a={ID}-glosses&b={ID}",
    "/fhir/R4/CodeSystem/$lookup?system=http://www.ama-assn.org/go/cpt&code=99213",
    "/fhir/R4/ValueSet/$expand?url=http://www.ama-assn.org/go/cpt?fhir_vs&filter=teapot",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_no_word_of_it_is_shown(client: Client, licensee: None, path: str) -> None:
    text = client.get(path).content.decode().casefold()
    asked = unquote_plus(path).casefold()
    assert [word for word in WORDS if word.casefold() in text and word.casefold() not in asked] == []
    # What was asked may be said again, but nothing beside it.
    assert "shadow of a" not in text
    assert "tea with an old friend, café" not in text


def test_our_gloss_stands_in_its_place(client: Client, licensee: None) -> None:
    told = client.get("/api/v1/lookup/99213").json()
    assert (told["gloss"], told["release"]["id"]) == (True, f"{ID}-glosses")
    assert client.get(f"/api/v1/diff?a={ID}-glosses&b={ID}").status_code == 404
    hits = json.dumps(client.get("/api/v1/search?q=office+visit&system=cpt").json())
    assert "99213" in hits


def test_whoever_licensed_it_reads_it_where_nobody_else_does(licensee: None) -> None:
    books.withhold_licensed(wanted=False)
    try:
        book = books.open("cpt")
        assert (book.release.id, book["99213"].description) == (ID, TEXTS["99213"])
        assert open_searcher(book).search("old friend")[0].code == "99213"
    finally:
        books.withhold_licensed()
    assert books.open("cpt").release.id == f"{ID}-glosses"
