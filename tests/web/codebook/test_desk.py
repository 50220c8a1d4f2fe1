"""The desk: one search over every book."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def test_hits_of_every_book_stand_under_their_headings(client: Client) -> None:
    shown = client.get("/codebook/?q=laparoscopic+appendectomy&on=2026-05-12").content.decode()
    assert "/codebook/icd10pcs/0DTJ4ZZ?on=2026-05-12" in shown
    assert "/codebook/cpt/44970?on=2026-05-12" in shown
    assert 'class="cb-heading"' in shown


def test_a_tab_keeps_to_its_book(client: Client) -> None:
    shown = client.get("/codebook/find?q=ketorolac&system=hcpcs", headers=HTMX).content.decode()
    assert "<html" not in shown
    assert "/codebook/hcpcs/J1885" in shown
    assert 'class="concept" href="/codebook/icd10cm/' not in shown
    assert 'aria-current="page"' in shown


def test_without_scripts_the_address_of_the_live_search_is_a_page(client: Client) -> None:
    assert "<html" in client.get("/codebook/find?q=cough").content.decode()


def test_a_slip_is_put_right(client: Client) -> None:
    shown = client.get("/codebook/?q=diabtes").content.decode()
    assert "Did you mean" in shown
    assert "/codebook/?q=diabetes" in shown


def test_the_index_answers_first(client: Client) -> None:
    shown = client.get("/codebook/?q=fracture+femur+neck").content.decode()
    assert shown.index("Step 1") < shown.index('class="cb-hits"')


def test_a_query_that_cannot_be_run_is_told(client: Client) -> None:
    answer = client.get("/codebook/?q=" + "word " * 400)
    assert answer.status_code == 200
    assert "1000" in answer.content.decode()
