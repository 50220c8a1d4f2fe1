"""My hours in real Chromium: axe in both themes, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from codeward.practice.minutes import Way
from codeward.web.accounts.models import User
from codeward.web.learning.models import Span

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_my_hours_look_right(
    page: Any,
    sign_in: Callable[[User], None],
    alice: User,
    axe: Callable[[Any], None],
    screenshot: Callable[..., Any],
) -> None:
    now = timezone.now()
    for week in range(4):
        for way in (Way.LESSON, Way.CHART):
            began = now - timedelta(days=7 * week, minutes=90)
            Span.objects.create(
                learner=alice, way=way, content_id="d3", began_at=began, last_at=began, seconds=0
            )
            Span.objects.filter(began_at=began, way=way).update(last_at=now - timedelta(days=7 * week))
    sign_in(alice)
    page.goto("/progress/")
    page.get_by_role("link", name="My hours").click()
    expect(page.get_by_role("row", name="All in all")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    screenshot(page, "hours")
