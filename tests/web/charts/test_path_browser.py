"""The path of charts and the opening of one, in Chromium: by keyboard, on a phone, in both themes, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from codeward.web.charts import api
from tests.web.charts.workspace import add_code, open_chart, wait_saved
from tests.web.printing import printed
from tests.web.results.work import coded, handed_in
from tests.web.ui.looking import faults

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
STAY = "breathless-three-days"


def test_the_path_leads_by_keyboard_from_the_list_to_the_next_chart(page: Any) -> None:
    page.goto("/charts/")
    start = page.get_by_role("link", name="Start")
    start.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#workspace[data-ready]")
    first = api.path()[0].chart
    assert page.url.endswith(f"/charts/{first}/")
    assert (
        page.locator(".terms-ask")
        .inner_text()
        .startswith("List the diagnoses the doctor confirmed at this visit")
    )


def test_filters_come_back_with_the_page(page: Any) -> None:
    page.goto("/charts/")
    page.locator(".charts-filter > summary").click()
    page.get_by_label("Setting").select_option("office")
    page.get_by_role("button", name="Show").click()
    shown = page.locator(".path-node").count()
    assert 0 < shown < len(api.charts())
    page.goto("/charts/")
    assert "setting=office" in page.url
    assert page.locator(".path-node").count() == shown
    page.get_by_role("link", name="Clear").click()
    assert page.locator(".path-node").count() == len(api.charts())


def test_looks(
    page: Any,
    alice: User,
    sign_in: Callable[[User], None],
    axe: Callable[[Any], None],
    screenshot: Callable[..., Any],
) -> None:
    sign_in(alice)
    handed_in(alice, ["N13.2"], chart_id=api.path()[0].chart)
    coded(alice, ["R05.1"], api.path()[2].chart)
    page.goto("/charts/")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)
            assert faults(page, "main", phone=width == 390) == []
    screenshot(page, "charts")
    page.set_viewport_size({"width": 390, "height": 844})
    # Two lines a chart on a phone: its title, which may be long, and its facts.
    tall = page.locator(".path-node").evaluate_all("els => els.map(e => e.getBoundingClientRect().height)")
    assert max(tall) <= 96
    assert page.locator(".node-facts").first.evaluate("e => e.getBoundingClientRect().height") <= 24


def test_what_does_not_count_is_told_on_focus_and_on_hover_within_the_page(
    page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]
) -> None:
    for size in ({"width": 1280, "height": 720}, {"width": 390, "height": 844}):
        page.set_viewport_size(size)
        open_chart(page)
        tip = page.locator("#tip-uncounted")
        expect(tip).to_be_hidden()
        page.get_by_role("button", name="Optional codes").focus()
        expect(tip).to_be_visible()
        box = tip.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        axe(page)
    screenshot(page, "chart-opening", full=False)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(tip).to_be_hidden()
    expect(page.get_by_text("Probable, suspected, or to be ruled out")).to_be_visible()
    axe(page)


def test_paper_holds_the_whole_record_and_the_answer(page: Any) -> None:
    open_chart(page, STAY)
    add_code(page, "I10")
    wait_saved(page)
    told, pages = printed(page)
    assert pages > 1
    for document in api.charts()[STAY].documents:
        assert "".join(document.title.split()) in told
        assert not [line for line in document.text.split("\n") if "".join(line.split()) not in told]
    assert "I10" in told
    assert "Listthediagnosesthatmattered" in told
    assert "Browsethechapters" not in told
