"""The tools beside the record in Chromium: calculators, PCS builder, edits, hints, the claim form; by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from codeward.charts import Chart
from codeward.web.charts import api
from codeward.web.charts.models import Attempt, HelpUse
from tests.web.charts.workspace import add_code, open_chart, wait_saved
from tests.web.conftest import ARTIFACTS

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def opened(page: Any, tool: str) -> Any:
    """Open a tool by keyboard; its panel, once its page is there."""
    page.locator(f"[data-tool={tool}]").focus()
    page.keyboard.press("Enter")
    panel = page.locator("#tool-panel")
    expect(panel.locator("#cb-builder, .cb-tool")).to_be_visible()
    return panel


def pressed(page: Any, control: Any) -> None:
    """Press a control by keyboard."""
    control.focus()
    page.keyboard.press("Enter")


def lines() -> list[dict[str, Any]]:
    """The lines of the saved answer."""
    return list(api.answer_of(Attempt.objects.get())["lines"])


def test_a_level_is_worked_out_beside_the_record_and_its_reasons_stay(
    page: Any, with_claims: dict[str, Chart], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    open_chart(page, "visit")
    panel = opened(page, "em")
    # Filled in from the top of the chart; the rest is empty, and the record is still to be read.
    expect(panel.locator("[name=payer]")).to_have_value("medicare")
    expect(panel.locator("[name=patient]")).to_have_value("established")
    expect(panel.locator("[name=problem_stable_chronic]")).to_have_value("")
    expect(page.locator("#pane-record .record").first).to_be_visible()
    axe(page)
    screenshot(page, "tools-em-form", full=False)
    panel.locator("[name=problem_stable_chronic]").fill("2")
    panel.locator("[name=risk_prescription_drug]").check()
    panel.locator("[name=problem_stable_chronic]").press("Enter")
    expect(panel.locator("#cb-answer")).to_be_focused()
    expect(panel.locator(".cb-claim")).to_contain_text("99214")
    axe(page)
    screenshot(page, "tools-em-answer", full=False)
    pressed(page, panel.get_by_role("button", name="Use"))
    expect(panel.locator(".tool-use")).to_contain_text("99214 is on the claim")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.locator("[data-tool=em]")).to_be_focused()
    wait_saved(page)
    [line] = lines()
    assert (line["system"], line["kind"], line["code"]) == ("cpt", "procedure", "99214")
    assert line["em"] == {
        "problems": "moderate",
        "data": "minimal",
        "risk": "moderate",
        "minutes": None,
        "by": "decision making",
    }
    # After a reload the reasons open again from the line.
    page.reload()
    page.wait_for_selector("#workspace[data-ready]")
    pressed(page, page.get_by_role("button", name="99214: how it was worked out"))
    expect(panel.locator("#cb-answer")).to_be_focused()
    expect(panel.locator(".cb-claim")).to_contain_text("99214")
    expect(panel.locator(".tool-use select")).to_have_value(line["id"])


def test_units_go_on_lines_of_their_own_with_the_waste(page: Any, with_claims: dict[str, Chart]) -> None:
    open_chart(page, "visit")
    panel = opened(page, "units")
    panel.locator("[name=code]").fill("J1885")
    panel.locator("[name=dose]").press("Enter")
    # What is missing is told at its field, which has the keyboard.
    expect(panel.locator("[name=dose]")).to_be_focused()
    expect(panel.locator("[name=dose]")).to_have_attribute("aria-invalid", "true")
    panel.locator("[name=dose]").fill("40 mg")
    panel.locator("[name=vials]").fill("60 mg")
    panel.locator("[name=vials]").press("Enter")
    expect(panel.locator(".tool-use-row")).to_have_count(2)
    for _ in range(2):
        pressed(page, panel.locator(".tool-use button").first)
    page.keyboard.press("Escape")
    wait_saved(page)
    assert [(line["system"], line["code"], line["modifiers"], line["units"]) for line in lines()] == [
        ("hcpcs", "J1885", [], 3),
        ("hcpcs", "J1885", ["JW"], 1),
    ]


def test_anesthesia_goes_on_the_line_that_it_was_opened_from(
    page: Any, with_claims: dict[str, Chart]
) -> None:
    open_chart(page, "visit")
    panel = opened(page, "anesthesia")
    panel.locator("[name=code]").fill("00790")
    panel.locator("[name=minutes]").fill("95")
    panel.locator("[name=minutes]").press("Enter")
    pressed(page, panel.locator(".tool-use button").first)
    page.keyboard.press("Escape")
    wait_saved(page)
    [line] = lines()
    assert (line["code"], line["modifiers"], line["units"]) == ("00790", ["AA"], 95)
    # Opened again at the line, with its code filled in; what comes out is the same line's.
    page.locator(".line-code").focus()
    panel = opened(page, "anesthesia")
    expect(panel.locator("[name=code]")).to_have_value("00790")
    panel.locator("[name=minutes]").fill("101")
    panel.locator("[name=minutes]").press("Enter")
    expect(panel.locator(".tool-use select")).to_have_value(line["id"])
    pressed(page, panel.locator(".tool-use button").first)
    page.keyboard.press("Escape")
    wait_saved(page)
    assert [(one["id"], one["units"]) for one in lines()] == [(line["id"], 101)]


def test_a_procedure_is_built_by_its_characters(
    page: Any, with_claims: dict[str, Chart], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    open_chart(page, "stay")
    panel = opened(page, "pcs")
    for place, character in enumerate("0FT44ZZ", 1):
        if panel.locator(".cb-done").count():
            break
        expect(panel.locator(".cb-next-axis .cb-axis-title")).to_contain_text(str(place))
        expect(panel.locator("#step")).to_be_focused()
        page.keyboard.press(character)
        expect(panel.locator("[data-body]")).not_to_have_attribute("aria-busy", "true")
        expect(panel.locator(".cb-seven > li").nth(place - 1)).to_have_class("cb-set-axis")
    expect(panel.locator(".cb-done")).to_have_attribute("data-code", "0FT44ZZ")
    axe(page)
    screenshot(page, "tools-pcs", full=False)
    pressed(page, panel.locator(".tool-use button").first)
    expect(panel.locator(".tool-use")).to_contain_text("0FT44ZZ is on the claim")
    page.keyboard.press("Escape")
    wait_saved(page)
    [line] = lines()
    assert (line["system"], line["kind"], line["code"]) == ("icd10pcs", "procedure", "0FT44ZZ")


def test_the_edits_are_run_by_keyboard_with_the_record_in_reach(
    page: Any, axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    open_chart(page)
    pressed(page, page.locator("[data-run-edits]"))
    expect(page.locator(".toasts")).to_contain_text("Add a code first.")
    add_code(page, "E11.9")
    add_code(page, "W19.XXXA")
    page.locator(".line-code").last.focus()
    page.keyboard.press("Alt+ArrowUp")
    pressed(page, page.locator("[data-run-edits]"))
    panel = page.locator("#tool-panel")
    expect(panel.locator("h3[data-focus]")).to_be_focused()
    expect(panel).to_contain_text("Diagnosis 1 W19.XXXA")
    expect(panel).to_contain_text("What to do:")
    axe(page)
    screenshot(page, "tools-edits", full=False)
    # F6 goes to the record and back; what lies below the panel is out of reach.
    page.keyboard.press("F6")
    expect(page.locator("#pane-record :focus")).to_have_count(1)
    page.keyboard.press("F6")
    expect(page.locator("#tool-panel-name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-run-edits]")).to_be_focused()
    # From a finding to its line, to correct it at once.
    page.keyboard.press("Enter")
    expect(panel).to_contain_text("This was run 2 of this try.")
    pressed(page, panel.get_by_role("button", name="Go to W19.XXXA in the answer"))
    expect(panel).to_be_hidden()
    expect(page.locator(".line-code").first).to_be_focused()
    assert [kept.findings >= 1 for kept in HelpUse.objects.all()] == [True, True]


def test_a_query_is_told_what_is_improper_while_it_is_written(
    page: Any, axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    open_chart(page)
    pressed(page, page.locator("#query-add"))
    box = page.locator(".query")
    box.locator("[name=kind]").select_option("specificity")
    hints = box.locator(".query-hints")
    expect(hints).to_contain_text("Mark the words in the record")
    box.locator("[name=about]").fill("Would you agree that this is asthma?")
    expect(hints).to_contain_text("leads to an answer")
    box.locator("[name=about]").fill("Please clarify the cause of the cough.")
    expect(hints).not_to_contain_text("leads to an answer")
    axe(page)
    hints.scroll_into_view_if_needed()
    screenshot(page, "tools-hints", full=False)


def test_the_claim_form_on_screen_and_on_paper(
    page: Any, with_claims: dict[str, Chart], axe: Callable[..., None], screenshot: Callable[..., Any]
) -> None:
    for chart, codes in (("visit", ["R05.1", "R50.9", "99213"]), ("stay", ["K80.00", "N17.9"])):
        open_chart(page, chart)
        for code in codes:
            add_code(page, code)
        wait_saved(page)
        page.goto(f"/charts/{chart}/claim")
        expect(page.locator(".form-codes")).to_contain_text(
            [codes[1]] if chart == "visit" else [codes[1], ""]
        )
        if chart == "visit":
            # A new line begins with one unit, at the chart's own place and day.
            expect(page.locator(".form-table tbody tr")).to_contain_text("99213")
            expect(page.locator(".form-table tbody tr td").nth(2)).to_have_text("11")
        axe(page)
        screenshot(page, f"claim-{chart}")
        paper = page.pdf(format="Letter")
        assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") == 1


def test_a_phone_goes_between_tool_and_record(
    page: Any, with_claims: dict[str, Chart], axe: Callable[..., None]
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_chart(page, "visit")
    page.click("[data-pane-tab=answer]")
    page.click("[data-tool=units]")
    panel = page.locator("#tool-panel")
    expect(panel.locator(".cb-tool")).to_be_visible()
    axe(page)
    page.screenshot(path=str(ARTIFACTS / "tools-phone.png"))
    panel.locator("[name=dose]").fill("40 mg")
    page.click("[data-pane-tab=record]")
    expect(panel).to_be_hidden()
    page.click("[data-pane-tab=answer]")
    expect(panel.locator("[name=dose]")).to_have_value("40 mg")
    page.click("#tool-panel [data-close]")
    expect(page.locator("#answer-lines")).to_be_attached()
    expect(page.locator("[data-tool=units]")).to_be_visible()
