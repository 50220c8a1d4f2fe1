"""The result page, over HTTP: whose it is, what it says, contests, trying again."""

from __future__ import annotations

import html as html_module
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.charts.api import Attempt, Grade, apply, charts, submit
from codeward.web.codebook.citations import in_words
from codeward.web.results.models import MAX_TEXT, Contest
from tests.web.pseudo import untranslated
from tests.web.results.work import CHART, batch, coded, handed_in

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    """The page's text without tags, blanks folded."""
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S)
    return " ".join(html_module.unescape(bare).split())


def page_of(client: Client, attempt: Attempt) -> Any:
    """The result page of an attempt."""
    return client.get(f"/attempts/{attempt.public_id}/result")


def shown_words(response: Any) -> list[str]:
    """Words that no translation reaches, besides the chart's title in the title of the page."""
    return [one for one in untranslated(response.content.decode()) if not one.startswith("title: ")]


def row_id(attempt: Attempt, code: str) -> str:
    """The id of the row about a code of the answer."""
    rows = Grade.objects.get(attempt=attempt).to_json()["rows"]
    return next(row["id"] for row in rows if row["mine"] and row["mine"]["code"] == code)


def test_it_shows_score_rule_rows_and_the_book_that_judged(as_alice: Client, alice: User) -> None:
    attempt = handed_in(alice, ["J18.9", "R05.1"])
    grade = Grade.objects.get(attempt=attempt)
    page = text_of(page_of(as_alice, attempt))
    assert f"{grade.score:.1f} of 100" in page
    assert "A right code 1 A close code, with one detail wrong ½" in page
    assert "axis" not in page
    for row in grade.to_json()["rows"]:
        assert " ".join(row["reason"].split()) in page
        for cited in row["citation"]:
            assert in_words(cited) in page
    assert "Judged by ICD-10-CM FY2026, April 2026 update" in page
    for digest in (grade.snapshot_id, grade.rules_version):
        assert digest not in page
    assert "This first try counts" in page


def test_only_its_learner_may_see_it(as_alice: Client, as_bob: Client, client: Client, alice: User) -> None:
    attempt = handed_in(alice, ["R05.1"])
    assert page_of(as_alice, attempt).status_code == 200
    for other in (as_bob, client):
        assert page_of(other, attempt).status_code == 404
        assert other.post(f"/attempts/{attempt.public_id}/again").status_code == 404
        row = Grade.objects.get(attempt=attempt).to_json()["rows"][0]["id"]
        assert other.post(f"/attempts/{attempt.public_id}/contest/{row}", {"text": "x"}).status_code == 404


def test_a_guest_sees_theirs(client: Client) -> None:
    guest = User.objects.create_guest()
    session = client.session
    session["guest"] = guest.public_id
    session.save()
    assert page_of(client, handed_in(guest, ["R05.1"])).status_code == 200


def test_an_attempt_not_handed_in_leads_back_to_its_chart(as_alice: Client, alice: User) -> None:
    response = page_of(as_alice, coded(alice, ["R05.1"]))
    assert response.status_code == 302
    assert response["Location"] == f"/charts/{CHART}/"


def test_fix_these_first_goes_by_points_lost(as_alice: Client, alice: User) -> None:
    page = page_of(as_alice, handed_in(alice, ["J18.9", "R05.1"])).content.decode()
    fixes = page[page.index("fix-list") : page.index("right-name")] if "right-name" in page else page
    assert re.findall(r"−([\d.]+) of 100", fixes) == ["33.3", "33.3", "12.5"]


def test_a_perfect_answer_has_nothing_to_fix(as_alice: Client, alice: User) -> None:
    page = text_of(page_of(as_alice, handed_in(alice, ["R05.1", "R50.9"])))
    assert "100 of 100" in page
    assert "You lost no points" in page


def test_an_empty_answer_is_shown_too(as_alice: Client, alice: User) -> None:
    page = text_of(page_of(as_alice, handed_in(alice, [])))
    assert page.count("not coded") >= 2
    assert "0 of 100" in page


