"""The home page: a real record, a live search, a grade made by the engine, and what this is not."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from codeward.charts.loader import Curriculum
from codeward.grading import check_curriculum
from codeward.web.accounts.models import User
from codeward.web.pages import showcase
from tests.web.pseudo import untranslated
from tests.web.results.work import coded, handed_in

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    """The text of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def test_it_shows_a_record_of_the_curriculum_and_the_way_to_code_it(client: Client) -> None:
    response = client.get("/")
    chart = showcase.featured()
    assert chart is not None
    page = text_of(response)
    for document in chart.documents:
        assert " ".join(document.text.split()[:12]) in page
    assert "Code a record now, no account" in page
    assert f'href="/charts/{chart.id}/"' in response.content.decode()
    assert client.get(f"/charts/{chart.id}/").status_code == 200


def test_whoever_has_handed_in_the_record_shown_is_led_to_another(as_alice: Client, alice: User) -> None:
    chart = showcase.featured()
    assert chart is not None
    handed_in(alice, ["R05.1"], chart_id=chart.id)
    page = as_alice.get("/").content.decode()
    [offered] = re.findall(r'href="/charts/([^"/]+)/">Code the next record', page)
    assert offered != chart.id
    assert "Code a record now" not in page
    assert as_alice.get(f"/charts/{offered}/").status_code == 200


def test_nobody_is_made_a_guest_by_looking(client: Client) -> None:
    client.get("/")
    client.get("/find", {"q": "cough"}, headers={"HX-Request": "true"})
    assert not User.objects.exists()


def test_it_gives_no_key_of_the_curriculum_away(client: Client) -> None:
    chart, grade = showcase.example()
    assert chart.id not in {one.id for one in showcase.charts().values()}
    assert 0 < float(grade.score) < 100
    page = text_of(client.get("/"))
    featured = showcase.featured()
    assert featured is not None
    for line in featured.key.lines:
        assert " ".join(line.reason.split()) not in page


def test_the_example_holds_as_a_chart_of_the_curriculum_must() -> None:
    chart, grade = showcase.example()
    problems = [str(one) for one in check_curriculum(Curriculum({chart.id: chart}))]
    # A record of its own length: short enough to be read on the way past.
    assert [one for one in problems if "words of record" not in one] == []
    kinds = {line.verdict for line in grade.lines}
    assert {"near", "right", "missing", "unsupported"} <= kinds


def test_it_says_what_it_is_not_and_costs(client: Client) -> None:
    page = text_of(client.get("/"))
    assert "Not affiliated with AAPC or AHIMA" in page
    assert "What it costs Nothing." in page


def test_the_search_answers_without_scripts(client: Client) -> None:
    page = client.get("/", {"q": "charley horse"}).content.decode()
    assert "R25.2" in page or "M62.83" in page
    assert 'value="charley horse"' in page


def test_the_live_search_gives_only_the_hits(client: Client) -> None:
    response = client.get("/find", {"q": "type 2 diabetes"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert "<html" not in page
    assert "E11" in page
    assert "entries found" in page
    assert "<html" in client.get("/find", {"q": "type 2 diabetes"}).content.decode()


def test_no_hit_says_what_to_do(client: Client) -> None:
    page = text_of(client.get("/find", {"q": "zzqxjw"}, headers={"HX-Request": "true"}))
    assert "Search for the condition, not the body part." in page


@pytest.mark.parametrize(
    "query",
    ["", " ", "\x00", "a" * 10_000, "\u202e\u05d0\u05d1", "<script>alert(1)</script>", "%", '"', "🙂"],
)
def test_odd_queries_break_nothing(client: Client, query: str) -> None:
    for address in ("/find", "/"):
        response = client.get(address, {"q": query}, headers={"HX-Request": "true"})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_work_begun_is_gone_on_with(as_alice: Client, alice: User) -> None:
    coded(alice, ["I10"], chart_id="quarterly-clinic-visit")
    page = as_alice.get("/").content.decode()
    assert "Go on with your record" in page
    assert 'href="/charts/quarterly-clinic-visit/"' in page


def test_every_word_can_be_translated(client: Client, pseudo_locale: None) -> None:
    assert untranslated(client.get("/").content.decode()) == []
    for query in ("cough", "zzqxjw", ""):
        found = client.get("/find", {"q": query}, headers={"HX-Request": "true"})
        assert untranslated(found.content.decode()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.browser
def test_it_looks_and_searches_as_you_type(page: Any, axe: Any, screenshot: Any) -> None:
    page.goto("/")
    page.wait_for_selector(".desk.live")
    axe(page)
    assert screenshot(page, "home")
    assert screenshot(page, "home-fold", full=False)
    page.emulate_media(color_scheme="dark")
    axe(page)
    # Above the fold: the record, the search and the button.
    for what in (
        ".home-record .record:visible",
        "#find-q",
        ".home-start .button",
        "#find-hits a.concept >> nth=0",
    ):
        box = page.locator(what).first.bounding_box()
        assert box["y"] + 20 < 720, what
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("#find-hits a.concept").first.is_visible()
    assert page.locator("#find-hits").bounding_box()["height"] > 200
    page.set_viewport_size({"width": 1280, "height": 720})
    page.locator("#find-q").press_sequentially("heart attack", delay=10)
    page.locator("#find-hits .code", has_text="I21").first.wait_for()
    page.locator("#find-count", has_text="entries found").wait_for(state="attached")
    page.locator("[data-try]", has_text="E11.2").click()
    page.locator("#find-hits .code", has_text="E11.2").first.click()
    page.locator("#citation-dialog[open] .citation-title").wait_for()
    axe(page)
    page.keyboard.press("Escape")
    page.locator(".example .cite").first.click()
    page.locator("#citation-dialog[open] .citation-title").wait_for()
