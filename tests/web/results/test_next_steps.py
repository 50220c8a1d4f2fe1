"""What the result leads to: a corrected answer, a chart like this, a rule to learn and to practice, an account."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codeward.web.accounts.models import User
from codeward.web.charts.api import Attempt, answer_of, charts, path, path_rows, turns_on
from codeward.web.results.nexts import next_chart, nexts
from tests.web.charts.conftest import add, post
from tests.web.results.test_result_page import page_of, text_of
from tests.web.results.work import CHART, handed_in

pytestmark = pytest.mark.django_db


def primary(page: str) -> list[str]:
    """What the filled buttons of a page say."""
    found = re.findall(r'class="[^"]*button-primary[^"]*"[^>]*>(.*?)</(?:a|button)>', page, flags=re.S)
    return [re.sub(r"<[^>]*>", "", one).strip() for one in found]


def test_correcting_begins_with_what_was_submitted_and_once(as_alice: Client, alice: User) -> None:
    mark = {"R05.1": ("visit-note", "Acute cough")}
    done = handed_in(alice, ["J18.9", "R05.1"], evidence=mark)
    for _ in range(3):
        answer = as_alice.post(f"/attempts/{done.public_id}/correct")
        assert answer["Location"] == f"/charts/{CHART}/"
    [fresh] = Attempt.objects.filter(learner=alice, state="open")
    assert answer_of(fresh) == answer_of(done)
    assert (fresh.counts, fresh.number) == (False, done.number + 1)
    assert fresh.stored >= fresh.written > 0
    # It is an attempt like any other: it takes changes, and is practice.
    state = as_alice.get(f"/attempts/{fresh.public_id}/operations").json()
    assert post(as_alice, state["operations_url"], add("R50.9")).status_code == 200
    as_alice.post(state["submit_url"])
    fresh.refresh_from_db()
    assert (fresh.state, fresh.counts) == ("submitted", False)
    assert len(fresh.grade.answer["lines"]) == 3
    assert len(done.grade.answer["lines"]) == 2


def test_what_is_open_is_gone_on_with_and_not_written_over(as_alice: Client, alice: User) -> None:
    done = handed_in(alice, ["J18.9"])
    as_alice.post(f"/attempts/{done.public_id}/again")
    as_alice.post(f"/attempts/{done.public_id}/correct")
    [fresh] = Attempt.objects.filter(learner=alice, state="open")
    assert answer_of(fresh)["lines"] == []


def test_an_attempt_that_is_open_is_not_corrected_but_gone_on_with(as_alice: Client, alice: User) -> None:
    state = as_alice.post(f"/charts/{CHART}/start", {}, content_type="application/json").json()
    assert as_alice.post(f"/attempts/{state['attempt']}/correct")["Location"] == f"/charts/{CHART}/"
    assert Attempt.objects.filter(learner=alice).count() == 1


def test_only_whose_it_is_may_correct_it(as_bob: Client, client: Client, alice: User) -> None:
    done = handed_in(alice, ["R05.1"])
    for other in (as_bob, client):
        assert other.post(f"/attempts/{done.public_id}/correct").status_code == 404
    assert not Attempt.objects.filter(state="open").exists()


def test_there_is_one_filled_button_and_it_is_the_next_thing_to_do(as_alice: Client, alice: User) -> None:
    wrong = handed_in(alice, ["R05.1"])
    assert primary(page_of(as_alice, wrong).content.decode()) == ["Correct my answer"]
    right = handed_in(alice, ["R05.1", "R50.9"])
    [said] = primary(page_of(as_alice, right).content.decode())
    assert re.fullmatch(r"Next chart · \d+ min", said)
    as_alice.post(f"/attempts/{wrong.public_id}/correct")
    assert primary(page_of(as_alice, wrong).content.decode()) == ["Go on with your new try"]


def test_on_the_first_level_the_next_chart_is_the_one_that_the_path_goes_on_with(
    as_alice: Client, alice: User
) -> None:
    done = handed_in(alice, ["R05.1", "R50.9"])
    begun = path()[1].chart
    as_alice.post(f"/charts/{begun}/start", {}, content_type="application/json")
    [onward] = [row.chart for row in path_rows(alice) if row.next]
    assert next_chart(charts()[CHART], alice) == onward
    said = text_of(page_of(as_alice, done))
    assert f"Next: {onward.title}" in said
    assert "Another like this" not in said


def test_later_a_chart_like_this_is_not_called_the_next_one(as_alice: Client, alice: User) -> None:
    last = path()[-1].chart
    done = handed_in(alice, [], chart_id=last)
    [onward] = [row.chart for row in path_rows(alice) if row.next]
    offered = next_chart(charts()[last], alice)
    assert offered is not None
    assert offered != onward
    said = text_of(page_of(as_alice, done))
    assert "Another like this ·" in said
    assert f"Like this: {offered.title}" in said
    assert "Next chart" not in said


def test_a_chart_like_this_has_the_same_claim_and_setting_and_the_nearest_level(alice: User) -> None:
    this = charts()[CHART]
    like = nexts(alice).like(this)
    assert like is not None
    offered = like.chart
    kinds = [
        one for one in charts().values() if (one.claim.type, one.patient_status) == ("professional", "office")
    ]
    assert offered in kinds
    assert offered.difficulty == min(one.difficulty for one in kinds if one.id != CHART)
    handed_in(alice, [], chart_id=offered.id)
    after = nexts(alice).like(this)
    assert after is not None
    assert after.chart.id not in {this.id, offered.id}


def test_nothing_is_next_when_all_are_done(alice: User) -> None:
    this = charts()[CHART]
    assert nexts(alice).like(this) is not None
    for name in charts():
        Attempt.objects.filter(pk=handed_in(alice, [], chart_id=name).pk)
    assert nexts(alice).like(this) is nexts(alice).after(this) is None
    assert nexts(alice).practice(["IV.H"]) is None


def test_a_rule_is_learned_at_its_paragraph_and_practiced_on_charts_that_turn_on_it(
    as_alice: Client, alice: User
) -> None:
    page = page_of(as_alice, handed_in(alice, ["R05.1"]))
    [line] = page.context["shown"].to_fix
    assert line.rule is not None
    html = page.content.decode()
    assert f'href="{line.rule.href}"' in html
    found = re.search(r'href="/charts/\?rule=([^"]+)">Practice this rule · (\d+) charts?<', html)
    assert found is not None
    rule, n = found[1], int(found[2])
    assert rule in [one.text for one in line.citations]
    left = [one for one in charts().values() if one.id != CHART and turns_on(one, rule)]
    assert n == len(left) > 0
    rows = as_alice.get(f"/charts/?rule={rule}").context["shown"].rows
    assert [row.chart.id for row in rows if row.chart.id != CHART] != []
    assert len(rows) == n


def test_a_guest_may_keep_it_and_comes_back_here(client: Client, as_alice: Client, alice: User) -> None:
    state = client.post(f"/charts/{CHART}/start", {}, content_type="application/json").json()
    post(client, state["operations_url"], add("R05.1"))
    client.post(state["submit_url"])
    where = f"/attempts/{state['attempt']}/result"
    page = client.get(where).content.decode()
    assert f'href="/account/signup/?next={where}"' in page or f"?next={where}" in page
    assert "Keep this: sign up" in page
    assert "Keep this" not in text_of(page_of(as_alice, handed_in(alice, ["R05.1"])))


def test_the_page_takes_few_queries_however_many_rows_it_has(
    as_alice: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    done = handed_in(alice, ["I10", "E11.9", "J18.9", "R05.1"], chart_id="quarterly-clinic-visit")
    page_of(as_alice, done)
    with django_assert_max_num_queries(20):
        page_of(as_alice, done)
