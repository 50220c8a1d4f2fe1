"""The workspace in Chromium: by keyboard alone, on a phone, in both themes, with a record that is hard to count in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.charts import Chart
from codeward.web.accounts.models import User
from codeward.web.charts import api
from codeward.web.charts.models import Attempt, Grade
from codeward.web.charts.operations import read_batch
from tests.web.charts.conftest import CHART, add
from tests.web.charts.workspace import add_code, codes, focused, open_chart, said, search, select, wait_saved
from tests.web.results.work import batch

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
RESULT = re.compile(r"/attempts/[a-z0-9]+/result$")


def test_a_chart_is_coded_and_handed_in_without_a_mouse(page: Any) -> None:
    page.goto("/charts/")
    page.keyboard.press("Tab")  # skip link
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if focused(page) == api.charts()[CHART].title:
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#workspace[data-ready]")
    press = page.keyboard.press

    # Find the condition, read its entry, add it from there.
    search(page, "acute cough")
    said(page, "entries found")
    press("ArrowDown")
    press("ArrowUp")
    press("Enter")
    page.wait_for_selector("#codebook-entry h3:focus")
    entry = page.locator("#codebook-entry h3 .code").inner_text()
    press("Control+Enter")
    page.wait_for_selector(f".line-code:text-is('{entry}')")
    said(page, f"Added {entry} at position 1")
    add_code(page, "I10")
    add_code(page, "E11.9")

    # Evidence by keyboard: two words, attached to the code added last.
    press("F6")
    page.wait_for_selector("#pane-answer :focus")
    press("F6")
    page.wait_for_selector("#pane-record :focus")
    press("Shift+F6")
    page.wait_for_selector("#pane-answer :focus")
    press("F6")
    press("e")
    said(page, "Evidence mode")
    press("ArrowDown")
    press("ArrowRight")
    press("Shift+ArrowRight")
    said(page, "Selected:")
    press("Enter")
    page.wait_for_selector("mark.evidence")
    said(page, "Attached to E11.9")

    # Another document, and back.
    press("Control+2")
    assert page.locator("[role=tab][aria-selected=true]").get_attribute("data-document") == (
        api.charts()[CHART].physician_first()[1].id
    )
    press("Control+1")

    # Put in order, doubt, remove, undo.
    press("F6")
    press("F6")
    assert focused(page) == "E11.9"
    press("Alt+ArrowUp")
    said(page, "E11.9 is now at position 2")
    assert codes(page) == [entry, "E11.9", "I10"]
    press("d")
    page.wait_for_selector(".line:nth-child(2) [data-part=doubt][aria-pressed=true]")
    press("ArrowDown")
    assert focused(page) == "I10"
    press("Delete")
    assert codes(page) == [entry, "E11.9"]
    assert focused(page) == "E11.9"
    press("Control+s")
    said(page, "Saved")

    # Hand in: Submit is reached by Tab, and asks once.
    page.evaluate("document.querySelector('[data-hand-in]').focus()")
    press("Enter")
    page.wait_for_selector("#hand-in[open]")
    expect(page.locator("#hand-in")).to_contain_text("2 codes", use_inner_text=True)
    with page.expect_navigation(url=RESULT):
        press("Enter")
    grade = Grade.objects.get()
    assert [line["code"] for line in grade.answer["lines"]] == [entry, "E11.9"]
    [mark] = grade.answer["lines"][1]["evidence"]
    text = api.charts()[CHART].document(mark["document"]).text
    assert text[mark["start"] : mark["end"]] == mark["quote"]


def test_a_doubt_is_said_in_words(page: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    page.click("[data-part=doubt]")
    expect(page.locator(".line-doubt")).to_have_text("unsure", use_inner_text=True)


def test_a_message_leaves_the_search_in_sight_on_a_phone(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_chart(page)
    page.get_by_role("button", name="Hide steps").click()
    page.click("[data-pane-tab=codebook]")
    page.fill("#codebook-search", "I10")
    page.wait_for_selector("#codebook-search[aria-activedescendant]")
    page.keyboard.press("Control+Enter")
    toast = page.locator("#toasts > *").first.bounding_box()
    field = page.locator("#codebook-search").bounding_box()
    tabs = page.locator(".pane-tabs").bounding_box()
    assert toast["y"] >= field["y"] + field["height"]
    assert toast["y"] + toast["height"] <= tabs["y"]
    wait_saved(page)  # what is on its way must not reach the next test's tables


def test_undo_stays_until_dismissed(page: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    page.click("[data-part=remove]")
    page.wait_for_selector("#answer-lines .line-code", state="detached")
    page.wait_for_timeout(6500)  # a plain message would be gone by now
    page.click(".toasts button:text-is('Undo')")
    assert codes(page) == ["I10"]
    page.click("[data-part=remove]")
    page.click(".toasts button:text-is('Dismiss')")
    expect(page.locator(".toasts > *")).to_have_count(0)
    wait_saved(page)
    assert api.answer_of(Attempt.objects.get())["lines"] == []


def test_offsets_are_code_points_whatever_the_record_holds(page: Any, with_hard_chart: Chart) -> None:
    open_chart(page, "hard")
    document = with_hard_chart.documents[0]
    shown = page.locator(f".record[data-document={document.id}]")
    assert shown.evaluate("box => box.textContent") == document.text
    expect(shown.locator("script, b:not(.record-heading)")).to_have_count(0)
    add_code(page, "R05.1")
    for words in ("\U0001f468\u200d\U0001f469\u200d\U0001f467", "כאב ראש", "<b>not bold</b>", "acute cough"):
        select(page, document.id, words)
        page.click("#attach button >> nth=0")
    page.wait_for_selector("mark.evidence >> nth=3")
    assert shown.evaluate("box => box.textContent") == document.text
    wait_saved(page)
    [line] = api.answer_of(Attempt.objects.get())["lines"]
    assert len(line["evidence"]) == 4
    assert all(document.text[one["start"] : one["end"]] == one["quote"] for one in line["evidence"])
    # By keyboard over the same text: word by word through emoji and right-to-left words.
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("e")
    seen = []
    for _ in range(len(document.text.split())):
        seen.append(page.evaluate("getSelection().toString()"))
        page.keyboard.press("ArrowRight")
    assert seen == document.text.split()


def test_codes_and_titles_are_text_whatever_they_hold(
    page: Any, alice: User, sign_in: Callable[[User], None]
) -> None:
    """An operation that no page of ours would send."""
    odd = add("<b>x", "a")
    api.apply(api.start(alice, api.charts()[CHART]), read_batch(json.dumps({"operations": [odd]}).encode()))
    sign_in(alice)
    open_chart(page)
    assert [code.casefold() for code in codes(page)] == ["<b>x"]
    expect(page.locator("#answer-lines b")).to_have_count(0)
    expect(page.locator("#answer-lines")).to_contain_text("not in this edition", use_inner_text=True)
    page.click(".line-code")
    page.wait_for_selector("#codebook-note:has-text('is not in ICD-10-CM')")


def test_a_query_to_the_provider_by_keyboard_alone(page: Any) -> None:
    open_chart(page)
    document = api.charts()["walk-in-cough"].documents[1]
    page.focus("#query-add")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "kind"
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.locator("select[name=kind]").select_option("cause")
    page.locator("select[name=to]").select_option("attending")
    page.focus("textarea[name=options]")
    page.keyboard.type("Bacterial\nViral\n\n  Other  \nUnable to determine")
    page.keyboard.press("Tab")
    page.keyboard.type("Please clarify the kind of pneumonia.")
    page.keyboard.press("Tab")
    page.click(f"#tab-{document.id}")
    select(page, document.id, "Probable pneumonia, right base")
    page.click("#attach button:has-text('Query 1 is about this')")
    select(page, document.id, "Temp 38.6")
    page.click("#attach button:has-text('Query 1 shows this too')")
    wait_saved(page)
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    expect(page.locator("textarea[name=about]")).to_have_value("Please clarify the kind of pneumonia.")
    assert page.locator("textarea[name=options]").input_value().split("\n")[2] == "Other"
    expect(page.locator("select[name=kind]")).to_have_value("cause")
    [query] = api.answer_of(Attempt.objects.get())["queries"]
    assert (query["kind"], query["to"]) == ("cause", "attending")
    assert query["options"] == ["Bacterial", "Viral", "Other", "Unable to determine"]
    assert [one["quote"] for one in query["evidence"]] == ["Probable pneumonia, right base"]
    assert [one["quote"] for one in query["indicators"]] == ["Temp 38.6"]


def test_a_query_that_is_not_finished_is_told_before_handing_in(page: Any) -> None:
    open_chart(page)
    page.click("#query-add")
    page.locator("select[name=kind]").select_option("cause")
    page.click("[data-hand-in] >> nth=0")
    told = page.inner_text("[data-summary]")
    assert "1 query to the provider" in told
    assert "1 query needs marked words or a reason" in told


def test_one_code_too_many_is_refused_with_a_sentence_and_nothing_else_is_lost(
    page: Any, alice: User, sign_in: Callable[[User], None]
) -> None:
    sign_in(alice)
    attempt = api.start(alice, api.charts()["walk-in-cough"])
    for start in range(0, 200, 100):
        added = [
            {"kind": "add_line", "line": f"l{n}", "rank": n, "code": "I10"} for n in range(start, start + 100)
        ]
        api.apply(attempt, batch(*added))
    open_chart(page)
    search(page, "R05.1")
    page.wait_for_selector("#codebook-hits [aria-selected=true] .code:text-is('R05.1')")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".toasts :text('An answer can have at most 200 codes')")
    wait_saved(page)
    assert len(api.answer_of(attempt)["lines"]) == 200
    assert api.submit(attempt).score == 0


def test_single_keys_can_be_changed_and_switched_off(
    page: Any, alice: User, sign_in: Callable[[User], None]
) -> None:
    alice.shortcuts = {"keys": {"search": "s"}}
    alice.save()
    sign_in(alice)
    open_chart(page)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "codebook-search"
    page.keyboard.press("s")
    assert page.evaluate("document.activeElement.id") == "codebook-search"
    alice.shortcuts = {"on": False}
    alice.save()
    open_chart(page)
    for key in ("/", "e", "?"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("F6")
    expect(page.locator("#pane-record :focus")).to_have_count(1)


def test_splitters_move_by_keyboard_and_mouse_and_are_remembered(page: Any) -> None:
    open_chart(page)
    bar = page.locator(".splitter[aria-orientation=vertical]")
    bar.focus()
    page.keyboard.press("ArrowLeft")
    expect(bar).to_have_attribute("aria-valuenow", "48")
    box = bar.bounding_box()
    page.mouse.move(box["x"] + 4, 300)
    page.mouse.down()
    page.mouse.move(800, 300)
    page.mouse.up()
    assert bar.get_attribute("aria-valuenow") in {"62", "63"}
    # Without dragging: clicks go through three places.
    places = []
    for _ in range(3):
        bar.click()
        places.append(bar.get_attribute("aria-valuenow"))
    assert places == ["65", "35", "50"]
    page.keyboard.press("ArrowRight")
    expect(bar).to_have_attribute("aria-valuenow", "52")
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    expect(bar).to_have_attribute("aria-valuenow", "52")


def test_the_page_itself_never_scrolls(page: Any) -> None:
    longest = max(api.charts().values(), key=lambda chart: sum(len(d.text) for d in chart.documents))
    open_chart(page, longest.id)
    for code in ("I10", "E11.9", "J20.9", "R05.1", "N10", "A41.9"):
        add_code(page, code)
    page.evaluate("document.querySelector('.line:last-child').scrollIntoView()")
    assert page.evaluate(
        "[scrollX, scrollY, document.body.scrollTop, document.documentElement.scrollTop]"
    ) == [
        0,
        0,
        0,
        0,
    ]
    small = page.evaluate(
        """[...document.querySelectorAll('button, summary, input, a, [role=tab]')]
          .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest('.visually-hidden'))
          .map((one) => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
          .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24))
          .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
    )
    assert small == []
    heights = page.evaluate(
        "[document.querySelector('.work-bar'), document.querySelector('#pane-answer')].map((b) => b.offsetHeight)"
    )
    assert heights[0] == 48
    assert heights[1] >= 200


