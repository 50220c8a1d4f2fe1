"""Today: what to do next, with minutes, and what to know; cheap, and each their own."""

from __future__ import annotations

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from codeward.curriculum import program
from codeward.web.accounts.models import User
from codeward.web.charts.api import charts, path_rows
from codeward.web.courses.api import Standing
from codeward.web.notices.models import Notice
from tests.web.pseudo import untranslated
from tests.web.results.work import coded, handed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 17


def minutes_of(chart_id: str) -> int:
    """What the path says of a chart."""
    return next(row.minutes for row in path_rows(None) if row.chart.id == chart_id)


def text_of(client: Client) -> str:
    """The text of the page."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", client.get("/").content.decode())).split())


def filled(client: Client) -> list[tuple[str, str]]:
    """The filled buttons: where each leads, and its words."""
    page = client.get("/").content.decode()
    return re.findall(r'class="button button-primary" href="([^"]*)">([^<]*)<', page)


def lesson_minutes() -> int:
    """What the first lesson takes, without its chart."""
    minutes = program().lessons["w0"].minutes
    return minutes.read + minutes.practice


def test_whoever_is_new_starts_with_the_program_and_may_try_the_guided_chart(as_alice: Client) -> None:
    assert filled(as_alice) == [("/lessons/w0/", f"Start · {lesson_minutes()} min")]
    page = text_of(as_alice)
    assert f"Start here {program().lessons['w0'].title}" in page
    assert "Try one: Your first chart, step by step" in page
    assert "First chart:" in page
    assert "Last result" not in page


def test_whoever_has_done_the_guided_chart_is_not_led_there_again(as_alice: Client) -> None:
    as_alice.cookies["cw_first_chart"] = "2..."
    first = path_rows(None)[0].chart
    assert "Your first chart" not in text_of(as_alice)
    assert f'href="/charts/{first.id}/"' in as_alice.get("/").content.decode()


def test_whoever_has_passed_every_lesson_goes_on_with_charts(
    as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Standing, "next_of", lambda _self, _path: None)
    as_alice.cookies["cw_first_chart"] = "2..."
    first = path_rows(None)[0].chart.id
    assert filled(as_alice) == [(f"/charts/{first}/", f"Start · {minutes_of(first)} min")]


def test_work_that_was_begun_comes_first_and_the_next_chart_is_a_row(as_alice: Client, alice: User) -> None:
    coded(alice, ["I10"], chart_id="quarterly-clinic-visit")
    [(href, words)] = filled(as_alice)
    assert href == "/charts/quarterly-clinic-visit/"
    assert words == f"Continue · {minutes_of('quarterly-clinic-visit')} min"
    page = text_of(as_alice)
    assert "Where you stopped" in page
    first = path_rows(None)[0].chart
    assert f"Next chart: {first.title}" in page
    total = minutes_of("quarterly-clinic-visit") + minutes_of(first.id) + lesson_minutes()
    assert f"{total} minutes of work are ready for you." in page


def test_the_last_result_is_told_with_its_score(as_alice: Client, alice: User) -> None:
    attempt = handed_in(alice, ["R05.1"])
    page = text_of(as_alice)
    assert "You found 1 of 2 codes; the fever is missing." in page
    assert f"{attempt.grade.score:.1f} of 100." in page
    assert f'href="/attempts/{attempt.public_id}/result"' in as_alice.get("/").content.decode()


def test_a_rule_that_was_got_wrong_often_is_offered_to_practice(as_alice: Client, alice: User) -> None:
    assert "One rule to practice" not in text_of(as_alice)
    for chart in list(charts())[:8]:
        handed_in(alice, [], chart_id=chart)
    page = text_of(as_alice)
    assert "One rule to practice" in page
    assert re.search(r"0 of your last \d+ right", page)
    assert "Read the rule" in page


def test_the_week_shows_the_days_on_which_one_coded(as_alice: Client, as_bob: Client, alice: User) -> None:
    coded(alice, ["R05.1"])
    page = text_of(as_alice)
    assert "This week 1 day practiced" in page
    assert as_alice.get("/").content.decode().count("week-done") == 1
    assert "This week" not in text_of(as_bob)


def test_what_is_new_is_told_once_it_is_there(as_alice: Client, alice: User) -> None:
    assert "What is new" not in text_of(as_alice)
    Notice.objects.create(person=alice, kind="charts.grade_changed", key="1")
    assert "What is new 1 new notice" in text_of(as_alice)


def test_whoever_has_done_all_is_told_so_and_nothing_is_filled(
    as_alice: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Standing, "next_of", lambda _self, _path: None)
    for chart in charts():
        handed_in(alice, [], chart_id=chart)
    assert filled(as_alice) == []
    assert "Nothing is due" in text_of(as_alice)


def test_each_sees_their_own(as_bob: Client, alice: User) -> None:
    handed_in(alice, ["R05.1"])
    coded(alice, ["I10"], chart_id="quarterly-clinic-visit")
    page = text_of(as_bob)
    assert "Last result" not in page
    assert "Where you stopped" not in page


def test_the_page_asks_little(as_alice: Client, alice: User) -> None:
    for chart in list(charts())[:12]:
        handed_in(alice, ["I10"], chart_id=chart)
    coded(alice, ["I10"], chart_id=list(charts())[20])
    as_alice.get("/")
    with CaptureQueriesContext(connection) as asked:
        as_alice.get("/")
    assert len(asked) <= MOST_QUERIES, "\n".join(one["sql"][:160] for one in asked)


def test_every_word_can_be_translated(as_alice: Client, alice: User, pseudo_locale: None) -> None:
    assert untranslated(as_alice.get("/").content.decode()) == []
    coded(alice, ["I10"], chart_id="quarterly-clinic-visit")
    for chart in list(charts())[:8]:
        handed_in(alice, [], chart_id=chart)
    assert untranslated(as_alice.get("/").content.decode()) == []
