"""The result page in a real browser: rows and the record beside them, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codeward.web.accounts.models import User
from codeward.web.results.models import Contest
from tests.web.conftest import ARTIFACTS
from tests.web.results.work import handed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

COUGH = {
    "J18.9": ("visit-note", "Probable pneumonia, right base."),
    "R05.1": ("visit-note", "Acute cough for four days"),
}
# (classes of the mark, its words), of every mark that is lit
LIT = "els => els.map(e => [e.className, e.textContent])"


@pytest.fixture
def opened(alice: User, sign_in: Callable[[User], None], page: Any) -> Callable[..., Any]:
    """``opened(codes, …)`` hands in Alice's answer and opens the result."""
    sign_in(alice)

    def go(codes: list[str], **more: Any) -> Any:
        attempt = handed_in(alice, codes, **more)
        page.goto(f"/attempts/{attempt.public_id}/result")
        page.wait_for_selector("#result.live")
        return page

    return go


@pytest.fixture
def cough(opened: Callable[..., Any]) -> Any:
    """The walk-in cough, coded as pneumonia and cough."""
    return opened(["J18.9", "R05.1"], evidence=COUGH)


def lit(page: Any) -> list[list[str]]:
    """The marks that are lit."""
    found: list[list[str]] = page.eval_on_selector_all("mark.lit", LIT)
    return found


def row_of(page: Any, code: str) -> Any:
    """The row whose codes name `code`."""
    return page.locator("tbody.result-row", has=page.locator(f".row-codes .code:text-is('{code}')"))


def test_the_dearest_difference_is_chosen_at_first(cough: Any) -> None:
    chosen = cough.locator(".result-row.chosen")
    assert chosen.count() == 1
    assert "R05.1" in chosen.inner_text()
    assert cough.locator(".steps:visible li").all_inner_texts() == ["Index: Cough > acute", "Tabular: R05.1"]
    assert ["evidence evidence-both lit", "Acute cough for four days"] in lit(cough)
    assert ["evidence evidence-key lit", ", dry, worse at night."] in lit(cough)


def test_choosing_a_row_by_mouse_lights_its_evidence_alone(cough: Any) -> None:
    row_of(cough, "J18.9").locator(".reason").click()
    assert lit(cough) == [["evidence evidence-wrong lit", "Probable pneumonia, right base."]]
    row_of(cough, "R50.9").locator(".row-codes td").first.click()
    assert {kind for kind, _words in lit(cough)} == {"evidence evidence-key lit"}
    # The record of that document is shown, and the first of the words is in sight.
    assert cough.locator("mark.lit").first.is_visible()
    cough.get_by_role("button", name="Show all marks").click()
    assert lit(cough) == []
    assert cough.locator("mark.evidence-wrong:visible").count() >= 1


def test_choosing_a_row_by_keyboard(cough: Any) -> None:
    button = row_of(cough, "J18.9").locator("[data-choose]")
    button.focus()
    cough.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert lit(cough) == [["evidence evidence-wrong lit", "Probable pneumonia, right base."]]
    cough.keyboard.press("ArrowDown")
    assert row_of(cough, "R05.1").locator("[data-choose]").get_attribute("aria-expanded") == "true"
    assert button.get_attribute("aria-expanded") == "false"
    cough.keyboard.press("Enter")
    assert cough.locator(".result-row.chosen").count() == 0


def test_a_quote_leads_to_its_document(opened: Callable[..., Any]) -> None:
    page = opened(["R05.1", "R50.9"], evidence={"R50.9": ("intake", "Temp 38.6 C oral")})
    row_of(page, "R50.9").locator("[data-choose]").click()
    page.locator(".quote-goto", has_text="Temp 38.6 C oral").first.click()
    assert page.get_by_role("tab", name="Rooming note").get_attribute("aria-selected") == "true"
    assert page.locator("#panel-intake").is_visible()
    assert not page.locator("#panel-visit-note").is_visible()
    page.get_by_role("tab", name="Rooming note").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#panel-visit-note").is_visible()