def test_trying_again_is_practice(as_alice: Client, alice: User) -> None:
    first = handed_in(alice, ["J18.9"])
    response = as_alice.post(f"/attempts/{first.public_id}/again")
    assert response["Location"] == f"/charts/{CHART}/"
    assert Attempt.objects.filter(learner=alice, state="open").count() == 1
    assert "Go on with your new try" in text_of(page_of(as_alice, first))
    second = handed_in(alice, ["R05.1", "R50.9"])
    page = text_of(page_of(as_alice, second))
    assert "Practice: your first try" in page
    assert "2 tries at this chart" in page
    assert "This first try counts" in text_of(page_of(as_alice, first))


def test_figures_pool_first_submissions_only(as_alice: Client, alice: User) -> None:
    handed_in(alice, ["J18.9"])
    again = handed_in(alice, ["R05.1", "R50.9"])
    page = text_of(page_of(as_alice, again))
    recall = page[page.index("Recall") : page.index("F1", page.index("Recall"))]
    assert "100%" in recall
    assert "0% 0 of 2" in recall
    assert "Your 1 chart" in page


def test_the_record_is_shown_unchanged(as_alice: Client, alice: User) -> None:
    from codeward.web.charts.api import chart_or_404

    page = page_of(as_alice, handed_in(alice, ["R05.1"], evidence={"R05.1": ("visit-note", "Acute cough")}))
    found = re.findall(r'<div class="record"[^>]*>(.*?)</div>', page.content.decode(), flags=re.S)
    told = [html_module.unescape(re.sub(r"<[^>]*>", "", one)) for one in found]
    assert told == [document.text for document in chart_or_404(CHART).physician_first()]


def test_contesting_a_code_that_is_not_in_the_key(as_alice: Client, alice: User) -> None:
    attempt = handed_in(alice, ["J18.9", "R05.1"])
    where = f"/attempts/{attempt.public_id}/contest/{row_id(attempt, 'J18.9')}"
    as_alice.post(where, {"text": "  <b>He treats it</b> \x00"})
    kept = Contest.objects.get(attempt=attempt)
    assert (kept.code, kept.text) == ("J18.9", "<b>He treats it</b>")
    page = page_of(as_alice, attempt).content.decode()
    assert "&lt;b&gt;He treats it&lt;/b&gt;" in page
    assert "<b>He treats it</b>" not in page
    as_alice.post(where, {"text": "Otherwise"})
    assert [one.text for one in Contest.objects.filter(attempt=attempt)] == ["Otherwise"]
    as_alice.post(where, {"text": " "})
    assert not Contest.objects.filter(attempt=attempt).exists()


def test_every_row_can_be_contested_and_says_so_in_sight(as_alice: Client, alice: User) -> None:
    attempt = handed_in(alice, ["J18.9", "R05.9"])
    rows = attempt.grade.to_json()["rows"]
    assert len({row["verdict"] for row in rows}) >= 2
    page = page_of(as_alice, attempt).content.decode()
    assert page.count("I disagree</summary>") == len(rows)
    for row in rows:
        as_alice.post(f"/attempts/{attempt.public_id}/contest/{row['id']}", {"text": "See I.A.15."})
    kept = dict(Contest.objects.filter(attempt=attempt).values_list("row", "code"))
    assert kept == {row["id"]: (row["mine"] or row["key"])["code"] for row in rows}


def test_what_cannot_be_contested_is_not_found(as_alice: Client, alice: User) -> None:
    attempt = handed_in(alice, ["J18.9", "R05.1"])
    assert as_alice.post(f"/attempts/{attempt.public_id}/contest/nothing", {"text": "x"}).status_code == 404
    assert as_alice.get(f"/attempts/{attempt.public_id}/contest/nothing").status_code == 405


