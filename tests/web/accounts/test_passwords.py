"""Which passwords are taken."""

from __future__ import annotations

import dataclasses
import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from codeward.web.accounts import passwords
from codeward.web.accounts.models import User
from codeward.web.conf import django as school_settings
from tests.web.conftest import PASSWORD
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _school(settings: Any) -> None:
    settings.CODEWARD = dataclasses.replace(
        settings.CODEWARD, school_name="Alder Street Academy", site_url="https://coding.alder.example"
    )


@pytest.mark.parametrize(
    "password",
    [
        "Codeward2026!",
        "ICD-10-CM-2026",
        "medicalcoding1",
        "AlderStreet2026",
        "alder.example",
        "cpc-exam-2026",
        "codewardcodeward",
        "MedicalBilling#1",
        "qwerty-codes-99",
        "1234567890123",
        "password12345",
        "short-1",
        "x" * 513,
    ],
)
def test_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "my codeward and a giraffe",
        "tulip-bicycle",
        "ünïcödé wörter sind gut",
        "长长的密码短语也可以用的",
        " spaces at both ends ",
        "a b c d e f g h i j",
        "kangaroo" * 8,  # 64 characters
        "giraffe bicycle " * 32,  # 512
    ],
)
def test_taken(password: str, client: Client) -> None:
    client.post("/accounts/signup/", {"email": "n@example.org", "password1": password})
    assert User.objects.get().check_password(password)


def test_the_schools_own_name_follows_the_office(settings: Any) -> None:
    assert {"alder", "street", "academy", "coding"} <= passwords.context_words()
    settings.CODEWARD = dataclasses.replace(settings.CODEWARD, school_name="Rowan College")
    assert "rowan" in passwords.context_words()
    with pytest.raises(ValidationError, match="mostly the school’s name"):
        validate_password("RowanCollege!2026")


def test_the_form_says_so(client: Client) -> None:
    answer = client.post("/accounts/signup/", {"email": "n@example.org", "password1": "CodewardCoding1"})
    assert "mostly the school’s name" in answer.content.decode()
    assert not User.objects.exists()


def test_none_is_cut_short_nor_changed(client: Client) -> None:
    long = " Giraffe bicycle " * 8
    client.post("/accounts/signup/", {"email": "n@example.org", "password1": long})
    made = User.objects.get()
    assert made.check_password(long)
    assert not made.check_password(long.strip())


def test_it_can_be_looked_at(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    assert 'data-reveal="id_password"' in page
    field = re.search(r'<input[^>]*id="id_password"[^>]*>', page)
    assert field is not None
    assert 'type="password"' in field[0]
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_a_password_is_kept_as_argon2id(settings: Any) -> None:
    settings.PASSWORD_HASHERS = school_settings.PASSWORD_HASHERS
    user = User.objects.create_user("kept@example.org", "tulip-bicycle")
    assert user.password.startswith("argon2$argon2id$")
    assert "tulip" not in user.password


def test_a_hash_of_lesser_work_is_renewed_at_sign_in(client: Client, settings: Any) -> None:
    user = User.objects.create_user("renewed@example.org", "tulip-bicycle")
    before = user.password
    settings.PASSWORD_HASHERS = school_settings.PASSWORD_HASHERS
    client.post("/accounts/login/", {"login": "renewed@example.org", "password": "tulip-bicycle"})
    user.refresh_from_db()
    assert user.password != before
    assert user.check_password("tulip-bicycle")
    assert "t=2" in user.password


def test_it_is_not_changed_without_the_old_one(as_alice: Client, alice: User) -> None:
    new = {"password1": "another horse battery", "password2": "another horse battery"}
    for old in ({}, {"oldpassword": "wrong horse battery"}):
        assert as_alice.post("/accounts/password/change/", {**old, **new}).status_code == 200
        alice.refresh_from_db()
        assert alice.check_password(PASSWORD)
    assert as_alice.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new}).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password("another horse battery")


def test_it_does_not_grow_old(client: Client, alice: User) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=1500)):
        answer = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        assert client.get("/account/").status_code == 200


def test_one_of_a_breach_is_refused_at_every_form(client: Client, as_alice: Client, alice: User) -> None:
    seen = "spiderman1"  # of Django's list, and no word of this place
    validate_password("spiderman1 giraffe")
    answer = client.post("/accounts/signup/", {"email": "n@example.org", "password1": seen})
    assert "too common" in answer.content.decode()
    answer = as_alice.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": seen, "password2": seen}
    )
    assert "too common" in answer.content.decode()
    assert User.objects.count() == 1


@pytest.mark.parametrize("page", ["account_signup", "account_change_password"])
def test_a_form_says_in_one_line_how_a_good_password_is_made(page: str, client: Client, alice: User) -> None:
    if page == "account_change_password":
        client = signed_in(alice)
    told = client.get(reverse(page)).content.decode()
    assert "At least 10 characters: a few words that only you would put together." in told
    assert "numeric" not in told
