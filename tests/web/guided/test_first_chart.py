"""The guided first chart: four steps, two codes, reasons, no grade, and no row of anybody's."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from codeward.charts import Answer
from codeward.charts.loader import Curriculum
from codeward.grading import check_curriculum, grade
from codeward.web.accounts.models import User
from codeward.web.charts.api import Attempt, charts, path_rows
from codeward.web.charts.coaching import coach
from codeward.web.guided import lesson
from codeward.web.guided.api import GUIDED_MINUTES
from codeward.web.guided.progress import COOKIE
from codeward.web.learning.api import ContentVersion
from tests.web.pseudo import untranslated

pytestmark = pytest.mark.django_db
PAGE = "/first-chart/"
EAR, NOSE = "H60.331", "J30.1"


def text_of(response: Any) -> str:
    """The text of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def step(client: Client, do: str, value: str = "", n: int = 0) -> str:
    """Take one step as its form does; returns the page that it leads to."""
    return text_of(client.post(PAGE, {"do": do, "value": value, "n": str(n)}, follow=True))


def right_words() -> str:
    """The place of the passage that proves the second code."""
    [place] = [str(n) for n, one in enumerate(lesson.passages()) if one.judgment.right]
    return place


def through(client: Client) -> str:
    """Both codes into the answer."""
    for n, code in enumerate((EAR, NOSE)):
        if n:
            step(client, "words", right_words(), n)
        step(client, "check", code, n)
        page = step(client, "add", n=n)
    return page


def test_its_chart_holds_as_a_chart_of_the_curriculum_must() -> None:
    chart = lesson.chart()
    assert [str(one) for one in check_curriculum(Curriculum({chart.id: chart}))] == []
    assert grade(chart, Answer.of(EAR, NOSE)).score == 100
    assert [line.code for line in lesson.lines()] == [EAR, NOSE]
    assert len(lesson.lines()) == lesson.CODES


def test_its_chart_is_in_no_pool(client: Client) -> None:
    assert lesson.chart().id not in charts()
    assert client.get(f"/charts/{lesson.chart().id}/").status_code == 404
    assert lesson.chart().title not in client.get("/charts/").content.decode()


def test_going_through_it_leaves_no_row_and_ends_with_a_chart_to_code_alone(client: Client) -> None:
    page = through(client)
    assert "That is the whole job" in page
    assert EAR in page
    assert NOSE in page
    [alone] = re.findall(
        r'href="/charts/([^"/]+)/"><?[^>]*>?\s*Code a chart', client.get(PAGE).content.decode()
    )
    assert charts()[alone].difficulty == 1
    for model in (Attempt, ContentVersion, User):
        assert not model.objects.exists()


def test_it_says_what_evidence_a_code_and_a_billable_code_are_where_they_occur(client: Client) -> None:
    start = text_of(client.get(PAGE))
    assert "Evidence The words in the record that prove a code" in start
    assert "Code A short name for one diagnosis" in start
    chosen = text_of(client.get(PAGE, {"code": EAR}))
    assert "Billable code A complete code" in chosen
    assert "H60.33 Swimmer's ear" in chosen


def test_the_words_of_the_first_code_are_marked_and_found_before_anything_is_typed(client: Client) -> None:
    page = client.get(PAGE).content.decode()
    assert re.search(r"<mark[^>]*>Swimmer&#x27;s ear, right\.</mark>", page)
    assert f"code={EAR}" in page


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("H60.339", "The doctor writes: right."),
        ("H60.33", "This code is not billable: it needs one more character, which says which ear."),
        ("H60", "H60 is not billable: it needs more characters"),
        ("H92.01", "Ear pain is a symptom of swimmer's ear"),
        (NOSE, "That code is for the other diagnosis"),
        ("I10", "Look for a code that says the same"),
    ],
)
def test_a_wrong_code_is_told_why_and_cannot_be_added(code: str, said: str, client: Client) -> None:
    page = step(client, "check", code)
    assert "not this one" in page
    assert said in page
    assert "Your answer" not in step(client, "add")
    assert "Pick another code" in client.get(PAGE).content.decode()


def test_a_code_of_four_characters_or_more_is_never_called_a_category() -> None:
    """A category is the first three characters (guideline I.A.2); what is longer and not complete, a subcategory."""
    longer = [(one.code, one.reason) for line in lesson.lines() for one in line.near if len(one.code) > 3]
    assert [code for code, reason in longer if "category" in reason.replace("subcategory", "")] == []
    assert "category" not in lesson.judge(1, "J30.8").reason


def test_a_feeling_of_something_in_the_eye_is_not_called_an_itch() -> None:
    reason = lesson.judge(1, "H57.8A1").reason
    assert "Foreign body sensation, right eye" in reason
    assert "itch" not in reason


