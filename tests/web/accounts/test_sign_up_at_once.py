"""Several sign-ups with one address at the same moment, such as a double click: one account, and no page breaks."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from codeward.web.accounts.doorforms import SignupForm
from codeward.web.accounts.models import User
from tests.web.conftest import PASSWORD
from tests.web.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4


@pytest.fixture
def all_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody makes the account before all have seen that the address is free."""
    gate, try_save = threading.Barrier(THREADS, timeout=30), SignupForm.try_save

    def late(form: SignupForm, request: HttpRequest) -> Any:
        gate.wait()
        return try_save(form, request)

    monkeypatch.setattr(SignupForm, "try_save", late)


def sign_up(_pause: object) -> tuple[int, str]:
    """What a browser is answered."""
    client = Client(raise_request_exception=False)
    answer = client.post("/accounts/signup/", {"email": "Mona@Example.org", "password1": PASSWORD})
    return answer.status_code, answer.get("Location", "")


def test_one_makes_the_account_and_the_others_are_led_to_sign_in(all_looked: None) -> None:
    assert sorted(at_once(THREADS, sign_up)) == [(302, "/")] + [(302, "/accounts/login/")] * (THREADS - 1)
    assert User.objects.filter(email="mona@example.org").count() == 1


def test_where_mails_confirm_addresses_all_are_answered_alike(all_looked: None, settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    answers = at_once(THREADS, sign_up)
    assert len(set(answers)) == 1
    assert answers[0][0] == 302
    assert User.objects.filter(email="mona@example.org").count() == 1
