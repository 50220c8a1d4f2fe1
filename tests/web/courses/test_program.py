"""The program: tracks, modules as a path with each lesson's state, what is next and why; module, skill, syllabus."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from codeward.curriculum import ChartBlock, Pretest, program
from codeward.practice.mastery import Source
from codeward.web.accounts.models import User
from codeward.web.charts.api import charts
from codeward.web.courses.drilling import can_drill
from codeward.web.courses.models import Place
from codeward.web.courses.standing import standing_of
from codeward.web.jobs.api import starters
from codeward.web.learning.api import end_test_out, record, start_test_out
from codeward.web.ui.api import NodeState
from tests.web.learning.answers import answer as an_answer
from tests.web.results.work import handed_in

pytestmark = pytest.mark.django_db


def page(client: Client, path: str = "/program/") -> str:
    """A page."""
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def passed(learner: User, skill: str) -> None:
    """Ten fresh right answers of the skill."""
    for n in range(10):
        record(learner, an_answer(f"{skill}-{n}", skill=skill, right=True))


def test_the_program_is_read_before_the_first_learner_comes(client: Client) -> None:
    program.cache_clear()
    starters()["courses"]()
    read = program.cache_info().misses
    page(client)
    assert (read, program.cache_info().misses) == (1, 1)


def test_a_newcomer_is_led_to_the_first_lesson(client: Client) -> None:
    html = page(client)
    assert 'href="/lessons/w0/"' in html
    assert "It needs nothing before it." in html
    assert html.count("path-node") >= len(program().tracks[0].lessons)


def test_a_lesson_that_is_not_written_is_planned_and_has_no_link(client: Client) -> None:
    track = program().tracks[1]
    html = page(client, f"/program/?track={track.id}")
    planned = [one for one in track.lessons if one in program().planned]
    for lesson in planned:
        assert escape(program().outlines[lesson].title) in html
        assert f'href="/lessons/{lesson}/"' not in html
    assert html.count("node-planned") == len(planned)


def test_a_lesson_that_was_worked_through_leads_on_and_its_skills_are_practiced(
    as_alice: Client, alice: User
) -> None:
    """Answering everything in w0 passes no skill: the next lesson comes, and what passes skills is said."""
    lesson = program().lessons["w0"]
    first = {item.id for block in lesson.of(Pretest) for item in block.items}
    for item in lesson.items.values():
        if item.id not in first:
            record(alice, an_answer(item.id, skill=item.skill, source=Source.CHECK, right=True))
    told = standing_of(alice)
    assert not told.lessons["w0"].done
    assert told.lessons["w0"].how.worked_through
    assert told.next_of(program().path) == "w1"
    html = page(as_alice)
    assert "8 of your last 10 answers right" in html
    skill, lacking = min(
        (one for one in told.to_practice(program().path) if can_drill(program().skills[one[0]])),
        key=lambda one: one[1],
    )
    assert f"{escape(program().skills[skill].title)}, {lacking} more right answer" in html
    assert f"/drill/?skills={skill}" in html
    assert "8 of your last 10 answers right" in page(as_alice, "/")


def test_every_track_is_shown(client: Client) -> None:
    for track in program().tracks:
        assert track.title in page(client, f"/program/?track={track.id}")
    assert program().tracks[0].about in page(client, "/program/?track=nosuch")


def test_a_lesson_is_begun_with_its_place_or_an_answer(as_alice: Client, alice: User) -> None:
    assert standing_of(alice).lessons["w1"].state is NodeState.NEW
    Place.objects.create(learner=alice, lesson="w1", section="opening")
    assert standing_of(alice).lessons["w1"].state is NodeState.BEGUN
    assert "0 of" in page(as_alice)


def test_a_lesson_is_passed_with_its_skills_its_checks_and_its_charts(alice: User) -> None:
    lesson = program().lessons["w1"]
    for skill in lesson.skills:
        passed(alice, skill)
    how = standing_of(alice).lessons["w1"]
    assert (how.how.skills.enough, how.how.checks.enough, how.done) == (True, False, False)
    for item in lesson.items:
        if "-p" not in item:
            record(alice, an_answer(item, skill=lesson.skills[0], right=True, source=Source.CHECK))
    how = standing_of(alice).lessons["w1"]
    assert how.how.checks.reached == how.how.checks.whole == how.how.tried
    assert how.done is how.how.chart.enough
    assert how.missing == ("" if how.done else "its chart is still to code")


def test_a_passed_test_out_stands_for_checks_and_charts(alice: User) -> None:
    lesson = program().lessons["w1"]
    test = start_test_out(alice, "w1", lesson.skills, [{"id": f"i{n}"} for n in range(12)])
    for n in range(12):
        given = an_answer(f"i{n}", skill=lesson.skills[0], right=True, source=Source.TEST_OUT)
        record(alice, replace(given, sitting=test.public_id))
    assert not standing_of(alice).lessons["w1"].done
    end_test_out(test)
    how = standing_of(alice).lessons["w1"]
    assert (how.done, how.missing, how.how.tried) == (True, "", 0)


def test_the_first_submission_of_a_chart_counts_and_a_later_one_does_not(alice: User) -> None:
    with_chart = next(one for one in program().lessons.values() if one.of(ChartBlock))
    chart = with_chart.of(ChartBlock)[0].id
    handed_in(alice, ["I10"], chart)
    required = [line.code for line in charts()[chart].key.lines if line.required]
    again = handed_in(alice, required, chart)
    assert again.grade is not None
    assert again.grade.score > 70
    how = standing_of(alice).lessons[with_chart.id]
    assert not how.how.chart.enough
    assert how.how.chart.reached < 70


def test_skills_that_are_due_are_told(as_alice: Client, alice: User) -> None:
    passed(alice, "dx.side")
    assert "to check again" not in page(as_alice)
    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        from tests.web.signed_in import signed_in

        html = page(signed_in(alice))
    assert "1 skill to check again" in html


def test_pages_of_the_program_ask_little(
    as_alice: Client, alice: User, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    passed(alice, "dx.side")
    for path in ("/program/", "/program/modules/guidelines/", "/program/syllabus/", "/skills/dx.side/"):
        page(as_alice, path)
        with django_assert_max_num_queries(8):
            page(as_alice, path)


def test_a_module_shows_the_state_of_each_skill(as_alice: Client, alice: User) -> None:
    passed(alice, "dx.side")
    html = page(as_alice, "/program/modules/guidelines/")
    assert "skill-passed" in html
    assert program().skills["dx.side"].title in html
    assert as_alice.get("/program/modules/nosuch/").status_code == 404


def test_a_skill_tells_where_it_is_taught_ruled_drilled_and_confused(as_alice: Client, alice: User) -> None:
    record(alice, an_answer("i1", skill="dx.side", right=False))
    html = page(as_alice, "/skills/dx.side/")
    skill = program().skills["dx.side"]
    assert program().lessons[skill.lesson].title in html
    assert 'href="/codebook/guidelines/I.B.13/"' in html
    assert 'href="/drill/?skills=dx.side"' in html
    assert program().skills[skill.near[0]].title in html
    assert "0 of the last 1 right" in html
    assert "chip-wrong" in html
    assert as_alice.get("/skills/nosuch/").status_code == 404


def test_a_skill_of_a_planned_lesson_says_so(client: Client) -> None:
    planned = next(one for one in program().skills.values() if one.lesson in program().planned)
    assert "planned, not written yet" in page(client, f"/skills/{planned.id}/")


def test_the_syllabus_says_what_is_counted_and_the_minutes_apart(client: Client) -> None:
    html = page(client, "/program/syllabus/")
    grading = program().grading
    assert grading is not None
    for one in grading.counted:
        assert one.part in html
    assert "Reading" in html
    assert "min" in html
    for module in program().modules:
        assert module.title in html


def test_todays_first_row_leads_a_beginner_into_the_program(as_alice: Client) -> None:
    html = page(as_alice, "/")
    first = html.split('class="card today-first"')[1].split("</section>")[0]
    assert "Start here" in first
    assert 'href="/lessons/w0/"' in first


def test_today_goes_on_with_the_lesson_that_was_begun(as_alice: Client, alice: User) -> None:
    Place.objects.create(learner=alice, lesson="w0", section="opening")
    html = page(as_alice, "/")
    assert "Next lesson" in html
    assert "Go on" in html


def test_lessons_of_a_folder_of_ones_own_stand_below_the_modules(client: Client, alice: User) -> None:
    for track in program().tracks:
        html = page(client, f"/program/?track={track.id}")
        assert 'href="/lessons/z1/"' in html[html.index("Other lessons") :]
    assert 'href="/lessons/z1/"' in page(client, "/program/syllabus/")
    assert page(client, "/lessons/z1/")
    assert "z1" in standing_of(alice).lessons
