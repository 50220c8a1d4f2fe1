"""A first visit: somebody who was given the address and nothing else, to a graded chart, by mouse and by keys alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from codeward.web.charts.api import Attempt, path_rows
from tests.web.charts.workspace import add_code, wait_saved
from tests.web.results.work import coded, handed_in
from tests.web.ui.looking import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RESULT = re.compile(r"/attempts/[a-z0-9]+/result$")
SAID = {
    "evidence": "Evidence The words in the record that prove a code.",
    "a code": "Code A short name for one diagnosis",
    "a billable code": "Billable code A complete code: it may go on a bill.",
}
MOST_CLICKS, MOST_TABS = 3, 60


class Visitor:
    """Somebody with a mouse: clicks what they see, and is counted."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks, self.read = page, 0, ""

    def look(self) -> str:
        """Read what the page says now."""
        self.read += " ".join(self.page.inner_text("main").split()) + " "
        return self.read

    def click(self, where: str, then: str) -> None:
        """Click it, and wait for what comes of it."""
        self.look()
        self.page.locator(where).first.click()
        self.clicks += 1
        self.page.locator(then).first.wait_for()
        self.look()


def test_home_to_a_graded_chart_by_clicks(page: Any) -> None:
    visitor = Visitor(page)
    page.goto("/")
    visitor.click("main .button-primary", "#guide-hits a")
    visitor.click("#guide-hits a", "button:text-is('Check')")
    visitor.click("button:text-is('Check')", "#said")
    assert visitor.clicks <= MOST_CLICKS, "more than three clicks from home to a first Check"
    assert "This code says both" in page.inner_text("#said")
    for term, sentence in SAID.items():
        assert sentence in visitor.read, f"no page seen so far says what {term} is"

    visitor.click("button:has-text('to the answer')", "text=Which words name the next diagnosis")
    visitor.click(".guide-choice:has-text('mother')", "#said")
    assert "This is her mother's disease" in page.inner_text("#said")
    visitor.click(".guide-choice:has-text('Hay fever')", "#said:focus")
    page.click("#guide-q")
    page.keyboard.type("hay fever")
    visitor.click("#guide-hits a:has-text('unspecified')", "button:text-is('Check')")
    visitor.click("button:text-is('Check')", "#said")
    assert "The doctor names it: grass pollen." in page.inner_text("#said")
    visitor.click("text=Pick another code", "#guide-hits a")
    visitor.click("#guide-hits a:has-text('pollen')", "button:text-is('Check')")
    visitor.click("button:text-is('Check')", "button:has-text('to the answer')")
    visitor.click("button:has-text('to the answer')", "text=Now one alone")
    assert not Attempt.objects.exists(), "the guide made an attempt"

    visitor.click("a:has-text('Code a chart')", "#workspace[data-ready]")
    chart = path_rows(None)[0].chart
    assert page.inner_text("h1") == chart.title
    for line in chart.key.lines:
        if line.role == "required":
            add_code(page, line.code)
    wait_saved(page)
    page.click("[data-hand-in] >> nth=0")
    page.click("#hand-in button:text-is('Submit')")
    page.wait_for_url(RESULT)
    attempt = Attempt.objects.get()
    assert attempt.counts
    assert attempt.chart_id == chart.id
    assert attempt.grade.score == 100


class Keys:
    """Somebody without a mouse: Tab, Enter and typing."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def to(self, selector: str) -> None:
        """Tab to it."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} is not reached by {MOST_TABS} tabs")

    def enter(self, selector: str, then: str) -> None:
        """Tab to it, press Enter, and wait until the keyboard is where something came of it."""
        self.to(selector)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(then)


