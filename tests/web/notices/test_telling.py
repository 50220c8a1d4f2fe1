"""Somebody is told a thing once, whoever says it and however often."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from codeward.web.accounts.models import User
from codeward.web.notices import kinds as registry
from codeward.web.notices.api import (
    Group,
    Notice,
    NoticeError,
    Telling,
    Timing,
    kind,
    tell,
    tell_each,
    unread,
    words_of,
)
from codeward.web.notices.wishes import choose
from tests.web.notices.kinds import DAILY, SAFETY, STUDY
from tests.web.race import at_once

pytestmark = pytest.mark.django_db


def say(person: User, key: str = "1", **more: Any) -> Notice | None:
    """Tell of a thing."""
    return tell(person, STUDY, key, context={"title": "Cough <b>"}, url="/charts/", **more)


def test_told_once(alice: User, bob: User) -> None:
    assert say(alice) is not None
    assert say(alice) is None
    assert say(bob) is not None
    assert say(alice, "2") is not None
    assert (unread(alice), unread(bob)) == (2, 1)


def test_it_is_the_callers_transaction(alice: User) -> None:
    with transaction.atomic():
        say(alice)
        transaction.set_rollback(True)
    assert unread(alice) == 0
    assert say(alice) is not None


@pytest.mark.django_db(transaction=True)
def test_of_eight_that_tell_at_once_one_tells(alice: User) -> None:
    for number in range(5):
        told = at_once(8, lambda _, key=str(number): say(alice, key))
        assert sum(one is not None for one in told) == 1
    assert unread(alice) == 5


def naive_say(person: User, pause: Callable[[], object]) -> bool:
    """Look, then write: what `tell` must not be. True where it broke the database's rule."""
    known = Notice.objects.filter(person=person, kind=STUDY.name, key="n").exists()
    pause()
    if known:
        return False
    try:
        Notice.objects.create(person=person, kind=STUDY.name, key="n")
    except IntegrityError:
        return True
    return False


@pytest.mark.django_db(transaction=True)
def test_the_race_is_a_race(alice: User) -> None:
    assert at_once(8, lambda pause: naive_say(alice, pause)).count(True) == 7


def test_words_are_text_until_somebody_shows_them(alice: User) -> None:
    told = say(alice)
    assert told is not None
    said = words_of(told)
    assert said.subject == "News of Cough <b>"
    assert said.paragraphs == ("Cough <b> changed, and you worked on it.", "That is all.")


def test_a_notice_of_an_app_that_is_gone_can_still_be_shown(alice: User, monkeypatch: Any) -> None:
    told = say(alice)
    monkeypatch.delitem(registry._kinds, STUDY.name)
    assert told is not None
    assert "now closed" in words_of(told).subject


@pytest.mark.parametrize(
    ("key", "context", "url"),
    [
        ("", {}, ""),
        ("k" * 201, {}, ""),
        ("k", {"title": ["a"]}, ""),
        ("k", {"title": None}, ""),
        ("k", {"title": "a\0b"}, ""),
        ("k", {"title": "x" * 4000}, ""),
        ("k", {}, "https://evil.example/"),
        ("k", {}, "//evil.example/"),
        ("k", {}, "/\\evil.example/"),
        ("k", {}, "/\t/evil.example/"),
        ("k", {}, "/" + "x" * 500),
    ],
)
def test_what_cannot_be_kept_is_refused(key: str, context: Any, url: str, alice: User) -> None:
    with pytest.raises(NoticeError):
        tell(alice, STUDY, key, context=context, url=url)
    assert unread(alice) == 0


@pytest.mark.parametrize(
    "bad",
    [
        {"mail": "lost"},
        {"mail": "sent", "mailed_at": None},
        {"mail": "none", "mailed_at": "2026-01-01T00:00Z"},
        {"url": "//evil.example"},
        {"url": "https://evil.example"},
        {"mail": "daily", "mailed_at": None, "held_until": "2026-01-01T00:00Z"},
    ],
)
def test_the_database_refuses_impossible_notices(bad: dict[str, Any], alice: User) -> None:
    say(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.update(**bad)


def test_a_default_that_nobody_could_choose_is_refused() -> None:
    def register(group: Group, default: Timing) -> None:
        kind("tests.x", "x", group=group, template="notices/test.txt", preview=dict, default=default)

    for group, timing in (
        (Group.SAFETY, Timing.DAILY),
        (Group.SAFETY, Timing.NEVER),
        (Group.MONEY, Timing.NEVER),
        (Group.ADMISSIONS, Timing.NEVER),
    ):
        with pytest.raises(NoticeError):
            register(group, timing)
    assert "tests.x" not in registry._kinds


def test_a_guest_is_told_on_the_page_and_by_no_mail(db: None) -> None:
    guest = User.objects.create_guest()
    for one in (STUDY, SAFETY):
        told = tell(guest, one, "1", context={"title": "x"})
        assert told is not None
        assert told.mail == Notice.Mail.NONE
    assert unread(guest) == 2


@pytest.mark.parametrize("kept", [None, Timing.NEVER, Timing.WEEKLY, Timing.AT_ONCE])
def test_many_are_told_as_one_is(alice: User, bob: User, kept: Timing | None) -> None:
    """Each their own words, once, and by mail as each wants it."""
    for person in (alice, bob):
        if kept is not None:
            choose(person, STUDY, kept)
    one = say(alice, "one")
    assert one is not None
    told = [Telling(alice, "1", {"title": "A"}), Telling(bob, "1", {"title": "B"}, "/charts/")]
    assert tell_each(STUDY, told) == 2
    assert tell_each(STUDY, told) == 0
    rows = {row.person: row for row in Notice.objects.filter(key="1")}
    assert {row.mail for row in rows.values()} == {one.mail}
    assert (rows[bob].context, rows[bob].url) == ({"title": "B"}, "/charts/")


def test_many_are_told_in_few_queries(
    alice: User, bob: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(7):
        tell_each(DAILY, [Telling(one, "1", {"title": "A"}) for one in (alice, bob)])
