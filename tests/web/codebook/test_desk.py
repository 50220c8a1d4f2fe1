"""The desk: one search over every book."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from codeward.codesets import books
from codeward.search import open_searcher

pytestmark = pytest.mark.django_db


def test_hits_of_every_book_stand_under_their_headings(client: Client) -> None:
    shown = client.get("/codebook/?q=laparoscopic+appendectomy&on=2026-05-12").content.decode()
    assert "/codebook/icd10pcs/0DTJ4ZZ?on=2026-05-12" in shown
    assert "/codebook/cpt/44970?on=2026-05-12" in shown
    assert 'class="cb-heading"' in shown


def test_a_tab_keeps_to_its_book(client: Client) -> None:
    shown = client.get("/codebook/?q=ketorolac&system=hcpcs").content.decode()
    assert "/codebook/hcpcs/J1885" in shown
    assert 'class="concept" href="/codebook/icd10cm/' not in shown
    assert 'value="hcpcs" translate="no" selected' in shown


def test_a_procedure_is_offered_no_index_of_diagnoses(client: Client) -> None:
    assert "the Index says" not in client.get("/codebook/?q=laparoscopic+appendectomy").content.decode()


def test_a_reason_that_holds_for_a_whole_group_is_told_once(client: Client) -> None:
    shown = client.get("/codebook/?q=E11&system=icd10cm").content.decode()
    assert shown.count("code starts with E11") <= 1


def test_a_reason_stands_above_a_group_only_where_it_is_true_of_each(client: Client) -> None:
    said = "everyday word: tennis elbow → lateral epicondylitis"
    shown = client.get("/codebook/?q=tennis+elbow&system=icd10cm").content.decode()
    listed = re.findall(r'class="concept" href="/codebook/icd10cm/(M77[^"]*)"', shown)
    assert {"M77.00", "M77.10"} <= set(listed)
    assert shown.count(said) == sum(code.startswith("M77.1") for code in listed)
    assert "cystic meniscus" not in shown.lower()


def test_a_count_is_true_or_says_that_there_are_more(client: Client) -> None:
    searcher = open_searcher(books.open("icd10cm"))
    every = len(searcher.search("E11", limit=1_000))
    shown = client.get("/codebook/?q=E11&system=icd10cm").content.decode()
    assert every > 60
    assert "The best 60 of more than 60 are shown." in shown
    few = client.get("/codebook/?q=E11.2&system=icd10cm").content.decode()
    assert len(re.findall(r'class="concept" href="/codebook/icd10cm/', few)) == 4
    assert 'ICD-10-CM</span> <span class="cb-count">4<' in few


def test_another_kind_of_code_leads_somewhere(client: Client) -> None:
    old = client.get("/codebook/?q=250.00").content.decode()
    assert 'href="/codebook/map?code=250.00"' in old
    assert 'class="concept"' not in old
    modified = client.get("/codebook/?q=99213-25").content.decode()
    assert 'href="/codebook/modifiers/25?code=99213"' in modified
    assert 'href="/codebook/cpt/99213"' in modified


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
