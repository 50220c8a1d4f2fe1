"""Grades are only added to: a correction stands beside the grade that was given, and the pages show which counts."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from codeward.charts import Chart, load_answer
from codeward.codesets import Shelf, books
from codeward.grading import grade as graded
from codeward.web.accounts.models import User
from codeward.web.audit.api import AuditRow
from codeward.web.charts import api, portability
from codeward.web.charts.models import Grade, GradeRow
from tests.web.charts.conftest import CHART, add, post
from tests.web.results.work import coded, handed_in

pytestmark = pytest.mark.django_db
Correct = Callable[[], Chart]


def test_what_the_grader_said_is_stored_whole(alice: User) -> None:
    attempt = handed_in(alice, ["R05.1", "J06.9"], evidence={"R05.1": ("visit-note", "Acute cough")})
    stored = attempt.grade
    assert stored is not None
    chart = api.charts()[CHART]
    said = graded(chart, load_answer(stored.answer), Shelf.on(chart.coding_date)).to_json()
    differences = said.pop("differences")
    assert stored.to_json() == said
    costing = {row.row for row in stored.rows.all() if row.points < row.possible}
    assert costing == {one["id"] for one in differences}


def test_attempt_and_grade_name_the_editions_that_judged(alice: User) -> None:
    attempt = handed_in(alice, ["R05.1"])
    book = books.open("icd10cm", on=api.charts()[CHART].coding_date)
    expected = ("icd10cm", book.release.id, book.file.digest.hex())
    assert attempt.grade is not None
    for named in (attempt.editions, attempt.grade.editions):
        assert expected in named.values_list("system", "edition", "digest")
    assert attempt.release == attempt.grade.edition_of("icd10cm") == book.release.id
    assert set(attempt.editions.values_list("system", flat=True)) == {
        "icd10cm",
        "icd10pcs",
        "hcpcs",
        "cpt",
        "valid-codes",
    }


def test_a_line_is_titled_by_its_own_systems_book(as_alice: Client) -> None:
    state = as_alice.post(f"/charts/{CHART}/start", {}, content_type="application/json").json()
    lines = [
        {**add("99213"), "system": "cpt", "line_kind": "procedure"},
        {**add("0dtj4zz"), "system": "icd10pcs", "line_kind": "procedure"},
        {**add("99213"), "system": "icd10cm"},
    ]
    said = post(as_alice, state["operations_url"], *lines).json()["answer"]["lines"]
    assert {(one["system"], one["known"]) for one in said} == {
        ("cpt", True),
        ("icd10pcs", True),
        ("icd10cm", False),
    }


def test_a_correction_years_later_opens_the_editions_of_the_attempt(alice: User) -> None:
    attempt = handed_in(alice, ["R05.1"])
    shelf = api.shelf_of(attempt)
    assert {one.to_json()["edition"] for one in shelf.judged_by()} == set(
        attempt.editions.values_list("edition", flat=True)
    )


def test_a_correction_adds_a_grade_and_leaves_the_old_one(alice: User, correct_key: Correct) -> None:
    attempt = handed_in(alice, ["R05.1"])
    old = attempt.grade
    assert old is not None
    words = old.to_json()
    corrected = correct_key()
    new = api.correct(attempt)
    assert new is not None
    assert (new.number, new.cause, new.supersedes_id, new.current) == (2, "key", old.pk, True)
    assert new.score > old.score
    assert new.snapshot_id == corrected.version
    old.refresh_from_db()
    assert not old.current
    assert Grade.objects.get(pk=old.pk).to_json() == words
    assert api.correct(attempt) is None


def test_new_rules_judge_again_only_where_that_is_asked(alice: User) -> None:
    attempt = handed_in(alice, ["R05.1"])
    Grade.objects.update(rules_version="0-before")
    assert api.correct(attempt) is None
    new = api.correct(attempt, rules=True)
    assert new is not None
    assert new.cause == "rules"


def test_a_query_of_words_alone_is_left_as_it_was_judged(alice: User, correct_key: Correct) -> None:
    attempt = handed_in(alice, ["R05.1"], query="Which germ is it?")
    correct_key()
    assert api.correct(attempt, rules=True) is None
    assert Grade.objects.count() == 1


def test_an_open_attempt_has_no_grade_to_correct_and_is_judged_by_the_corrected_key(
    alice: User, correct_key: Correct
) -> None:
    attempt = coded(alice, ["R05.1"])
    corrected = correct_key()
    assert api.correct(attempt) is None
    assert api.submit(attempt).snapshot_id == corrected.version


def test_another_record_never_judges(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version whose record is another is another chart: the answer was given to the old one."""
    from codeward.web.charts import snapshots

    attempt = handed_in(alice, ["R05.1"])
    chart = snapshots.charts()[CHART]
    first, *others = chart.documents
    longer = first.model_copy(update={"text": first.text + "More.\n"})
    changed = chart.model_copy(update={"documents": (longer, *others), "version": "another000000000"})
    charts = {**snapshots.charts(), CHART: changed}
    snapshots.version_of.cache_clear()
    monkeypatch.setattr(snapshots, "charts", lambda: charts)
    assert api.correct(attempt) is None
    snapshots.version_of.cache_clear()


