"""Word parts: searched by part and meaning, and put together to a word."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "") -> str:
    """The page."""
    response = client.get(f"/word-parts/{query}")
    assert response.status_code == 200
    return response.content.decode()


def rows(html: str) -> int:
    """How many parts are listed."""
    return html.count('<th scope="row">')


def test_all_parts_are_listed_by_kind(client: Client) -> None:
    html = page(client)
    assert rows(html) >= 320
    for kind in ("Prefixes", "Roots", "Suffixes"):
        assert kind in html


@pytest.mark.parametrize(
    ("asked", "found"), [("nephr", "nephr/o"), ("kidney", "nephr/o"), ("-itis", "-itis")]
)
def test_a_part_is_found_by_itself_and_by_its_meaning(client: Client, asked: str, found: str) -> None:
    html = page(client, f"?q={asked}")
    assert f'<th scope="row">{found}</th>' in html
    assert rows(html) < 60


def test_what_is_not_there_is_told(client: Client) -> None:
    assert "No part says that." in page(client, "?q=zzzz")


def test_a_word_is_built_and_read_from_its_end(client: Client) -> None:
    html = page(client, "?part=gastr/o&part=-itis")
    assert "<b>gastritis</b>" in html
    assert "inflammation; stomach" in html
    assert "The word is in use." in html


@pytest.mark.parametrize(
    "query",
    ["?part=gastr/o", "?part=-itis&part=gastr/o", "?part=nosuch&part=-itis", "?part=%00&part=%3Cb%3E"],
)
def test_parts_that_make_no_word_are_told(client: Client, query: str) -> None:
    html = page(client, query)
    assert 'class="word-built"' not in html
    assert "<b>" not in html.split('role="status"')[1].split("</div>")[0]
