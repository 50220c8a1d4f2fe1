"""The user model: one address in any spelling, states that the database guards, public ids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from codeward.web.accounts.models import User
from codeward.web.ids import ALPHABET, LENGTH, new_public_id
from tests.web.conftest import PASSWORD
from tests.web.race import at_once

pytestmark = pytest.mark.django_db


def test_an_address_is_unique_in_any_spelling(alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ALICE@Example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Alice@Example.ORG", password="x")])
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sign_ups_at_once_make_one_account() -> None:
    def sign_up(_: object) -> bool:
        try:
            User.objects.create_user("Same@Example.org")
        except IntegrityError:
            return False
        return True

    assert at_once(8, sign_up).count(True) == 1
    assert User.objects.count() == 1


def test_there_may_be_many_guests() -> None:
    assert User.objects.create_guest().email is None
    assert User.objects.create_guest().email is None
    assert User.objects.filter(state="guest").count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "guest", "email": "a@example.org"},
        {"state": "demo", "email": "a@example.org"},
        {"state": "active", "email": None},
        {"state": "active", "email": ""},
        {"state": "nonsense", "email": None},
        {"state": "active", "email": "a@example.org", "theme": "pink"},
    ],
)
def test_the_database_refuses_impossible_users(fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(password="x", **fields)])
    assert not User.objects.exists()


def test_public_ids_are_no_row_ids(alice: User, bob: User) -> None:
    assert alice.public_id != bob.public_id
    assert re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", alice.public_id)
    assert len({new_public_id() for _ in range(1000)}) == 1000


def test_the_name_shown_is_never_the_address(alice: User) -> None:
    assert alice.shown_name == "Alice"
    alice.display_name = ""
    assert alice.shown_name == "alice"
    assert User.objects.create_guest().shown_name == "guest"


def test_one_signs_in_with_the_address_in_any_spelling(alice: User, client: Client) -> None:
    response = client.post("/accounts/login/", {"login": "ALICE@example.org", "password": PASSWORD})
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_a_wrong_password_does_not_sign_in(alice: User, client: Client) -> None:
    response = client.post("/accounts/login/", {"login": alice.email, "password": "wrong horse battery"})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_passwords_are_hashed_with_argon2(alice: User) -> None:
    from codeward.web.conf import django

    assert alice.password.startswith("argon2$argon2id$")
    assert django.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_too_many_wrong_passwords_are_slowed_down(alice: User, client: Client) -> None:
    answers = [
        client.post("/accounts/login/", {"login": alice.email, "password": f"wrong {n}"}) for n in range(12)
    ]
    right = client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    assert "Too many" in right.content.decode()
    assert answers[0].status_code == 200


def test_a_signed_in_page_asks_for_the_user_once(as_alice: Client) -> None:
    as_alice.get("/account/")
    with CaptureQueriesContext(
        connection,
    ) as seen:
        as_alice.get("/account/")
    users = [query for query in seen if 'FROM "accounts_user"' in query["sql"]]
    assert len(users) == 1


def test_no_number_of_a_row_is_in_our_addresses() -> None:
    root = Path(__file__).resolve().parents[3] / "src" / "codeward" / "web"
    found = {
        converter
        for path in root.rglob("urls.py")
        for converter in re.findall(r"<(\w+:\w+)>", path.read_text(encoding="utf-8"))
    }
    # The grades of one attempt, and the questions of one exam, are counted from 1.
    kinds = {one.partition(":")[0] for one in found - {"int:number", "int:place"}}
    # A uuid is made by the page; the others name books and their terms.
    assert kinds <= {"pid", "slug", "str", "uuid", "path", "coding", "indexbook", "chart"}


def test_a_new_school_has_no_account() -> None:
    assert not User.objects.exists()


def test_there_is_no_hint_and_no_question(client: Client) -> None:
    held = {field.name for field in User._meta.get_fields() if field.concrete}
    assert not {name for name in held if re.search("hint|question|answer|secret", name)}
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        fields = re.findall(
            r'<(?:input|select|textarea)[^>]*\sname="([^"]+)"', client.get(path).content.decode()
        )
        assert set(fields) <= {
            "csrfmiddlewaretoken", "login", "password", "email", "password1", "remember", "next", "theme", "q",
        }  # fmt: skip