def test_the_database_holds_one_current_grade_and_one_successor(alice: User, correct_key: Correct) -> None:
    attempt = handed_in(alice, ["R05.1"])
    correct_key()
    new = api.correct(attempt)
    assert new is not None
    for wrong in (
        {"current": True},
        {"number": 2},
        {"cause": "key"},
        {"cause": "mood"},
        {"supersedes": new},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grade.objects.filter(attempt=attempt, number=1).update(**wrong)


def test_pages_show_the_current_grade_and_keep_the_past_one_readable(
    as_alice: Client, alice: User, correct_key: Correct
) -> None:
    attempt = handed_in(alice, ["R05.1"])
    url = f"/attempts/{attempt.public_id}/result"
    before = as_alice.get(url).content.decode()
    assert "Corrected on" not in before
    assert as_alice.get(f"{url}/1").status_code == 302
    correct_key()
    api.correct(attempt)
    now, past = as_alice.get(url).content.decode(), as_alice.get(f"{url}/1").content.decode()
    assert "Corrected on" in now
    assert "the key was corrected" in now
    assert f'href="{url}/1"' in now
    assert "This is the grade given on" in past
    missing = Grade.objects.get(attempt=attempt, number=1).rows.get(verdict="missing")
    assert f'id="row-{missing.row}"' in past
    assert f'id="row-{missing.row}"' not in now
    assert as_alice.get(f"{url}/3").status_code == 404


def test_a_past_grade_is_its_learners_alone(
    as_alice: Client, as_bob: Client, alice: User, correct_key: Correct
) -> None:
    attempt = handed_in(alice, ["R05.1"])
    correct_key()
    api.correct(attempt)
    url = f"/attempts/{attempt.public_id}/result/1"
    assert (as_alice.get(url).status_code, as_bob.get(url).status_code) == (200, 404)


def test_progress_counts_the_current_grade(as_alice: Client, alice: User, correct_key: Correct) -> None:
    attempt = handed_in(alice, ["R05.1"])
    correct_key()
    api.correct(attempt)
    grades = as_alice.get("/progress/").context["grades"]
    assert [(one.number, one.current) for one in grades] == [(2, True)]


def test_the_export_holds_every_grade(alice: User, correct_key: Correct) -> None:
    attempt = handed_in(alice, ["R05.1"])
    correct_key()
    api.correct(attempt)
    [given] = portability.give(alice)
    assert [(one["number"], one["current"], one["cause"]) for one in given["grades"]] == [
        (1, False, "submitted"),
        (2, True, "key"),
    ]
    judged = given["grades"][0]["editions"]
    assert [one["system"] for one in judged] == ["icd10cm", "valid-codes"]
    assert all(one in given["editions"] for one in judged)
    alice.delete()
    assert (Grade.objects.count(), GradeRow.objects.count()) == (0, 0)


def test_whoever_runs_the_school_corrects_by_a_command(alice: User, bob: User, correct_key: Correct) -> None:
    handed_in(alice, ["R05.1"])
    coded(bob, ["R05.1"])
    correct_key()
    said = StringIO()
    call_command("correct_grades", CHART, stdout=said)
    call_command("correct_grades", f"codeward:{CHART}", stdout=said)
    assert said.getvalue().splitlines() == [
        f"{CHART}: 1 of 1 submissions have a new grade.",
        f"{CHART}: 0 of 1 submissions have a new grade.",
    ]
    row = AuditRow.objects.get(act="charts.grades_corrected")
    assert (row.actor, row.role, row.thing, row.changed) == ("", "operator", CHART, {"grades": [0, 1]})
    with pytest.raises(CommandError, match="no chart"):
        call_command("correct_grades", "no-such-chart")
