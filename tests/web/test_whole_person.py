"""A person with a row in every table that may hold one: the export tells all of it, and deletion leaves none of it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.mail import send_mail
from django.db import models
from django.test import Client
from django.urls import reverse

from codeward.practice.minutes import Way
from codeward.web.accounts import parts, tokens
from codeward.web.accounts.models import User
from codeward.web.audit.models import AuditOrigin, AuditRow
from codeward.web.exams.models import Accommodation, PlannedExam
from codeward.web.exams.sittings import begin, save, submit
from codeward.web.grants.models import Approval
from codeward.web.grants.table import Role
from codeward.web.learning.api import Activity, record, start_placement, start_test_out
from codeward.web.notices.models import Digest, MailTimes, Notice, Preference
from codeward.web.office.books.models import BookJob
from codeward.web.office.models import Invitation, Ownership
from codeward.web.results.models import Contest
from codeward.web.scratchpad.models import Scratchpad
from tests.web.accounts.test_portability import our_models, rows_with, unpack
from tests.web.conftest import PASSWORD
from tests.web.exams.made import change, lesson_form
from tests.web.grants.cast import grant
from tests.web.learning.answers import SKILL, answer
from tests.web.ownbook.conftest import put, send
from tests.web.results.work import coded, handed_in

pytestmark = pytest.mark.django_db


def work_on_charts(alice: User, _client: Client) -> None:
    coded(alice, ["R05.1"], query="zebraquery")
    attempt = handed_in(alice, ["R05.1", "I10"], "flank-pain-blood")
    row = attempt.grades.get().rows.first()
    Contest.objects.create(attempt=attempt, row=row.row, code="I10", text="zebracontest")


def helped(alice: User, client: Client) -> None:
    attempt = coded(alice, ["R05.1"])
    assert client.post(reverse("charts:edits", args=[attempt.public_id])).status_code == 200


def own_book(_alice: User, client: Client) -> None:
    assert send(client, put("icd10cm/E11.9", "note", text="zebramark")).status_code == 200


def way_in_and_mail(alice: User, _client: Client) -> None:
    tokens.issue(alice)
    send_mail("zebramail", "Words", None, [str(alice.email)])


def happened(alice: User, _client: Client) -> None:
    row = AuditRow.objects.create(act="accounts.signed_in", kind="security", actor=alice.public_id)
    AuditOrigin.objects.create(row=row, address="192.0.2.77", browser="zebrabrowser")


def roles(alice: User, _client: Client) -> None:
    grant(alice, Role.INSTRUCTOR, reason="zebragrant")
    Approval.objects.create(
        kind="director", key="k", title="zebraapproval", area="people", about=alice, reason="r"
    )


def told(alice: User, _client: Client) -> None:
    Notice.objects.create(person=alice, kind="k", key="k", context={"who": "zebranotice"})
    Preference.objects.create(person=alice, kind="zebrapreference", timing="never")
    MailTimes.objects.create(person=alice, digest_at=dt.time(3, 33))
    Digest.objects.create(person=alice, period="daily", key="zebraday", count=1)


def office(alice: User, _client: Client) -> None:
    Ownership.objects.create(queue="contests", thing="thing", owner=alice)
    now = dt.datetime.now(dt.UTC)
    Invitation.objects.create(
        email="invited@example.org",
        token_hash="x" * 64,
        invited_by=alice,
        expires_at=now + dt.timedelta(days=1),
    )
    BookJob.objects.create(
        home="h", kind="verify", system="icd10cm", release="icd10cm-2026-04-01", actor=alice
    )


def collected(alice: User, client: Client) -> None:
    client.post("/scratchpad/add", {"system": "icd10cm", "code": "E11.22"})
    Scratchpad.objects.filter(learner=alice).update(name="zebrapad")


def learned(alice: User, _client: Client) -> None:
    given = answer("zebraitem", option="zebraoption")
    record(alice, given, activity=Activity(Way.DRILL, "zebraskill"))
    start_test_out(alice, "zebralesson", [SKILL], [{"id": f"i{n}"} for n in range(12)])
    start_placement(alice, 5, {"id": "zebraquestion"})


def read(alice: User, client: Client) -> None:
    client.post("/lessons/w0/answer", {"ask": "recall1-1", "answer": "zebrarecall"})


def sat(alice: User, _client: Client) -> None:
    one = begin(alice, lesson_form(), timed=True)
    save(one, [change(1, note="zebranote")])
    submit(one)
    PlannedExam.objects.create(learner=alice, exam="zebraexam", day=dt.date(2027, 3, 3))
    Accommodation.objects.create(learner=alice, factor=150, given_by=alice, reason="zebrareason")


EVERYTHING: tuple[Callable[[User, Client], None], ...] = (
    work_on_charts, helped, own_book, way_in_and_mail, happened, roles, told, office, collected,
    learned, read, sat,
)  # fmt: skip
# What nobody else's row says, so that it must be in the export and must be gone afterwards.
HERS = (
    "zebraquery", "zebracontest", "zebramark", "zebramail", "zebrabrowser", "zebragrant", "zebraapproval",
    "zebranotice", "zebrapreference", "zebraday", "zebrapad",
    "zebraitem", "zebraoption", "zebraskill", "zebralesson", "zebrarecall",
    "zebranote", "zebraexam", "zebrareason",
)  # fmt: skip


def personal() -> set[type[models.Model]]:
    """Every model of ours that holds personal data."""
    return {model for model in our_models() if model.personal_data != "no"}  # type: ignore[attr-defined]


def filled(alice: User, client: Client) -> None:
    """A row of hers in every table that may hold one; a new app's has to be added above."""
    for make in EVERYTHING:
        make(alice, client)
    empty = {model.__name__ for model in personal() if not model._base_manager.exists()}
    assert empty == set()


def test_the_export_tells_every_table(as_alice: Client, alice: User) -> None:
    filled(alice, as_alice)
    files: dict[str, Any] = unpack(parts.export(alice))
    text = json.dumps(files)
    assert [word for word in HERS if word not in text] == []
    for told in ("03:33", "192.0.2.77", "invited@example.org", "icd10cm-2026-04-01"):
        assert told in text
    for part in parts.parts():
        assert files[f"{part.name}.json"], f"{part.name}.json is empty"


def test_deletion_leaves_no_row_that_was_hers_and_nobody_elses_is_touched(
    as_alice: Client, alice: User, bob: User
) -> None:
    filled(alice, as_alice)
    coded(bob, ["R05.1"], query="bobsquery")
    key, email = alice.pk, str(alice.email)
    assert as_alice.post("/account/delete", {"word": "delete", "password": PASSWORD}).status_code == 302
    assert not User.objects.filter(pk=key).exists()
    assert {word: rows_with(word) for word in (*HERS, email) if rows_with(word)} == {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.related_model is User:
                assert not model._base_manager.filter(**{field.attname: key}).exists(), model
    assert rows_with("bobsquery") == ["charts_operation"]
