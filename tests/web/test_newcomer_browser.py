"""The whole first way of a newcomer in Chromium: sign-up, placement, w0 to w3, d1 with drill and chart, a new chart.

Every answer is the lesson's own, so what is proved is the way, not the teaching: that nothing on it is missing, locked
or lost, and that what was answered stands in the log. Whether it teaches, people find out who know only what it says.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from codeward.curriculum import CodeItem, Item, MatchItem, program
from codeward.practice.placement import FIRST
from codeward.web.accounts.models import User
from codeward.web.charts.models import Grade
from codeward.web.courses.asks import asks_of
from codeward.web.courses.drilling import drawn_from, read_setup
from codeward.web.learning import api as learning
from codeward.web.learning.models import Response
from tests.web.charts.workspace import add_code, open_chart, wait_saved

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.proof]
LESSONS = ("w0", "w1", "w2", "w3", "d1")
UNSEEN = "wrist-six-week-visit"
RIGHT = ".ask-right, .ask-why-right, [data-verdict]"


def codes_of(item: CodeItem) -> str:
    """The key as it is typed."""
    key = next(option for option in item.options if option.right)
    return ", ".join(
        "-".join((line.code, *(line.modifiers or ()))) + (f" {line.poa}" if line.poa else "")
        for line in key.lines or ()
    )


def fill_in(form: Any, item: Item) -> None:
    """Answer a question rightly, as a form of a page shows it."""
    if isinstance(item, CodeItem):
        form.locator("input.ask-code, input[name=answer]").first.fill(codes_of(item))
    elif isinstance(item, MatchItem):
        for n, pair in enumerate(item.pairs):
            form.locator(f"select[name='answer-{n}']").select_option(str(item.options.index(pair.right)))
    else:
        for n, option in enumerate(getattr(item, "options", ())):
            if option.right:
                form.locator(f"input[name=answer][value='{n}']").check()


def study(page: Any, lesson_id: str) -> int:
    """Answer every question of a lesson; return how many there were."""
    lesson = program().lessons[lesson_id]
    page.goto(f"/lessons/{lesson_id}/")
    page.wait_for_load_state("networkidle")
    many = 0
    for key, ask in asks_of(lesson).items():
        if not ask.is_item:
            continue
        form = page.locator(f"[data-ask='{ask.form or key}']")
        fill_in(form, ask.item)
        form.locator("button[value=check]").first.click()
        page.wait_for_selector(f"[data-ask='{ask.form or key}'] :is({RIGHT})")
        many += 1
    return many


def drill(page: Any, times: int) -> None:
    """Answer the first drill of the lesson that is open."""
    form = page.locator("form.lesson-drill-form").first
    form.locator("button[value=next]").click()
    for _ in range(times):
        form = page.locator("form.lesson-drill-form").first
        form.locator(".ask-open").first.wait_for()
        sent = {
            one.get_attribute("name"): one.input_value() for one in form.locator("input[type=hidden]").all()
        }
        item = drawn_from(read_setup(QueryDict(urlencode(sent)))).item
        fill_in(form, item)
        form.locator("button[value=check]").click()
        page.wait_for_selector("form.lesson-drill-form button[data-next]")
        page.locator("form.lesson-drill-form button[data-next]").first.click()


def code(page: Any, chart_id: str) -> float:
    """Code a chart with its key's required lines and hand it in; return its score."""
    from codeward.web.charts.snapshots import curriculum

    open_chart(page, chart_id)
    key = curriculum().charts[chart_id].key
    for line in key.lines:
        if line.role == "required":
            add_code(page, line.code)
    wait_saved(page)
    page.locator("header [data-hand-in]").click()
    page.locator("#hand-in[open] form[data-submit] button.button-primary").click()
    page.wait_for_url("**/result")
    grade = Grade.objects.get(attempt__chart_id=chart_id, current=True)
    return float(grade.score)


def test_from_sign_up_to_a_chart_never_seen(page: Any) -> None:
    page.goto("/accounts/signup/")
    page.fill("input[name=email]", "new@example.org")
    for field in page.locator("input[type=password]").all():
        field.fill("a long and quiet walk 7")
    page.locator("input[type=password]").last.press("Enter")
    page.get_by_role("link", name="I already know some of this").click()
    page.get_by_role("button", name="Begin the questions").click()
    for n in range(1, FIRST + 1):
        page.wait_for_selector(f"text=question {n} of at most 30")
        page.get_by_role("button", name="I don’t know").click()
    page.wait_for_selector("h1:has-text('Where to begin')")
    page.get_by_role("link", name="Open the lesson").first.click()
    page.wait_for_url("**/lessons/w0/")

    learner = User.objects.get(email="new@example.org")
    asked = sum(study(page, lesson) for lesson in LESSONS)
    told = Response.objects.filter(learner=learner, source__in=["check", "pretest"])
    assert told.count() == asked
    assert told.filter(right=True).count() == asked
    drill(page, 5)
    assert Response.objects.filter(learner=learner, source="drill", right=True).count() == 5
    skills = program().lessons["d1"].skills
    assert any(learning.states(learner)[one].fresh for one in skills)

    chart = next(block for block in program().lessons["d1"].blocks if block.kind == "chart")
    assert code(page, chart.id) >= 70
    assert code(page, UNSEEN) >= 70
    page.goto("/program/")
    assert page.locator("main").inner_text()
