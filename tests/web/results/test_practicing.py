"""What a difference is practiced by: each costing row leads to the page of its skill, and My progress counts them."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from codeward.curriculum import skill_list
from codeward.web.accounts.models import User
from codeward.web.charts.api import Attempt, Grade
from tests.web.results.work import handed_in

pytestmark = pytest.mark.django_db
LINK = re.compile(r'<a href="(/skills/[^"]+/)" translate="no">([^<]+)</a>')


def links(client: Client, address: str) -> dict[str, str]:
    """Addresses of skills on a page, with their titles."""
    page = client.get(address).content.decode()
    return {href: html.unescape(title) for href, title in LINK.findall(page)}


def result_of(attempt: Attempt) -> str:
    """The address of an attempt's result."""
    return f"/attempts/{attempt.public_id}/result"


def test_a_difference_leads_to_the_page_of_its_skill(as_alice: Client, alice: User) -> None:
    attempt = handed_in(alice, ["J18.9", "R05.1"])
    found = links(as_alice, result_of(attempt))
    title = skill_list()["dx.uncertain_out"].title
    assert found["/skills/dx.uncertain_out/"] == title
    for href in found:
        assert as_alice.get(href).status_code == 200


def test_what_is_right_has_nothing_to_practice(as_alice: Client, alice: User) -> None:
    attempt = handed_in(alice, ["R05.1", "R50.9"])
    assert Grade.objects.get(attempt=attempt).score == 100
    assert links(as_alice, result_of(attempt)) == {}
    assert links(as_alice, "/progress/") == {}


def test_progress_names_what_first_submissions_lost_points_over(as_alice: Client, alice: User) -> None:
    handed_in(alice, ["J18.9", "R05.1"])
    first = links(as_alice, "/progress/")
    assert first["/skills/dx.uncertain_out/"] == skill_list()["dx.uncertain_out"].title
    # A later try is practice, and does not count.
    handed_in(alice, ["R05.1", "R50.9", "Z99.81"])
    assert links(as_alice, "/progress/") == first
