"""Notices by mail: at once, held by quiet hours, gathered once a period; each once, whoever dies or races."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from codeward.web.accounts.api import lock
from codeward.web.accounts.models import SchoolDay, User
from codeward.web.mail.models import OutboxMail
from codeward.web.notices import kinds as registry
from codeward.web.notices import mailing
from codeward.web.notices.kinds import NoticeError, NoticeKind, Timing
from codeward.web.notices.models import Digest, MailTimes, Notice
from codeward.web.notices.reading import mark_all_read
from codeward.web.notices.telling import tell
from codeward.web.notices.wishes import choose, keep_times
from tests.web.notices.kinds import DAILY, MONEY, SAFETY, STUDY, WEEKLY
from tests.web.race import at_once

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")
NOON = dt.datetime(2026, 12, 1, 12, tzinfo=CHICAGO)  # a Tuesday
EIGHT = dt.time(8)


def say(person: User, kind: NoticeKind = STUDY, key: str = "1", title: str = "Cough") -> Notice:
    """Tell of a thing."""
    made = tell(person, kind, key, context={"title": title}, url="/charts/")
    assert made is not None
    return made


def mails() -> list[OutboxMail]:
    """What is in the outbox, the oldest first."""
    return list(OutboxMail.objects.order_by("pk"))


def test_at_once_is_in_the_outbox_with_the_notice(alice: User) -> None:
    notice = say(alice, title="Cough <b>")
    (mail,) = mails()
    assert mail.addresses == ["alice@example.org"]
    assert mail.subject == "News of Cough <b>"
    assert f"http://127.0.0.1:8000/notices/{notice.public_id}" in mail.body
    assert "Cough <b> changed, and you worked on it." in mail.body
    assert "Cough &lt;b&gt; changed" in mail.html
    assert notice.mail == Notice.Mail.SENT
    assert mail.kind == "notice"


def test_the_mail_goes_with_its_cause_or_not_at_all(alice: User) -> None:
    with transaction.atomic():
        say(alice)
        transaction.set_rollback(True)
    assert mails() == []


def test_nobody_is_mailed_whose_address_is_not_confirmed(alice: User) -> None:
    alice.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    assert say(alice).mail == Notice.Mail.NONE
    assert mails() == []


def test_a_locked_account_is_mailed_of_its_safety_alone(alice: User, bob: User) -> None:
    lock(alice, by=bob, reason="A test asks for it.")
    alice.refresh_from_db()
    say(alice)
    say(alice, SAFETY)
    assert [mail.kind for mail in mails()] == ["notice_safety"]


def test_what_one_chose_never_to_get_stands_on_the_page_alone(alice: User) -> None:
    choose(alice, STUDY, Timing.NEVER)
    assert say(alice).mail == Notice.Mail.NONE
    assert mails() == []


@pytest.mark.parametrize("kind", [MONEY, SAFETY])
def test_money_and_safety_are_never_silent(kind: NoticeKind, alice: User) -> None:
    with pytest.raises(NoticeError):
        choose(alice, kind, Timing.NEVER)


def test_safety_is_not_put_off(alice: User) -> None:
    for timing in (Timing.DAILY, Timing.WEEKLY):
        with pytest.raises(NoticeError):
            choose(alice, SAFETY, timing)


# Quiet hours


def quiet(person: User) -> None:
    """From ten in the evening to seven."""
    keep_times(person, (dt.time(22), dt.time(7)), EIGHT, 0)


def test_quiet_hours_hold_what_comes_at_once_until_they_end(alice: User) -> None:
    quiet(alice)
    with time_machine.travel(dt.datetime(2026, 12, 1, 23, tzinfo=CHICAGO), tick=False) as clock:
        notice = say(alice)
        assert notice.held_until == dt.datetime(2026, 12, 2, 7, tzinfo=CHICAGO)
        assert mailing.release() == 0
        clock.move_to(dt.datetime(2026, 12, 2, 7, tzinfo=CHICAGO))
        assert mailing.release() == 1
        assert mailing.release() == 0
    assert len(mails()) == 1


def test_safety_does_not_wait(alice: User) -> None:
    quiet(alice)
    with time_machine.travel(dt.datetime(2026, 12, 1, 23, tzinfo=CHICAGO), tick=False):
        say(alice, SAFETY)
    assert len(mails()) == 1


def test_what_was_read_in_the_night_is_not_mailed_in_the_morning(alice: User) -> None:
    quiet(alice)
    with time_machine.travel(dt.datetime(2026, 12, 1, 23, tzinfo=CHICAGO), tick=False) as clock:
        say(alice)
        mark_all_read(alice)
        clock.move_to(dt.datetime(2026, 12, 2, 8, tzinfo=CHICAGO))
        assert mailing.release() == 0


def test_what_was_switched_off_in_the_night_is_not_mailed_either(alice: User) -> None:
    quiet(alice)
    with time_machine.travel(dt.datetime(2026, 12, 1, 23, tzinfo=CHICAGO), tick=False) as clock:
        say(alice)
        choose(alice, STUDY, Timing.NEVER)
        clock.move_to(dt.datetime(2026, 12, 2, 8, tzinfo=CHICAGO))
        assert mailing.release() == 0


def test_what_cannot_be_mailed_any_more_stands_in_nobodys_way(alice: User) -> None:
    quiet(alice)
    with time_machine.travel(dt.datetime(2026, 12, 1, 23, tzinfo=CHICAGO), tick=False) as clock:
        notice = say(alice)
        alice.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
        clock.move_to(dt.datetime(2026, 12, 2, 8, tzinfo=CHICAGO))
        assert mailing.release() == 0
    notice.refresh_from_db()
    assert (notice.mail, notice.held_until) == (Notice.Mail.NONE, None)


# Gathered mails


@pytest.fixture
def gathered(alice: User) -> tuple[User, Any]:
    """Alice at noon on a Tuesday in Chicago, with three daily notices and the hour of her digest on the clock."""
    with time_machine.travel(NOON, tick=False):
        for key in "123":
            say(alice, DAILY, key, f"Thing {key}")
    return alice, dt.datetime(2026, 12, 2, 8, tzinfo=CHICAGO)


def test_one_mail_a_day_at_its_hour_tells_all(gathered: tuple[User, Any]) -> None:
    _alice, due = gathered
    with time_machine.travel(due - dt.timedelta(seconds=1), tick=False):
        assert mailing.digests() == 0
    with time_machine.travel(due, tick=False):
        assert mailing.digests() == 1
        assert mailing.digests() == 0
    (mail,) = mails()
    assert mail.subject == "3 notices from Codeward"
    assert [f"News of Thing {key}" in mail.body for key in "123"] == [True] * 3
    assert (mail.kind, Digest.objects.get().count) == ("digest", 3)


def test_what_was_read_meanwhile_is_left_out_and_nothing_left_is_no_mail(gathered: tuple[User, Any]) -> None:
    alice, due = gathered
    Notice.objects.filter(key="2").update(read_at=timezone.now())
    with time_machine.travel(due, tick=False):
        mailing.digests()
    (mail,) = mails()
    assert "Thing 1" in mail.body
    assert "Thing 2" not in mail.body
    with time_machine.travel(due + dt.timedelta(hours=1), tick=False) as clock:
        say(alice, DAILY, "4")
        mark_all_read(alice)
        clock.move_to(due + dt.timedelta(days=1))
        assert mailing.digests() == 0
    assert Digest.objects.count() == 1


def test_what_comes_after_the_hour_waits_for_the_next_day(gathered: tuple[User, Any]) -> None:
    alice, due = gathered
    mark_all_read(alice)
    with time_machine.travel(due + dt.timedelta(minutes=5), tick=False) as clock:
        say(alice, DAILY, "4")
        assert mailing.digests() == 0
        clock.move_to(due + dt.timedelta(days=1))
        assert mailing.digests() == 1


def test_a_worker_that_was_away_for_days_writes_one(gathered: tuple[User, Any]) -> None:
    _alice, due = gathered
    with time_machine.travel(due + dt.timedelta(days=4), tick=False):
        assert mailing.digests() == 1
        assert mailing.digests() == 0


def test_a_run_writes_so_many_and_the_next_one_goes_on(alice: User, bob: User) -> None:
    bob.time_zone = "America/Chicago"
    bob.save()
    with time_machine.travel(NOON, tick=False) as clock:
        say(bob, DAILY)
        clock.shift(60)
        say(alice, DAILY)
        clock.move_to(dt.datetime(2026, 12, 2, 8, tzinfo=CHICAGO))
        assert mailing.digests(most=1) == 1
        assert mails()[0].addresses == ["bob@example.org"], "who has waited longest"
        assert (mailing.digests(most=1), mailing.digests(most=1)) == (1, 0)


def test_weekly_on_ones_own_day(alice: User) -> None:
    keep_times(alice, None, dt.time(18), 4)
    with time_machine.travel(NOON, tick=False) as clock:
        say(alice, WEEKLY)
        clock.move_to(dt.datetime(2026, 12, 4, 17, 59, tzinfo=CHICAGO))
        assert mailing.digests() == 0
        clock.move_to(dt.datetime(2026, 12, 4, 18, tzinfo=CHICAGO))
        assert mailing.digests() == 1
    assert Digest.objects.get().key == "2026-W49"


def test_a_kind_that_is_made_daily_joins_the_digest_and_one_made_silent_leaves_it(
    gathered: tuple[User, Any], bob: User
) -> None:
    alice, due = gathered
    with time_machine.travel(NOON, tick=False):
        say(alice, WEEKLY, "w", "Weekly thing")
    choose(alice, WEEKLY, Timing.DAILY)
    choose(alice, DAILY, Timing.NEVER)
    with time_machine.travel(due, tick=False):
        assert mailing.digests() == 1
    (mail,) = mails()
    assert "Weekly thing" in mail.body
    assert "Thing 1" not in mail.body


def test_a_digest_is_not_written_to_an_address_that_is_gone(gathered: tuple[User, Any]) -> None:
    alice, due = gathered
    alice.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    with time_machine.travel(due, tick=False):
        assert mailing.digests() == 0
    assert not Notice.objects.filter(mail=Notice.Mail.DAILY).exists()


def test_what_an_app_that_is_gone_had_told_is_not_mailed(
    gathered: tuple[User, Any], monkeypatch: Any
) -> None:
    _alice, due = gathered
    monkeypatch.delitem(registry._kinds, DAILY.name)
    with time_machine.travel(due, tick=False):
        assert mailing.digests() == 0
    assert not Notice.objects.filter(mail=Notice.Mail.DAILY).exists()


def test_old_digests_are_forgotten_by_the_schools_days(alice: User) -> None:
    now = timezone.now()
    for key, age in (("2026-01-01", 120), ("2026-11-30", 1)):
        made = Digest.objects.create(person=alice, period="daily", key=key, count=1)
        Digest.objects.filter(pk=made.pk).update(made_at=now - dt.timedelta(days=age))
    assert mailing.forget_digests() == 0, "a clock that jumped makes nothing old"
    days = [SchoolDay(day=(now - dt.timedelta(days=n)).date()) for n in range(1, 95)]
    SchoolDay.objects.bulk_create(days, ignore_conflicts=True)
    assert mailing.forget_digests() == 1
    assert Digest.objects.get().key == "2026-11-30"


def test_very_many_are_told_by_their_number(alice: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(33):
            say(alice, DAILY, str(number), f"Thing {number}")
        clock.move_to(dt.datetime(2026, 12, 2, 8, tzinfo=CHICAGO))
        assert mailing.digests() == 1
    (mail,) = mails()
    assert "3 more are on the page" in mail.body
    assert "Thing 29" in mail.body
    assert "Thing 30" not in mail.body


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_writes_the_digest(alice: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for day in range(2, 7):
            say(alice, DAILY, str(day))
            clock.move_to(dt.datetime(2026, 12, day, 8, tzinfo=CHICAGO))
            assert sum(at_once(8, lambda _: mailing.digests())) == 1
    assert len(mails()) == 5
    assert Digest.objects.count() == 5


def naive_digest(person: User, pause: Callable[[], object]) -> bool:
    """Look whether today's was written, then write it: what `digests` must not be."""
    waiting = Notice.objects.filter(person=person, mail=Notice.Mail.DAILY, read_at=None)
    found = list(waiting)
    pause()
    waiting.update(mail=Notice.Mail.SENT, mailed_at=timezone.now())
    return bool(found)


