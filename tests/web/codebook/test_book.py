"""Browsing a book and reading one entry."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from codeward.codesets import books
from codeward.grouper import available

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
    assert "only codes and titles" in old
    assert 'href="/codebook/icd10cm/E11.00?on=2024-01-15"' in old
    new = page(client, f"/codebook/icd10cm/E11{ON}")
    assert "FY2026" in new
    assert "The instructions shown are from" not in new


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "icd10cm/E11?on=2026-11-30",
            "The instructions shown are from April 2026. Codes are checked against the list valid on Nov. 30, 2026.",
        ),
        ("icd10cm/E11?on=2026-05-12", "Codes are checked against the list valid on May 12, 2026."),
        (
            "icd10cm/E11?on=2025-02-03",
            "The titles shown are from October 2023. Codes are checked against the list",
        ),
        (
            "icd10pcs/0DTJ4ZZ?on=2026-11-30",
            "The tables shown are from October 2023. Codes are checked against",
        ),
        (
            "hcpcs/J1885?on=2026-11-30",
            "Codes are checked against the edition of April to September 2026; Nov. 30, 2026 is outside it.",
        ),
        ("cpt/99213?on=2026-11-30", "Codes are checked against the edition of 2026."),
        (
            "icd10cm/E11?on=2031-02-03",
            "Codes are checked against the edition of April to September 2026; Feb. 3, 2031 is outside it.",
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
    assert shown.count('class="row-link"') == 22
    assert page(client, "/codebook/icd10pcs/").count('class="row-link"') == 17


def test_own_instructions_stand_open_and_those_from_above_are_folded_by_ancestor(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/E11.22{ON}")
    folds = re.findall(
        r'<details class="cb-inherited fold-bare"( open)?><summary>.*?<span class="code"[^>]*>([^<]+)<', shown
    )
    assert folds == [("", "E11"), ("", "4")]
    assert shown.index('id="use_additional-1"') < shown.index("cb-inherited")
    verifying = page(client, f"/codebook/icd10cm/E11.22{ON}&step=verify")
    assert verifying.count('cb-inherited fold-bare" open') == 2


def test_the_facts_of_a_code_stand_in_one_strip(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/E11.22{ON}")
    strip = shown[shown.index('<dl class="cb-strip">') : shown.index("</dl>")]
    # A name with a term in it tells the term's meaning as well.
    names = re.sub(
        r"<dt>(?:<button[^>]*data-term[^>]*>([^<]+)</button>)(?:.(?!</dt>))*?</span></span>([^<]*)</dt>",
        r"<dt>\1\2</dt>",
        strip,
    )
    told = re.findall(r"<dt>([^<]+)</dt><dd[^>]*>([^<]+?) ?<", names)
    assert re.findall(r"data-term[^>]*>([^<]+)<", strip) == ["HCC", "CCSR"]
    assert told[0] == ("Valid", "since Oct. 1, 2015")
    assert ("HCC, V28", "37") in told
    assert ("CCSR", "END003") in told
    assert ("Chronic", "yes") in told
    assert "POA exempt" not in [label for label, _ in told], (
        "the list is not installed, so nothing is said of it"
    )
    assert "cb-strip" not in page(client, f"/codebook/icd10cm/E11{ON}")


@pytest.mark.skipif(not available(), reason="no grouper is here")
@pytest.mark.parametrize(
    ("code", "level", "more"),
    [
        ("E11.22", "neither", ""),
        ("N17.9", "CC", "the principal diagnosis may exclude it"),
        ("J96.01", "MCC", "the principal diagnosis may exclude it"),
        ("I46.9", "MCC", "only if the patient lives; the principal diagnosis may exclude it"),
    ],
)
def test_a_code_says_whether_it_is_a_cc_or_mcc(code: str, level: str, more: str, client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/{code}{ON}")
    [(value, meta)] = re.findall(
        r'<dt>CC or MCC</dt><dd[^>]*>([^<]+?)(?: <span class="meta">([^<]*)</span>)?</dd>', shown
    )
    assert (value, meta) == (level, more)


def test_a_day_without_a_grouper_says_nothing_of_cc_and_mcc(client: Client) -> None:
    assert "<dt>CC or MCC</dt>" not in page(client, "/codebook/icd10cm/E11.22?on=2017-01-15")


def test_a_code_that_ended_shows_its_days(client: Client) -> None:
    assert "Oct. 1, 2015 to Sept. 30, 2025" in page(client, "/codebook/icd10cm/G35?on=2024-01-15")


def test_the_tree_shows_what_is_above_beside_and_below(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/E11.2{ON}")
    tree = shown[shown.index('class="cb-tree"') : shown.index("</nav>", shown.index('class="cb-tree"'))]
    codes = re.findall(r'<span class="code">([^<]+)</span>', tree)
    assert codes[:3] == ["4", "E08-E13", "E11"]
    assert codes[codes.index("E11.2") + 1 :][:3] == ["E11.21", "E11.22", "E11.29"]
    assert codes[-1] == "E11.A"
    assert re.search(r'aria-current="page"><span class="code">E11\.2<', tree)


def test_a_long_level_of_the_tree_says_how_many_it_leaves_out(client: Client) -> None:
    shown = page(client, "/codebook/hcpcs/J1885")
    assert re.search(r'class="cb-left-out">\d+ more<', shown)


def test_a_long_category_folds_its_long_subcategories_and_prints_every_code(client: Client) -> None:
    shown = page(client, f"/codebook/icd10cm/E11{ON}")
    assert "22 entries below" in shown
    book = books.open("icd10cm")
    for code in book["E11.3"].children:
        assert f'id="c-{code}"' in shown
    assert "entries below" not in page(client, f"/codebook/icd10cm/J45{ON}")


def test_an_entry_with_codes_newer_than_its_book_below_it_is_shown(client: Client) -> None:
    """D69.11 is of October 2026, D69.1 has been a heading since: the page of D69.1 once was an error."""
    for code in ("D69", "D69.1"):
        answer = client.get(f"/codebook/icd10cm/{code}?on=2026-11-30")
        assert answer.status_code == 200, code
    assert "D69.1 " in answer.content.decode()
