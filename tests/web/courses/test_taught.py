"""Lessons as whoever teaches reads them: all keys and reasons, and figures of first answers from five of them on."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codeward.curriculum import Lesson
from codeward.grading import wilson
from codeward.practice.mastery import Source
from codeward.web.accounts.models import User
from codeward.web.courses.taught import claims_in_words, figures_of
from codeward.web.grants.models import Grant
from codeward.web.learning.api import ContentVersion, Given, Tally, first_tallies, keep_version, record
from tests.web.conftest import make_user
from tests.web.courses.conftest import sender
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db
PAGE = "/teaching/lessons/z1/"


@pytest.fixture
def teacher(db: None) -> Client:
    """Whoever teaches here."""
    return signed_in(with_role("teacher@example.org", "instructor"))


def with_role(email: str, role: str, **scope: str) -> User:
    """Somebody who holds a role."""
    person = make_user(email, email.partition("@")[0].capitalize())
    Grant.objects.create(
        person=person, role=role, state="live", way="shell", reason="For this test.", **scope
    )
    return person


def answer(*options: str, ask: str = "z1-k1") -> None:
    """As many people as options answer, each for the first time."""
    for one in options:
        assert sender(Client())(ask, one).status_code == 200


def html_of(client: Client, path: str = PAGE) -> str:
    """A page."""
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_every_reason_and_key_is_there(teacher: Client, lesson: Lesson) -> None:
    html = html_of(teacher)
    for item in lesson.items.values():
        for text in (one.why for one in getattr(item, "options", ()) if not isinstance(one, str)):
            assert text.partition("*")[0] in html
    assert "Blood in what is coughed up" in html
    assert "On May 12 you note coarse crackles" in html
    assert "While no diagnosis explains it." in html
    assert "The assessment names it." in html
    assert "code R05.1; words Acute cough" in html
    assert claims_in_words(lesson)[0].startswith("title: ")


def test_figures_begin_at_five_first_answers(teacher: Client) -> None:
    answer("0", "0", "0", "1")
    html = html_of(teacher)
    assert "4 first answers: too few for figures" in html
    assert "chosen" not in html
    answer("2")
    html = html_of(teacher)
    low, high = wilson(3, 5)
    assert f"5 first answers, 60% right ({100 * low:.1f}% to {100 * high:.1f}%)" in html
    assert "chosen 3 times" in html
    assert html.count("chosen 1 time<") == 2


def test_only_the_first_answer_of_somebody_counts(lesson: Lesson) -> None:
    again = sender(Client())
    again("z1-k1", "1")
    again("z1-k1", "0")
    found = figures_of(lesson, first_tallies(lesson.items))["z1-k1"]
    assert (found.many, found.right, dict(found.given)) == (1, 0, {"1": 1})


def test_codes_that_were_typed_are_those_that_were_foreseen_or_others(lesson: Lesson) -> None:
    answer("R50.9", "r509", "R50.81", "J06.9", ask="z1-k2")
    found = figures_of(lesson, first_tallies(lesson.items))["z1-k2"]
    assert (found.right, dict(found.given)) == (2, {"0": 2, "1": 1, "other": 1})


def test_rows_of_a_match_are_counted_where_they_were_missed(lesson: Lesson) -> None:
    sender(Client())("z1-k5", **{"answer-0": "0", "answer-1": "3", "answer-2": "2", "answer-3": "1"})
    found = figures_of(lesson, first_tallies(lesson.items))["z1-k5"]
    assert dict(found.given) == {"3": 1}


def test_answers_to_an_earlier_version_are_counted_beside(
    lesson: Lesson, teacher: Client, alice: User
) -> None:
    kept = keep_version(ContentVersion.Kind.ITEM, "z1-k1", "0" * 16, {"item.json": "{}"})
    record(
        alice,
        Given(
            skill="dx.symptom",
            source=Source.CHECK,
            item="z1-k1",
            right=True,
            client_key=uuid4(),
            version=kept,
            option="#2",
        ),
    )
    found = figures_of(lesson, first_tallies(lesson.items))["z1-k1"]
    assert (found.many, found.earlier, dict(found.given)) == (0, 1, {})
    assert "1 more was to an earlier version" in html_of(teacher)


def test_a_question_that_is_gone_has_no_figures(lesson: Lesson) -> None:
    assert "gone" not in figures_of(lesson, [Tally("gone", "0" * 16, "#1", False, 9)])


def test_the_log_is_asked_once_whatever_the_number_of_questions(
    lesson: Lesson, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    answer("0", "1")
    with django_assert_num_queries(1):
        assert first_tallies(lesson.items)


@pytest.mark.parametrize("role", ["instructor", "director"])
def test_who_teaches_or_directs_has_the_pages_in_the_office(role: str) -> None:
    client = signed_in(with_role("somebody@example.org", role))
    html = html_of(client, "/teaching/lessons/")
    assert f'href="{PAGE}"' in html
    assert 'href="/teaching/lessons/" aria-current="page"' in html


@pytest.mark.parametrize(
    "role", ["mentor", "adviser", "support", "registrar", "bursar", "moderator", "auditor"]
)
def test_other_roles_and_learners_have_no_door(role: str, as_alice: Client, client: Client) -> None:
    for one in (signed_in(with_role("somebody@example.org", role)), as_alice, client):
        assert one.get(PAGE).status_code == 404
        assert one.get("/teaching/lessons/").status_code == 404


def test_who_teaches_a_part_of_the_school_sees_keys_and_no_figures(lesson: Lesson) -> None:
    person = with_role("part@example.org", "instructor", scope_kind="cohort", scope_id="spring")
    answer("0", "0", "0", "1", "1")
    html = html_of(signed_in(person))
    assert "Figures are of the whole school" in html
    assert "first answers" not in html
    assert "Subacute begins at three weeks." in html
