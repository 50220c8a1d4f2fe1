"""The pages of faults, as they look: under the school's header, at both widths, light and dark."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.urls import path
from playwright.sync_api import expect

from codeward.web.conf import urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_fault_of_ours(page: Any, client: Any, axe: Any, screenshot: Any) -> None:
    def broken(request: HttpRequest) -> None:
        raise RuntimeError("a mistake")

    urls.urlpatterns.append(path("broken", broken))
    try:
        answer = page.goto("/broken")
    finally:
        urls.urlpatterns.pop()
    assert answer.status == 500
    axe(page)
    screenshot(page, "error-500")
    page.get_by_role("link", name="Go to the home page").click()
    page.wait_for_url("**/")


def test_a_name_that_is_not_the_schools(page: Any, live_server: Any, axe: Any, screenshot: Any) -> None:
    port = live_server.url.rpartition(":")[2]
    answer = page.goto(f"http://elsewhere.localhost:{port}/")
    assert answer.status == 400
    expect(page.get_by_role("heading", name="The school is not known by this name.")).to_have_count(1)
    link = page.get_by_role("link", name="Go to the home page")
    assert link.get_attribute("href") == settings.CODEWARD.site_url
    axe(page)
    screenshot(page, "error-host")
