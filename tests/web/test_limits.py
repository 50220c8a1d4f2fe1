"""How often one address may do a thing, also when it asks many times at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from structlog.testing import capture_logs

from codeward.web.limits import allowed, spent
from tests.web.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def asked(address: str = "192.0.2.1") -> HttpRequest:
    """A request from an address."""
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_each_address_and_each_action_is_counted_by_itself() -> None:
    assert [allowed(asked(), "a", most=2, seconds=60) for _ in range(3)] == [True, True, False]
    assert allowed(asked(), "b", most=2, seconds=60)
    assert allowed(asked("192.0.2.2"), "a", most=2, seconds=60)


def test_ipv4_in_the_writing_of_ipv6_is_counted_as_the_address_that_it_is() -> None:
    """A socket for both kinds says ``::ffff:192.0.2.1``; cut to its /64 everybody would share one count."""
    assert allowed(asked("::ffff:192.0.2.1"), "mapped", most=1, seconds=60)
    assert allowed(asked("::ffff:192.0.2.2"), "mapped", most=1, seconds=60)
    assert not allowed(asked("192.0.2.1"), "mapped", most=1, seconds=60)


def test_time_frees_it_again() -> None:
    assert allowed(asked(), "a", most=1, seconds=60)
    with time_machine.travel(timezone.now().timestamp() + 61):
        assert allowed(asked(), "a", most=1, seconds=60)


def test_many_at_once_are_counted_one_by_one() -> None:
    told = at_once(8, lambda _pause: allowed(asked(), "guest", most=3, seconds=60))
    assert sum(told) <= 3
    assert not allowed(asked(), "guest", most=3, seconds=60) or sum(told) < 3


def test_a_count_that_is_read_and_then_set_lets_all_through() -> None:
    """The naive form, which let 121 guests through a limit of 60."""

    def naive(pause: Callable[[], object]) -> bool:
        count = int(cache.get("naive", 0)) + 1
        pause()
        cache.set("naive", count, timeout=60)
        return count <= 3

    assert sum(at_once(8, naive)) == 8


def test_too_often_is_told_on_the_log_and_asking_alone_is_not() -> None:
    with capture_logs() as logs:
        for _ in range(3):
            allowed(asked("192.0.2.9"), "a", most=1, seconds=60)
        assert spent(asked("192.0.2.9"), "a", most=1, seconds=60)
    told = [(one["event"], one["rate"], one["address"]) for one in logs]
    assert told == [("too often", "a", "192.0.2.9")] * 2
