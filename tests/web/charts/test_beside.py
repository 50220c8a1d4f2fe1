"""What stands beside a record: its facts in words, tools filled in from the top of the chart and never from the key."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from codeward.charts import Chart
from codeward.web.charts.beside import beside
from codeward.web.charts.facts import strip
from codeward.web.charts.fold import answer_json, fold
from codeward.web.charts.opening import opening
from codeward.web.charts.snapshots import charts
from codeward.web.charts.unfold import unfold
from tests.web.charts.conftest import CHART, begin, operation, post

pytestmark = pytest.mark.django_db


def test_the_strip_tells_what_is_asked_and_where(with_claims: dict[str, Chart]) -> None:
    told = dict(strip(with_claims["visit"]))
    assert "place 11 (Office), office visit" in told["Service"]
    assert told["Payer"] == "Medicare"
    assert told["Visit"] == "established patient"
    told = dict(strip(with_claims["stay"]))
    assert told["Type of bill"] == "111"
    assert told["Admitting diagnosis"] == "R10.9"
    assert "hour 07, urgent, from clinic" in told["Admission"]
    assert told["Discharge"].endswith("status 01")
    assert " to " in told["Claim covers"]


def test_the_workspace_shows_facts_and_the_payers_rules(
    client: Client, with_claims: dict[str, Chart]
) -> None:
    page = client.get("/charts/visit/").content.decode()
    assert "Bilateral services go on one line." in page
    # What is asked stands above, in sentences.
    assert opening(with_claims["visit"]) in unescape(page)
    assert "its units" in opening(with_claims["visit"])
    assert 'class="facts-strip' in page


def test_tools_follow_the_claim_and_what_it_asks(with_claims: dict[str, Chart]) -> None:
    def named(chart: Chart) -> list[str]:
        return [one["id"] for one in beside(chart)["list"]]

    assert named(with_claims["visit"]) == ["em", "units", "anesthesia"]
    assert named(with_claims["stay"]) == ["pcs"]
    only = charts()[CHART].model_copy(update={"asks": ("diagnoses",)})
    assert named(only) == []


def test_a_tool_is_told_the_facts_and_nothing_of_the_key(with_claims: dict[str, Chart]) -> None:
    visit = with_claims["visit"]
    em = next(one["url"] for one in beside(visit)["list"] if one["id"] == "em")
    assert em == (
        f"/codebook/tools/em?on={visit.coding_date}&fill=1&category=office&payer=medicare&patient=established"
        f"&age={visit.patient.age.in_years}"
    )
    other = visit.model_copy(update={"key": with_claims["stay"].key})
    assert beside(other) == beside(visit)


def test_a_calculator_that_is_filled_in_asks_nothing_yet(client: Client) -> None:
    page = client.get(
        "/codebook/tools/em?on=2026-05-12&fill=1&category=emergency&payer=medicare&age=44&nonsense=1"
    )
    assert page.status_code == 200
    shown = page.content.decode()
    assert "No answer yet." in shown
    assert "aria-invalid" not in shown
    assert re.search(r'<option value="emergency" selected', shown)
    assert 'value="44"' in shown


def test_a_calculators_answer_is_there_as_data_too(client: Client) -> None:
    page = client.get(
        "/codebook/tools/units?code=J1885&dose=40+mg&vials=60+mg&payer=medicare"
    ).content.decode()
    held = unescape(re.search(r'id="cb-data"[^>]*>(.*?)</script>', page, re.S).group(1))  # type: ignore[union-attr]
    assert '"code": "J1885"' in held
    assert '"modifiers": ["JW"]' in held
    assert 'id="cb-data"' not in client.get("/codebook/tools/units").content.decode()


def test_how_a_line_was_worked_out_stays_with_it_and_out_of_the_answer(client: Client) -> None:
    state = begin(client)
    worked = {"tool": "units", "asked": "on=2026-05-12&code=J1885&dose=40+mg"}
    said = post(
        client,
        state["operations_url"],
        operation("add_line", line="s", rank=1.0, code="J1885", system="hcpcs", line_kind="procedure"),
        operation("set_worked", line="s", worked=worked),
    ).json()
    assert said["answer"]["lines"][0]["worked"] == worked
    folded = fold(
        [
            {
                "kind": "add_line",
                "line": "s",
                "rank": 1.0,
                "line_kind": "procedure",
                "system": "hcpcs",
                "code": "J1885",
            },
            {"kind": "set_worked", "line": "s", "worked": worked},
        ]
    )
    assert "worked" not in answer_json(folded)["lines"][0]
    again = fold(one.model_dump(mode="json") for one in unfold(folded, charts()[CHART], "source"))
    assert again == folded


@pytest.mark.parametrize(
    "worked",
    [
        {"tool": "oracle", "asked": ""},
        {"tool": "em", "asked": "x" * 4_001},
        {"tool": "em", "asked": "a b"},
        {"tool": "em"},
    ],
    ids=["unknown-tool", "long", "blank", "nothing-asked"],
)
def test_how_it_was_worked_out_is_bounded(client: Client, worked: dict[str, str]) -> None:
    state = begin(client)
    refused = post(client, state["operations_url"], operation("set_worked", line="s", worked=worked))
    assert refused.status_code == 400
