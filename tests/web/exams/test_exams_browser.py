"""Practice exams in a browser: sat by keyboard, with a reload, offline for a while, on a second device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from codeward.web.accounts.models import User
from codeward.web.exams.models import Answer, Event, Sitting
from codeward.web.exams.sittings import begin, save
from tests.web.exams.made import KINDS, RIGHT, change, made_form, with_left
from tests.web.signed_in import in_browser, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def waiting(page: Any) -> int:
    """How many changes this device keeps that the school does not have."""
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('codeward:exam:')).length"
    return int(page.evaluate(kept))


def saved(page: Any) -> None:
    """Wait until the school has everything."""
    page.wait_for_function(
        "() => !Object.keys(localStorage).some((key) => key.startsWith('codeward:exam:'))"
        " && document.querySelector('[data-save-state]').textContent === 'Saved'"
    )


def at(page: Any, place: int) -> None:
    """Wait until the room shows that question, and has all of them."""
    page.wait_for_selector(f"#q{place}:not([hidden])")
    page.wait_for_selector("[data-ready]", state="attached")


def given() -> dict[int, str]:
    """What the school has, by place."""
    return dict(Answer.objects.exclude(given="").values_list("place", "given"))


def test_a_form_is_sat_by_keyboard_with_a_reload_offline_and_on_another_device(
    page: Any,
    context: Any,
    chromium: Any,
    live_server: Any,
    axe: Callable[..., None],
    screenshot: Callable[..., Any],
    alice: User,
    sign_in: Callable[..., None],
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    sign_in(alice)
    one = begin(alice, made_form("CCS", ids=KINDS), timed=True)
    room = f"/exams/sittings/{one.public_id}/"
    page.goto("/exams/ccs/")
    axe(page)
    screenshot(page, "exam-page")
    page.click("main .button-primary")
    at(page, 1)
    axe(page)
    screenshot(page, "exam-room")

    # By keyboard: an option by its number, struck out and flagged, on by n.
    page.keyboard.press("Tab")
    page.focus("#q1 input[type=radio]")
    page.keyboard.press("3")
    page.keyboard.press("f")
    page.focus("#q1 .strike input")
    page.keyboard.press("Space")
    page.focus("#q1 input[type=radio]:checked")
    page.keyboard.press("n")
    at(page, 2)
    assert page.url.endswith("/questions/2/")
    assert page.evaluate("document.activeElement.textContent") == "Question 2 of 6"
    page.focus("#q2 input.ask-code")
    page.keyboard.type("T22.211A")
    saved(page)
    assert given() == {1: "#2", 2: "T22.211A"}
    row = Answer.objects.get(place=1)
    assert (row.flagged, row.struck) == (True, "0")

    # A reload loses nothing, and stands where one was.
    page.reload()
    at(page, 2)
    assert page.input_value("#q2 input.ask-code") == "T22.211A"

    # Offline for a while: three questions are answered, one after another.
    context.set_offline(True)
    page.click("#q2 [data-go='1']")
    at(page, 3)
    page.check("#q3 input[name='a3'][value='0']")
    page.check("#q3 input[name='a3'][value='2']")
    page.click("#q3 [data-go='1']")
    at(page, 4)
    for row_, value in enumerate(("2", "5", "4", "1")):
        page.select_option(f"#q4 select[name='a4-{row_}']", value)
    page.click("#q4 [data-go='1']")
    at(page, 5)
    axe(page)
    page.check("#q5 input[name='a5'][value='s2:leading']")
    page.wait_for_selector("[data-save-state][data-late]")
    assert waiting(page) >= 3
    assert set(given()) == {1, 2}
    context.set_offline(False)
    saved(page)
    assert {place: given()[place] for place in (3, 4)} == {3: "#0,2", 4: "#0:2,1:5,2:4,3:1"}

    # Another device goes on: what it changes is newer, and the first is told.
    other_context = chromium.new_context(base_url=live_server.url)
    in_browser(other_context, live_server, signed_in(alice))
    other = other_context.new_page()
    other.goto(room)
    at(other, 6)
    other.fill("#q6 [data-line]:nth-child(1) [data-field=code]", "I10")
    other.fill("#q6 [data-line]:nth-child(2) [data-field=code]", "E119")
    other.click(".cells li:nth-child(5) a")
    at(other, 5)
    assert other.is_checked("#q5 input[name='a5'][value='s2:leading']")
    other.check("#q5 input[name='a5'][value='s3:payment_named']")
    saved(other)
    other_context.close()
    page.uncheck("#q5 input[name='a5'][value='s2:leading']")
    page.wait_for_selector(".toasts >> text=changed on another device")
    assert page.is_checked("#q5 input[name='a5'][value='s3:payment_named']")
    assert page.is_checked("#q5 input[name='a5'][value='s2:leading']")
    assert Event.objects.filter(kind="older").count() >= 1

    # All on one page, the review, and handing in.
    page.click(".exam-side a[data-plain]")
    page.wait_for_selector("#q6")
    axe(page)
    screenshot(page, "exam-all")
    page.click("[data-to-review]")
    page.wait_for_selector("text=Every question has an answer.")
    axe(page)
    screenshot(page, "exam-review")
    page.click("button[value=submit]")
    page.wait_for_selector("text=Every question")
    assert page.url.endswith("/result/")
    axe(page)
    screenshot(page, "exam-result")
    score = Sitting.objects.get().score
    assert score is not None
    assert (score.points, score.possible) == (8, 8)
    assert errors == []


def test_when_the_time_is_over_the_room_leads_to_the_result(
    page: Any, alice: User, sign_in: Callable[..., None]
) -> None:
    sign_in(alice)
    one = begin(alice, made_form("CCS", ids=KINDS), timed=True)
    save(one, [change(1, 1, RIGHT["made-i-000"])])
    with_left(one, 4)
    page.goto(f"/exams/sittings/{one.public_id}/questions/2/")
    page.fill("#q2 input.ask-code", "T22.211A")
    page.wait_for_url("**/result/", timeout=25_000)
    score = Sitting.objects.get().score
    assert score is not None
    assert score.points == 2


def test_signed_out_meanwhile_the_answers_wait_on_the_device(
    page: Any, context: Any, live_server: Any, alice: User, sign_in: Callable[..., None]
) -> None:
    sign_in(alice)
    one = begin(alice, made_form("CCS", ids=KINDS), timed=True)
    page.goto(f"/exams/sittings/{one.public_id}/questions/1/")
    at(page, 1)
    Session.objects.all().delete()
    page.check("#q1 input[name='a1'][value='2']")
    page.wait_for_selector("[data-save-state][data-late]")
    assert waiting(page) == 1
    in_browser(context, live_server, signed_in(alice))
    page.goto(f"/exams/sittings/{one.public_id}/questions/1/")
    saved(page)
    assert given() == {1: "#2"}


def test_words_are_highlighted_and_stay(page: Any, alice: User, sign_in: Callable[..., None]) -> None:
    sign_in(alice)
    one = begin(alice, made_form("CCS", ids=KINDS), timed=True)
    page.goto(f"/exams/sittings/{one.public_id}/questions/6/")
    at(page, 6)
    page.evaluate(
        """() => {
          const text = document.querySelector("#q6 .record").firstChild;
          const range = document.createRange();
          range.setStart(text, 0); range.setEnd(text, 3);
          getSelection().removeAllRanges(); getSelection().addRange(range);
        }"""
    )
    page.click("#q6 [data-highlight]")
    saved(page)
    assert Answer.objects.get().marks == [[1, 0, 3]]
    page.reload()
    at(page, 6)
    shown = page.evaluate("[...CSS.highlights.get('exam-mine')].map((one) => one.toString())")
    assert shown == ["Ada"]


def test_the_books_stand_beside_the_question(
    page: Any, axe: Callable[..., None], alice: User, sign_in: Callable[..., None]
) -> None:
    sign_in(alice)
    one = begin(alice, made_form("CCS", ids=KINDS), timed=True)
    page.goto(f"/exams/sittings/{one.public_id}/questions/6/")
    at(page, 6)
    page.click("[data-book]")
    page.wait_for_selector("#exam-book h1")
    page.fill("#exam-book input[type=search]", "essential hypertension")
    page.keyboard.press("Enter")
    page.wait_for_selector("#exam-book >> text=I10")
    axe(page)
    page.click("#exam-book >> text=Close")
    assert page.is_hidden("#exam-book")
    assert page.evaluate("document.activeElement.matches('[data-book]')")