def test_citations_open_in_a_dialog(cough: Any, axe: Any, screenshot: Any) -> None:
    row_of(cough, "J18.9").get_by_role("link", name="IV.H", exact=True).click()
    dialog = cough.locator("#citation-dialog")
    dialog.wait_for(state="visible")
    assert "Uncertain diagnos" in dialog.inner_text()
    cough.keyboard.press("Escape")
    assert not dialog.is_visible()
    row_of(cough, "R50.9").get_by_role("link", name="Tabular R50.9 inclusion term").click()
    dialog.wait_for(state="visible")
    assert "Fever with chills" in dialog.inner_text()
    assert dialog.locator(".cited").count() == 1
    axe(cough)
    assert screenshot(cough, "result-citation", full=False)
    dialog.get_by_role("link", name="R50", exact=True).click()
    dialog.get_by_text("Fever of other and unknown origin").first.wait_for()


def test_mentions_light_their_words(cough: Any, axe: Any, screenshot: Any) -> None:
    cough.locator("summary", has_text="mentions are not coded").click()
    cough.get_by_role("button", name="No asthma, no earlier lung trouble.").click()
    assert lit(cough) == [["evidence evidence-key lit", "No asthma, no earlier lung trouble."]]
    cough.locator("summary", has_text="Figures of the trade").click()
    axe(cough)
    assert screenshot(cough, "result-open")


def test_contesting_a_code(cough: Any, axe: Any, alice: User) -> None:
    row = row_of(cough, "J18.9")
    row.locator("[data-choose]").click()
    row.locator("summary").click()
    row.get_by_label("What is wrong here, and why").fill("He treats it: doxycycline.")
    axe(cough)
    row.get_by_role("button", name="Send").click()
    cough.get_by_text("Your contest is kept with this result.").wait_for()
    assert "chosen" in row_of(cough, "J18.9").get_attribute("class")
    assert Contest.objects.get(attempt__learner=alice).text == "He treats it: doxycycline."


def test_a_query_beside_the_model(opened: Callable[..., Any], axe: Any, screenshot: Any) -> None:
    page = opened(["N39.0"], chart_id="ward-fever", query="Is this urosepsis a sepsis?")
    query = page.locator(".query-row")
    assert "Is this urosepsis a sepsis?" in query.inner_text()
    axe(page)
    assert screenshot(page, "result-query")


def test_looks_and_prints(cough: Any, axe: Any, screenshot: Any) -> None:
    axe(cough)
    shots = screenshot(cough, "result")
    cough.emulate_media(color_scheme="dark")
    axe(cough)
    cough.emulate_media(media="print", color_scheme="light")
    cough.evaluate("dispatchEvent(new Event('beforeprint'))")
    paper: Path = ARTIFACTS / "result-print.png"
    cough.set_viewport_size({"width": 720, "height": 1000})
    cough.screenshot(path=str(paper), full_page=True)
    assert len(shots) == 4
    # On paper everything is there: every look-up path, every mark, every document, and no buttons.
    assert cough.locator("details[open]").count() == cough.locator("details:not(.contest)").count()
    assert cough.locator("mark.evidence-key:visible").count() > 2
    assert cough.locator(".steps:visible").count() == cough.locator(".steps").count() > 0
    assert cough.locator(".result-document:visible").count() == 2
    assert cough.locator(".button:visible").count() == 0


def test_without_scripts_everything_is_there(
    chromium: Any, live_server: Any, alice: User, as_alice: Any
) -> None:
    attempt = handed_in(alice, ["J18.9"], evidence=COUGH)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    value = as_alice.cookies["cw_session"].value
    context.add_cookies([{"name": "cw_session", "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/attempts/{attempt.public_id}/result")
    assert page.locator(".steps").first.is_visible()
    assert page.locator("mark.evidence-wrong", has_text="Probable pneumonia").is_visible()
    page.get_by_role("link", name="IV.H", exact=True).first.click()
    assert "Uncertain diagnos" in page.locator("main").inner_text()
    context.close()
