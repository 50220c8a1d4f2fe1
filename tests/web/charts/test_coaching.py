"""The steps beside a first chart: who gets them, and that they say what is next, in Chromium."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from codeward.web.charts import api
from codeward.web.charts.coaching import coach
from tests.web.charts.workspace import open_chart, select, wait_saved
from tests.web.results.work import handed_in
from tests.web.ui.looking import faults

FIRST = "painter-elbow"


@pytest.mark.django_db
def test_a_first_chart_is_coached_and_a_chart_after_it_is_not(alice: User) -> None:
    chart = api.charts()[FIRST]
    assert [step.id for step in coach(None, chart)] == ["read", "find", "check", "prove", "submit"]
    assert coach(alice, chart) == coach(None, chart)
    handed_in(alice, ["M77.11"], chart_id=FIRST)
    assert coach(alice, chart) == ()


@pytest.mark.django_db
def test_a_claim_and_a_long_stay_are_not_coached(client: Client) -> None:
    for chart in api.charts().values():
        plain = chart.difficulty == 1 and "procedures" not in chart.asks
        assert bool(coach(None, chart)) == plain, chart.id
    assert 'id="coach"' in client.get(f"/charts/{FIRST}/").content.decode()
    assert 'id="coach"' not in client.get("/charts/breathless-three-days/").content.decode()


def step(page: Any) -> Any:
    """The step that is marked as the current one."""
    return page.locator("#coach [aria-current=step]")


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_each_step_leads_to_the_next_until_the_answer_is_handed_in(page: Any) -> None:
    open_chart(page, FIRST)
    go = page.locator("[data-coach-go]")
    expect(step(page)).to_have_text("Read")
    go.click()
    expect(step(page)).to_have_text("Find")
    expect(page.locator("#codebook-search")).to_be_focused()
    page.keyboard.type("tennis elbow right")
    page.locator("#codebook-hits .code", has_text="M77.11").first.click()
    expect(step(page)).to_have_text("Check")
    go.click()
    expect(page.locator(".line-code")).to_have_text("M77.11")
    expect(step(page)).to_have_text("Prove")
    # The mouse was let go within a word: the word is taken whole.
    select(page, "office-visit", "nnis elbow, rig")
    page.get_by_role("button", name="Attach to M77.11").click()
    expect(page.locator("mark.evidence")).to_have_text("Tennis elbow, right")
    wait_saved(page)
    page.locator("#answer-name").click()
    expect(step(page)).to_have_text("Submit")
    go.click()  # another code: the search is empty and waits
    expect(step(page)).to_have_text("Find")
    expect(page.locator("#codebook-search")).to_be_focused()
    expect(page.locator("#codebook-search")).to_have_value("")
    page.locator("[data-hand-in]:visible").click()
    page.locator("#hand-in form button.button-primary").click()
    page.wait_for_url("**/result")
    page.goto("/charts/two-days-of-burning/")
    page.wait_for_selector("#workspace[data-ready]")
    expect(page.locator("#coach")).to_have_count(0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_hidden_steps_stay_hidden_and_look_right_while_they_show(
    page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]
) -> None:
    open_chart(page, FIRST)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)
            assert faults(page, "#coach", phone=width == 390) == []
    assert len(screenshot(page, "coached-chart")) == 4
    page.get_by_role("button", name="Hide steps").click()
    expect(page.locator("#coach")).to_be_hidden()
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    expect(page.locator("#coach")).to_be_hidden()
