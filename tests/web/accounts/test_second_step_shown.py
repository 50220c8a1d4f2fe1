"""Setting an authenticator app up is the second step: nobody is asked for it again at once."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from codeward.web.accounts.models import User
from tests.web.conftest import PASSWORD

# Really committed: the library tells of a new app only then.
pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_sets_it_up_sees_the_recovery_codes_at_once(client: Client, alice: User) -> None:
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get(answer["Location"]).status_code == 200  # not asked "Is it still you?" again
    assert "mfa" in [one["method"] for one in client.session["account_authentication_methods"]]
