"""Each model says whether it holds personal data; what does is exported, and goes with its person."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import connection, models
from django.test import Client

from codeward.web.accounts import parts, tokens
from codeward.web.accounts.models import User
from tests.web.conftest import PASSWORD
from tests.web.signed_in import signed_in

SECRET = "JBSWY3DPEHPK3PXP"

pytestmark = pytest.mark.django_db


def our_models() -> list[type[models.Model]]:
    """Every model of the school's own apps."""
    return [model for model in apps.get_models() if model.__module__.startswith("codeward.")]


def test_every_model_says_whether_it_holds_personal_data() -> None:
    assert our_models()
    for model in our_models():
        said = getattr(model, "personal_data", None)
        assert isinstance(said, str), f"{model.__name__} does not say"
        assert said == "no" or said.startswith("yes: "), f"{model.__name__} says {said!r}"


def test_every_model_with_personal_data_is_exported() -> None:
    covered = {model for part in parts.parts() for model in part.models}
    for model in our_models():
        if model.personal_data != "no":  # type: ignore[attr-defined]
            assert model in covered, f"{model.__name__} is in no export"


def unpack(data: bytes) -> dict[str, Any]:
    """The files of an export by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def give_everything(user: User) -> None:
    """One row of everything that the base keeps about a person."""
    tokens.issue(user)
    TOTP.activate(user, SECRET)
    send_mail("Hello", "A link that signs in: /start/SECRETLINK", None, [str(user.email)])


def test_the_export_holds_ones_own_and_no_secret(as_alice: Client, alice: User, bob: User) -> None:
    give_everything(alice)
    give_everything(bob)
    response = as_alice.post("/account/export")
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="codeward-')
    files = unpack(response.content)
    assert files["manifest.json"]["files"] == [name for name in files if name != "manifest.json"]
    account = files["account.json"]
    assert account["email"] == "alice@example.org"
    assert account["email_addresses"] == [{"email": alice.email, "verified": True, "primary": True}]
    assert [one["type"] for one in account["second_factors"]] == ["totp"]
    assert len(account["one_time_sign_ins"]) == 1
    assert [mail["subject"] for mail in files["mails.json"]] == ["Hello"]
    text = json.dumps(files)
    for not_hers in ("bob", "JBSWY3DPEHPK3PXP", "SECRETLINK", "argon2", alice.password):
        assert not_hers not in text


def test_an_export_needs_a_post(as_alice: Client) -> None:
    assert as_alice.get("/account/export").status_code == 405


def rows_with(text: str) -> list[str]:
    """Tables that hold `text` anywhere, whichever app they are of."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if text in str(cursor.fetchall()):
                found.append(table)
    return sorted(found)


def test_deletion_leaves_nothing_of_the_person(as_alice: Client, alice: User, bob: User) -> None:
    give_everything(alice)
    give_everything(bob)
    other_device = signed_in(alice)
    key, public_id = alice.pk, alice.public_id
    assert rows_with("alice@example.org") != []
    code = format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))
    response = as_alice.post("/account/delete", {"word": "delete", "password": PASSWORD, "code": code})
    assert response.status_code == 302
    assert rows_with("alice@example.org") == []
    # What happened stays told, under an id that means nobody from now on (decision 0020).
    assert rows_with(public_id) == ["audit_auditrow"]
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                assert not model._base_manager.filter(**{field.attname: key}).exists(), model
    held = [session.get_decoded().get("_auth_user_id") for session in Session.objects.all()]
    assert str(key) not in held
    assert other_device.get("/account/").status_code == 302
    assert EmailAddress.objects.filter(user=bob).exists()
    assert len(unpack(parts.export(bob))["mails.json"]) == 1


@pytest.mark.parametrize(
    "data", [{}, {"word": "DELETE"}, {"word": "DELETE", "password": "wrong"}, {"password": PASSWORD}]
)
def test_deletion_asks_for_the_word_and_the_password(
    data: dict[str, str], as_alice: Client, alice: User
) -> None:
    response = as_alice.post("/account/delete", data)
    assert response.status_code in {200, 422}
    assert User.objects.filter(pk=alice.pk).exists()


def test_a_guest_can_delete_everything_without_a_password(client: Client) -> None:
    guest = User.objects.create_guest()
    session = client.session
    session["guest"] = guest.public_id
    session.save()
    client.post("/account/delete", {"word": "DELETE"})
    assert not User.objects.filter(pk=guest.pk).exists()


def test_apps_use_only_the_face_of_accounts() -> None:
    """Other rooms import ``accounts.api``; the base's own parts and migrations may look deeper."""
    web = Path(parts.__file__).parents[1]
    base = {"accounts", "conf", "mail", "jobs", "pages", "ui", "serving"}
    deep = [
        str(path)
        for path in web.rglob("*.py")
        if path.relative_to(web).parts[0] not in base
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("from codeward.web.accounts.")
        and not line.startswith("from codeward.web.accounts.api ")
        if not line.startswith("from codeward.web.accounts.shortcuts ")
    ]
    assert deep == []
