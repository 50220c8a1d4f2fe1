"""The result page in a real browser: rows and the record beside them, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from codeward.web.accounts.models import User
from codeward.web.charts.api import Grade, charts
from codeward.web.results.models import Contest
from tests.web.charts.workspace import add_code, open_chart, wait_saved
from tests.web.printing import printed
from tests.web.results.work import CHART, handed_in
from tests.web.signed_in import in_browser
from tests.web.ui.looking import faults

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
    return page.locator(".result-rows > .result-row", has=page.locator(f".row-side .code:text-is('{code}')"))


def test_the_dearest_difference_is_chosen_at_first(cough: Any) -> None:
    chosen = cough.locator(".result-row.chosen")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text("R05.1", use_inner_text=True)
    assert chosen.locator(".row-path li").all_inner_texts() == ["Index: Cough > acute", "Tabular: R05.1"]
    assert ["evidence evidence-both lit", "Acute cough for four days"] in lit(cough)
    assert ["evidence evidence-key lit", ", dry, worse at night."] in lit(cough)


def test_choosing_a_row_by_mouse_lights_its_evidence_alone(cough: Any) -> None:
    row_of(cough, "J18.9").locator(".reason").click()
    assert lit(cough) == [["evidence evidence-wrong lit", "Probable pneumonia, right base."]]
    row_of(cough, "R50.9").locator(".row-side").first.click()
    assert {kind for kind, _words in lit(cough)} == {"evidence evidence-key lit"}
    # The record of that document is shown, and the first of the words is in sight.
    expect(cough.locator("mark.lit").first).to_be_visible()
    cough.get_by_role("button", name="Show all marks").click()
    assert lit(cough) == []
    assert cough.locator("mark.evidence-wrong:visible").count() >= 1


def test_choosing_a_row_by_keyboard(cough: Any) -> None:
    link = row_of(cough, "R05.1").locator("[data-choose]")
    link.focus()
    cough.keyboard.press("ArrowDown")
    assert row_of(cough, "R50.9").get_attribute("aria-current") == "true"
    cough.keyboard.press("ArrowDown")
    assert lit(cough) == [["evidence evidence-wrong lit", "Probable pneumonia, right base."]]
    # Coming to a row by Tab rings its marks too, and the page stays where the reader is.
    cough.keyboard.press("ArrowUp")
    cough.keyboard.press("ArrowUp")
    for _ in range(20):
        cough.keyboard.press("Tab")
        if row_of(cough, "R50.9").get_attribute("aria-current") == "true":
            break
    expect(cough.locator(".result-row.chosen")).to_have_count(1)
    assert row_of(cough, "R50.9").get_attribute("aria-current") == "true"


def test_the_rule_of_the_score_is_one_click_away(cough: Any) -> None:
    rule = cough.locator(".result-rule table")
    expect(rule).to_be_hidden()
    cough.get_by_text("How points are counted").click()
    expect(rule).to_be_visible()


def test_correcting_the_answer_by_keyboard_alone(cough: Any) -> None:
    button = cough.get_by_role("button", name="Correct my answer")
    button.focus()
    cough.keyboard.press("Enter")
    cough.wait_for_selector("#workspace[data-ready]")
    assert cough.locator("#answer-lines .line-code").all_inner_texts() == ["J18.9", "R05.1"]
    expect(cough.locator("#answer-lines .line-evidence summary").first).to_have_text(
        "1 piece of evidence", use_inner_text=True
    )
    cough.locator(".line-code", has_text="J18.9").focus()
    cough.keyboard.press("Delete")
    assert cough.locator("#answer-lines .line-code").all_inner_texts() == ["R05.1"]


def test_a_row_is_learned_from_and_disagreed_with_by_keyboard_alone(cough: Any, alice: User) -> None:
    row = row_of(cough, "R50.9")
    row.locator("[data-choose]").focus()
    cough.keyboard.press("Tab")
    assert "Learn this rule" in cough.evaluate("document.activeElement.textContent")
    cough.keyboard.press("Enter")
    cough.locator("#citation-dialog").wait_for(state="visible")
    cough.keyboard.press("Escape")
    expect(cough.locator("#citation-dialog")).to_be_hidden()
    row.locator(".contest > summary").focus()
    cough.keyboard.press("Enter")
    cough.keyboard.press("Tab")
    cough.keyboard.type("He has no fever today.")
    cough.keyboard.press("Tab")
    cough.keyboard.press("Enter")
    cough.wait_for_selector("main .messages")
    assert Contest.objects.get(attempt__learner=alice).text == "He has no fever today."
    assert "chosen" in row_of(cough, "R50.9").get_attribute("class")


def test_the_reason_keeps_a_readable_width_whatever_the_window(cough: Any) -> None:
    for width in (390, 768, 1024, 1280, 1600):
        cough.set_viewport_size({"width": width, "height": 800})
        wide = cough.locator(".result-rows .reason").first.bounding_box()["width"]
        assert wide >= 280, width
        assert cough.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_a_row_leads_to_its_words_and_back(cough: Any) -> None:
    cough.set_viewport_size({"width": 390, "height": 844})
    row_of(cough, "R05.1").locator("[data-choose]").click()
    mark = cough.locator("mark.lit").first
    box = mark.bounding_box()
    assert 0 <= box["y"] <= 844
    cough.get_by_role("link", name="Back to the row").click()
    assert row_of(cough, "R05.1").bounding_box()["y"] < 844


def test_what_a_guest_may_do_stands_in_one_row_and_one_is_filled(
    page: Any, axe: Any, screenshot: Any
) -> None:
    open_chart(page)
    add_code(page, "R05.1")
    wait_saved(page)
    page.locator("[data-hand-in]:visible").first.click()
    page.locator("#hand-in form .button-primary").click()
    page.wait_for_selector("#result.live")
    assert page.locator("main .button-primary").all_inner_texts() == ["Correct my answer"]
    keep = page.get_by_role("link", name="Keep this: sign up")
    assert keep.get_attribute("href").endswith(f"?next={urlsplit(page.url).path}")
    axe(page)
    screenshot(page, "result-guest", full=False)


def test_a_quote_leads_to_its_document(opened: Callable[..., Any]) -> None:
    page = opened(["R05.1", "R50.9"], evidence={"R50.9": ("intake", "Temp 38.6 C oral")})
    page.locator(".quote-goto", has_text="Temp 38.6 C oral").first.click()
    expect(page.get_by_role("tab", name="Rooming note")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#panel-intake")).to_be_visible()
    expect(page.locator("#panel-visit-note")).to_be_hidden()
    page.get_by_role("tab", name="Rooming note").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#panel-visit-note")).to_be_visible()


def test_citations_open_in_a_dialog(cough: Any, axe: Any, screenshot: Any) -> None:
    row_of(cough, "J18.9").get_by_role("link", name="IV.H", exact=True).click()
    dialog = cough.locator("#citation-dialog")
    dialog.wait_for(state="visible")
    expect(dialog).to_contain_text("Uncertain diagnos", use_inner_text=True)
    cough.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    row_of(cough, "R50.9").get_by_role("link", name="Tabular R50.9 inclusion term").click()
    dialog.wait_for(state="visible")
    expect(dialog).to_contain_text("Fever with chills", use_inner_text=True)
    expect(dialog.locator(".cited")).to_have_count(1)
    axe(cough)
    screenshot(cough, "result-citation", full=False)
    dialog.get_by_role("link", name="R50", exact=True).click()
    dialog.get_by_text("Fever of other and unknown origin").first.wait_for()


def test_mentions_light_their_words(cough: Any, axe: Any, screenshot: Any) -> None:
    # Who is new here finds them open.
    cough.get_by_role("button", name="No asthma, no earlier lung trouble.").click()
    assert lit(cough) == [["evidence evidence-key lit", "No asthma, no earlier lung trouble."]]
    cough.locator("summary", has_text="Accuracy measures").click()
    axe(cough)
    screenshot(cough, "result-open")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_line_that_only_wraps_runs_on_and_its_words_keep_one_ring(
    opened: Callable[..., Any], width: int
) -> None:
    page = opened(["M77.11"], chart_id="painter-elbow")
    page.set_viewport_size({"width": width, "height": 844})
    assert "or turns a doorknob. No fall, no numbness." in page.inner_text(".result-document .record")
    assert ["evidence evidence-key lit", "Takes lisinopril 10 mg every\nmorning."] in lit(page)


def test_contesting_a_code(cough: Any, axe: Any, alice: User) -> None:
    row = row_of(cough, "J18.9")
    row.locator(".contest > summary").click()
    row.get_by_label("What is wrong here, and why").fill("He treats it: doxycycline.")
    axe(cough)
    row.get_by_role("button", name="Send").click()
    cough.get_by_text("Sent.").wait_for()
    assert "chosen" in row_of(cough, "J18.9").get_attribute("class")
    assert Contest.objects.get(attempt__learner=alice).text == "He treats it: doxycycline."


def test_a_query_beside_the_model(opened: Callable[..., Any], axe: Any, screenshot: Any) -> None:
    page = opened(["N39.0"], chart_id="ward-fever", query="Is this urosepsis a sepsis?")
    query = page.locator(".result-row:has(.row-query)").first
    expect(query).to_contain_text("Is this urosepsis a sepsis?", use_inner_text=True)
    query.get_by_text("A question that does not suggest an answer").click()
    expect(query).to_contain_text("Unable to determine", use_inner_text=True)
    axe(page)
    screenshot(page, "result-query")


@pytest.mark.parametrize(
    ("name", "codes", "chart"),
    [
        ("bad", ["I10", "E11.9", "J18.9"], "quarterly-clinic-visit"),
        ("good", ["R05.1", "R50.9"], CHART),
        ("empty", [], "flank-pain-blood"),
    ],
)
def test_looks(
    opened: Callable[..., Any], axe: Any, screenshot: Any, name: str, codes: list[str], chart: str
) -> None:
    page = opened(codes, chart_id=chart)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)
            # The record scrolls within its pane to the words of the chosen row, so its beginning may be out of sight.
            found = faults(page, "main", phone=width == 390)
            assert [one for one in found if 'class="record"' not in one[2]] == []
    screenshot(page, f"result-{name}")
    # Every row can be contested, in sight: beside it, and not below a fold.
    rows = page.locator(".result-rows > .result-row")
    assert rows.count() == page.locator(".contest > summary:visible").count() > 0


def test_paper_holds_the_whole_result(opened: Callable[..., Any]) -> None:
    page = opened(["J44.1", "I10"], chart_id="breathless-three-days")
    chart = charts()["breathless-three-days"]
    told, pages = printed(page)
    assert pages > 1
    for document in chart.documents:
        assert not [line for line in document.text.split("\n") if "".join(line.split()) not in told]
    for row in Grade.objects.get().to_json()["rows"]:
        assert "".join(row["reason"].split()) in told
        assert (row["key"] or row["mine"])["code"] in told
    mentions = [entry for entry in chart.key.ledger if entry.status == "not_coded"]
    assert all("".join((entry.reason or "").split()) in told for entry in mentions)
    assert "Howpointsarecounted" in told
    for button in ("Correctmyanswer", "Practicethisrule", "Idisagree", "Nextchart"):
        assert button not in told


def test_without_scripts_everything_is_there(
    chromium: Any, live_server: Any, alice: User, as_alice: Any
) -> None:
    attempt = handed_in(alice, ["J18.9"], evidence=COUGH)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    in_browser(context, live_server, as_alice)
    page = context.new_page()
    page.goto(f"/attempts/{attempt.public_id}/result")
    expect(page.locator(".row-path").first).to_be_visible()
    expect(page.locator("mark.evidence-wrong", has_text="Probable pneumonia")).to_be_visible()
    page.get_by_role("link", name="IV.H", exact=True).first.click()
    expect(page.locator("main")).to_contain_text("Uncertain diagnos", use_inner_text=True)
    context.close()