def test_every_code_that_the_list_offers_gets_a_reason() -> None:
    asked = {
        0: ("swimmer's ear right", "swimmer's ear", "ear pain"),
        1: ("hay fever", "grass pollen", "sneezing"),
    }
    for n, queries in asked.items():
        for query in queries:
            for hit in lesson.find(query):
                judged = lesson.judge(n, hit.code)
                assert judged.reason
                assert judged.right == (hit.code == lesson.lines()[n].code)


def test_the_evidence_of_the_second_code_is_found_by_the_learner(client: Client) -> None:
    step(client, "check", EAR)
    assert "Which words name the next diagnosis" in step(client, "add")
    wrong = next(n for n, one in enumerate(lesson.passages()) if "mother" in one.quote)
    assert "This is her mother's disease" in step(client, "words", str(wrong), 1)
    step(client, "check", NOSE, 1)
    assert "That is the whole job" not in step(client, "add", n=1)
    assert "Hay fever from grass pollen" in step(client, "words", right_words(), 1)


def test_the_side_of_the_body_is_never_taken_for_a_verdict(client: Client) -> None:
    """In a chart of a right ear, "right" is a side."""
    page = step(client, "check", EAR)
    assert "correct The doctor names swimmer's ear" in page
    assert "right The doctor" not in page


def test_it_promises_no_score_and_says_its_minutes_as_home_reckons_them(client: Client) -> None:
    assert f"About {GUIDED_MINUTES} minutes, no score." in text_of(client.get(PAGE))
    home = text_of(client.get("/"))
    assert "a guide beside you and no score" in home
    assert "one alone, with a score" in home
    assert "This one has a score." in through(client)


def test_the_gray_line_is_spoken_of_only_beside_one(client: Client) -> None:
    step(client, "check", EAR)
    step(client, "add")
    assert "Gray:" not in step(client, "words", right_words(), 1)
    assert "Gray: how your words led there." in text_of(client.get(PAGE, {"q": "hay fever"}))
    assert 'class="why"' in client.get(PAGE, {"q": "hay fever"}).content.decode()


def test_its_last_words_name_the_steps_of_the_chart_after_it(client: Client) -> None:
    page = through(client)
    names = [one.name.casefold() for one in coach(None, path_rows(None)[0].chart)]
    assert names == ["read", "find", "check", "prove", "submit"]
    assert "read, find, check, add" in page
    assert "The same steps, then you prove each code with words of the note, and submit." in page


def test_a_step_sent_twice_is_taken_once(client: Client) -> None:
    step(client, "check", EAR)
    step(client, "add")
    assert "Code 2 of 2" in step(client, "add")
    step(client, "check", "I10")
    assert "Code 2 of 2" in text_of(client.get(PAGE))


def test_a_reload_and_another_page_lose_nothing(client: Client) -> None:
    step(client, "check", EAR)
    client.get("/charts/")
    assert "This code says both" in text_of(client.get(PAGE))


def test_each_tip_can_be_put_away_and_fetched_back(client: Client) -> None:
    assert "Evidence The words" not in step(client, "hide", "read")
    assert "Code A short name" in text_of(client.get(PAGE))
    assert "Evidence The words" in step(client, "tips")


def test_it_can_be_skipped_and_done_again(client: Client) -> None:
    assert 'href="/charts/">go to the charts' in client.get(PAGE).content.decode()
    through(client)
    assert "Code 1 of 2" in step(client, "again")


@pytest.mark.parametrize(
    "value", ["", "9.9.zz.", "1", "0..rfcar.", "1.7..", "0...h60", "\x00", "3.0.rf.ZZZZZZZ", "0" * 5000]
)
def test_an_odd_cookie_is_the_beginning_or_harmless(value: str, client: Client) -> None:
    client.cookies[COOKIE] = value
    assert client.get(PAGE).status_code == 200
    assert client.post(PAGE, {"do": "add", "n": "0"}).status_code == 302


@pytest.mark.parametrize("code", ["", "<script>", "h60.331", "H60.3311", "Z99.9999", "\x00", "A" * 5000])
def test_odd_codes_break_nothing(code: str, client: Client) -> None:
    for query in ("", "\x00", "a" * 5000, "%"):
        page = client.get(PAGE, {"code": code, "q": query})
        assert page.status_code == 200
        assert "<script>" not in page.content.decode()
    assert client.post(PAGE, {"do": "check", "value": code, "n": "0"}).status_code == 302


def test_every_word_can_be_translated(client: Client, pseudo_locale: None) -> None:
    for do, value, n in (
        ("", "", 0),
        ("check", "H60.339", 0),
        ("check", EAR, 0),
        ("add", "", 0),
        ("words", "0", 1),
    ):
        client.post(PAGE, {"do": do, "value": value, "n": str(n)})
        assert untranslated(client.get(PAGE).content.decode()) == []
    assert untranslated(client.get(PAGE, {"code": EAR}).content.decode()) == []
    client.post(PAGE, {"do": "again"})
    through(client)
    assert untranslated(client.get(PAGE).content.decode()) == []
