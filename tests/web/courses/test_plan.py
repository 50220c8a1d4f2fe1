"""Lessons have a plan: of the time at one at most twice its minutes count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from codeward.curriculum import program
from codeward.practice.minutes import Minutes, Way
from codeward.web.accounts.models import User
from codeward.web.learning.api import minutes
from codeward.web.learning.models import Span

pytestmark = pytest.mark.django_db


def test_at_most_twice_the_minutes_of_reading_count(alice: User) -> None:
    now = timezone.now()
    Span.objects.create(
        learner=alice,
        way=Way.LESSON,
        content_id="w1",
        began_at=now - timedelta(hours=9),
        last_at=now,
        seconds=32_400,
    )
    assert minutes(alice) == Minutes(instructional=2.0 * program().lessons["w1"].minutes.read)