def test_words_that_are_too_long_are_not_lost(as_alice: Client, alice: User) -> None:
    attempt = handed_in(alice, ["J18.9"])
    long = "why " * (MAX_TEXT // 4 + 1)
    where = f"/attempts/{attempt.public_id}/contest/{row_id(attempt, 'J18.9')}"
    response = as_alice.post(where, {"text": long})
    assert response.status_code == 422
    assert long.strip() in response.content.decode()
    assert not Contest.objects.exists()


def test_contests_are_exported_and_go_with_the_account(as_alice: Client, alice: User, bob: User) -> None:
    attempt = handed_in(alice, ["J18.9"])
    Contest.objects.create(attempt=attempt, row="r", code="J18.9", text="Alice's words")
    Contest.objects.create(attempt=handed_in(bob, ["J18.9"]), row="r", code="J18.9", text="Bob's words")
    with zipfile.ZipFile(io.BytesIO(as_alice.post("/account/export").content)) as archive:
        told = json.loads(archive.read("contests.json"))
    assert [(one["text"], one["attempt"]) for one in told] == [("Alice's words", attempt.public_id)]
    alice.delete()
    assert [one.text for one in Contest.objects.all()] == ["Bob's words"]


def test_every_word_can_be_translated(as_alice: Client, alice: User, pseudo_locale: None) -> None:
    attempt = handed_in(alice, ["J18.9", "R05.1"])
    Contest.objects.create(attempt=attempt, row=row_id(attempt, "J18.9"), code="J18.9", text="Words")
    assert shown_words(page_of(as_alice, attempt)) == []
    query = handed_in(alice, ["N39.0"], chart_id="ward-fever", query="Is it sepsis, as urosepsis?")
    assert shown_words(page_of(as_alice, query)) == []


def test_a_query_stands_with_its_options_and_what_to_change_in_its_wording(
    as_alice: Client, alice: User
) -> None:
    attempt = coded(alice, ["N39.0"], "ward-fever", query="Can we code sepsis so that it pays more?")
    apply(attempt, batch({"kind": "set_query_options", "query": "q", "options": ["Sepsis"]}))
    submit(attempt)
    page = page_of(as_alice, attempt)
    [query] = page.context["shown"].queries
    assert query.options == ("Sepsis",)
    assert len(query.wording) >= 3
    text = text_of(page)
    assert "Wording to improve (no points)" in text
    for one in query.wording:
        assert one.reason in text
        assert text.index(one.reason) > text.index("listed below")
    assert (
        "<br>– Unable to determine</p>" in page.content.decode()
    )  # each option of the model on its own line


def test_what_to_fix_first_says_the_change(as_alice: Client, alice: User) -> None:
    text = text_of(page_of(as_alice, handed_in(alice, ["R50.9"])))
    assert "add R05.1" in text


def test_words_that_both_sides_point_at_are_listed_once(as_alice: Client, alice: User) -> None:
    chart = charts()[CHART]
    cough = next(line for line in chart.key.lines if line.code == "R05.1")
    [marked] = chart.evidence(cough.evidence[:1])
    document = chart.documents_by_id[marked.document]
    words = document.text[marked.start : marked.end]
    page = page_of(as_alice, handed_in(alice, ["R05.1"], evidence={"R05.1": (document.id, words)}))
    [line] = [one for one in page.context["shown"].right if one.mine["code"] == "R05.1"]
    assert [one.whose for one in line.quotes if one.text == words] == ["both"]
    assert "yours and the answer key" in text_of(page)
    assert [one.whose for one in line.quotes if one.text != words] == ["key"] * (len(line.quotes) - 1)


def test_words_that_differ_by_a_period_are_listed_once_too(as_alice: Client, alice: User) -> None:
    words = {"M77.11": ("office-visit", "Tennis elbow, right")}
    response = page_of(as_alice, handed_in(alice, ["M77.11"], "painter-elbow", words))
    [line] = [one for one in response.context["shown"].right if one.mine["code"] == "M77.11"]
    assert [(one.whose, one.text) for one in line.quotes] == [("both", "Tennis elbow, right.")]
    assert '<mark class="evidence evidence-both"' in response.content.decode()
    assert ">.</mark>" not in response.content.decode()


def test_what_is_not_coded_stands_open_for_the_first_charts(as_alice: Client, alice: User) -> None:
    def folded(chart: str) -> bool:
        page = page_of(as_alice, handed_in(alice, ["R05.1"], chart_id=chart)).content.decode()
        [attributes] = re.findall(
            r'<details class="card fold"([^>]*)><summary>\d+ mentions? (?:is|are) not coded', page
        )
        return "open" not in attributes

    assert not folded("painter-elbow")
    assert not folded("walk-in-cough")
    assert folded("urology-yearly")


def test_a_loss_and_the_rule_of_points_agree(as_alice: Client, alice: User) -> None:
    page = text_of(page_of(as_alice, handed_in(alice, ["R05.1"])))
    assert "missing −33.3 of 100" in page
    assert "A missing code 0 of 1" in page
    assert "a missing code costs 20 of 100" in page
    assert "Evidence adds no points here, but it is how you prove a code." in page
