"""Health, jobs and mails in the office: each part says how it stands and what to do."""

from __future__ import annotations

from collections import namedtuple
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from codeward.errors import BookError
from codeward.web.accounts.models import User
from codeward.web.audit.api import AuditRow
from codeward.web.conf import durability
from codeward.web.grants.api import Role
from codeward.web.jobs.models import ChoreRun, WorkerSign
from codeward.web.mail.models import OutboxMail
from codeward.web.mail.sending import deliver
from codeward.web.office import health
from tests.web.grants.cast import member
from tests.web.pseudo import untranslated
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def director(db: None) -> User:
    """Whoever runs the school."""
    return member(Role.DIRECTOR, "dana")


def fact(name: str) -> health.Fact:
    """One part."""
    return next(one for one in health.facts() if one.name == name)


def a_mail(**fields: Any) -> OutboxMail:
    """A mail as the outbox keeps it."""
    now = timezone.now()
    kept = {
        "kind": "other",
        "sender": "s@example.org",
        "recipients": "\nmona@example.org\n",
        "subject": "A secret subject",
        "body": "A secret link",
        "message_id": f"<{OutboxMail.objects.count()}@x>",
        "expires_at": now + timedelta(days=1),
    }
    return OutboxMail.objects.create(**kept | fields)


@pytest.fixture
def safe_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PostgreSQL set as an operator should: the one of the tests runs without fsync, which no session can change."""
    monkeypatch.setattr(durability, "_POSTGRESQL", ("synchronous_commit",))


@pytest.mark.usefixtures("safe_server")
def test_a_school_that_is_well(settings: Any) -> None:
    settings.SMTP = {"host": "mail.example"}
    WorkerSign.objects.create(worker_id="w", seen_at=timezone.now())
    told = {one.name: one.state for one in health.facts()}
    # The book of the package is of its own year: whether it speaks of today is said as it is.
    assert told.pop("books") == ("ok" if health.books.open().in_force else "attention")
    assert told == dict.fromkeys(["disk", "database", "mail", "jobs", "clock"], "ok")


@pytest.mark.usefixtures("safe_server")
@pytest.mark.django_db(transaction=True)
def test_the_database_says_how_safe_a_saved_change_is() -> None:
    said = " ".join(fact("database").said)
    assert "written and read back" in said
    assert "on the disk before it is confirmed" in said
    small = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL" if small else "SET synchronous_commit = off")
    told = fact("database")
    assert told.state == "attention"
    assert ("“synchronous”" if small else "“synchronous_commit”") in " ".join(told.said)
    assert "before it is confirmed" not in " ".join(told.said)
    connection.close()
    assert fact("database").state == "ok"


def test_a_database_that_forgets_what_was_written_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.cache, "get", lambda _key: None)
    assert fact("database").state == "broken"


@pytest.mark.parametrize(("free", "state"), [(1, "broken"), (500_000_000, "attention"), (10**11, "ok")])
def test_room_on_the_disk(free: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(10**12, 10**12 - free, free))
    assert fact("disk").state == state


def test_a_part_that_cannot_be_asked_is_broken_and_the_others_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no(*_given: Any) -> Any:
        raise OperationalError("password=hunter2")

    monkeypatch.setattr(health, "standing", no)
    told = {one.name: one for one in health.facts()}
    assert told["mail"].state == "broken"
    assert "hunter2" not in " ".join(told["mail"].said)
    assert len(told) == 6


def test_mail_that_waits_or_failed(settings: Any) -> None:
    settings.SMTP = {}
    assert fact("mail").state == "attention"
    settings.SMTP = {"host": "mail.example"}
    assert fact("mail").state == "ok"
    one = a_mail(made_at=timezone.now() - timedelta(hours=1))
    assert fact("mail").state == "attention"
    OutboxMail.objects.update(made_at=timezone.now() - timedelta(hours=8))
    assert fact("mail").state == "broken"
    OutboxMail.objects.filter(pk=one.pk).update(state="failed")
    assert "1 mail failed" in fact("mail").said


def test_a_worker_that_is_silent() -> None:
    assert fact("jobs").state == "broken"
    sign = WorkerSign.objects.create(worker_id="w", seen_at=timezone.now())
    assert fact("jobs").state == "ok"
    ChoreRun.objects.create(name="x", error="RuntimeError", failures=1, failed_at=timezone.now())
    assert fact("jobs").state == "attention"
    WorkerSign.objects.filter(pk=sign.pk).update(seen_at=timezone.now() - timedelta(minutes=5))
    assert fact("jobs").state == "broken"


def test_a_damaged_book_and_one_not_in_force(monkeypatch: pytest.MonkeyPatch) -> None:
    book = health.books.open()
    listed = health.books.listed()
    monkeypatch.setattr(health.books, "open", type("B", (), {"release": book.release, "in_force": False}))
    assert fact("books").state == "attention"
    damaged = type(listed[0])("icd10cm-x", None, "installed", listed[0].path, True, "cut short")
    monkeypatch.setattr(health.books, "listed", lambda: [*listed, damaged])
    assert fact("books").state == "broken"
    assert "icd10cm-x" in " ".join(fact("books").said)

    def gone() -> Any:
        raise BookError("cannot be read", "")

    monkeypatch.setattr(health.books, "open", gone)
    assert fact("books").state == "broken"


def test_a_clock_that_was_set_back() -> None:
    WorkerSign.objects.create(worker_id="w", seen_at=timezone.now() + timedelta(days=40))
    told = fact("clock")
    assert told.state == "broken"
    assert "40 days" in " ".join(told.said) or "39 days" in " ".join(told.said)


def test_the_pages_are_for_whoever_reads_settings(director: User, client: Client, as_alice: Client) -> None:
    for path in ("/office/health/", "/office/jobs/", "/office/settings/"):
        for one in (client, as_alice, with_second_step(member(Role.REGISTRAR, f"r{len(path)}"))):
            assert one.get(path).status_code == 404
        assert signed_in(director).get(path).status_code == 403
        assert with_second_step(director).get(path).status_code == 200
    page = with_second_step(member(Role.AUDITOR)).get("/office/jobs/").content.decode()
    assert "Do now" not in page


def test_a_failed_chore_is_told_and_done_again(director: User) -> None:
    ChoreRun.objects.create(name="outbox", error="OSError: no route", failures=3, failed_at=timezone.now())
    client = with_second_step(director)
    assert "OSError: no route" in client.get("/office/jobs/").content.decode()
    assert "chore-outbox" in client.get("/office/queues/failed-jobs/").content.decode()
    for _ in range(2):
        assert client.post("/office/chores/outbox/now").status_code == 302
    assert ChoreRun.objects.get(name="outbox").asked_at is not None
    assert AuditRow.objects.filter(act="office.chore_now").count() == 1
    assert client.post("/office/chores/nothing/now").status_code == 404
    assert with_second_step(member(Role.AUDITOR)).post("/office/chores/outbox/now").status_code == 404


def test_a_failed_job_is_put_back_once(director: User) -> None:
    deliver.enqueue(1)
    DBTaskResult.objects.update(
        status="FAILED",
        finished_at=timezone.now(),
        traceback="Traceback\n  line\nValueError: no",
        exception_class_path="x.V",
    )
    job = DBTaskResult.objects.get()
    client = with_second_step(director)
    page = client.get(f"/office/queues/failed-jobs/job-{job.pk}/").content.decode()
    assert "ValueError: no" in page
    assert "Traceback" not in page
    for _ in range(2):
        client.post(f"/office/jobs/{job.pk}/again")
    job.refresh_from_db()
    assert job.status == "READY"
    assert AuditRow.objects.filter(act="office.job_again").count() == 1


def test_mails_are_listed_without_what_they_say_and_sent_again(director: User, settings: Any) -> None:
    one = a_mail(state="failed", error="SMTPServerDisconnected: gone", attempts=5)
    client = with_second_step(director)
    for path in ("/office/queues/mails/?q=mona", f"/office/queues/mails/{one.public_id}/"):
        page = client.get(path).content.decode()
        assert "mona@example.org" in page
        assert "A secret" not in page
    for _ in range(2):
        client.post(f"/office/mails/{one.public_id}/again")
    one.refresh_from_db()
    assert one.state == "waiting"
    assert AuditRow.objects.filter(act="office.mail_again").count() == 1
    assert with_second_step(member(Role.AUDITOR)).get("/office/queues/mails/").status_code == 404
    assert (
        with_second_step(member(Role.REGISTRAR)).post(f"/office/mails/{one.public_id}/again").status_code
        == 404
    )


def test_every_word_can_be_translated(director: User, pseudo_locale: None) -> None:
    a_mail(state="failed", error="SMTPServerDisconnected: gone")
    ChoreRun.objects.create(name="outbox", error="OSError: no route", failures=3, failed_at=timezone.now())
    client = with_second_step(director)
    mail = OutboxMail.objects.get()
    for path in (
        "jobs/",
        "queues/mails/",
        f"queues/mails/{mail.public_id}/",
        "queues/failed-jobs/chore-outbox/",
    ):
        assert untranslated(client.get(f"/office/{path}").content.decode()) == [], path
    names = (
        "SQLite",
        "PostgreSQL",
        "synchronous",
        "fsync",
        "UTC",
        "MB",
        "GB",
        "KB",
        "Codes",
        "2026",
        "bytes",
    )
    page = untranslated(client.get("/office/health/").content.decode())
    assert [one for one in page if not any(name in one for name in names)] == []