@pytest.mark.django_db(transaction=True)
def test_the_race_is_a_race(alice: User) -> None:
    with time_machine.travel(NOON, tick=False):
        say(alice, DAILY)
    assert at_once(8, lambda pause: naive_digest(alice, pause)).count(True) > 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_mails_what_was_held(alice: User) -> None:
    quiet(alice)
    with time_machine.travel(dt.datetime(2026, 12, 1, 23, tzinfo=CHICAGO), tick=False) as clock:
        say(alice)
        clock.move_to(dt.datetime(2026, 12, 2, 7, tzinfo=CHICAGO))
        assert sum(at_once(8, lambda _: mailing.release())) == 1
    assert len(mails()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_while_writing_leaves_nothing_and_the_next_writes_all(
    gathered: tuple[User, Any], monkeypatch: Any
) -> None:
    _alice, due = gathered

    class Killed(BaseException):
        """What ends a worker in the middle."""

    def die(*args: object, **more: object) -> None:
        raise Killed

    with time_machine.travel(due, tick=False):
        with monkeypatch.context() as patch:
            patch.setattr(mailing, "write", die)
            with pytest.raises(Killed):
                mailing.digests()
        assert (mails(), Digest.objects.count()) == ([], 0)
        assert mailing.digests() == 1
    assert len(mails()) == 1


def test_hours_of_nobody_are_the_defaults(alice: User) -> None:
    assert not MailTimes.objects.exists()
    assert say(alice).held_until is None
