"""The glossary's page and the terms that tell their meaning where they stand."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory

from codeward.charts import glossary
from tests.web.pseudo import untranslated, words

pytestmark = pytest.mark.django_db


def shown(text: str, **context: str) -> str:
    request = RequestFactory().get("/")
    return Template("{% load glossary %}" + text).render(Context({"request": request, **context}))


def test_every_term_has_its_place_and_can_be_linked(client: Client) -> None:
    page = client.get("/glossary/").content.decode()
    ids = set(re.findall(r' id="([a-z0-9-]+)"', page))
    assert {entry.slug for entry in glossary().terms} <= ids
    links = set(re.findall(r'href="/glossary/#([^"]+)"', page))
    assert links <= ids, links - ids
    assert all(entry.means in words(page) for entry in glossary().terms if "“" not in entry.means)


def test_letters_lead_to_their_words(client: Client) -> None:
    page = client.get("/glossary/").content.decode()
    letters = re.findall(r'href="#letter-(\w)"', page)
    assert letters == sorted({entry.term[0].upper() for entry in glossary().terms})
    assert all(f'id="letter-{letter}"' in page for letter in letters)


def test_a_word_is_found_by_its_name_or_its_meaning(client: Client) -> None:
    said = words(client.get("/glossary/?q=cancer").content.decode())
    assert "metastasis" in said
    assert "underdosing" not in said
    nothing = words(client.get("/glossary/?q=zzzz").content.decode())
    assert "That word is not in the glossary" in nothing
    assert client.get("/glossary/?q=" + "%00" * 90).status_code == 200


def test_codes_of_a_word_open_in_the_codebook(client: Client) -> None:
    page = (
        client.get("/glossary/?q=laterality").content.decode()
        + client.get("/glossary/?q=CCSR").content.decode()
    )
    page += client.get("/glossary/?q=billable").content.decode()
    assert 'href="/codebook/icd10cm/E11.9"' in page
    assert client.get("/codebook/icd10cm/E11.9").status_code == 200


@pytest.mark.usefixtures("pseudo_locale")
def test_the_page_speaks_the_language_of_its_reader(client: Client) -> None:
    assert untranslated(client.get("/glossary/").content.decode()) == []
    assert untranslated(shown('{% term "billable code" %}')) == []


def test_a_term_tells_its_meaning_where_it_stands() -> None:
    page = shown('{% term "billable code" %} and {% term "billable code" "billable" %}')
    assert page.count(glossary()["billable code"].means) == 2
    assert ">billable</button>" in page
    assert 'href="/glossary/#billable-code"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_terms_are_marked_inside_a_sentence_and_all_else_is_escaped() -> None:
    page = shown("{% terms said %}", said="Pick a [billable code|billable] one, [not a term] & <b>stop</b>.")
    assert ">billable</button>" in page
    assert "not a term &amp; &lt;b&gt;stop&lt;/b&gt;." in page
    assert "</span> one, not" in page  # and no blank before what follows a term
    assert "[" not in page


def test_a_word_that_is_no_term_is_a_mistake_of_the_page() -> None:
    with pytest.raises((KeyError, TemplateSyntaxError)):
        shown('{% term "header" %}')
