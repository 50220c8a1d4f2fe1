"""Practice exams on the Today page: the one under way, until its time is over."""

from __future__ import annotations

import pytest
from django.test import Client

from codeward.web.exams.models import Sitting
from tests.web.exams.made import with_left

pytestmark = pytest.mark.django_db


def test_a_sitting_under_way_stands_on_today_and_one_that_ran_out_does_not(
    as_alice: Client, sitting: Sitting
) -> None:
    page = as_alice.get("/").content.decode()
    assert "Practice exam under way" in page
    assert f"/exams/sittings/{sitting.public_id}/" in page
    assert "59 minutes left" in page
    with_left(sitting, -60)
    page = as_alice.get("/").content.decode()
    assert "Practice exam under way" not in page
    assert Sitting.objects.get().state == "submitted"


def test_the_header_leads_to_the_exams(client: Client) -> None:
    assert 'href="/exams/"' in client.get("/program/").content.decode()
