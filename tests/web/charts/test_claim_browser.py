"""A whole claim in Chromium: coded by keyboard alone, dragged, on a phone, in both themes; nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.web.charts import api
from codeward.web.charts.models import Attempt, Grade
from tests.web.charts.claims import OFFICE, STAY, claims, stay
from tests.web.charts.workspace import add_code, codes, open_chart, said, search, wait_saved

__all__ = ["claims"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.usefixtures("claims"),
]
RESULT = re.compile(r"/attempts/[a-z0-9]+/result$")


def line_of(page: Any, code: str, nth: int = 0) -> Any:
    """The row of a code."""
    return page.locator(f"[data-line]:has(.line-code:text-is('{code}'))").nth(nth)


def stand_on(page: Any, code: str) -> Any:
    """Go to the row of a code by keyboard: from pane to pane, then from code to code."""
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Shift+F6")
    page.keyboard.press("F6")
    while page.evaluate("!document.activeElement.closest('#pane-answer')"):
        page.keyboard.press("F6")
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent") == code:
            break
        page.keyboard.press("ArrowUp")
    for _ in range(20):
        if page.evaluate("document.activeElement.textContent") == code:
            break
        page.keyboard.press("ArrowDown")
    expect(line_of(page, code).locator(".line-code")).to_be_focused()
    return line_of(page, code)


def add_modifier(page: Any, words: str, code: str) -> None:
    """Find a modifier for the row that has the keyboard, and use it."""
    page.keyboard.press("m")
    panel = page.locator(".mods-panel:not([hidden])")
    expect(panel.locator("[role=combobox]")).to_be_focused()
    page.keyboard.type(words)
    expect(panel.locator("[aria-selected=true] .code")).to_have_text(code)
    page.keyboard.press("Enter")
    expect(page.locator(".mods-panel:not([hidden])")).to_have_count(0)


def test_a_professional_claim_is_coded_and_submitted_without_a_mouse(page: Any) -> None:
    open_chart(page, OFFICE)
    press = page.keyboard.press
    add_code(page, "J20.9")
    add_code(page, "R50.9")
    add_code(page, "99213")
    said(page, "Added 99213 at position 1")
    # A code of another book is read first, then added from its entry.
    search(page, "J1885")
    press("Enter")
    page.wait_for_selector("#codebook-entry h3:focus")
    assert "15 mg" in page.locator(".entry-facts").inner_text()
    expect(page.locator("#codebook-entry .chip")).to_have_text("in our own words")
    press("Control+Enter")
    page.wait_for_selector(".line-code:text-is('J1885')")
    press("Escape")
    add_code(page, "71046")
    add_code(page, "71046")  # a service may be done twice
    expect(page.locator("#answer-procedures .line-code")).to_have_count(4)
    assert page.locator("#answer-lines .line-code").all_inner_texts() == ["J20.9", "R50.9"]

    row = stand_on(page, "99213")
    press("2")
    said(page, "99213 points to B")
    press("1")
    said(page, "99213 points to B, A")
    expect(row.locator(".point[aria-pressed=true]")).to_have_count(2)
    add_modifier(page, "day of another", "25")
    said(page, "Modifier 25 added to 99213")
    row.locator("select").select_option(label="May 12, 11 Office")

    row = stand_on(page, "J1885")
    press("u")
    page.keyboard.type("1000000")
    press("Enter")
    expect(row.locator(".field-units .line-wrong")).to_contain_text("Enter a number above 0, at most 99,999")
    press("Control+a")
    page.keyboard.type("2")
    press("Enter")
    said(page, "J1885: units 2")
    expect(row.locator(".field-units .line-wrong")).to_be_hidden()
    wait_saved(page)

    # Submit tells by section what there is, and which lines lack what is asked.
    page.evaluate("document.querySelector('[data-hand-in]').focus()")
    press("Enter")
    told = page.locator("[data-summary]")
    expect(told).to_contain_text("2 diagnoses")
    expect(told).to_contain_text("4 procedures and services")
    expect(told).to_contain_text("No date: J1885; 71046, line 3; 71046, line 4")
    expect(told).to_contain_text("No diagnosis chosen that it was for: J1885; 71046, line 3; 71046, line 4")
    expect(told).not_to_contain_text("No units")
    with page.expect_navigation(url=RESULT):
        press("Enter")
    lines = {line["code"]: line for line in Grade.objects.get().answer["lines"]}
    visit, drug = lines["99213"], lines["J1885"]
    assert (visit["kind"], visit["system"], visit["modifiers"]) == ("procedure", "cpt", ["25"])
    assert visit["pointers"] == [lines["R50.9"]["id"], lines["J20.9"]["id"]]
    assert (visit["units"], visit["date"]) == (1, "2026-05-12")
    assert (drug["system"], drug["units"], drug["date"]) == ("hcpcs", 2, None)


def test_a_stay_is_coded_with_poa_and_procedures_without_a_mouse(page: Any) -> None:
    open_chart(page, STAY)
    press = page.keyboard.press
    add_code(page, "A41.9")
    add_code(page, "N10")
    add_code(page, "0DTJ4ZZ")
    add_code(page, "0T768DZ")
    for code, letter in (("A41.9", "Y"), ("N10", "N")):
        row = stand_on(page, code)
        row.locator("select").focus()
        page.keyboard.type(letter)
        said(page, f"{code}, present on admission: {letter}")
    stand_on(page, "0T768DZ")
    press("Alt+ArrowUp")
    said(page, "0T768DZ is now at position 1")
    assert page.locator("#answer-procedures .line-code").all_inner_texts() == ["0T768DZ", "0DTJ4ZZ"]
    expect(line_of(page, "0T768DZ").locator(".line-role")).to_have_text("Principal procedure")
    first = page.locator("#answer-procedures input[type=date]").nth(0)
    chart = stay()
    outside = chart.dates.discharge.replace(year=2027)
    first.fill(str(outside))
    expect(line_of(page, "0T768DZ").locator(".line-wrong")).to_contain_text("Choose a date within it")
    first.fill(str(chart.dates.admission))
    expect(line_of(page, "0T768DZ").locator(".line-wrong")).to_be_hidden()
    assert page.locator("#pane-answer .line-units, #pane-answer .point, #pane-answer .mod").count() == 0
    wait_saved(page)
    lines = {line["code"]: line for line in api.answer_of(Attempt.objects.get())["lines"]}
    assert [lines[code]["poa"] for code in ("A41.9", "N10")] == ["Y", "N"]
    assert lines["0T768DZ"]["date"] == str(chart.dates.admission)
    assert (lines["0DTJ4ZZ"]["system"], lines["0DTJ4ZZ"]["date"]) == ("icd10pcs", None)
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    expect(line_of(page, "N10").locator("select")).to_have_value("N")


def test_a_modifier_that_does_not_fit_says_why_and_is_used_only_when_chosen_again(page: Any) -> None:
    open_chart(page, OFFICE)
    add_code(page, "71046")
    stand_on(page, "71046")
    page.keyboard.press("m")
    panel = page.locator(".mods-panel:not([hidden])")
    page.keyboard.type("25")
    expect(panel.locator("[aria-selected=true]")).to_contain_text("25 does not belong to 71046")
    page.keyboard.press("Enter")
    said(page, "Choose it again to use it anyway.")
    expect(page.locator(".mods .mod.code")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".mods .mod.code")).to_have_text(["25"])


def test_modifiers_are_put_in_order_and_removed_with_a_way_back(page: Any) -> None:
    open_chart(page, OFFICE)
    add_code(page, "20610")
    stand_on(page, "20610")
    add_modifier(page, "59", "59")
    stand_on(page, "20610")
    add_modifier(page, "right side", "RT")
    chips = page.locator(".mods .mod.code")
    expect(chips).to_have_text(["59", "RT"])
    chips.nth(1).focus()
    page.keyboard.press("Alt+ArrowLeft")
    expect(chips).to_have_text(["RT", "59"])
    expect(chips.nth(0)).to_be_focused()
    page.keyboard.press("Delete")
    expect(chips).to_have_text(["59"])
    assert codes(page) == []
    assert page.locator("#answer-procedures .line-code").all_inner_texts() == ["20610"]
    page.click(".toasts button:text-is('Undo')")
    expect(chips).to_have_text(["RT", "59"])
    chips.nth(1).drag_to(chips.nth(0))
    expect(chips).to_have_text(["59", "RT"])
    wait_saved(page)
    [line] = api.answer_of(Attempt.objects.get())["lines"]
    assert line["modifiers"] == ["59", "RT"]


def test_letters_are_dragged_to_a_service_and_follow_their_diagnosis(page: Any) -> None:
    open_chart(page, OFFICE)
    for code in ("J20.9", "R50.9", "99213"):
        add_code(page, code)
    letters = page.locator("#answer-lines .line-letter")
    expect(letters).to_have_text(["A", "B"])
    letters.nth(1).drag_to(line_of(page, "99213").locator(".field-pointers"))
    pressed = line_of(page, "99213").locator(".point[aria-pressed=true]")
    expect(pressed).to_have_text(["B"])
    # The letter is the diagnosis's place: moved up it is A, and the service still points to it.
    line_of(page, "R50.9").locator("[data-part=up]").click()
    expect(pressed).to_have_text(["A"])
    expect(pressed).to_have_attribute("aria-label", re.compile(r"^A, R50\.9 Fever"))
    # Four at most.
    for code in ("I10", "E11.9", "N10"):
        add_code(page, code)
    stand_on(page, "99213")
    for key in "2345":
        page.keyboard.press(key)
    expect(pressed).to_have_count(4)
    page.wait_for_selector(".toasts :text('four diagnoses at most')")
    # Arrows go from letter to letter; what is removed is pointed to no longer.
    line_of(page, "99213").locator(".point[tabindex='0']").focus()
    page.keyboard.press("End")
    expect(line_of(page, "99213").locator(".point").nth(4)).to_be_focused()
    line_of(page, "R50.9").locator("[data-part=remove]").click()
    expect(pressed).to_have_count(3)
    wait_saved(page)
    lines = {line["code"]: line for line in api.answer_of(Attempt.objects.get())["lines"]}
    assert lines["99213"]["pointers"] == [lines[code]["id"] for code in ("J20.9", "I10", "E11.9")]


def test_what_is_being_typed_outlives_what_another_tab_sends(page: Any, context: Any) -> None:
    open_chart(page, OFFICE)
    add_code(page, "J1885")
    wait_saved(page)
    page.locator(".line-units").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("1")
    other = context.new_page()
    open_chart(other, OFFICE)
    add_code(other, "I10")
    wait_saved(other)
    other.close()
    page.bring_to_front()
    expect(page.locator("#answer-lines .line-code")).to_have_text(["I10"])
    expect(page.locator(".line-units")).to_be_focused()
    page.keyboard.type("2")
    page.keyboard.press("Control+s")
    said(page, "Saved")
    lines = {line["code"]: line for line in api.answer_of(Attempt.objects.get())["lines"]}
    assert lines["J1885"]["units"] == 12


def test_a_line_keeps_its_code_set_when_its_code_is_exchanged(page: Any) -> None:
    open_chart(page, OFFICE)
    add_code(page, "99213")
    page.click(".line-code:text-is('99213')")
    page.wait_for_selector("#codebook-entry h3:focus")
    expect(page.locator("#codebook-entry [data-adds='99213']")).to_be_hidden()
    page.click("#codebook-entry .breadcrumb button >> nth=-1")
    page.click("#codebook-entry .concept-button:has-text('99214')")
    page.click("#codebook-entry button:text-is('Replace 99213 by 99214')")
    expect(page.locator("#answer-procedures .line-code")).to_have_text(["99214"])
    wait_saved(page)
    [line] = api.answer_of(Attempt.objects.get())["lines"]
    assert (line["system"], line["code"], line["units"]) == ("cpt", "99214", 1)


def test_the_codebook_folds_while_it_is_not_used(page: Any) -> None:
    open_chart(page, OFFICE)
    body = page.locator("#pane-codebook-body")
    expect(body).to_be_visible()
    add_code(page, "99213")
    expect(body).to_be_hidden()
    page.keyboard.type("992")
    expect(body).to_be_visible()
    page.click("#book-fold")
    expect(body).to_be_hidden()
    expect(page.locator("#book-fold")).to_have_attribute("aria-expanded", "false")
    page.click("#book-fold")
    expect(body).to_be_visible()
    # What an entry says stays in sight while the answer is worked on, and Escape folds what is left.
    page.click(".line-code:text-is('99213')")
    page.wait_for_selector("#codebook-entry h3:focus")
    page.click("#book-fold")
    page.click(".line-code:text-is('99213')")
    expect(body).to_be_visible()
    page.wait_for_selector("#codebook-entry h3:focus")  # opened again, and not only on its way
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(body).to_be_hidden()
    expect(line_of(page, "99213").locator(".line-code")).to_be_focused()


def test_on_a_phone_a_service_is_added_and_given_its_fields(page: Any) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_chart(page, OFFICE)
    page.click("[data-pane-tab=codebook]")
    for code in ("J20.9", "99213"):
        page.fill("#codebook-search", code)
        page.wait_for_selector(f"#codebook-hits [aria-selected=true] .code:text-is('{code}')")
        page.click("#codebook-hits [role=option] >> nth=0")
        page.click(f"#codebook-entry [data-adds='{code}']")
        page.click("#codebook-entry .entry-top button >> nth=0")
    page.click("[data-pane-tab=answer]")
    page.click(".point")
    page.click(".mod-add")
    panel = page.locator(".mods-panel:not([hidden])")
    panel.locator("[role=combobox]").fill("25")
    expect(panel.locator("[aria-selected=true] .code")).to_have_text("25")
    panel.locator("[role=option]").nth(0).click()
    expect(page.locator(".mods .mod.code")).to_have_text(["25"])
    expect(page.locator(".point[aria-pressed=true]")).to_have_text(["A"])
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    sizes = page.evaluate(
        "[...document.querySelectorAll('.line-field :is(button, input, select)')].map((one) => "
        "[one.getBoundingClientRect().height, parseFloat(getComputedStyle(one).fontSize)])"
    )
    assert min(height for height, _ in sizes) >= 40
    page.click(".mods .mod.code")
    page.locator(".mods-panel:not([hidden])").get_by_role("button", name="Remove 25").click()
    expect(page.locator(".mods .mod.code")).to_have_count(0)


def test_axe_and_screenshots(page: Any, axe: Callable[[Any], None], screenshot: Callable[..., Any]) -> None:
    open_chart(page, OFFICE)
    for code in ("J20.9", "R50.9", "99213", "71046"):
        add_code(page, code)
    stand_on(page, "99213")
    page.keyboard.press("1")
    page.keyboard.press("2")
    add_modifier(page, "25", "25")
    stand_on(page, "71046")
    page.keyboard.press("m")
    page.keyboard.type("side")
    expect(page.locator(".mods-panel:not([hidden]) .fits-name.no")).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    screenshot(page, "claim-professional", full=False)
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("codebook", "answer"):
        page.click(f"[data-pane-tab={name}]")
        axe(page)
        screenshot(page, f"claim-phone-{name}", full=False)
    page.set_viewport_size({"width": 1280, "height": 720})
    open_chart(page, STAY)
    for code in ("A41.9", "N10", "0DTJ4ZZ"):
        add_code(page, code)
    search(page, "0DTJ4ZZ")
    page.keyboard.press("Enter")
    page.wait_for_selector("#codebook-entry h3:focus")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page)
    screenshot(page, "claim-stay", full=False)


def test_an_exempt_diagnosis_is_said_to_be_so_where_the_list_is_installed(
    page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codeward.codesets.lists.poa_exempt", lambda *_, **__: {"Z79.4"})
    open_chart(page, STAY)
    add_code(page, "Z79.4")
    add_code(page, "I10")
    exempt = line_of(page, "Z79.4")
    expect(exempt.locator(".field-poa .chip")).to_have_text("exempt from reporting")
    expect(exempt.locator("select")).to_be_hidden()
    choices = line_of(page, "I10").locator("select option")
    expect(choices).to_have_text(["Choose", "Y: yes", "N: no", "U: unknown", "W: undetermined"])
    # What takes the exempt code's place has its indicator to be chosen.
    page.click(".line-code:text-is('Z79.4')")
    page.wait_for_selector("#codebook-entry h3:focus")
    page.click("#codebook-entry .breadcrumb button >> nth=-1")
    page.click("#codebook-entry .concept-button:has(.code:text-is('Z79.1'))")
    page.click("#codebook-entry button:text-is('Replace Z79.4 by Z79.1')")
    other = line_of(page, "Z79.1").locator("select")
    expect(other).to_be_visible()
    expect(other).to_have_value("")
    wait_saved(page)
    lines = api.answer_of(Attempt.objects.get())["lines"]
    assert [(line["code"], line["poa"]) for line in lines] == [("Z79.1", None), ("I10", None)]


def test_a_modifier_can_be_typed_while_the_codebook_does_not_respond(page: Any) -> None:
    open_chart(page, OFFICE)
    add_code(page, "99213")
    page.route("**/codebook/modifiers-for*", lambda route: route.abort())
    stand_on(page, "99213")
    page.keyboard.press("m")
    page.keyboard.type("25")
    option = page.locator(".mods-panel:not([hidden]) [aria-selected=true]")
    expect(option).to_contain_text("Not checked")
    page.keyboard.press("Enter")
    said(page, "Choose it again to use it anyway.")
    page.keyboard.press("Enter")
    expect(page.locator(".mods .mod.code")).to_have_text(["25"])
