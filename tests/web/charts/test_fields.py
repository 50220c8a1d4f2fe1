"""What the answer pane takes: sections, books and fields follow from what the chart asks, and from nothing else."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client

from codeward.errors import CodewardError
from codeward.web.charts import api
from codeward.web.charts.claimwords import sections
from codeward.web.charts.fields import exempt_from_poa, fields, is_claim, procedure_systems, systems_of
from tests.web.charts.claims import OFFICE, STAY, claims, office, stay
from tests.web.charts.conftest import CHART, begin, operation, post

__all__ = ["claims"]

pytestmark = pytest.mark.django_db


def data_of(page: str) -> dict[str, Any]:
    """What the page gives its scripts."""
    found = re.search(r'<script id="workspace-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return dict(json.loads(found[1]))


def test_a_list_of_diagnoses_has_one_section_one_book_and_no_field() -> None:
    for chart in api.charts().values():
        if chart.asks == ("diagnoses",):
            asked = fields(chart)
            assert not is_claim(chart)
            assert (asked["sections"], asked["poa"], asked["letters"]) == (["diagnosis"], {}, False)
            assert [one["id"] for one in asked["systems"]] == ["icd10cm"]


def test_a_claim_searches_the_books_of_its_kind() -> None:
    assert procedure_systems(office()) == ("cpt", "hcpcs")
    assert systems_of(office()) == ("icd10cm", "cpt", "hcpcs")
    assert systems_of(stay()) == ("icd10cm", "icd10pcs")
    assert systems_of(office(asks=("procedures", "units"))) == ("cpt", "hcpcs")
    assert systems_of(office(asks=("em",))) == ("cpt", "hcpcs")
    assert systems_of(stay(asks=("diagnoses", "poa"))) == ("icd10cm",)
    assert is_claim(stay(asks=("diagnoses", "poa")))


def test_what_is_not_asked_has_no_section() -> None:
    assert fields(office(asks=("procedures",)))["sections"] == ["procedure"]
    # Who points to diagnoses has some.
    assert fields(office(asks=("procedures", "pointers")))["sections"] == ["diagnosis", "procedure"]
    assert fields(stay(asks=("diagnoses", "poa")))["sections"] == ["diagnosis"]


def test_the_days_are_those_that_the_chart_names_with_their_place() -> None:
    asked = fields(office())
    assert [(one["date"], one["place_words"]) for one in asked["days"]] == [
        ("2026-05-12", "11 Office"),
        ("2026-05-14", "24 Ambulatory surgical center"),
    ]
    assert (asked["first"], asked["last"]) == ("2026-05-12", "2026-05-14")
    assert asked["span"] == "May 12, 2026 to May 14, 2026"
    assert asked["places"] == []


def test_a_place_is_asked_only_where_the_chart_does_not_tell_it() -> None:
    chart = office(services=(), statement=None)
    asked = fields(chart)
    assert [(one["date"], one["place"]) for one in asked["days"]] == [("2026-05-12", None)]
    assert {"11", "22", "23"} <= {one["code"] for one in asked["places"]}
    assert fields(office(services=(), statement=None, asks=("diagnoses", "procedures")))["places"] == []


def test_a_stay_has_any_day_of_its_statement() -> None:
    chart = stay()
    asked = fields(chart)
    assert asked["days"] == []
    assert asked["first"] == str(chart.dates.admission)
    assert asked["last"] == str(chart.dates.discharge)
    assert set(asked["poa"]) == {"Y", "N", "U", "W", "exempt"}


def test_the_sections_say_what_the_first_line_is() -> None:
    told = sections(office(), fields(office()))
    assert [one["note"] for one in told] == [
        "A is the first-listed diagnosis.",
        "May 12, 2026 to May 14, 2026",
    ]
    single = office(services=office().services[:1], statement=None)
    assert sections(single, fields(single))[1]["note"] == "May 12, 2026, 11 Office"
    told = sections(stay(), fields(stay()))
    assert [one["note"] for one in told] == [
        "The first is the principal diagnosis. POA: present on admission.",
        "The first is the principal procedure.",
    ]


def test_whether_a_code_is_exempt_is_known_only_where_the_list_of_the_day_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on = dt.date(2026, 5, 12)

    class Listed:
        """The list of exempt codes, as far as it is asked."""

        def __contains__(self, code: object) -> bool:
            return code == "Z79.4"

    monkeypatch.setattr("codeward.codesets.lists.poa_exempt", lambda *_, **__: Listed())
    assert (exempt_from_poa("Z79.4", on), exempt_from_poa("I10", on)) == (True, False)

    def none(*_: Any, **__: Any) -> Any:
        raise CodewardError("no list", "Install it")

    monkeypatch.setattr("codeward.codesets.lists.poa_exempt", none)
    assert exempt_from_poa("Z79.4", on) is None


@pytest.mark.usefixtures("claims")
def test_the_page_draws_a_section_for_each_kind_and_a_list_of_diagnoses_none(client: Client) -> None:
    page = client.get(f"/charts/{OFFICE}/").content.decode()
    assert re.findall(r'data-kind="(\w+)"', page) == ["diagnosis", "procedure"]
    assert re.findall(r'name="book" value="(\w*)"', page) == ["", "icd10cm", "cpt", "hcpcs"]
    assert data_of(page)["claim"]["letters"] is True
    page = client.get(f"/charts/{STAY}/").content.decode()
    assert re.findall(r'name="book" value="(\w*)"', page) == ["", "icd10cm", "icd10pcs"]
    page = client.get(f"/charts/{CHART}/").content.decode()
    assert re.findall(r'data-kind="(\w+)"', page) == ["diagnosis"]
    assert 'name="book"' not in page
    assert "answer-section" not in page


@pytest.mark.usefixtures("claims")
def test_the_state_tells_of_each_diagnosis_whether_it_is_exempt_where_poa_is_asked(client: Client) -> None:
    state = begin(client, STAY)
    added = operation("add_line", line="a", rank=1, code="I10")
    told = post(client, state["operations_url"], added).json()["answer"]["lines"][0]
    assert "exempt" in told
    state = begin(client, CHART)
    told = post(client, state["operations_url"], operation("add_line", line="a", rank=1, code="I10")).json()
    assert "exempt" not in told["answer"]["lines"][0]


@pytest.mark.usefixtures("claims")
def test_a_service_is_kept_with_everything_that_its_fields_send_and_told_by_its_own_book(
    client: Client,
) -> None:
    state = begin(client, OFFICE)
    service = {"line": "p", "rank": 2, "line_kind": "procedure", "system": "cpt", "code": "99213"}
    answer = post(
        client,
        state["operations_url"],
        operation("add_line", line="d", rank=1, code="J20.9"),
        operation("add_line", **service),
        operation("set_units", line="p", units=1),
        operation("set_dates", line="p", date="2026-05-12", through=None),
        operation("set_modifiers", line="p", modifiers=["25"]),
        operation("set_pointers", line="p", pointers=["d"]),
        operation("set_code", line="p", system="cpt", code="99214"),
    ).json()["answer"]
    [_, line] = answer["lines"]
    assert (line["kind"], line["system"], line["code"], line["known"]) == ("procedure", "cpt", "99214", True)
    assert (line["units"], line["date"], line["modifiers"], line["pointers"]) == (
        1,
        "2026-05-12",
        ["25"],
        ["d"],
    )
