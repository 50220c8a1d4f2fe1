"""My progress: what is counted, whose it is, how it looks."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from codeward.charts import Answer, AnswerQuery, load_curriculum
from codeward.codesets import books
from codeward.grading import grade
from codeward.web.accounts.models import User
from codeward.web.charts.api import chart_or_404, path_rows
from codeward.web.progress.tallies import Tally, by_chapter, by_objective
from tests.web.conftest import SIZES
from tests.web.pseudo import untranslated
from tests.web.results.work import coded, handed_in
from tests.web.ui.looking import faults

pytestmark = pytest.mark.django_db


def text_of(client: Client) -> str:
    """The text of the progress page."""
    bare = re.sub(r"<[^>]*>", " ", client.get("/progress/").content.decode())
    return " ".join(html.unescape(bare).split())


def tallied(chart_id: str, *codes: str, queries: tuple[AnswerQuery, ...] = ()) -> dict[str, tuple[int, int]]:
    """Objectives of one answer: (right, total)."""
    chart = chart_or_404(chart_id)
    found: dict[str, Tally] = {}
    by_objective(chart, grade(chart, Answer(lines=Answer.of(*codes).lines, queries=queries)).to_json(), found)
    return {name: (tally.right, tally.total) for name, tally in found.items()}


def test_a_perfect_answer_is_right_in_every_objective() -> None:
    for right, total in tallied("walk-in-cough", "R05.1", "R50.9").values():
        assert right == total > 0


def test_a_trap_counts_against_the_objective_that_forbids_it() -> None:
    good = tallied("walk-in-cough", "R05.1", "R50.9")["IV.H"]
    trapped = tallied("walk-in-cough", "R05.1", "R50.9", "J18.9")["IV.H"]
    assert trapped == (good[0] - 1, good[1])


def test_a_missing_query_counts() -> None:
    chart = chart_or_404("ward-fever")
    mention = chart.evidence(chart.key.queries[0].evidence)[:1]
    query = AnswerQuery(kind="specificity", evidence=mention, text="What does urosepsis mean?")
    asked = tallied("ward-fever", "N39.0", "B96.20", queries=(query,))
    silent = tallied("ward-fever", "N39.0", "B96.20")
    assert asked["I.C.1.d.1.a"][0] == silent["I.C.1.d.1.a"][0] + 1
    assert asked["I.C.1.d.1.a"][1] == silent["I.C.1.d.1.a"][1]


def test_chapters_count_required_codes() -> None:
    chart = chart_or_404("quarterly-clinic-visit")
    book = books.open("icd10cm", on=chart.coding_date)
    required = [line.code for line in chart.key.lines if line.required]
    found: dict[str, Tally] = {}
    by_chapter(grade(chart, Answer.of(*required[1:])).to_json(), book, found)
    assert sum(tally.total for tally in found.values()) == len(required)
    assert sum(tally.right for tally in found.values()) == len(required) - 1


def test_nothing_yet(client: Client, as_alice: Client) -> None:
    first = path_rows(None)[0]
    for one in (client, as_alice):
        page = text_of(one)
        assert f"Code your first chart, about {first.minutes} minutes" in page
        assert f'href="/charts/{first.chart.id}/"' in one.get("/progress/").content.decode()
        assert "<svg" in one.get("/progress/").content.decode()
        assert "Accuracy by objective" not in page


def test_only_first_submissions_count(as_alice: Client, alice: User) -> None:
    handed_in(alice, ["J18.9"])
    handed_in(alice, ["R05.1", "R50.9"])
    coded(alice, ["I10"], chart_id="quarterly-clinic-visit")
    page = text_of(as_alice)
    assert "0 of 1 charts exactly right" in page
    assert f"Charts coded 1 / {len(load_curriculum(more=()).practice())}" in page
    assert page.count("practice") >= 2
    chapter = page[page.index("Accuracy by ICD-10-CM chapter") :]
    assert "Chapter 18 Symptoms, signs" in chapter
    assert "0 of 2" in chapter


def test_of_few_answers_there_is_no_interval(as_alice: Client, alice: User) -> None:
    handed_in(alice, ["R05.1"])
    page = as_alice.get("/progress/")
    shares = [*page.context["objectives"], *page.context["chapters"]]
    assert {one.interval for one in shares if one.total < 5} == {"after 5 answers"}
    assert {bar.low for row in page.context["chapter_bars"].rows for bar in row.bars} == {""}
    assert "95% interval after 5 charts" in text_of(as_alice)


def test_anothers_work_is_not_mine(as_bob: Client, alice: User) -> None:
    handed_in(alice, ["R05.1"])
    assert "Nothing to draw yet" in text_of(as_bob)


def test_every_word_can_be_translated(as_alice: Client, alice: User, pseudo_locale: None) -> None:
    assert untranslated(as_alice.get("/progress/").content.decode()) == []
    handed_in(alice, ["J18.9"])
    handed_in(alice, ["R05.1"])
    assert untranslated(as_alice.get("/progress/").content.decode()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_it_looks(alice: User, sign_in: Callable[[User], None], page: Any, axe: Any, screenshot: Any) -> None:
    page.goto("/progress/")
    axe(page)
    screenshot(page, "progress-empty")
    handed_in(alice, ["J18.9", "R05.1"])
    handed_in(alice, ["R05.1", "R50.9"])
    handed_in(alice, ["E11.9", "I10"], chart_id="quarterly-clinic-visit")
    handed_in(alice, ["N39.0", "B96.20"], chart_id="ward-fever")
    handed_in(alice, ["I26.99"], chart_id="chest-pain-overnight")
    for chart_id in ("podiatry-heel-visit", "urology-yearly", "wrist-six-week-visit"):
        lines = [line.code for line in chart_or_404(chart_id).key.lines if line.required]
        handed_in(alice, lines, chart_id=chart_id)
    sign_in(alice)
    page.goto("/progress/")
    for summary in page.locator("summary").all():
        summary.click()
    axe(page)
    page.emulate_media(color_scheme="dark")
    axe(page)
    for summary in page.locator("summary").all():
        summary.click()
    for size, viewport in SIZES.items():
        page.set_viewport_size(viewport)
        assert faults(page, "main", phone=size == "390") == []
    screenshot(page, "progress")
