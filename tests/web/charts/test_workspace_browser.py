"""The workspace in Chromium: by keyboard alone, on a phone, in both themes, with a record that is hard to count in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

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
        api.charts()[CHART].documents[1].id
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
    assert "2 codes" in page.locator("#hand-in").inner_text()
    with page.expect_navigation(url=RESULT):
        press("Enter")
    grade = Grade.objects.get()
    assert [line["code"] for line in grade.answer["lines"]] == [entry, "E11.9"]
    [mark] = grade.answer["lines"][1]["evidence"]
    text = api.charts()[CHART].document(mark["document"]).text
    assert text[mark["start"] : mark["end"]] == mark["quote"]


@pytest.mark.parametrize("key", ["Control+Enter", "Enter"])
def test_a_key_pressed_before_the_hits_come_waits_for_the_words_in_the_field(page: Any, key: str) -> None:
    open_chart(page)
    search(page, "I10")
    waiting: list[Any] = []
    page.route(lambda url: "/codebook/search" in url and "E11.9" in url, lambda route: waiting.append(route))  # noqa: PLW0108 - Playwright marks the handler
    page.evaluate("document.querySelector('#codebook-search').select()")
    page.keyboard.type("E11.9")
    page.keyboard.press(key)  # at once: the hits on the page are still those of I10
    while not waiting:
        page.wait_for_timeout(20)
    assert codes(page) == []
    assert page.locator("#codebook-entry").is_hidden()
    waiting[0].continue_()
    if key == "Enter":
        page.wait_for_selector("#codebook-entry h3:focus")
        assert page.locator("#codebook-entry h3 .code").inner_text() == "E11.9"
        page.keyboard.press("Control+Enter")
    page.wait_for_selector(".line-code:text-is('E11.9')")
    assert codes(page) == ["E11.9"]


def test_a_key_pressed_before_a_search_that_fails_adds_nothing(page: Any) -> None:
    open_chart(page)
    search(page, "I10")
    page.route(lambda url: "/codebook/search" in url and "E11.9" in url, lambda route: route.abort())
    page.evaluate("document.querySelector('#codebook-search').select()")
    page.keyboard.type("E11.9")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#codebook-note:not([hidden])")
    assert codes(page) == []


def test_after_adding_the_list_is_folded_and_the_entry_says_that_its_code_is_in_the_answer(page: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    field = page.locator("#codebook-search")
    assert field.get_attribute("aria-expanded") == "false"
    assert page.locator("#codebook-hits").is_hidden()
    page.keyboard.press("ArrowDown")
    assert field.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    page.wait_for_selector("#codebook-entry h3:focus")
    button = page.locator("#codebook-entry [data-adds]")
    assert (button.inner_text(), button.get_attribute("aria-disabled")) == ("I10 is in the answer", "true")
    assert page.locator("#codebook-entry .breadcrumb").inner_text().split("\n")[0] == "Chapter 9"
    page.click("[data-part=remove]")
    assert (button.inner_text(), button.get_attribute("aria-disabled")) == ("Add I10", None)


def test_a_doubt_is_said_in_words(page: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    page.click("[data-part=doubt]")
    assert page.locator(".line-doubt").inner_text() == "in doubt"


def test_the_whole_record_and_the_answer_are_printed(page: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    page.emulate_media(media="print")
    documents = page.locator("#pane-record .record")
    assert documents.count() == len(api.charts()[CHART].documents) > 1
    for place in range(documents.count()):
        box = documents.nth(place)
        assert box.is_visible()
        assert box.evaluate("e => e.scrollHeight <= e.clientHeight + 1")
    assert page.locator(".line-code").is_visible()
    assert page.evaluate("document.documentElement.scrollHeight > innerHeight")
    assert page.locator("#pane-codebook").is_hidden()


def test_a_message_leaves_the_search_in_sight_on_a_phone(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_chart(page)
    page.click("[data-pane-tab=codebook]")
    page.fill("#codebook-search", "I10")
    page.wait_for_selector("#codebook-search[aria-activedescendant]")
    page.keyboard.press("Control+Enter")
    toast = page.locator("#toasts > *").first.bounding_box()
    field = page.locator("#codebook-search").bounding_box()
    tabs = page.locator(".pane-tabs").bounding_box()
    assert toast["y"] >= field["y"] + field["height"]
    assert toast["y"] + toast["height"] <= tabs["y"]


def test_undo_stays_until_dismissed(page: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    page.click("[data-part=remove]")
    assert codes(page) == []
    page.wait_for_timeout(6500)  # a plain message would be gone by now
    page.click(".toasts button:text-is('Undo')")
    assert codes(page) == ["I10"]
    page.click("[data-part=remove]")
    page.click(".toasts button:text-is('Dismiss')")
    assert page.locator(".toasts > *").count() == 0
    wait_saved(page)
    assert api.answer_of(Attempt.objects.get())["lines"] == []


def test_offsets_are_code_points_whatever_the_record_holds(page: Any, with_hard_chart: Chart) -> None:
    open_chart(page, "hard")
    document = with_hard_chart.documents[0]
    shown = page.locator(f".record[data-document={document.id}]")
    assert shown.evaluate("box => box.textContent") == document.text
    assert shown.locator("script, b:not(.record-heading)").count() == 0
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
    assert page.locator("#answer-lines b").count() == 0
    assert "not in this release" in page.locator("#answer-lines").inner_text()
    page.click(".line-code")
    page.wait_for_selector("#codebook-note:has-text('is not in ICD-10-CM')")


def test_a_slow_search_shows_a_skeleton_and_a_failed_one_says_so(page: Any, context: Any) -> None:
    open_chart(page)
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    context.route("**/codebook/search*", hold)
    page.fill("#codebook-search", "cough")
    page.wait_for_selector("#codebook-skeleton:not([hidden])", state="attached")
    held[0].abort()
    page.wait_for_selector("#codebook-note:has-text('did not answer')")
    assert page.locator("#codebook-skeleton").is_hidden()
    context.unroute("**/codebook/search*")
    page.fill("#codebook-search", "xylophonitis")
    page.wait_for_selector("#codebook-note:has-text('not the body part')")


def test_words_stay_selected_while_their_code_is_looked_up(page: Any) -> None:
    open_chart(page)
    document = api.charts()[CHART].documents[0]
    word = document.text.split()[3]
    select(page, document.id, word)
    page.click("#attach button:text-is('New code')")
    assert page.locator("#codebook-held").inner_text().find(word) >= 0
    page.keyboard.type("R05.1")
    page.wait_for_selector("#codebook-hits [aria-selected=true]")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("mark.evidence")
    assert page.locator("#codebook-held").is_hidden()
    wait_saved(page)
    [line] = api.answer_of(Attempt.objects.get())["lines"]
    assert [one["quote"] for one in line["evidence"]] == [word]


def test_another_7th_character_takes_the_place_of_the_first(page: Any) -> None:
    open_chart(page)
    add_code(page, "I10")
    search(page, "S52.531")
    page.keyboard.press("Enter")
    page.wait_for_selector("#codebook-entry h3:focus")
    page.check("input[value='S52.531A']")
    page.click("#codebook-entry button:text-is('Add S52.531A')")
    page.click(".line-code:text-is('S52.531A')")
    page.check("input[value='S52.531D']")
    page.click("#codebook-entry button:text-is('Replace S52.531A by S52.531D')")
    page.wait_for_selector(".line-code:text-is('S52.531D')")
    assert codes(page) == ["I10", "S52.531D"]
    wait_saved(page)
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    assert codes(page) == ["I10", "S52.531D"]


def test_instructions_lead_to_what_they_name(page: Any) -> None:
    open_chart(page)
    search(page, "E11.22")
    page.keyboard.press("Enter")
    page.click(".instruction-use_additional .authority summary >> nth=0")
    page.wait_for_selector(".authority[open] b")
    page.click(".instruction-use_additional button.code:text-is('N18.1-N18.6')")
    page.wait_for_selector("#codebook-entry h3:has-text('N18.1')")
    page.click("#codebook-entry button:text-is('Back')")
    page.wait_for_selector("#codebook-entry h3:has-text('E11.22')")
    page.click(".breadcrumb button:text-is('E11')")
    page.wait_for_selector("#codebook-entry h3 .code:text-is('E11')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#codebook-entry h3:has-text('E11.22')")
    assert page.inner_text("#codebook-entry h3 .code") == "E11.22"


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
    assert page.locator("textarea[name=about]").input_value() == "Please clarify the kind of pneumonia."
    assert page.locator("textarea[name=options]").input_value().split("\n")[2] == "Other"
    assert page.locator("select[name=kind]").input_value() == "cause"
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
    assert "1 query lacks its words in the record or what is open" in told


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
    page.wait_for_selector(".toasts :text('An answer holds at most 200 codes')")
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
    assert page.locator("dialog[open]").count() == 0
    page.keyboard.press("F6")
    assert page.locator("#pane-record :focus").count() == 1


def test_splitters_move_by_keyboard_and_mouse_and_are_remembered(page: Any) -> None:
    open_chart(page)
    bar = page.locator(".splitter[aria-orientation=vertical]")
    bar.focus()
    page.keyboard.press("ArrowLeft")
    assert bar.get_attribute("aria-valuenow") == "48"
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
    assert bar.get_attribute("aria-valuenow") == "52"
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    assert bar.get_attribute("aria-valuenow") == "52"


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
    document = api.charts()[CHART].documents[0]
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
    assert page.locator("[data-pane-tab=answer]").inner_text() == "Answer (1)"
    assert "1 piece of evidence" in page.locator("#answer-lines").inner_text()
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
