"""The home page: a real record, a live search, a grade made by the engine, and what this is not."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import expect

from codeward.charts.loader import Curriculum
from codeward.grading import check_curriculum
from codeward.web.accounts.models import User
from codeward.web.charts.api import charts, path
from codeward.web.guided.api import GUIDED_MINUTES, guided_chart
from codeward.web.pages import showcase
from tests.web.pseudo import untranslated
from tests.web.results.work import coded

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    """The text of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def test_it_says_what_a_coder_does_and_leads_to_the_guided_chart(client: Client) -> None:
    response = client.get("/")
    page = text_of(response)
    assert "A medical coder turns what the doctor wrote into the codes" in page
    alone = path()[0].minutes
    assert f"In {GUIDED_MINUTES + alone} minutes you will have coded two patient visits" in page
    assert " ".join(guided_chart().documents[0].text.split()[:12]) in page
    assert response.content.decode().count("button-primary") == 1
    assert 'href="/first-chart/">Code your first chart' in response.content.decode()
    assert client.get("/first-chart/").status_code == 200


def test_who_is_signed_in_still_finds_what_this_is(as_alice: Client) -> None:
    assert "What it costs Nothing." in text_of(as_alice.get("/about/"))
    assert "What it costs" not in text_of(as_alice.get("/"))


def test_nobody_is_made_a_guest_by_looking(client: Client) -> None:
    client.get("/")
    client.get("/find", {"q": "cough"}, headers={"HX-Request": "true"})
    assert not User.objects.exists()


def test_it_gives_no_key_of_the_curriculum_away(client: Client) -> None:
    chart, grade = showcase.example()
    assert chart.id not in charts()
    assert 0 < float(grade.score) < 100
    page = text_of(client.get("/"))
    for one in charts().values():
        for line in one.key.lines:
            assert " ".join(line.reason.split()) not in page


def test_the_example_holds_as_a_chart_of_the_curriculum_must() -> None:
    chart, grade = showcase.example()
    problems = [str(one) for one in check_curriculum(Curriculum({chart.id: chart}))]
    # A record of its own length: short enough to be read on the way past.
    assert [one for one in problems if "words of record" not in one] == []
    kinds = {line.verdict for line in grade.lines}
    assert {"near", "right", "missing", "unsupported"} <= kinds


def test_a_loss_of_the_example_is_told_as_of_a_result(client: Client) -> None:
    assert re.search(r"missing −[\d.]+ of 100", text_of(client.get("/")))


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


def test_work_that_a_guest_began_is_gone_on_with(client: Client) -> None:
    guest = User.objects.create_guest()
    session = client.session
    session["guest"] = guest.public_id
    session.save()
    coded(guest, ["I10"], chart_id="quarterly-clinic-visit")
    page = client.get("/").content.decode()
    assert "Go on with your chart" in page
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
    page.wait_for_selector(".desk")
    axe(page)
    screenshot(page, "home")
    screenshot(page, "home-fold", full=False)
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
    expect(page.locator("#find-hits a.concept").first).to_be_visible()
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


def test_what_was_encoded_twice_is_decoded_once(client: Client) -> None:
    page = client.get("/?q=%253Cscript%253Ealert(1)").content.decode()
    assert "%3Cscript%3Ealert(1)" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" not in page
