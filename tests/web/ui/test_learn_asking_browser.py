"""Questions, cards and the exam room's parts in the gallery: by keyboard and pointer, at both widths, both themes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import SIZES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PARTS = (
    "stepper", "walk", "path", "stat-tile", "week-strip", "glossary-popover", "callout", "typed-code", "choice",
    "strike", "match", "compare", "recall", "hints", "flashcard", "timer", "question-grid", "review-summary", "example",
    "definition", "figure",
)  # fmt: skip
SMALL = """(ids) => ids
  .flatMap(id => [...document.querySelectorAll(`#${id} :is(a, button, summary, input, label.strike)`)])
  .filter(one => one.checkVisibility() && !one.matches('.visually-hidden, .term'))
  .filter(one => !(one.matches('a') && getComputedStyle(one).display === 'inline'))
  .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .filter(([html]) => !html.includes('type="radio"') && !html.includes('type="checkbox"'))
  .map(([html, box]) => `${html} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
BESIDE = """(ids) => ids.flatMap(id => [...document.querySelectorAll(`#${id} *`)])
  .filter(one => one.checkVisibility() && !one.closest('.visually-hidden, svg, .gloss'))
  .filter(one => one.getBoundingClientRect().right > innerWidth)
  .map(one => one.outerHTML.slice(0, 80))"""
CUT = """(ids) => ids.flatMap(id => [...document.querySelectorAll(`#${id} *`)])
  .filter(one => one.checkVisibility() && !one.closest('.visually-hidden, svg, :popover-open, .gloss'))
  .filter(one => getComputedStyle(one).overflow !== 'visible' && one.scrollWidth > one.clientWidth + 1
    && getComputedStyle(one).position !== 'absolute')
  .map(one => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def gallery(page: Any) -> Any:
    """The gallery with its scripts started."""
    page.goto("/design")
    page.wait_for_function("() => !document.querySelector('#timer .timer-hide').hidden")
    return page


def focused(page: Any) -> str:
    """What has focus, in its words."""
    return str(page.evaluate("document.activeElement.innerText || document.activeElement.value"))


def test_every_part_fits_its_targets_and_its_width(gallery: Any) -> None:
    for size, viewport in SIZES.items():
        gallery.set_viewport_size(viewport)
        assert gallery.evaluate(SMALL, list(PARTS)) == [], f"targets under 24 px at {size}"
        assert gallery.evaluate(CUT, list(PARTS)) == [], f"cut at {size}"
        over = gallery.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0
    gallery.set_viewport_size({"width": 320, "height": 640})
    assert gallery.evaluate(BESIDE, list(PARTS)) == []


def test_every_part_is_clean_for_axe_in_both_themes(gallery: Any, axe: Any) -> None:
    gallery.evaluate(
        "(ids) => document.querySelectorAll('.part').forEach(one => { if (!ids.includes(one.id)) one.remove() })",
        list(PARTS),
    )
    gallery.locator("#figure details").evaluate_all("all => all.forEach(one => one.open = true)")
    gallery.locator("#flashcard details").evaluate_all("all => all.forEach(one => one.open = true)")
    gallery.locator("#glossary-popover .term").first.click()
    for viewport in SIZES.values():
        gallery.set_viewport_size(viewport)
        for scheme in ("light", "dark"):
            gallery.emulate_media(color_scheme=scheme)
            axe(gallery)
    assert gallery.locator(".part").count() == len(PARTS)


def test_a_path_is_walked_by_tab_and_a_row_is_one_target(gallery: Any) -> None:
    row = gallery.locator("#path .node-next .node-body")
    box = row.bounding_box()
    row.click(position={"x": box["width"] - 4, "y": box["height"] - 4})
    assert gallery.url.endswith("#path")
    expect(gallery.locator("#path .node-planned a")).to_have_count(0)


def test_on_a_phone_a_row_of_the_path_has_two_lines(gallery: Any) -> None:
    gallery.set_viewport_size(SIZES["390"])
    heights = gallery.locator("#path .node-next .node-body").evaluate_all(
        "all => all.map(one => one.offsetHeight)"
    )
    assert heights == [60]
    expect(gallery.locator("#path .node-about").first).to_be_hidden()


def test_an_option_is_chosen_by_arrows_and_the_reasons_stay_with_their_option(gallery: Any) -> None:
    gallery.locator('#choice input[name="g-choice-wrong"]').first.focus()
    gallery.keyboard.press("ArrowDown")
    chosen = gallery.locator('#choice input[name="g-choice-wrong"]:checked')
    expect(chosen).to_have_attribute("value", "b")
    reason = gallery.locator("#ask-g-choice-wrong-why-1")
    expect(reason).to_be_visible()
    assert reason.evaluate("one => one.closest('.option').querySelector('.code').textContent") == "L03.115"
    gallery.keyboard.press("Enter")
    gallery.wait_for_url("**/design?g-choice-wrong=b&act=check*")


def test_a_right_choice_is_closed(gallery: Any) -> None:
    assert (
        gallery.locator('#choice input[name="g-choice-right"]').evaluate_all(
            "all => all.map(one => one.matches(':disabled'))"
        )
        == [True] * 4
    )


def test_striking_never_chooses_and_can_be_taken_back_by_keyboard(gallery: Any) -> None:
    options = gallery.locator("#strike .option")
    strike = gallery.get_by_role("checkbox", name="Strike out L03.119")
    strike.focus()
    gallery.keyboard.press("Space")
    said = options.nth(2).locator(".option-say")
    assert "line-through" in said.evaluate("one => getComputedStyle(one).textDecorationLine")
    expect(gallery.locator("#strike input[type=radio]:checked")).to_have_attribute("value", "b")
    gallery.keyboard.press("Space")
    assert said.evaluate("one => getComputedStyle(one).textDecorationLine") == "none"
    options.nth(3).locator(".strike").click()
    expect(gallery.locator("#strike input[type=radio]:checked")).to_have_attribute("value", "b")


def test_a_card_is_turned_and_rated_by_keyboard(gallery: Any) -> None:
    card = gallery.locator("#g-flash")
    card.locator("summary").focus()
    gallery.keyboard.press("3")
    assert "rating" not in gallery.url
    gallery.keyboard.press("Space")
    gallery.wait_for_function("() => document.activeElement.matches('#g-flash .flash-back')")
    gallery.keyboard.press("Space")
    gallery.wait_for_function("() => document.activeElement.matches('#g-flash summary')")
    gallery.keyboard.press("Enter")
    gallery.wait_for_function("() => document.activeElement.matches('#g-flash .flash-back')")
    gallery.keyboard.press("3")
    gallery.wait_for_url("**/design?rating=3*")


def test_keys_outside_a_card_rate_nothing(gallery: Any) -> None:
    gallery.locator("#typed-code input").first.focus()
    gallery.keyboard.press("3")
    expect(gallery.locator("#typed-code input").first).to_have_value("3")
    assert "rating" not in gallery.url


def test_a_hidden_timer_keeps_its_place_and_stays_hidden_on_the_next_page(gallery: Any) -> None:
    time = gallery.locator("#timer time").first
    place = "one => [one.offsetLeft, one.offsetTop, one.offsetWidth, one.offsetHeight]"
    before = time.evaluate(place)
    gallery.locator("#timer .timer-hide").first.click()
    expect(gallery.locator("#timer .timer-hide").first).to_have_text("Show time", use_inner_text=True)
    expect(time).to_be_hidden()
    assert time.evaluate(place) == before
    gallery.reload()
    gallery.wait_for_function("() => !document.querySelector('#timer .timer-hide').hidden")
    expect(gallery.locator("#timer time").first).to_be_hidden()
    gallery.locator("#timer .timer-hide").first.click()
    expect(gallery.locator("#timer time").first).to_be_visible()


def test_time_runs_by_the_servers_seconds_and_is_told_once(gallery: Any) -> None:
    gallery.evaluate("""() => {
      window.told = [];
      for (const name of ['timer:warn', 'timer:over']) document.addEventListener(name, event => told.push(name));
      window.set = (left) => document.querySelector('#timer [data-timer]').dispatchEvent(
        new CustomEvent('timer:set', { bubbles: true, detail: { left } }));
      set(1801.2);
    }""")
    warning = gallery.locator("#timer [data-timer-warning]").first
    expect(gallery.locator("#timer time").first).to_have_text("0:30:02", use_inner_text=True)
    expect(warning).to_have_text("", use_inner_text=True)
    gallery.wait_for_function("() => told.includes('timer:warn')")
    expect(warning).to_have_attribute("role", "status")
    expect(warning).to_contain_text("30 minutes left.", use_inner_text=True)
    gallery.evaluate("set(0)")
    gallery.evaluate("set(0)")
    assert gallery.evaluate("told") == ["timer:warn", "timer:over"]
    expect(gallery.locator("#timer time").first).to_have_text("0:00:00", use_inner_text=True)
    gallery.evaluate("set(60)")
    expect(gallery.locator("#timer time").first).to_have_text("0:01:00", use_inner_text=True)
    warning.get_by_role("button", name="Dismiss").click()
    expect(warning).to_have_text("", use_inner_text=True)


def test_a_break_stops_the_clock_and_its_end_starts_it(gallery: Any) -> None:
    timer = gallery.locator("#timer [data-paused]")
    time = gallery.locator("#timer time").last
    expect(timer.get_by_text("paused")).to_be_visible()
    gallery.wait_for_timeout(1300)
    expect(time).to_have_text("1:20:12", use_inner_text=True)
    timer.evaluate("""one => one.dispatchEvent(
      new CustomEvent('timer:set', { bubbles: true, detail: { left: 60, paused: false } }))""")
    gallery.wait_for_function(
        "() => [...document.querySelectorAll('#timer time')].at(-1).textContent === '0:00:58'"
    )
    assert gallery.locator("#timer .timer-paused").last.is_hidden()


def test_the_grid_is_one_stop_and_arrows_walk_it(gallery: Any) -> None:
    gallery.locator("#question-grid [aria-current]").focus()
    walked = []
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "Home", "ArrowLeft", "End", "ArrowDown"):
        gallery.keyboard.press(key)
        walked.append(focused(gallery))
    assert walked == ["38", "48", "47", "37", "1", "1", "100", "100"]
    gallery.keyboard.press("Enter")
    assert gallery.url.endswith("#question-grid-100")
    gallery.keyboard.press("Tab")
    assert gallery.evaluate("document.activeElement.closest('[data-cells]')") is None


def test_a_label_lights_its_part_and_a_part_asks_its_label(gallery: Any) -> None:
    figure = gallery.locator("#g-figure-ask")
    figure.scroll_into_view_if_needed()
    expect(figure.get_by_text("subcutaneous fat", exact=True)).to_be_hidden()
    figure.locator('[data-n="3"]').click()
    expect(figure.get_by_text("subcutaneous fat", exact=True)).to_be_visible()
    figure.locator('[data-label="1"] summary').focus()
    lit = figure.locator(".lit").evaluate_all("all => all.map(one => one.dataset.n ?? one.dataset.label)")
    assert lit == ["1", "1"]


def test_what_is_said_of_an_answer_is_read_out_when_it_comes_by_htmx(gallery: Any) -> None:
    gallery.evaluate("""() => {
      const part = document.querySelector('#ask-g-choice-wrong-why-1').closest('form');
      part.dispatchEvent(new CustomEvent('htmx:afterSettle', { bubbles: true }));
    }""")
    said = gallery.locator("body > .visually-hidden[role=status]").last.inner_text()
    assert said.startswith("Not this one: the side")


def test_without_script_the_parts_still_work(chromium: Any, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/design")
    page.locator("#glossary-popover .term").first.click()
    expect(page.get_by_text("Dead, dry, dark tissue").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#g-flash summary").click()
    page.locator("#g-flash").get_by_role("button", name="Good").click()
    page.wait_for_url("**/design?rating=3*")
    expect(page.locator("#timer .timer-hide").first).to_be_hidden()
    page.locator("#strike .strike").nth(2).click()
    expect(page.locator("#strike .strike input").nth(2)).to_be_checked()
    context.close()
