"""What apps say that they need a release for: charts of its time, attempts, grades, learners' marks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client

from codeward.codesets import Release, books
from codeward.codesets.install.installer import install_path
from codeward.web.accounts.models import User
from codeward.web.charts import needs as of_charts
from codeward.web.charts.api import charts
from codeward.web.charts.models import Attempt
from codeward.web.office.books.needs import needs
from tests.codesets.install.test_archives import put
from tests.web.office.books.conftest import ORDER_2025
from tests.web.ownbook.conftest import put as mark
from tests.web.ownbook.conftest import send
from tests.web.results.work import CHART, coded, handed_in

pytestmark = pytest.mark.django_db(transaction=True)


def packaged() -> Release:
    return books.open_release("icd10cm-2026-04-01").release


def told(release: Release) -> list[str]:
    return [one.words for one in needs(release) if "from its time" not in one.words]


def test_attempts_under_way_and_grades_need_the_books_they_name(alice: User, bob: User) -> None:
    assert told(packaged()) == []
    coded(alice, ["R05.1"])
    assert told(packaged()) == ["1 attempt in progress"]
    handed_in(bob, ["R05.1"])
    (_charts, begun, graded) = needs(packaged())
    assert (begun.words, begun.examples) == ("1 attempt in progress", (CHART,))
    assert (graded.words, graded.count) == ("1 graded attempt", 1)
    Attempt.objects.filter(state="open").update(state="set_aside")  # it may be taken up again
    assert told(packaged())[0] == "1 attempt in progress"
    assert told(books.open_release("icd10cm-2023-10-01-titles").release) == []


def test_a_learners_marks_need_it_until_they_are_taken_out(as_alice: Client) -> None:
    one = mark("icd10cm/E11.9")
    assert send(as_alice, one).status_code == 200
    assert told(packaged()) == ["1 mark in learners’ books"]
    from tests.web.ownbook.conftest import turn

    send(as_alice, turn("remove", one["mark"]))
    assert told(packaged()) == []


def test_charts_need_the_only_release_in_force_on_their_date(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chart = charts()[CHART]
    then = chart.model_copy(update={"coding_date": dt.date(2025, 5, 5)})
    monkeypatch.setattr(of_charts, "charts", lambda: {chart.id: chart, "then": then})
    source = put(tmp_path, "icd10cm_order_2025.txt", ORDER_2025)
    done = install_path("icd10cm", None, source, home=home)
    assert [(one.words, one.examples) for one in needs(done.release)] == [("1 chart from its time", (CHART,))]
    # Another release that is in force on the date answers, or would.
    april = install_path("icd10cm", "icd10cm-2025-04-01", source, home=home)
    assert needs(done.release) == needs(april.release) == []
