"""What a citation opens."""

from __future__ import annotations

import pytest
from django.test import Client

from codeward.charts import authorities
from codeward.web.codebook.citations import CitedEntry, Paragraph, address, around, find
from codeward.web.codebook.templatetags.codebook import linked
from tests.web.pseudo import untranslated

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_a_guideline_section_opens_its_paragraph(client: Client) -> None:
    page = client.get(address("I.C.4.a")).content.decode()
    assert authorities()["I.C.4.a"].title in page
    assert "<html" in page
    inside = client.get(address("I.C.4.a"), headers=HTMX).content.decode()
    assert "<html" not in inside


def test_a_citation_is_a_page_of_the_codebook_and_leads_on(client: Client) -> None:
    page = client.get(address("I.C.4.a")).content.decode()
    assert 'class="cb-nav"' in page
    assert '<a href="/codebook/guidelines/">Guidelines</a>' in page
    assert f'href="{address("I.C.4")}"' in page
    assert f'href="{address("I.C.4.a.1")}"' in page
    page = client.get(address("Tabular E11 use_additional")).content.decode()
    assert 'class="cb-nav"' in page
    assert 'href="/codebook/icd10cm/E11"' in page


def test_an_older_address_of_a_section_leads_to_its_page(client: Client) -> None:
    assert client.get("/codebook/citations?c=I.C.4.a").headers["Location"] == "/codebook/guidelines/I.C.4.a/"
    assert address("I.C.4.a", "icd10cm-2025-10-01") == "/codebook/guidelines/I.C.4.a/?on=2025-10-01"
    assert address("Appendix I") == "/codebook/guidelines/Appendix-I/"


def test_a_paragraph_of_another_rule_is_a_page_of_its_own(client: Client) -> None:
    page = client.get(address("PCM 12 40.1")).content.decode()
    assert authorities()["PCM 12 40.1"].title in page
    assert "What counts is the rule itself." in page


def test_around_a_section_stand_what_it_is_part_of_and_its_neighbors() -> None:
    for name in authorities():
        found = [one.id for one, _href in around(name)]
        assert name in found
        above = name.rpartition(".")[0] or name
        assert all(one == above or one.startswith(f"{above}.") for one in found)


def test_a_place_of_the_tabular_opens_its_entry(client: Client) -> None:
    found = find("Tabular E11 use_additional")
    assert isinstance(found, CitedEntry)
    assert [group.kind for group in found.groups if group.cited] == ["use_additional"]
    page = client.get(address("Tabular E11 use_additional"), headers=HTMX).content.decode()
    assert "Type 2 diabetes mellitus" in page
    assert 'href="/codebook/citations?c=Tabular+Z79.4&amp;' in page


def test_every_authority_opens() -> None:
    for name, authority in authorities().items():
        assert find(name) == Paragraph(name, authority.title, authority.text)


@pytest.mark.parametrize(
    "asked",
    ["", "I.C.99", "Tabular", "Tabular NOPE", "Tabular E11 nokind", "\x00", "a" * 10_000, "\u202eE11"],
)
def test_what_is_no_citation_is_not_found(client: Client, asked: str) -> None:
    assert client.get("/codebook/citations", {"c": asked}).status_code == 404


def test_an_unknown_release_is_not_found(client: Client) -> None:
    assert (
        client.get("/codebook/citations", {"c": "Tabular E11", "release": "icd10cm-1999"}).status_code == 404
    )


def test_links_leave_the_text_of_an_instruction_as_it_is() -> None:
    import html
    import re

    from codeward.codesets import books

    book = books.open("icd10cm")
    seen = 0
    for code in ("E11", "I12", "J44", "N18", "T36", "S52"):
        for item in book.instructions_for(code):
            told = html.unescape(re.sub(r"<[^>]*>", "", str(linked(item))))
            assert told == item.text
            seen += bool(item.references)
    assert seen > 10


def test_every_word_can_be_translated(client: Client, pseudo_locale: None) -> None:
    for asked in ("PCM 12 40.1", "Tabular E11 use_additional", "Tabular S52.501A"):
        found = untranslated(client.get("/codebook/citations", {"c": asked}).content.decode())
        # The page's title names what was asked.
        assert [one for one in found if not one.startswith("title: ")] == []
