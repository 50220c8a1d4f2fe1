"""The date that the codebook opens with: today, or the one a person chose; an address's own date stands above both."""

from __future__ import annotations

import pytest
from django.test import Client

from codeward.codesets import books
from codeward.web.accounts.models import User

pytestmark = pytest.mark.django_db
PAGE = "/codebook/icd10cm/E11.9"


def opened_with(client: Client, address: str = PAGE) -> str:
    asked = client.get(address).context["asked"]
    return str(asked.on)


def choose(client: Client, date: str, back: str = PAGE) -> str:
    answer = client.post("/codebook/coding-date", {"date": date, "next": back})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_it_opens_with_today_and_links_carry_no_date(client: Client) -> None:
    assert opened_with(client) == books.today().isoformat()
    assert "?on=" not in client.get(PAGE).content.decode()


def test_a_guests_choice_is_remembered_and_forgotten(client: Client) -> None:
    assert choose(client, "2024-01-15", f"{PAGE}?on=2024-01-15&step=verify") == f"{PAGE}?step=verify"
    assert opened_with(client) == "2024-01-15"
    shown = client.get(PAGE).content.decode()
    assert "Pages open with Jan. 15, 2024." in shown
    assert "ICD-10-CM FY2024" in shown
    choose(client, "")
    assert opened_with(client) == books.today().isoformat()


def test_an_accounts_choice_goes_with_the_account(client: Client) -> None:
    user = User.objects.create_user("coder@example.org", "a long enough secret")
    client.force_login(user)
    choose(client, "2025-06-30")
    user.refresh_from_db()
    assert str(user.coding_date) == "2025-06-30"
    elsewhere = Client()
    elsewhere.force_login(user)
    assert opened_with(elsewhere) == "2025-06-30"


def test_the_address_stands_above_the_choice(client: Client) -> None:
    choose(client, "2024-01-15")
    assert opened_with(client, f"{PAGE}?on=2026-05-12") == "2026-05-12"
    assert "Always open with this date" in client.get(f"{PAGE}?on=2026-05-12").content.decode()


@pytest.mark.parametrize("date", ["yesterday", "2026-02-30", "9" * 400])
def test_what_is_no_date_is_not_kept(client: Client, date: str) -> None:
    assert client.post("/codebook/coding-date", {"date": date, "next": PAGE}).status_code == 400
    assert opened_with(client) == books.today().isoformat()


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/x", "//elsewhere.example", "", "javascript:alert(1)"]
)
def test_it_leads_nowhere_else(client: Client, back: str) -> None:
    assert choose(client, "2024-01-15", back) == "/codebook/"


def test_a_cookie_of_nonsense_is_today(client: Client) -> None:
    client.cookies["cw_coding_date"] = "nonsense"
    assert opened_with(client) == books.today().isoformat()
