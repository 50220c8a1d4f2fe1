"""The charts as a path: order, minutes, what is next, what was done, and filters that stay."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codeward.charts import authorities
from codeward.web.accounts.models import User
from codeward.web.charts import api
from tests.web.charts.conftest import CHART, add, post
from tests.web.results.work import handed_in

pytestmark = pytest.mark.django_db


def order(client: Client) -> list[str]:
    """The ids of the charts as the page lists them."""
    page = client.get("/charts/").content.decode()
    return re.findall(r'<p class="node-title"[^>]*><a href="/charts/([^/"]+)/"', page)


def next_id(client: Client) -> str | None:
    """The chart that the page marks as next."""
    marked = [row.chart.id for row in client.get("/charts/").context["shown"].rows if row.next]
    assert len(marked) <= 1
    return marked[0] if marked else None


def test_the_list_shows_every_chart(client: Client) -> None:
    page = client.get("/charts/").content.decode()
    assert all(f'href="/charts/{name}/"' in page for name in api.charts())


def test_filters_narrow_and_unknown_values_do_nothing(client: Client) -> None:
    shown = client.get("/charts/", {"setting": "inpatient", "level": "3"}).context["shown"]
    assert shown.rows
    assert all(row.chart.patient_status == "inpatient" and row.chart.difficulty == 3 for row in shown.rows)
    for odd in ({"setting": "<b>"}, {"level": "x" * 10_000}, {"colour": "red"}, {"status": "\x00"}):
        assert len(client.get("/charts/", odd).context["shown"].rows) == len(api.charts())


def test_charts_are_told_apart_by_what_is_to_be_coded(client: Client) -> None:
    charts = api.charts()
    for value in ("diagnoses", "procedures"):
        response = client.get("/charts/", {"asks": value})
        shown = {row.chart.id for row in response.context["shown"].rows}
        assert shown == {c.id for c in charts.values() if ("procedures" in c.asks) == (value == "procedures")}
        assert ("Professional claim with procedures" in response.content.decode()) == (value == "procedures")


def test_an_empty_list_says_what_hides_how_many(client: Client) -> None:
    response = client.get("/charts/", {"setting": "inpatient", "status": "done"})
    page = response.content.decode()
    total = len(api.charts())
    inpatients = sum(chart.patient_status == "inpatient" for chart in api.charts().values())
    assert response.context["shown"].rows == []
    assert f"My status “done” hides {total} charts." in page
    assert f"Setting “Inpatient” hides {total - inpatients} charts." in page
    assert 'href="/charts/?clear=1">Clear</a>' in page


def test_my_status_is_mine(as_alice: Client, as_bob: Client) -> None:
    state = as_alice.post(f"/charts/{CHART}/start", {}, content_type="application/json").json()
    post(as_alice, state["operations_url"], add("R05.1"))

    def status(client: Client) -> str:
        return next(
            row.status for row in client.get("/charts/").context["shown"].rows if row.chart.id == CHART
        )

    assert (status(as_alice), status(as_bob)) == ("open", "new")
    as_alice.post(state["submit_url"])
    assert (status(as_alice), status(as_bob)) == ("done", "new")
    assert len(as_alice.get("/charts/", {"status": "done"}).context["shown"].rows) == 1


def test_the_path_goes_from_single_visits_to_stays_and_each_level_stands_together(client: Client) -> None:
    charts = api.charts()
    listed = order(client)
    assert sorted(listed) == sorted(charts)
    levels = [charts[one].difficulty for one in listed]
    assert levels == sorted(levels)
    # Those that ask for procedures stand at the end of a level; before them the diagnoses end in a stay.
    first, last = (
        charts[listed[0]],
        [charts[one] for one in listed if "procedures" not in charts[one].asks][-1],
    )
    assert (first.inpatient_facility, len([x for x in first.key.lines if x.role == "required"])) == (False, 2)
    assert last.inpatient_facility
    page = client.get("/charts/")
    assert all(f"{row.minutes} min" in page.content.decode() for row in page.context["shown"].rows)


def test_next_is_the_first_chart_that_is_new_to_me(client: Client, as_alice: Client, alice: User) -> None:
    first, second, third = order(client)[:3]
    assert next_id(client) == next_id(as_alice) == first
    handed_in(alice, ["R05.1"], chart_id=first)
    as_alice.post(f"/charts/{second}/start", {}, content_type="application/json")
    assert next_id(as_alice) == third
    page = as_alice.get("/charts/").content.decode()
    assert "Go on where you were" in page
    assert page.count("button-primary") == 1


def test_the_best_of_several_submissions_is_shown(as_alice: Client, alice: User) -> None:
    handed_in(alice, ["R05.1", "R50.9"])
    handed_in(alice, ["R05.1"])
    row = next(one for one in as_alice.get("/charts/").context["shown"].rows if one.chart.id == CHART)
    assert (row.status, row.best) == ("done", 100)
    page = as_alice.get("/charts/").content.decode()
    assert "100 of 100" in page
    easiest = [chart for chart in api.charts().values() if chart.difficulty == 1]
    assert f"1 of {len(easiest)} done" in page
    assert row.attempt is not None
    assert f'href="/attempts/{row.attempt.public_id}/result"' in page


def test_filters_stay_on_this_device_until_they_are_cleared(client: Client, as_bob: Client) -> None:
    client.get("/charts/", {"setting": "office", "level": "1"})
    assert client.get("/charts/")["Location"] == "/charts/?setting=office&level=1"
    assert as_bob.get("/charts/").status_code == 200
    assert client.get("/charts/?clear=1")["Location"] == "/charts/"
    assert client.get("/charts/").status_code == 200


def test_what_a_device_remembers_is_no_more_trusted_than_an_address(client: Client) -> None:
    for odd in ("setting=<b>", "%%%", "a=1&" * 40, "setting=office&next=//evil.example", "rule=IV.H"):
        client.cookies["cw_charts"] = odd
        answer = client.get("/charts/")
        assert answer.status_code == 200 or answer["Location"] == "/charts/?setting=office"


def test_a_rule_lists_what_turns_on_it_and_is_not_submitted(as_alice: Client, alice: User) -> None:
    rows = as_alice.get("/charts/", {"rule": "IV.H"}).context["shown"].rows
    assert CHART in [row.chart.id for row in rows]
    assert all(any(one.startswith("IV.H") for one in row.chart.key.objectives) for row in rows)
    handed_in(alice, ["R05.1"])
    page = as_alice.get("/charts/", {"rule": "IV.H"})
    assert CHART not in [row.chart.id for row in page.context["shown"].rows]
    assert authorities()["IV.H"].title in page.content.decode()
    # A rule is a visit, not a habit: it is not remembered.
    assert as_alice.get("/charts/").status_code == 200


def test_the_list_takes_few_queries_however_much_was_done(
    as_alice: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for chart_id in list(api.charts())[:6]:
        handed_in(alice, ["R05.1"], chart_id=chart_id)
    as_alice.get("/charts/")
    with django_assert_max_num_queries(8):
        as_alice.get("/charts/")
