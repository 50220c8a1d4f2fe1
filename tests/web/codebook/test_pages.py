"""Every page of the codebook: it opens, speaks one language, is made in time, and changes nothing."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.web.codebook.pages import PAGES
from tests.web.pseudo import untranslated

pytestmark = pytest.mark.django_db
STATUS = {"unknown": 404, "units-error": 422}


@pytest.mark.parametrize("name", PAGES)
def test_it_opens_whole(name: str, client: Client) -> None:
    answer = client.get(PAGES[name])
    assert answer.status_code == STATUS.get(name, 200)
    page = answer.content.decode()
    assert page.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(one for one in set(ids) if ids.count(one) > 1) == []
    assert not re.search(r"\son\w+=|\sstyle=|<style|<script(?![^>]*(?:nonce|application/json))", page)


@pytest.mark.usefixtures("pseudo_locale")
@pytest.mark.parametrize("name", PAGES)
def test_it_speaks_the_readers_language(name: str, client: Client) -> None:
    page = client.get(PAGES[name]).content.decode()
    assert "<h1" in page
    assert untranslated(page) == []


def test_reading_is_all_one_can_do(client: Client) -> None:
    for address in ("/codebook/", "/codebook/icd10cm/E11", "/codebook/tools/em", "/codebook/pcs/"):
        assert client.post(address).status_code == 405


def test_reading_leaves_no_session(client: Client) -> None:
    assert client.get("/codebook/icd10cm/E11").status_code == 200
    assert "cw_session" not in client.cookies


def test_the_workspace_keeps_its_addresses(client: Client) -> None:
    assert client.get("/codebook/search?q=cough").json()["hits"]
    assert client.get("/codebook/concept/E11.9").json()["code"] == "E11.9"
    assert client.get("/codebook/citation?c=I.C.4.a").json()["id"] == "I.C.4.a"


def test_the_header_leads_there(client: Client) -> None:
    assert '<a href="/codebook/" aria-current="page">' in client.get("/codebook/index/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/codebook/nothing/",
        "/codebook/index/term/no-such-term",
        "/codebook/index/Ω",
        "/codebook/drugs/AA",
        "/codebook/modifiers/9Z9",
        "/codebook/pcs/operations/?section=Q",
        "/codebook/pcs/index/1",
    ],
)
def test_what_is_not_there_is_404(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/codebook/?q=" + "x" * 2000,
        "/codebook/?q=%00&system=nonsense&page=-1",
        "/codebook/index/?q=" + "y" * 2000,
        "/codebook/index/D?page=999999999999",
        "/codebook/icd10cm/?on=9999-99-99",
        "/codebook/pcs/?code=I%27%3Bdrop&at=77",
        "/codebook/pcs/?code=0DT????&at=9",
        "/codebook/modifiers/?line=%3Cscript%3E&setting=moon",
        "/codebook/releases/diff?a=nothing&b=icd10cm-2026-04-01",
        "/codebook/releases/diff?a=icd10pcs-2023-10-01&b=icd10cm-2026-04-01",
        "/codebook/map?code=%C3%A9&to=icd9",
        "/codebook/map?code=E11.9&to=nowhere",
        "/codebook/tools/raf?diagnoses=E11.9&age=999&sex=F&model=CMS-HCC+V28%3A2026&dual=none&orec=0",
        "/codebook/tools/anesthesia?code=abc&minutes=-4&payer=other&role=physician&time_rule=tenth",
        "/codebook/tools/em?category=preventive&payer=other",
        "/codebook/icd10cm/%3Cb%3E",
    ],
)
def test_whatever_is_typed_is_answered(address: str, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code in (200, 404, 422)
    assert "<script>" not in answer.content.decode()


def test_a_page_of_titles_only_leads_to_the_instructions(client: Client) -> None:
    shown = client.get("/codebook/icd10cm/E11.9?on=2024-01-15").content.decode()
    [link] = re.findall(
        r'<a href="([^"]*)">Read the instructions of ICD-10-CM FY2026, April 2026 update</a>', shown
    )
    assert "injectable non-insulin antidiabetic drugs" not in shown
    assert (
        "injectable non-insulin antidiabetic drugs"
        in client.get(f"/codebook/icd10cm/E11.9{link}").content.decode()
    )
