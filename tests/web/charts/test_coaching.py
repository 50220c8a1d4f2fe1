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

FIRST, SECOND = "painter-elbow", "two-days-of-burning"


@pytest.mark.django_db
def test_two_charts_are_coached_and_the_second_says_that_it_is_the_last(alice: User) -> None:
    chart = api.charts()[FIRST]
    assert [step.id for step in coach(None, chart)] == ["read", "find", "check", "prove", "submit"]
    assert coach(alice, chart) == coach(None, chart)
    for _again in range(2):  # the same chart twice is one chart
        handed_in(alice, ["M77.11"], chart_id=FIRST)
    second = coach(alice, api.charts()[SECOND])
    assert second[:-1] == coach(None, chart)[:-1]
    assert second[-1].says.endswith("The next chart comes without these steps.")
    handed_in(alice, ["R30.0"], chart_id=SECOND)
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


FIND = """words => {
  const box = document.querySelector('.record');
  const at = box.textContent.indexOf(words);
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const end = before + node.length;
    if (at >= before && at < end) range.setStart(node, at - before);
    if (at + words.length > before && at + words.length <= end) range.setEnd(node, at + words.length - before);
    before = end;
  }
  const rects = [...range.getClientRects()].filter(one => one.width > 1);
  const [first, last] = [rects[0], rects[rects.length - 1]];
  return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
}"""
TOP = "document.querySelector('.record').getBoundingClientRect().top"


def drag(page: Any, words: str, during: Callable[[], None] = lambda: None) -> None:
    """Drag over words of the record in small moves of the mouse; `during` runs before it is let go."""
    x, y, to_x, to_y = page.evaluate(FIND, words)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=20)
    during()
    page.mouse.up()


def find_elbow(page: Any) -> None:
    """The first chart, with M77.11 found and added by the steps."""
    open_chart(page, FIRST)
    go = page.locator("[data-coach-go]")
    expect(step(page)).to_have_text("Read")
    go.click()
    expect(step(page)).to_have_text("Find")
    expect(page.locator("#codebook-search")).to_be_focused()
    expect(go).to_be_hidden()  # it would lead to where the keyboard is
    page.keyboard.type("tennis elbow right")
    page.locator("#codebook-hits .code", has_text="M77.11").first.click()
    expect(step(page)).to_have_text("Check")
    go.click()
    expect(page.locator(".line-code")).to_have_text("M77.11")
    expect(step(page)).to_have_text("Prove")


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_each_step_leads_to_the_next_until_two_charts_are_handed_in(page: Any) -> None:
    find_elbow(page)
    go = page.locator("[data-coach-go]")
    expect(page.locator("[data-coach-said]")).to_contain_text(
        "Drag over the words in the note that prove M77.11."
    )
    expect(page.locator("#evidence-how")).to_be_hidden()  # said once
    expect(go).to_be_hidden()  # the note is in sight
    expect(page.locator(".record")).to_be_focused()
    drag(page, "Tennis elbow, right")
    expect(go).to_have_text("Attach to M77.11")
    go.click()
    expect(page.locator("mark.evidence")).to_have_text("Tennis elbow, right")
    wait_saved(page)
    expect(step(page)).to_have_text("Submit")
    expect(page.locator("[data-coach-submit]")).to_be_visible()
    go.click()  # another code: the search is empty and waits
    expect(step(page)).to_have_text("Find")
    expect(page.locator("#codebook-search")).to_be_focused()
    expect(page.locator("#codebook-search")).to_have_value("")
    page.locator("#answer-name").click()
    page.locator("[data-coach-submit]").click()
    page.locator("#hand-in form button.button-primary").click()
    page.wait_for_url("**/result")
    open_chart(page, SECOND)
    expect(page.locator("#coach")).to_be_visible()
    page.locator("[data-hand-in]:visible").click()
    page.locator("#hand-in form button.button-primary").click()
    page.wait_for_url("**/result")
    open_chart(page, FIRST)
    expect(page.locator("#coach")).to_have_count(0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_words_are_taken_whole_and_offered_to_the_line_without_evidence(page: Any) -> None:
    find_elbow(page)
    # The mouse was let go within a word: the word is taken whole.
    select(page, "office-visit", "nnis elbow, rig")
    waiting = page.locator("#codebook-held")
    expect(waiting).to_contain_text("You selected, for M77.11 or the next code you add:")
    bar = page.locator("#attach button.button-primary")
    expect(bar).to_contain_text("Attach to M77.11")
    expect(bar).to_contain_text("Lateral epicondylitis")
    bar.click()
    expect(page.locator("mark.evidence")).to_have_text("Tennis elbow, right")
    select(page, "office-visit", "High blood pressure")
    expect(waiting).to_contain_text("Evidence for the code you add")


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_on_a_phone_the_note_stands_still_while_its_last_line_is_dragged_over(
    page: Any, screenshot: Callable[..., Any]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    find_elbow(page)
    expect(page.locator("#workspace")).to_have_attribute("data-show", "record")
    expect(page.locator("#codebook-search")).not_to_be_focused()
    expect(page.locator("#toasts > *")).to_have_count(0)
    bar = page.locator("#attach")
    page.locator(".synthetic").scroll_into_view_if_needed()
    before = page.evaluate(TOP)

    def still() -> None:
        assert page.evaluate("getSelection().toString()").startswith("Refill lisinopril")
        expect(bar).to_be_hidden()
        assert page.evaluate(TOP) == before

    drag(page, "Refill lisinopril for a year.", still)
    expect(bar).to_be_visible()
    end = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().bottom")
    assert end < bar.bounding_box()["y"]
    assert page.evaluate("getSelection().toString()") == "Refill lisinopril for a year."
    screenshot(page, "coached-attach-phone", full=False)
    page.locator("[data-coach-go]").click()
    expect(page.locator("mark.evidence").first).to_contain_text("Refill")
    expect(bar).to_be_hidden()
    expect(page.locator("#toasts > *")).to_have_count(0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_on_a_phone_wrapped_lines_of_a_note_run_on_and_the_text_stays_as_typed(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_chart(page, FIRST)
    note = page.locator(".record").first
    assert "turns a doorknob. No fall, no numbness." in note.inner_text()
    assert "turns a doorknob. No\nfall, no numbness." in note.text_content()


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
@pytest.mark.parametrize(("width", "most"), [(1280, 96), (390, 140)])
def test_what_stands_above_a_first_note_is_short_with_what_opens_in_one_row(
    page: Any, width: int, most: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    open_chart(page, FIRST)
    assert page.locator(".terms").bounding_box()["height"] <= most
    opens = page.locator(".terms-row summary, .terms-row .tip-for")
    middles = [box["y"] + box["height"] / 2 for box in (one.bounding_box() for one in opens.all())]
    assert len(middles) == 3
    assert max(middles) - min(middles) < 8


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
    screenshot(page, "coached-chart")
    page.get_by_role("button", name="Hide steps").click()
    expect(page.locator("#coach")).to_be_hidden()
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    expect(page.locator("#coach")).to_be_hidden()