def test_on_a_phone_one_pane_at_a_time(page: Any, screenshot: Callable[..., Any]) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_chart(page)
    page.get_by_role("button", name="Hide steps").click()
    document = api.charts()[CHART].physician_first()[0]
    visible = """[...document.querySelectorAll('.workspace .pane')]
      .filter((pane) => pane.checkVisibility()).map((pane) => pane.id)"""
    assert page.evaluate(visible) == ["pane-record"]
    select(page, document.id, "cough")
    page.click("#attach button:text-is('New code')")
    assert page.evaluate(visible) == ["pane-codebook"]
    assert (
        page.evaluate("parseFloat(getComputedStyle(document.querySelector('#codebook-search')).fontSize)")
        >= 16
    )
    page.fill("#codebook-search", "acute cough")
    page.click("#codebook-hits [role=option] >> nth=0")
    page.click("#codebook-entry .button-primary")
    page.wait_for_selector(".toasts :text('Added')")
    page.click("[data-pane-tab=answer]")
    expect(page.locator("[data-pane-tab=answer]")).to_have_text("Answer (1)", use_inner_text=True)
    expect(page.locator("#answer-lines")).to_contain_text("1 piece of evidence", use_inner_text=True)
    assert page.evaluate("document.querySelector('.pane-tabs').offsetHeight") == 56
    assert page.evaluate("document.querySelector('.work-bar').offsetHeight") == 44
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.click("#pane-answer [data-hand-in]")
    with page.expect_navigation(url=RESULT):
        page.click("#hand-in button:text-is('Submit')")
    assert Grade.objects.count() == 1


