"""A chart that counts says what it says of skills, once; and its time is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command

from codeward.charts import Answer, Chart
from codeward.curriculum import skill_list
from codeward.grading import grade
from codeward.practice.mastery import mastery
from codeward.practice.minutes import Minutes
from codeward.web.accounts.models import User
from codeward.web.charts import api, decided
from codeward.web.learning import api as learning
from codeward.web.learning import standings
from codeward.web.learning.models import Response, Span, Standing
from tests.web.charts.conftest import CHART
from tests.web.results.work import coded, handed_in

pytestmark = pytest.mark.django_db


def told(learner: User) -> dict[str, tuple[bool, float]]:
    """What the log says of the learner's decisions at charts."""
    rows = Response.objects.filter(learner=learner, source="chart").values_list("item", "right", "credit")
    return {item.partition("#")[2]: (right, credit) for item, right, credit in rows}


def test_each_required_decision_is_one_answer_with_its_skill(alice: User) -> None:
    attempt = handed_in(alice, ["R05.1", "R50.9"])
    chart = api.chart_of(attempt)
    required = {line.id for line in chart.key.lines if line.required}
    assert set(told(alice)) >= required
    assert all(right for right, _ in told(alice).values())
    known = set(skill_list())
    for row in Response.objects.all():
        assert row.skill in known
        assert (row.kind, row.first, row.hints, row.version_id) == ("typed", True, 0, attempt.snapshot_id)
    assert learning.states(alice) == mastery(standings.evidence(alice))
    assert Standing.objects.exists()


def test_what_is_missing_or_near_is_wrong_with_its_share(alice: User) -> None:
    handed_in(alice, ["R05.9"])
    rights = sorted(told(alice).values())
    assert (False, 0.0) in rights
    assert not any(right and credit < 1 for right, credit in rights)
    assert any(0 < credit < 1 for _, credit in rights)


def test_a_second_try_and_a_correction_add_nothing(alice: User, correct_key: Callable[[], Chart]) -> None:
    attempt = handed_in(alice, ["R05.1"])
    before = told(alice)
    handed_in(alice, ["R05.1", "R50.9"])
    assert told(alice) == before
    correct_key()
    assert api.correct(attempt) is not None
    api.submit(attempt)
    assert told(alice) == before


def test_what_was_checked_by_the_edits_first_is_not_fresh(alice: User) -> None:
    from codeward.web.charts.helping import check

    attempt = coded(alice, ["R05.1", "R50.9"])
    check(attempt)
    api.submit(attempt)
    assert set(Response.objects.values_list("hints", flat=True)) == {1}
    assert all(state.fresh == 0 for state in learning.states(alice).values())


def test_old_submissions_come_into_the_log_with_their_day(alice: User) -> None:
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=UTC)):
        handed_in(alice, ["R05.1", "R50.9"])
    before, states = told(alice), learning.states(alice)
    Response.objects.all().delete()
    Standing.objects.all().delete()
    for _ in range(2):
        call_command("note_answers")
        assert told(alice) == before
        assert {at.date().isoformat() for at in Response.objects.values_list("at", flat=True)} == {
            "2026-05-04"
        }
        assert {skill: (one.fresh, one.right) for skill, one in learning.states(alice).items()} == {
            skill: (one.fresh, one.right) for skill, one in states.items()
        }


def test_every_decision_of_every_chart_has_a_skill_and_a_short_id() -> None:
    known, met = set(skill_list()), set()
    for chart_id, chart in api.charts().items():
        for answer in (
            Answer.of(*[line.code for line in chart.key.lines if line.required]),
            Answer.of("I10"),
        ):
            found = list(decided.decisions(chart, grade(chart, answer)))
            assert {one.skill for one in found} <= known, chart_id
            assert len({one.id for one in found}) == len(found), chart_id
            met |= {one.skill for one in found}
            for one in found:
                assert 0 <= one.credit <= 1
                assert len(f"{chart_id}#{one.id}") <= 120
    assert len(met) > 60


def test_the_time_between_changes_counts_and_a_long_pause_does_not(alice: User) -> None:
    begin = datetime(2026, 6, 1, 9, tzinfo=UTC)
    with time_machine.travel(begin, tick=False):
        attempt = coded(alice, ["R05.1"])
    for minute in (5, 12, 40, 44):
        from tests.web.charts.test_races import batch

        with time_machine.travel(begin + timedelta(minutes=minute), tick=False):
            api.apply(attempt, batch(f"00000000-0000-4000-8000-{minute:012d}"))
    with time_machine.travel(begin + timedelta(minutes=50), tick=False):
        api.submit(attempt)
    assert {one.way for one in Span.objects.all()} == {"guided_chart"}
    assert Span.objects.count() == 2
    stop = next(stop for stop in api.path() if stop.chart == CHART)
    assert learning.minutes(alice) == Minutes(instructional=min(22.0, 2.0 * stop.minutes))
