"""Lessons, the program, skills and drills in a browser: how they look, by keyboard, offline, in a second tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from codeward.web.accounts.models import User
from codeward.web.courses.models import Kept, Place
from codeward.web.learning.models import Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LESSON = "/lessons/z1/"


def choose(page: Any, key: str, value: str) -> None:
    """Choose an option and check it."""
    page.check(f"[data-ask='{key}'] input[value='{value}']")
    page.click(f"[data-ask='{key}'] button[value=check]")


def waiting(page: Any) -> int:
    """How many answers this device keeps that the server does not have."""
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('codeward:answer:')).length"
    return int(page.evaluate(kept))


def test_they_look_as_they_should(
    page: Any,
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
    alice: User,
    sign_in: Callable[..., None],
) -> None:
    sign_in(alice)
    page.goto(LESSON)
    choose(page, "z1-k1", "1")
    page.wait_for_selector("[data-ask='z1-k1'] .ask-why-wrong")
    choose(page, "worked1", "0") if page.locator("[data-ask='worked1'] input[type=radio]").count() else None
    page.fill("[data-ask='worked1'] textarea", "2. Acute cough.")
    page.click("[data-ask='worked1'] button[value=check]")
    page.wait_for_selector("[data-ask='worked1'] input[type=radio]")
    page.click("[data-ask='z1-drill1'] button[value=next]")
    page.wait_for_selector("[data-ask='z1-drill1'] .ask-open")
    axe(page)
    screenshot(page, "course-lesson")
    for name, path in (
        ("course-program", "/program/"),
        ("course-module", "/program/modules/guidelines/"),
        ("course-skill", "/skills/dx.symptom/"),
        ("course-syllabus", "/program/syllabus/"),
        ("course-drill", "/drill/?skills=dx.side&level=1"),
        ("course-drills", "/drill/"),
        ("course-word-parts", "/word-parts/?q=kidney&part=gastr/o&part=-itis"),
        ("course-test-out", "/lessons/d1/test-out/"),
    ):
        page.goto(path)
        axe(page)
        screenshot(page, name)


def test_the_column_holds_at_most_seventy_characters(page: Any) -> None:
    page.goto(LESSON)
    style = page.evaluate(
        "(() => { const p = document.querySelector('.lesson-text p'); const s = getComputedStyle(p);"
        " return [s.fontFamily, s.fontSize, s.lineHeight, p.clientWidth]; })()"
    )
    assert "Source Serif 4" in style[0]
    assert style[1:3] == ["19px", "30px"]
    assert style[3] <= 37 * 16


def test_an_answer_is_told_at_once_and_read_out(page: Any) -> None:
    page.goto(LESSON)
    choose(page, "z1-k1", "1")
    page.wait_for_selector("[data-ask='z1-k1'] .ask-why-wrong")
    page.wait_for_function(
        "[...document.querySelectorAll('[role=status]')].some((one) => one.textContent.includes('Subacute'))"
    )
    assert waiting(page) == 0
    assert "1 of" in page.inner_text("[data-count]")
    page.reload()
    assert page.locator("[data-ask='z1-k1'] .ask-why-wrong").count() == 1


def test_the_reason_stands_below_what_was_chosen(page: Any) -> None:
    page.goto(LESSON)
    choose(page, "z1-k1", "1")
    page.wait_for_selector("[data-ask='z1-k1'] .ask-why-wrong")
    option, label, why = (
        page.locator(f"[data-ask='z1-k1'] .option-wrong{part}").first.bounding_box()
        for part in ("", " .option-label", " .ask-why")
    )
    assert label["width"] > 0.9 * option["width"]
    assert why["y"] >= label["y"] + label["height"]


def test_an_answer_given_offline_is_kept_and_sent_later(page: Any, context: Any) -> None:
    page.goto(LESSON)
    page.wait_for_load_state("networkidle")
    context.set_offline(True)
    choose(page, "z1-k1", "0")
    page.wait_for_selector("[data-save-state]:not([hidden])")
    assert waiting(page) == 1
    assert not Response.objects.exists()
    context.set_offline(False)
    page.wait_for_selector("[data-ask='z1-k1'] .ask-why-right")
    assert waiting(page) == 0
    assert Response.objects.count() == 1


def test_an_answer_survives_a_page_that_is_left_before_it_was_taken(page: Any, context: Any) -> None:
    page.goto(LESSON)
    page.wait_for_load_state("networkidle")
    context.route("**/lessons/z1/answer", lambda route: route.abort())
    choose(page, "z1-k1", "0")
    page.wait_for_selector("[data-save-state]:not([hidden])")
    page.goto("/program/")
    context.unroute("**/lessons/z1/answer")
    page.goto(LESSON)
    page.wait_for_selector("[data-ask='z1-k1'] .ask-why-right")
    assert Response.objects.count() == 1


def test_another_tab_sees_the_answer(page: Any, context: Any) -> None:
    page.goto(LESSON)
    choose(page, "z1-k4", "0")
    page.wait_for_selector("[data-ask='z1-k4'] .ask-why-wrong")
    other = context.new_page()
    other.goto(LESSON)
    choose(page, "z1-k1", "1")
    other.wait_for_selector("[data-ask='z1-k1'] .ask-why-wrong")
    assert Response.objects.count() == 2


def test_words_are_marked_by_selecting_them(page: Any) -> None:
    page.goto(LESSON)
    page.evaluate(
        """() => {
          const record = document.querySelector("[data-mark-from]");
          const walk = document.createTreeWalker(record, NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const at = node.data.indexOf("2. Acute cough.");
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + 15);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
        }"""
    )
    page.wait_for_function("document.querySelector('[data-mark-to]').value === '2. Acute cough.'")
    page.click("[data-ask='worked1'] button[value=check]")
    page.wait_for_selector("text=May pneumonia be coded?")
    assert Kept.objects.get().block == "worked1-1"


def test_the_codebook_opens_beside_the_text_and_the_entry_is_noticed(
    page: Any, axe: Callable[..., None]
) -> None:
    page.goto(LESSON)
    page.click("[data-lookup]")
    page.wait_for_selector("#lesson-book h1")
    axe(page)
    page.evaluate(
        "document.querySelector('#lesson-book a[href*=\"/codebook/\"]').setAttribute('href', '/codebook/icd10cm/R05.1')"
    )
    page.click("#lesson-book a[href='/codebook/icd10cm/R05.1']")
    page.wait_for_selector("[data-ask='lookup1'] .ask-right")
    page.keyboard.press("Escape")
    assert page.locator("#lesson-book").is_hidden()


def test_a_place_is_kept_while_one_reads(page: Any, alice: User, sign_in: Callable[..., None]) -> None:
    sign_in(alice)
    page.goto(LESSON)
    page.evaluate("document.getElementById('which-side').scrollIntoView()")
    page.wait_for_function(
        "document.querySelector('[data-rail=which-side] a').getAttribute('aria-current') === 'true'"
    )
    with page.expect_response("**/place"):
        pass
    assert Place.objects.get(learner=alice).section == "which-side"
    page.goto(LESSON)
    assert page.locator("text=Go on at:").is_visible()


def test_a_check_is_answered_by_keyboard_alone(page: Any) -> None:
    page.goto(LESSON)
    page.focus("[data-ask='z1-k1'] input[value='0']")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-ask='z1-k1'] .ask-why-right")


def test_a_drill_goes_on_without_end(page: Any) -> None:
    page.goto("/drill/?skills=dx.side&level=1")
    for _ in range(3):
        page.wait_for_selector("[data-ask='drill'] .ask-open")
        field = page.locator("[data-ask='drill'] input.ask-code")
        if field.count():
            field.fill("A00.0")
        else:
            page.locator("[data-ask='drill'] input[type=radio]").first.check()
        page.click("button[value=check]")
        page.wait_for_selector("button[value=next]:focus")
        page.keyboard.press("Enter")
    assert Response.objects.filter(source="drill").count() == 3


def test_a_drill_goes_on_where_it_was_left_to_look_something_up(page: Any) -> None:
    page.goto("/drill/?skills=dx.side&level=1")
    asked = page.inner_text("[data-ask='drill'] .ask-stem")
    page.click("[data-ask='drill'] [data-lookup]")
    page.wait_for_url("**/codebook/**")
    page.go_back()
    page.wait_for_function("(asked) => document.querySelector('.ask-stem')?.innerText === asked", arg=asked)
    page.locator("[data-ask='drill'] input").last.wait_for()


@pytest.mark.parametrize("path", [LESSON, "/drill/?skills=dx.side&level=1"])
def test_a_page_reads_and_answers_without_script(chromium: Any, live_server: Any, path: str) -> None:
    plain = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = plain.new_page()
    page.goto(path, timeout=60_000)
    if path == LESSON:
        choose(page, "z1-k1", "1")
        assert page.locator("[data-ask='z1-k1'] .ask-why-wrong").count() == 1
    else:
        field = page.locator("input.ask-code")
        if field.count():
            field.fill("A00.0")
        else:
            page.locator("input[type=radio]").first.check()
        page.click("button[value=check]")
        assert page.locator("button[value=next]").count() == 1
    plain.close()
