"""The own book while a clock runs: closed in the style of AHIMA, as it was in the style of AAPC."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.exams.sittings import begin, submit
from tests.web.exams.made import made_form
from tests.web.ownbook.conftest import put, send

pytestmark = pytest.mark.django_db
ENTRY = "/codebook/icd10cm/E11.9"


def told(client: Client) -> Any:
    """What the page of an entry tells its script of the marks that are allowed."""
    page = client.get(ENTRY, {"on": "2026-06-01"}).content.decode()
    found = [
        json.loads(one)
        for one in re.findall(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', page, re.S)
    ]
    return next(one["allowed"] for one in found if isinstance(one, dict) and "allowed" in one)


def test_without_a_sitting_the_book_is_ones_own(as_alice: Client) -> None:
    assert told(as_alice) is None


def test_in_the_style_of_ahima_it_stays_closed(as_alice: Client, alice: User) -> None:
    assert send(as_alice, put("icd10cm/E11.9", "note", text="my own words")).status_code == 200
    one = begin(alice, made_form("CCS", ids=("made-i-000",)), timed=True)
    assert told(as_alice)["marks"] == []
    submit(one)
    assert told(as_alice) is None


def test_in_the_style_of_aapc_it_is_as_it_was(as_alice: Client, alice: User, as_bob: Client) -> None:
    assert send(as_alice, put("icd10cm/E11.9", "note", text="before")).status_code == 200
    begin(alice, made_form("CPC"), timed=True)
    assert send(as_alice, put("icd10cm/E11.9", "note", text="during")).status_code == 200
    assert [one["text"] for one in told(as_alice)["marks"]] == ["before"]
    assert told(as_bob) is None


def test_an_untimed_one_closes_nothing(as_alice: Client, alice: User) -> None:
    begin(alice, made_form("CCS", ids=("made-i-000",)), timed=False)
    assert told(as_alice) is None
