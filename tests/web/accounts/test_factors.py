"""Secrets of second factors lie encrypted in the database."""

from __future__ import annotations

import time
from importlib import import_module
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.apps import apps
from django.test import Client

from codeward.web.accounts.factors import decrypted, encrypted
from codeward.web.accounts.models import User
from tests.web.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def code(secret: str = SECRET) -> str:
    """What an authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def let_in(user: User, given: str) -> bool:
    """Whether password and code get in."""
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client.post("/accounts/2fa/authenticate/", {"code": given}).status_code == 302


def test_the_database_holds_no_secret(alice: User) -> None:
    TOTP.activate(alice, SECRET)
    shown = RecoveryCodes.activate(alice).get_unused_codes()
    held = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in held
    assert held.count("fernet:") == 2
    assert not any(one in held for one in shown)
    assert let_in(alice, code())
    assert let_in(alice, shown[0])
    assert not let_in(alice, shown[0])


def test_what_was_written_before_is_encrypted_and_still_works(alice: User) -> None:
    Authenticator.objects.create(user=alice, type="totp", data={"secret": SECRET})
    codes = {"seed": "0123456789abcdef0123456789abcdef", "used_mask": 0}
    Authenticator.objects.create(user=alice, type="recovery_codes", data=codes)
    shown = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    migration = import_module("codeward.web.accounts.migrations.0006_factors_encrypted")
    for _ in range(2):
        migration.encrypt(apps, None)
    assert str(list(Authenticator.objects.values_list("data", flat=True))).count("fernet:") == 2
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == shown
    assert let_in(alice, code())
    migration.decrypt(apps, None)
    assert Authenticator.objects.get(type="totp").data["secret"] == SECRET


def test_each_time_another_text() -> None:
    assert encrypted("x") != encrypted("x")
    assert decrypted(encrypted("ünïcode")) == "ünïcode"
    assert decrypted("plain") == "plain"


def test_under_another_key_no_code_fits_not_even_that_of_an_empty_secret(alice: User, settings: Any) -> None:
    TOTP.activate(alice, SECRET)
    settings.SECRET_KEY = "k" * 64
    assert decrypted(Authenticator.objects.get().data["secret"]) not in ("", SECRET)
    for given in (code(), code(""), "000000"):
        assert not let_in(alice, given)


def test_a_damaged_one_is_not_read(alice: User) -> None:
    text = encrypted(SECRET)
    assert decrypted(text[:-2] + "xx") != SECRET
    assert decrypted("fernet:") != ""


def test_seeds_come_from_the_systems_randomness(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    import secrets

    from allauth.mfa.recovery_codes.internal import auth as recovery
    from allauth.mfa.totp.internal import auth as totp

    asked: list[int] = []

    def drawn(size: int) -> bytes:
        asked.append(size)
        return bytes(range(size))

    assert totp.secrets is recovery.secrets is secrets
    assert totp.generate_totp_secret() != totp.generate_totp_secret()
    monkeypatch.setattr(secrets, "token_bytes", drawn)
    assert totp.generate_totp_secret() == totp.generate_totp_secret()
    monkeypatch.setattr(secrets, "token_hex", lambda size: drawn(size).hex())
    RecoveryCodes.activate(alice)
    assert asked == [20, 20, 40]  # 160 bits for the app, 320 for recovery


def test_recovery_codes_have_eight_digits(alice: User) -> None:
    shown = RecoveryCodes.activate(alice).get_unused_codes()
    assert len(set(shown)) == 10
    assert all(len(one) == 8 and one.isdigit() for one in shown)
