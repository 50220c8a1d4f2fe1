"""How often one address may do a thing, also when it asks many times at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from codeward.web.limits import allowed
from tests.web.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def asked(address: str = "192.0.2.1") -> HttpRequest:
    """A request from an address."""
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_each_address_and_each_action_is_counted_by_itself() -> None:
    assert [allowed(asked(), "a", most=2, seconds=60) for _ in range(3)] == [True, True, False]
    assert allowed(asked(), "b", most=2, seconds=60)
    assert allowed(asked("192.0.2.2"), "a", most=2, seconds=60)


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
