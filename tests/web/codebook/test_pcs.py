"""The builder of procedure codes, tables, operations."""

from __future__ import annotations

import random
import re
from html import unescape

import pytest
from django.test import Client

from codeward.codesets import books
from codeward.codesets.icd10pcs.builder import Builder

pytestmark = pytest.mark.django_db


def test_by_links_alone_one_comes_to_an_official_title(client: Client) -> None:
    book = books.open("icd10pcs")
    chance = random.Random(4)
    for _ in range(3):
        address = "/codebook/pcs/"
        for _ in range(7):
            page = client.get(address).content.decode()
            if "cb-done" in page:
                break
            address = unescape(chance.choice(re.findall(r'<li><a href="([^"]+)" data-key=', page))).partition(
                "#"
            )[0]
        else:
            page = client.get(address).content.decode()
        code = re.search(r'class="code code-large" translate="no" href="/codebook/icd10pcs/(\w{7})"', page)
        assert code is not None
        assert book[code[1]].billable
        assert f">{book[code[1]].description}<" in unescape(page)


def test_only_lawful_values_are_offered_in_any_order(client: Client) -> None:
    page = client.get("/codebook/pcs/?code=0D??4&at=3").content.decode()
    offered = re.findall(r'data-key="(\w)"', page)
    assert offered == [
        value.char for value in Builder(books.open("icd10pcs")).values({1: "0", 2: "D", 5: "4"}, 3)
    ]


def test_an_unlawful_code_is_explained(client: Client) -> None:
    page = client.get("/codebook/pcs/?code=0DTJ9ZZ").content.decode()
    assert "No valid code" in page
    assert "9 is no value of the 5th character" in page
    assert "/codebook/icd10pcs/0DTJ0ZZ" in page


def test_htmx_gets_the_inside_alone(client: Client) -> None:
    page = client.get("/codebook/pcs/?code=0", headers={"HX-Request": "true", "HX-Target": "cb-builder"})
    assert "<html" not in page.content.decode()
    assert 'data-key="D"' in page.content.decode()


def test_a_table_is_printed_with_its_rows(client: Client) -> None:
    page = client.get("/codebook/icd10pcs/0DT").content.decode()
    assert page.count('<tr id="row-') >= 2
    assert "Percutaneous Endoscopic" in page
    assert "/codebook/pcs/operations/?section=0#op-0T" in page


def test_operations_name_what_they_are_confused_with(client: Client) -> None:
    page = client.get("/codebook/pcs/operations/").content.decode()
    assert page.count('id="op-0') == 31
    for anchor in set(re.findall(r'href="#(pair-[\w-]+)"', page)):
        assert f'id="{anchor}"' in page


def test_the_names_of_procedures_lead_to_tables(client: Client) -> None:
    page = client.get("/codebook/pcs/index/?q=laparoscopic+appendectomy").content.decode()
    assert "/codebook/icd10pcs/0DTJ4ZZ" in page
    letter = client.get("/codebook/pcs/index/A").content.decode()
    assert "appendectomy" in letter