def test_the_guide_by_keys_alone(page: Any) -> None:
    keys = Keys(page)
    page.goto("/")
    keys.enter("main .button-primary", "#guide-hits a")
    keys.enter("#guide-hits a", "#now:focus")
    keys.enter("button[value=check]", "#said:focus")
    keys.enter("button[value=add]", "#now:focus:has-text('Read')")
    keys.enter(".guide-choice:has(q):nth-of-type(3)", "#said:focus")
    keys.to("#guide-q")
    page.keyboard.type("grass pollen")
    page.wait_for_selector("#guide-hits a:has-text('pollen')")
    keys.enter("#guide-hits a[href*='J30.1']", "#now:focus:has-text('Check')")
    keys.enter("button[value=check]", "#said:focus")
    keys.enter("button[value=add]", "#now:focus:has-text('whole job')")
    keys.enter("main .button-primary", "#workspace[data-ready]")
    assert not Attempt.objects.exists()


def test_without_scripts_the_guide_goes_just_as_far(chromium: Any, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/first-chart/")
    page.click("#guide-hits a >> nth=0")
    page.click("button[value=check]")
    page.click("button[value=add]")
    page.click(".guide-choice >> nth=2")
    page.fill("#guide-q", "hay fever")
    page.keyboard.press("Enter")
    page.click("#guide-hits a[href*='J30.1']")
    page.click("button[value=check]")
    page.click("button[value=add]")
    expect(page.locator("text=That is the whole job")).to_be_visible()
    context.close()


def look_at(page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any], name: str) -> None:
    """axe at both widths in both themes, and the four pictures."""
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)
            assert faults(page, "main", phone=width < 768) == [], f"{name}, {width} px, {scheme}"
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 720})
    screenshot(page, name)


def test_every_step_of_the_guide_looks_right(page: Any, axe: Any, screenshot: Any, live_server: Any) -> None:
    steps = {
        "find": ("0...", ""),
        "check": ("0...", "?code=H60.331"),
        "wrong": ("0...H6091", ""),
        "add": ("0...H60331", ""),
        "words": ("1.1..", ""),
        "second": ("1.2..", "?q=hay+fever"),
        "done": ("2...", ""),
    }
    for name, (cookie, query) in steps.items():
        page.context.add_cookies([{"name": "cw_first_chart", "value": cookie, "url": live_server.url}])
        page.goto(f"/first-chart/{query}")
        look_at(page, axe, screenshot, f"guide-{name}")


def test_home_looks_right(page: Any, axe: Any, screenshot: Any) -> None:
    page.goto("/")
    look_at(page, axe, screenshot, "home")


def test_today_looks_right(page: Any, axe: Any, screenshot: Any, alice: User, sign_in: Any) -> None:
    sign_in(alice)
    page.goto("/")
    expect(page.locator(".button-primary")).to_have_count(1)
    look_at(page, axe, screenshot, "today-new")
    for chart in ("walk-in-cough", "urology-yearly", "annual-physical", "fever-after-lunch"):
        handed_in(alice, ["R05.1"], chart_id=chart)
    coded(alice, ["I10"], chart_id="quarterly-clinic-visit")
    page.goto("/")
    assert page.locator(".button-primary").inner_text().startswith("Continue")
    look_at(page, axe, screenshot, "today-mid")


def test_a_guest_signs_up_and_finds_the_work_again(page: Any, axe: Any, screenshot: Any) -> None:
    page.goto("/")
    page.get_by_role("button", name="Dark").click()
    page.goto("/charts/walk-in-cough/")
    page.wait_for_selector("#workspace[data-ready]")
    add_code(page, "R05.1")
    wait_saved(page)
    page.goto("/progress/")
    page.get_by_role("link", name="Sign up").first.click()
    page.get_by_text("Your 1 chart will come along.").wait_for()
    look_at(page, axe, screenshot, "signup-guest")
    page.get_by_label("Email").fill("carol@example.org")
    page.get_by_label("Password").fill("correct horse battery")
    page.locator("main").get_by_role("button", name="Sign up").click()
    page.get_by_text("Your 1 chart and dark appearance came along.").wait_for()
    assert page.url.endswith("/progress/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    screenshot(page, "signup-after", full=False)
