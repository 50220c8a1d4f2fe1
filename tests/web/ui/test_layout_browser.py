"""Layout parts in use: the measure of what is read, what folds on a phone, bars that cover nothing, paper."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import SIZES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The longest line of each text, in characters, by the places at which the browser breaks it.
LONGEST = """selector => Math.max(...[...document.querySelectorAll(selector)].map(one => {
  const lines = new Map();
  const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    for (let n = 0; n < text.length; n += 1) {
      const range = document.createRange();
      range.setStart(text, n); range.setEnd(text, n + 1);
      const top = Math.round(range.getBoundingClientRect().top);
      lines.set(top, (lines.get(top) || 0) + 1);
    }
  }
  return Math.max(...lines.values());
}))"""
LONG = "The stage may be taken from a nurse’s note once the provider has named the pressure ulcer. " * 4


@pytest.mark.parametrize("size", SIZES)
def test_what_is_read_has_lines_of_at_most_seventy_characters(size: str, page: Any) -> None:
    page.set_viewport_size(SIZES[size])
    page.goto("/design")
    page.evaluate("document.fonts.ready.then(() => true)")
    texts = ".reader-text p, .part > p.lesson, .part > .record"
    page.evaluate(
        "([texts, long]) => document.querySelectorAll(texts).forEach(one => { one.textContent = long; })",
        [texts, LONG],
    )
    longest = page.evaluate(LONGEST, texts)
    assert (25 if size == "390" else 50) <= longest <= 72  # a trailing space and a comma hang over the edge


def test_the_contents_of_a_reader_fold_on_a_phone_and_are_used_by_keyboard(page: Any) -> None:
    page.goto("/design")
    contents = page.get_by_role("navigation", name="In this lesson")
    expect(contents).to_be_visible()
    button = page.get_by_role("button", name="Part 2 of 3")
    assert button.is_hidden()
    page.set_viewport_size(SIZES["390"])
    assert contents.is_hidden()
    button.press("Enter")
    expect(contents).to_be_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Two questions first")
    page.keyboard.press("Escape")
    assert contents.is_hidden()
    assert page.evaluate("document.activeElement.textContent.trim()") == "Part 2 of 3"


@pytest.mark.parametrize("size", SIZES)
def test_what_the_keyboard_reaches_is_never_under_a_bar(size: str, page: Any) -> None:
    """WCAG 2.4.11: also beside a bar that sticks to the foot of the window."""
    page.set_viewport_size(SIZES[size])
    page.goto("/design")
    page.evaluate(
        """() => {
          const links = [...Array(80).keys()].map(n => `<p><a href="#n${n}">Place ${n}</a></p>`).join("");
          const bar = '<div class="action-bar"><button class="button">Next</button></div>';
          document.querySelector('main').innerHTML = `<h1>Long</h1>${links}${bar}`;
        }"""
    )
    page.get_by_role("link", name="Place 0", exact=True).focus()
    hidden = []
    for _ in range(79):
        page.keyboard.press("Tab")
        hidden += page.evaluate(
            """() => {
              const [at, bar] = [document.activeElement, document.querySelector('.action-bar')];
              const [a, b] = [at.getBoundingClientRect(), bar.getBoundingClientRect()];
              return a.bottom > b.top && a.top < b.bottom && !bar.contains(at) ? [at.textContent] : [];
            }"""
        )
    assert hidden == []
    bar = page.locator(".action-bar").bounding_box()
    assert bar["y"] + bar["height"] <= SIZES[size]["height"] + 1


def test_paper_has_the_text_and_not_what_one_clicks(page: Any) -> None:
    page.goto("/design")
    page.emulate_media(media="print")
    for part in (".rail", ".action-bar", ".bottom-bar", ".crumbs", ".site-header"):
        assert page.locator(part).first.is_hidden(), part
    expect(page.locator("#g-r2 p")).to_be_visible()
