"""Error pages for people, and bare answers for programs."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/account/export", "/account/profile", "/theme"])
def test_an_address_of_a_button_opened_by_hand_is_a_page_with_a_way_on(
    as_alice: Client, address: str
) -> None:
    answer = as_alice.get(address, headers={"accept": "text/html"})
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "It belongs to a button on another page" in answer.content.decode()


def test_a_program_gets_the_bare_answer(as_alice: Client) -> None:
    answer = as_alice.get("/account/export", headers={"accept": "application/json"})
    assert (answer.status_code, answer.content) == (405, b"")
