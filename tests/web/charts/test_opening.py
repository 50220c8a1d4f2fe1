"""A chart opens with a plain line of what is asked; rules and policy are one click away, and say nothing of the key."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from codeward.charts import authorities
from codeward.web.charts import api
from codeward.web.charts.opening import deciding, opening, rules, uncounted_words
from codeward.web.charts.present import policy_words
from tests.web.charts.conftest import CHART

pytestmark = pytest.mark.django_db


def test_the_line_follows_from_claim_and_setting() -> None:
    # What is asked besides diagnoses adds sentences of its own (below).
    charts = [chart.model_copy(update={"asks": ("diagnoses",)}) for chart in api.charts().values()]
    said = {(c.patient_status, c.inpatient_facility): opening(c) for c in charts}
    assert len(set(said.values())) == len(said) == 6
    assert {opening(c) for c in charts} == set(said.values())
    for (_setting, stay), line in said.items():
        assert line.startswith("List the diagnoses")
        assert ("after study" in line) == stay


def test_what_else_is_asked_is_a_sentence_each_and_nothing_more_is_said() -> None:
    chart = api.charts()[CHART]
    more = chart.model_copy(update={"asks": ("diagnoses", "poa", "procedures", "principal_procedure")})
    assert opening(more) == (
        f"{opening(chart)} Say for each diagnosis whether it was present on admission. "
        "List the procedures that were done. Put the main procedure first."
    )
    assert (
        opening(chart.model_copy(update={"asks": ("em", "units")}))
        == "Choose the level of the visit. Count the units."
    )


def test_possible_stands_among_the_words_that_do_not_confirm_and_symptoms_are_named() -> None:
    for chart in api.charts().values():
        assert "possible" in str(deciding(chart).says).lower()
        assert any("possible" in str(rule.says).lower() for rule in rules(chart))
        if "diagnoses" in chart.asks and not chart.inpatient_facility:
            assert "Not confirmed? List the sign or symptom." in opening(chart)


@pytest.mark.parametrize("name", list(api.charts()))
def test_the_rules_cite_what_can_be_read(name: str) -> None:
    told = rules(api.charts()[name])
    assert all(rule.section in authorities() for rule in told)
    inpatient = any(rule.section.startswith("II") for rule in told)
    assert inpatient == api.charts()[name].inpatient_facility


def test_the_policy_is_told_whole() -> None:
    topics = {
        "external causes",
        "where it happened",
        "social needs",
        "status codes",
        "history codes",
    }
    for chart in api.charts().values():
        told = policy_words(chart)
        assert {topic for topic in topics if any(topic in what for what in told.values())} == topics
        assert set(told) == {"report", "omit", "open"}


def test_what_counts_on_neither_side_is_a_tip_and_no_sentence_of_the_page(client: Client) -> None:
    page = client.get(f"/charts/{CHART}/").content.decode()
    tip = re.search(r'<button[^>]*aria-describedby="tip-uncounted">([^<]*)</button>', page)
    assert tip is not None
    assert tip[1] == "Optional codes"
    said = re.search(r'role="tooltip" id="tip-uncounted">([^<]*)<', page)
    assert said is not None
    assert "external causes" in said[1]
    assert "Counts on neither side" not in page
    assert uncounted_words("") == ""


def test_the_page_opens_with_the_line(client: Client) -> None:
    page = client.get(f"/charts/{CHART}/").content.decode()
    before = page[: page.index('role="tabpanel"')]
    assert (
        "List the diagnoses the doctor confirmed at this visit. Not confirmed? List the sign or symptom."
        in before
    )
    assert page.index("terms-ask") < page.index("<details>", page.index('class="terms"'))
