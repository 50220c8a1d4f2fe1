"""My book, in book order and narrowed; taking out; carrying over from release to release."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from codeward.codesets import books
from codeward.web.accounts.models import User
from codeward.web.ownbook import book
from tests.web.ownbook.conftest import OLD, RELEASE, marks, put, send, turn
from tests.web.pseudo import untranslated

pytestmark = pytest.mark.django_db
OWN = "/codebook/own/"


def listed(page: str) -> list[str]:
    """The anchors of the rows of My book, as shown."""
    rows = re.findall(r'<li class="ob-spot">.*?<div class="ob-where"[^>]*>(.*?)</div>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]


def test_ones_own_book_keeps_the_tabs_of_the_codebook(as_alice: Client) -> None:
    shown = as_alice.get(OWN).content.decode()
    assert '<a href="/codebook/own/" aria-current="page">My book</a>' in shown
    assert f'<a href="{reverse("codebook:system", args=["icd10cm"])}">ICD-10-CM</a>' in shown


def test_an_empty_book_says_what_to_do(client: Client) -> None:
    page = client.get(OWN).content.decode()
    assert "Nothing is marked yet" in page
    assert User.objects.count() == 0


def test_marks_stand_in_book_order_with_links(as_alice: Client) -> None:
    anchors = [
        "icd10cm/I10",
        "icd10cm/E11.9",
        "icd10cm/E11#excludes1-2",
        "icd10cm/E11",
        "icd10cm/9",
        "icd10cm-index/diabetes",
    ]
    send(as_alice, *(put(anchor, "note", text=f"on {anchor}") for anchor in anchors))
    send(as_alice, put("icd10cm/A00", release=OLD))
    page = as_alice.get(OWN).content.decode()
    assert listed(page) == ["E11", "E11 Excludes1: not coded here 2", "E11.9", "9", "I10", "A00", "Term"]
    assert 'href="/codebook/icd10cm/E11#excludes1-2"' in page
    assert 'href="/codebook/icd10cm/A00?on=2023-10-01"' in page
    assert "ICD-10-CM Alphabetic Index" in page
    for href in re.findall(r'<div class="ob-where"[^>]*><a href="([^"]*)"', page):
        assert as_alice.get(href.partition("#")[0], follow=True).status_code == 200, href


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"kind": "tab"}, ["E11.9"]),
        ({"colour": "yellow"}, ["I10"]),
        ({"system": "icd10pcs"}, []),
        ({"q": "LOOK here"}, ["E11"]),
        ({"q": "hypertension"}, ["I10"]),
        ({"q": "e11.9"}, ["E11.9"]),
        ({"kind": "nonsense", "colour": "<b>", "page": "x"}, ["E11", "E11.9", "I10"]),
    ],
)
def test_it_is_narrowed(as_alice: Client, query: dict[str, str], expected: list[str]) -> None:
    send(as_alice, put("icd10cm/I10"), put("icd10cm/E11", "note"), put("icd10cm/E11.9", "tab", label="DM"))
    page = as_alice.get(OWN, query).content.decode()
    assert listed(page) == expected
    assert ("No mark matches" in page) == (not expected)


def test_words_of_people_are_shown_as_words(as_alice: Client) -> None:
    hard = "<script>alert(1)</script> & שלום 😀"
    send(as_alice, put("icd10cm/I10", "note", text=hard), put("icd10cm/I10", "tab", label="<b>&amp;"))
    page = as_alice.get(OWN).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; שלום 😀" in page
    assert as_alice.get(OWN, {"q": hard}).status_code == 200


def test_taken_out_of_the_list_and_brought_back(as_alice: Client) -> None:
    made = put("icd10cm/I10", "note", text="words")
    send(as_alice, made)
    url = f"/codebook/own/turn/{made['mark']}"
    page = as_alice.post(url, follow=True).content.decode()
    assert "The mark was removed." in page
    assert marks(as_alice) == []
    as_alice.post(url, {"back": "1"})
    assert len(marks(as_alice)) == 1
    assert as_alice.get(url).status_code == 405


def test_many_places_are_parted_into_pages(as_alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from codeward.web.ownbook import views

    monkeypatch.setattr(views, "SPOTS", 2)
    send(as_alice, *(put(anchor) for anchor in ("icd10cm/I10", "icd10cm/E11", "icd10cm/E11.9")))
    assert [listed(as_alice.get(OWN, {"page": n}).content.decode()) for n in (1, 2)] == [
        ["E11", "E11.9"],
        ["I10"],
    ]
    assert len(listed(as_alice.get(OWN, {"all": "1"}).content.decode())) == 3


def test_carrying_over(as_alice: Client, alice: User, october: str) -> None:
    made = [
        put("icd10cm/E11", colour="pink"),
        put("icd10cm/E11#excludes1-1", "note", text="E08 first"),
        put("icd10cm/E11.8", "tab", label="split"),
        put("icd10cm/E11.9"),
        put("icd10cm/I10", "note", text="essential"),
    ]
    send(as_alice, *made)
    page = as_alice.get("/codebook/own/carry", {"from": RELEASE, "to": october}).content.decode()
    assert re.findall(r'ob-figure">(\d+)', page) == ["1", "1", "2", "1"]
    assert "same words, now at another number" in page
    assert "Type 2 diabetes mellitus, plain" in page
    assert "no longer billable" in page
    assert "E11.82" in page
    assert len(marks(as_alice, release=october)) == 0
    also = re.findall(r'name="also" value="([^"]*)"', page)
    assert [one.partition("|")[2] for one in also] == ["icd10cm/9"]
    for chosen in ([], [], [*also, f"{made[4]['mark']}|icd10cm/I11", "nonsense", f"{UUID(int=0)}|icd10cm/9"]):
        as_alice.post("/codebook/own/carry", {"from": RELEASE, "to": october, "also": chosen})
    carried = {mark.anchor: mark for mark in book.marks_of(alice, release=october)}
    assert sorted(carried) == [
        "icd10cm/9",
        "icd10cm/E11",
        "icd10cm/E11#excludes1-2",
        "icd10cm/E11.8",
        "icd10cm/E11.9",
    ]
    assert carried["icd10cm/E11#excludes1-2"].text == "E08 first"
    assert carried["icd10cm/E11.9"].quote == "Type 2 diabetes mellitus, plain"
    assert carried["icd10cm/9"].text == "essential"
    # The old release's marks stay; what was changed after carrying over is not overwritten.
    assert len(book.marks_of(alice, release=RELEASE)) == 5
    send(as_alice, turn("remove", str(carried["icd10cm/E11"].id)))
    assert (
        "carried before"
        in as_alice.get("/codebook/own/carry", {"from": RELEASE, "to": october}).content.decode()
    )


def test_a_release_that_is_gone_keeps_its_marks(as_alice: Client, alice: User, october: str) -> None:
    send(as_alice, put("icd10cm/E11.8", "note", release=october))
    (next((Path(books._home()) / "releases").glob("*.book"))).unlink()
    books.close_all()
    page = as_alice.get(OWN).content.decode()
    assert "This edition is not installed here" in page
    assert as_alice.get("/codebook/own/carry", {"from": october, "to": RELEASE}).status_code == 200
    as_alice.post("/codebook/own/carry", {"from": october, "to": RELEASE})
    assert [mark.anchor for mark in book.marks_of(alice, release=RELEASE)] == ["icd10cm/E11.8"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (RELEASE, RELEASE),
        (RELEASE, "icd10cm-1999-10-01"),
        (RELEASE, "icd10pcs-2023-10-01"),
        ("", ""),
        ("x", RELEASE + "/.."),
    ],
)
def test_releases_that_do_not_fit_are_told(as_alice: Client, old: str, new: str) -> None:
    send(as_alice, put("icd10cm/I10"))
    response = as_alice.get("/codebook/own/carry", {"from": old, "to": new})
    assert response.status_code == 404
    assert "Your marks have not changed." in response.content.decode()


def test_nobody_without_marks_carries(client: Client) -> None:
    assert client.get("/codebook/own/carry", {"from": RELEASE, "to": OLD}).status_code == 302


@pytest.mark.usefixtures("pseudo_locale")
def test_every_page_is_translated(as_alice: Client, october: str) -> None:
    page = as_alice.get(OWN).content.decode()
    assert untranslated(page) == []
    send(as_alice, put("icd10cm/I10", "note"), put("icd10cm/E11#excludes1-1"), put("icd10cm/E11.8", "tab"))
    for url in (OWN, f"{OWN}?q=zzz", f"{OWN}carry?from={RELEASE}&to={october}", f"{OWN}carry?from=x&to=y"):
        assert untranslated(as_alice.get(url).content.decode()) == []
    page = as_alice.get("/codebook/icd10cm/E11?on=2026-05-01").content.decode()
    assert untranslated(page[page.index('<p class="visually-hidden" id="ob-announcer"') :]) == []
