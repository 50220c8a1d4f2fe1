"""The list of charts and the workspace as pages: filters, status, words, what must not be given away."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.charts import api
from tests.web.charts.conftest import CHART
from tests.web.pseudo import untranslated

pytestmark = pytest.mark.django_db


def data_of(page: str) -> dict[str, Any]:
    """What the page gives to its scripts."""
    found = re.search(r'<script id="workspace-data" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


@pytest.mark.parametrize("name", list(api.charts()))
def test_every_workspace_opens_and_gives_nothing_of_the_key_away(name: str, client: Client) -> None:
    chart = api.charts()[name]
    page = client.get(f"/charts/{name}/").content.decode()
    data = data_of(page)
    assert [one["text"] for one in data["documents"]] == [one.text for one in chart.physician_first()]
    assert data["first_principal"] == chart.inpatient_facility
    secrets = [line.reason for line in chart.key.lines] + [chart.key.summary]
    assert not [secret for secret in secrets if secret[:60] in page or json.dumps(secret)[1:60] in page]


def test_html_in_a_record_stays_text(with_hard_chart: Any, client: Client) -> None:
    page = client.get("/charts/hard/").content.decode()
    assert "<b>not bold</b>" not in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;not bold&lt;/b&gt;" in page


def test_position_1_is_named_by_the_claim(client: Client) -> None:
    inpatient = next(c for c in api.charts().values() if c.inpatient_facility)
    assert "Principal diagnosis" in client.get(f"/charts/{inpatient.id}/").content.decode()
    assert client.get(f"/charts/{inpatient.id}/").context["head"]["rules"] == "Guideline Sections II and III"
    assert client.get(f"/charts/{CHART}/").context["head"]["rules"] == "Guideline Section IV"


def test_a_coding_date_outside_the_release_is_told(
    with_hard_chart: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "The instructions shown are from" not in client.get("/charts/hard/").content.decode()
    late = with_hard_chart.model_copy(update={"coding_date": dt.date(2026, 11, 30)})
    monkeypatch.setattr("codeward.web.charts.snapshots.charts", lambda: {"hard": late})
    shown = client.get("/charts/hard/").content.decode()
    assert (
        "The instructions shown are from April 2026. Codes are checked against the list valid on Nov. 30, 2026."
        in shown
    )


def test_a_chart_handed_in_before_says_that_this_is_practice(as_alice: Client) -> None:
    assert "it counts" in as_alice.get(f"/charts/{CHART}/").content.decode()
    state = as_alice.post(f"/charts/{CHART}/start", {}, content_type="application/json").json()
    as_alice.post(state["submit_url"])
    page = as_alice.get(f"/charts/{CHART}/").content.decode()
    assert "You submitted this chart before and got 0 of 100." in page
    assert f'href="/attempts/{state["attempt"]}/result"' in page
    assert "it counts" not in page


def test_keys_are_the_learners(as_alice: Client, alice: User) -> None:
    alice.shortcuts = {"on": False, "keys": {"evidence": "x"}}
    alice.save()
    keys = data_of(as_alice.get(f"/charts/{CHART}/").content.decode())["keys"]
    assert keys["on"] is False
    assert keys["keys"]["evidence"] == "x"


@pytest.mark.usefixtures("pseudo_locale")
def test_the_pages_speak_the_pseudo_language(as_alice: Client) -> None:
    assert untranslated(as_alice.get("/charts/").content.decode()) == []
    page = as_alice.get(f"/charts/{CHART}/").content.decode()
    # The title of the window is the chart's: content, not ours to translate.
    assert untranslated(page.replace(f"<title>{api.charts()[CHART].title}", "<title>")) == []
    plain = [key for key, word in data_of(page)["words"].items() if re.search(r"(?<!%)\b[a-z]{3,}", word)]
    assert plain == []


def test_a_chart_answers_to_its_id_with_and_without_its_pack(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = api.charts()["walk-in-cough"]
    other = ours.model_copy(update={"id": "our-school:late-visit", "pack": "our-school"})
    charts = {**api.charts(), other.id: other}
    monkeypatch.setattr("codeward.web.charts.snapshots.charts", lambda: charts)
    assert client.get("/charts/walk-in-cough/").status_code == 200
    assert client.get("/charts/codeward:walk-in-cough/")["Location"] == "/charts/walk-in-cough/"
    assert client.get("/charts/late-visit/")["Location"] == "/charts/our-school:late-visit/"
    assert client.get("/charts/our-school:late-visit/").status_code == 200
    assert client.get("/charts/our-school:walk-in-cough/").status_code == 404
    begun = client.post("/charts/codeward:walk-in-cough/start", {}, content_type="application/json")
    assert begun.status_code == 200
    assert list(api.Attempt.objects.values_list("chart_id", flat=True)) == ["walk-in-cough"]
