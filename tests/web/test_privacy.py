"""Every table says how near to a person it is and so how long it is kept; what is fleeting is really gone in time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.mail import send_mail
from django.db import models
from django.utils import timezone

import codeward.web
from codeward.web.accounts import tokens
from codeward.web.accounts.days import note_today
from codeward.web.accounts.models import SignInToken, User
from codeward.web.audit.models import AuditOrigin, AuditRow
from codeward.web.jobs.registry import chores
from codeward.web.mail.models import OutboxMail
from codeward.web.office import inviting
from codeward.web.office.models import Invitation
from codeward.web.privacy import FLEETING_DAYS, Privacy
from tests.web.accounts.test_portability import our_models

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "privacy.md"
pytestmark = pytest.mark.django_db


def classed(privacy: Privacy) -> set[type[models.Model]]:
    """Our models of one class."""
    return {model for model in our_models() if getattr(model, "privacy_class", None) == privacy}


def test_every_table_is_of_a_class() -> None:
    for model in our_models():
        assert getattr(model, "privacy_class", None) in set(Privacy), (
            f"{model.__name__} names no privacy_class"
        )


def test_what_is_public_is_of_nobody_and_what_is_near_a_person_says_what_it_tells() -> None:
    """A row that is only part of a record (an edition that a grade was made by) need not say so of itself."""
    for model in classed(Privacy.PUBLIC):
        assert model.personal_data == "no", model.__name__  # type: ignore[attr-defined]
    for privacy in (Privacy.ACCOUNT, Privacy.SENSITIVE, Privacy.FLEETING):
        for model in classed(privacy):
            assert model.personal_data != "no", model.__name__  # type: ignore[attr-defined]


def test_nothing_of_a_class_that_goes_with_the_account_outlives_it_by_its_keys() -> None:
    """The database deletes it with its person, or forgets in it who that was."""
    for model in classed(Privacy.ACCOUNT) | classed(Privacy.FLEETING):
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                kept = field.remote_field.on_delete
                assert kept in (models.CASCADE, models.SET_NULL), f"{model.__name__}.{field.name}"


def test_the_page_names_every_table_with_its_class() -> None:
    told = dict(re.findall(r"^\| `([\w.]+)` \| (\w+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {model._meta.label: model.privacy_class for model in our_models()}  # type: ignore[attr-defined]
    for privacy in Privacy:
        assert f"\n| {privacy} | " in PAGE.read_text(encoding="utf-8")


WEB = Path(codeward.web.__file__).parent


def told_of(heading: str) -> set[str]:
    """The names in the first column of the page's table below a heading."""
    part = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))


def test_the_page_names_every_cookie() -> None:
    """Ours all begin with ``cw_``; the few scripts that set one do so too."""
    every = {
        name
        for kind in ("*.py", "*.js")
        for file in WEB.rglob(kind)
        for name in re.findall(r"\bcw_[a-z_]+", file.read_text(encoding="utf-8"))
    }
    assert "cw_session" in every
    assert told_of("Cookies") == every


def test_the_page_names_everything_that_scripts_keep_in_the_browser() -> None:
    every = set()
    for file in WEB.rglob("*.js"):
        script = file.read_text(encoding="utf-8")
        if re.search(r"(?:local|session)Storage\.setItem", script):
            named = re.findall(r"(?<!request\()[\"'`]((?:codeward[:.]|cw-timer-)[\w.:-]*)", script)
            assert named, file
            every |= set(named)
    assert told_of("What scripts keep in the browser") == every


def an_origin(alice: User) -> None:
    row = AuditRow.objects.create(act="accounts.signed_in", kind="security", actor=alice.public_id)
    AuditOrigin.objects.create(row=row, address="192.0.2.7")


def a_mail(alice: User) -> None:
    send_mail("Hello", "Words", None, [str(alice.email)])
    OutboxMail.objects.update(state=OutboxMail.State.EXPIRED, body="", html="")


FLEETING: dict[type[models.Model], Callable[[User], object]] = {
    SignInToken: tokens.issue,
    OutboxMail: a_mail,
    AuditOrigin: an_origin,
    Invitation: lambda alice: inviting.invite(alice, "new@example.org"),
}


def test_each_fleeting_table_is_tried() -> None:
    assert classed(Privacy.FLEETING) == set(FLEETING)


def run_chores() -> None:
    """Every chore of the clock that forgets, done once."""
    for chore in chores():
        if chore.interval >= timedelta(hours=6):
            chore.work()


@pytest.mark.parametrize("model", FLEETING, ids=lambda model: model.__name__)
def test_what_is_fleeting_is_there_for_a_day_and_gone_after_ninety(
    model: type[models.Model], alice: User
) -> None:
    start = timezone.now()
    note_today()
    FLEETING[model](alice)
    assert model._default_manager.count() >= 1
    for day in range(1, FLEETING_DAYS + 2):
        with time_machine.travel(start + timedelta(days=day)):
            note_today()
            if day == 1:
                run_chores()
                assert model._default_manager.exists()
    with time_machine.travel(start + timedelta(days=FLEETING_DAYS + 1)):
        run_chores()
    assert not model._default_manager.exists()
