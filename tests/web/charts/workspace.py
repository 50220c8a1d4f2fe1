"""Driving the workspace in a browser as a learner does."""

from __future__ import annotations

from typing import Any

from tests.web.charts.conftest import CHART


def open_chart(page: Any, chart: str = CHART) -> None:
    """The workspace, ready."""
    page.goto(f"/charts/{chart}/")
    page.wait_for_selector("#workspace[data-ready]")


def search(page: Any, words: str) -> None:
    """Type into the codebook's search, by keyboard, and wait for the hits of these words."""
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    with page.expect_response(lambda r: "/codebook/search" in r.url and r.ok):
        page.keyboard.type(words)
    page.wait_for_selector("#codebook-search[aria-activedescendant]")


def add_code(page: Any, code: str) -> None:
    """Search a code and add it, by keyboard."""
    search(page, code)
    page.wait_for_selector(f"#codebook-hits [aria-selected=true] .code:text-is('{code}')")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(f".line-code:text-is('{code}')")


def codes(page: Any) -> list[str]:
    """The codes of the answer, as shown."""
    return list(page.locator("#answer-lines .line-code").all_inner_texts())


def wait_saved(page: Any) -> None:
    """Until the page says Saved."""
    page.wait_for_selector("[data-save-state=saved]")


def said(page: Any, words: str) -> None:
    """Until the live region says something that holds `words`."""
    page.wait_for_selector(f"#announcer:has-text('{words}')", state="attached")


def focused(page: Any) -> str:
    """The text of what has the keyboard."""
    return str(page.evaluate("document.activeElement.textContent"))


def select(page: Any, document: str, words: str) -> None:
    """Select words of a document as a mouse would: the browser counts in UTF-16."""
    page.evaluate(
        """([id, words]) => {
          const box = document.querySelector(`.record[data-document="${id}"]`);
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
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [document, words],
    )
