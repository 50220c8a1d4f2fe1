"""Scores: practice.scoring's, kept with what judged; the one log gets every answer once."""

from __future__ import annotations

import datetime as dt

import pytest

from codeward.practice.mastery import Source
from codeward.web.accounts.models import User
from codeward.web.exams import scores
from codeward.web.exams.models import Score, Sitting, Suspension
from codeward.web.exams.moves import put_back, suspend
from codeward.web.exams.papers import items_of
from codeward.web.exams.sittings import begin, save, submit
from codeward.web.learning.models import Response
from tests.web.exams.made import KINDS, RIGHT, change, made_form, with_left

pytestmark = pytest.mark.django_db


def sat(learner: User, ids: tuple[str, ...] = KINDS, **given: str) -> Sitting:
    """A sitting of the kinds of questions, answered right but for what `given` says by the kind."""
    one = begin(learner, made_form("CCS", ids=ids), timed=True)
    told = {name: given.get(name.split("-")[1], RIGHT[name]) for name in ids}
    save(one, [change(n, 1, told[name], seconds=60) for n, name in enumerate(ids, 1)])
    return one


def test_every_kind_that_is_right_has_all_its_points(alice: User) -> None:
    score = submit(sat(alice))
    by_item = {one["id"]: one for one in score.result["items"]}
    assert {name: one["points"] == one["out_of"] for name, one in by_item.items()} == dict.fromkeys(
        KINDS, True
    )
    # A scenario counts as its parts: five questions and three parts.
    assert (score.points, score.possible) == (8, 8)
    assert score.result["scaled"] == 400
    assert score.rules == "1"


def test_what_is_wrong_or_cannot_be_read_earns_nothing_and_breaks_nothing(alice: User) -> None:
    score = submit(
        sat(
            alice,
            i="#9",
            code="no code",
            pick="#1,3",
            match="#9:9",
            marks="#s1:nonsense",
            scenario="[not JSON",
        )
    )
    assert score.points == 0
    assert not Response.objects.filter(right=True).exists()


def test_a_part_of_a_scenario_earns_its_part(alice: User) -> None:
    score = submit(sat(alice, ("made-scenario-001",), scenario='[{"code":"I10"}]'))
    item = score.result["items"][0]
    # One of two required lines, and the first place.
    assert (item["points"], item["out_of"]) == (2, 3)
    assert score.points == pytest.approx(2)


def test_the_one_log_has_each_answer_once_as_drills_keep_it(alice: User) -> None:
    one = sat(alice, pick="#0")
    submit(one)
    submit(one)
    rows = {row.item: row for row in Response.objects.filter(learner=alice)}
    assert set(rows) == set(KINDS)
    pick = rows["made-pick-001"]
    assert (pick.option, pick.right, pick.credit) == ("#0", False, 0.5)
    assert (pick.source, pick.sitting, pick.timed, pick.seconds) == (
        str(Source.EXAM),
        one.public_id,
        True,
        60,
    )
    assert pick.version_id == next(item.version for item in items_of(one.form) if item.id == "made-pick-001")
    assert rows["made-code-001"].option == "T22.211A"
    assert rows["made-scenario-001"].option == "I10, e119"


def test_what_was_left_open_is_no_answer(alice: User) -> None:
    one = begin(alice, made_form("CCS", ids=KINDS), timed=True)
    save(one, [change(1, 1, "#2"), change(2, 1, "", flagged=True)])
    score = submit(one)
    assert score.points == 1
    assert [row.item for row in Response.objects.all()] == ["made-i-000"]


def test_the_clock_scores_what_was_saved(alice: User) -> None:
    one = with_left(sat(alice), -60)
    from codeward.web.exams.sittings import close_run_out

    assert close_run_out() == 1
    fresh = Sitting.objects.get(pk=one.pk)
    assert (fresh.state, fresh.closed_by, fresh.closed_at) == ("submitted", "clock", fresh.deadline)
    assert fresh.score is not None
    assert fresh.score.points == 8


def test_a_question_that_was_suspended_during_the_sitting_costs_nobody(alice: User, bob: User) -> None:
    one = sat(alice, i="#0")
    assert suspend("made-i-000", by=bob, reason="Two answers can be defended")
    assert not suspend("made-i-000", by=bob, reason="again")
    score = submit(one)
    assert (score.points, score.possible) == (8, 8)
    assert score.result["void"] == {"made-i-000": "Two answers can be defended"}
    assert put_back("made-i-000", by=bob, reason="settled")
    assert Suspension.objects.filter(ended_at=None).count() == 0


def test_another_score_stands_beside_the_first(alice: User) -> None:
    one = sat(alice, i="#0")
    first = submit(one)
    Suspension.objects.create(item="made-i-000", reason="wrong key")
    second = scores.keep(
        Sitting.objects.select_related("form", "learner").get(pk=one.pk), Score.Cause.SUSPENDED
    )
    first.refresh_from_db()
    assert (first.current, first.points) == (False, 7)
    assert (second.current, second.number, second.points) == (True, 2, 8)
    assert Response.objects.count() == len(KINDS)


def test_a_corrected_question_changes_no_form_that_was_begun(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A release is installed during the sitting: what was begun asks what it asked, and the right key judges."""
    from codeward.curriculum import program
    from codeward.web.exams import forms

    one = sat(alice)
    before = one.form.paper
    bank = program().form_items
    options = bank["made-i-000"].options  # type: ignore[union-attr]
    turned = tuple(
        o.model_copy(update={"right": n == 0, "wrong": None if n == 0 else options[0].wrong})
        for n, o in enumerate(options)
    )
    fixed = bank["made-i-000"].model_copy(update={"options": turned})
    fixed.__dict__.pop("version", None)
    monkeypatch.setitem(bank, "made-i-000", fixed)
    assert forms.pool(dt.date(2026, 6, 1)).items["made-i-000"].version == fixed.version
    score = submit(one)
    assert score.points == 7
    assert Sitting.objects.get().form.paper == before
    assert score.keys["made-i-000"] == fixed.version
    # What the log keeps is an answer to the question as it was asked.
    assert Response.objects.get(item="made-i-000").version_id != fixed.version
