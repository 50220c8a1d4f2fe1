"""Browsing a book and reading one entry."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from codeward.codesets import books

pytestmark = pytest.mark.django_db
ON = "?on=2026-05-12"


def page(client: Client, address: str) -> str:
    """The page at an address, whatever its status."""
    return client.get(address, follow=True).content.decode()


def test_an_entry_has_what_the_book_prints(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/E11.22{ON}")
    book = books.open("icd10cm")
    for above in book["E11.22"].ancestors:
        assert f'href="/codebook/icd10cm/{above}{ON}"' in shown
    for item in book.instructions_for("E11.22"):
        assert f'data-cw-anchor="icd10cm/{item.origin}#{item.kind}-' in shown
    assert f'href="/codebook/icd10cm/N18.1{ON}"' in shown
    assert 'data-cw-anchor="icd10cm/E11.22"' in shown
    assert "data-cw-margin" in shown


def test_instructions_have_anchors_of_their_own(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/E11{ON}")
    assert 'id="excludes1-1" data-cw-anchor="icd10cm/E11#excludes1-1"' in shown
    below = page(client, f"/codebook/icd10cm/E11.22{ON}")
    assert 'id="E11-excludes1-1" data-cw-anchor="icd10cm/E11#excludes1-1"' in below


def test_a_category_is_printed_whole_without_seventh_character_codes(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/S72{ON}")
    assert 'id="c-S72.001"' in shown
    assert 'id="c-S72.001A"' not in shown
    assert "7th character" in shown


def test_a_stem_offers_its_seventh_characters(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/S72.001{ON}")
    assert f'href="/codebook/icd10cm/S72.001A{ON}"' in shown
    chosen = page(client, f"/codebook/icd10cm/S72.001A{ON}")
    assert re.search(r'S72\.001A\?on=2026-05-12" aria-current="page"', chosen)


@pytest.mark.parametrize("typed", ["e1122", "E1122", "e11.22"])
def test_another_spelling_leads_to_the_code(typed: str, client: Client) -> None:
    answer = client.get(f"/codebook/icd10cm/{typed}{ON}")
    assert answer.status_code == 302
    assert answer["Location"] == f"/codebook/icd10cm/E11.22{ON}"


def test_an_unknown_code_says_what_is_near(client: Client) -> None:
    answer = client.get("/codebook/icd10cm/E11.23")
    assert answer.status_code == 404
    assert 'href="/codebook/icd10cm/E11.2' in answer.content.decode()


def test_the_date_chooses_the_release_and_is_kept(client: Client) -> None:
    old = page(client, "/codebook/icd10cm/E11?on=2024-01-15")
    assert "ICD-10-CM FY2024" in old
    assert "codes and titles only" in old
    assert 'href="/codebook/icd10cm/E11.00?on=2024-01-15"' in old
    new = page(client, f"/codebook/icd10cm/E11{ON}")
    assert "FY2026" in new
    assert "Instructions shown are those of" not in new


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "icd10cm/E11?on=2026-11-30",
            "Instructions shown are those of April 2026. Codes are checked against the list valid on Nov. 30, 2026.",
        ),
        ("icd10cm/E11?on=2026-05-12", "Codes are checked against the list valid on May 12, 2026."),
        (
            "icd10cm/E11?on=2025-02-03",
            "Titles shown are those of October 2023. Codes are checked against the list",
        ),
        (
            "icd10pcs/0DTJ4ZZ?on=2026-11-30",
            "Tables shown are those of October 2023. Codes are checked against",
        ),
        (
            "hcpcs/J1885?on=2026-11-30",
            "Codes are checked against the edition of April to September 2026; Nov. 30, 2026 lies outside it.",
        ),
        ("cpt/99213?on=2026-11-30", "Codes are checked against the edition of 2026."),
        (
            "icd10cm/E11?on=2031-02-03",
            "Codes are checked against the edition of April to September 2026; Feb. 3, 2031 lies outside it.",
        ),
    ],
)
def test_a_quiet_line_says_whose_words_are_shown_and_what_codes_are_checked_against(
    address: str, said: str, client: Client
) -> None:
    assert said in page(client, f"/codebook/{address}")


def test_a_code_that_ended_says_so_on_its_page(client: Client) -> None:
    shown = page(client, "/codebook/icd10pcs/30233AZ?on=2026-11-30")
    assert "not valid on this date" in shown
    assert "30233AZ ended on March 31, 2026" in shown


def test_a_new_code_leads_to_what_holds_for_it(client: Client) -> None:
    answer = client.get("/codebook/icd10pcs/02HM3JZ?on=2026-11-30")
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "no release at hand has its title" in shown
    assert 'href="/codebook/icd10pcs/02H?on=2026-11-30"' in shown


def test_cpt_says_on_every_page_that_these_are_glosses(client: Client) -> None:
    for address in ("/codebook/cpt/", "/codebook/cpt/27447", "/codebook/cpt/10004-69990"):
        assert "not CPT descriptors" in page(client, address), address


def test_a_drug_shows_its_unit_and_the_modifiers_that_fit(client: Client) -> None:
    shown = page(client, f"/codebook/hcpcs/J1885{ON}")
    assert "15 mg" in shown
    assert f'href="/codebook/modifiers/JW{ON}"' in shown


def test_crosswalks_and_index_paths_stand_beside_a_code(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/E11.22{ON}")
    assert "CMS-HCC category, V28" in shown
    assert "/codebook/index/term/" in shown


def test_leafing_from_code_to_code(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/E11.22{ON}")
    assert re.search(r'href="/codebook/icd10cm/E11\.21\?on=2026-05-12" rel="prev"', shown)
    assert re.search(r'href="/codebook/icd10cm/E11\.29\?on=2026-05-12" rel="next"', shown)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("E11.0", None, "E11.1"),
        ("J20.9", "J20.8", None),
        ("1", None, "2"),
        ("22", "21", None),
    ],
)
def test_the_first_entry_has_none_before_it_and_the_last_none_after(
    client: Client, code: str, before: str | None, after: str | None
) -> None:
    shown = client.get(f"/codebook/icd10cm/{code}").content.decode()
    for rel, other in (("prev", before), ("next", after)):
        found = re.findall(rf'href="/codebook/icd10cm/([^"?]+)[^"]*" rel="{rel}"', shown)
        assert found == ([other] if other else [])


def test_a_book_begins_with_its_chapters(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/{ON}")
    assert shown.count('class="cb-row"') == 22
    assert page(client, "/codebook/icd10pcs/").count('class="cb-row"') == 17