def test_axe_and_screenshots(page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]) -> None:
    page.goto("/charts/")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    screenshot(page, "charts-list", full=False)
    page.goto("/charts/?setting=inpatient&status=done")
    axe(page)
    screenshot(page, "charts-list-empty")
    open_chart(page, "flank-pain-icu")
    screenshot(page, "workspace-new", full=False)
    for code in ("I10", "A41.9"):
        add_code(page, code)
    document = api.charts()["flank-pain-icu"].documents[0]
    select(page, document.id, "flank pain")
    page.click("#attach button >> nth=0")
    page.wait_for_selector("mark.evidence")
    page.click("#query-add")
    search(page, "sepsis")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    screenshot(page, "workspace-hits", full=False)
    page.keyboard.press("Enter")
    page.wait_for_selector("#codebook-entry h3")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    screenshot(page, "workspace-entry", full=False)
    page.click("[data-hand-in] >> nth=0")
    axe(page)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("record", "codebook", "answer"):
        page.click(f"[data-pane-tab={name}]")
        axe(page)
        screenshot(page, f"workspace-phone-{name}", full=False)
    assert codes(page) == ["I10", "A41.9"]


def test_how_evidence_is_given_is_told_once_and_the_row_leads_to_the_record(page: Any) -> None:
    open_chart(page)
    page.get_by_role("button", name="Hide steps").click()
    how = page.locator("#evidence-how")
    expect(how).to_be_hidden()
    add_code(page, "R05.1")
    add_code(page, "R50.9")
    expect(how).to_contain_text(
        "Drag over the words in the record that prove it, then press Attach.", use_inner_text=True
    )
    page.click("[data-hand-in] >> nth=0")
    told = page.locator("#hand-in").inner_text()
    assert "2 codes have no evidence: R05.1, R50.9. Evidence does not change your score." in told
    page.click("[data-stay]")
    page.get_by_role("button", name="R05.1: no evidence yet.").click()
    said(page, "Evidence mode")
    page.keyboard.press("Enter")
    said(page, "Attached to R05.1")
    expect(how).to_be_hidden()
    expect(page.locator("#answer-lines button.line-evidence")).to_have_count(1)
    page.click("[data-hand-in] >> nth=0")
    expect(page.locator("#hand-in")).to_contain_text("1 code has no evidence: R50.9.", use_inner_text=True)


def test_who_knows_how_evidence_is_given_is_not_told_again(page: Any) -> None:
    open_chart(page)
    page.get_by_role("button", name="Hide steps").click()
    add_code(page, "R05.1")
    page.locator("#evidence-how button").click()
    expect(page.locator("#evidence-how")).to_have_count(0)
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    expect(page.locator("#answer-lines button.line-evidence")).to_have_count(1)
    expect(page.locator("#evidence-how")).to_be_hidden()


def test_the_short_forms_of_a_record_stand_in_a_fold_of_their_own_in_the_order_of_the_alphabet(
    page: Any,
) -> None:
    page.goto("/charts/flank-pain-blood/")
    page.wait_for_selector("#workspace[data-ready]")
    page.get_by_text("Abbreviations", exact=True).click()
    short = page.locator(".terms-short dt").all_inner_texts()
    assert short == sorted(short, key=str.casefold)
    assert {"leuk est", "Lytes", "UVJ"} <= set(short)
