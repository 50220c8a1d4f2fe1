"""Questions of exams as whoever teaches reads them: figures of first timed answers, taking one out, putting it back."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from codeward.curriculum import program
from codeward.practice.statistics import Exposure, figures_of
from codeward.web.accounts.models import User
from codeward.web.audit.models import AuditRow
from codeward.web.exams.item_figures import rows_of
from codeward.web.exams.models import Score, Sitting, Suspension
from codeward.web.grants.models import Grant
from codeward.web.learning.api import ContentVersion, Response
from tests.web.conftest import make_user
from tests.web.exams.made import THREE, made_form
from tests.web.signed_in import signed_in, with_second_step

pytestmark = pytest.mark.django_db
PAGE = "/teaching/question/made-s1-000/"
OUT = f"{PAGE}take-out"


def somebody(role: str) -> User:
    """Who holds a role."""
    person = make_user(f"{role}@example.org", role.capitalize())
    Grant.objects.create(person=person, role=role, state="live", way="shell", reason="For this test.")
    return person


def answered(
    many: int, *, timed: bool = True, first: bool = True, option: int | None = None
) -> list[Exposure]:
    """So many people sat the form; the better ones have the first question right. What is expected of it."""
    form, name = made_form(), THREE[0]
    version = ContentVersion.objects.get(content_id=name, pk=program().form_items[name].version)
    people = User.objects.bulk_create([User(email=f"{uuid4().hex}@example.org") for _ in range(many)])
    at, found = timezone.now(), []
    for n, one in enumerate(people):
        sitting = Sitting.objects.create(
            form=form, learner=one, exam="CPC", number=1, timed=False, state="submitted", closed_at=at,
        )  # fmt: skip
        right = n % 3 > 0
        points = n % 3 + 10 * (n % 2)
        chosen = option if option is not None else 2 if right else n % 2
        _score(sitting, points)
        Response.objects.create(
            learner=one, client_key=uuid4(), skill="dx.side", source="exam", item=name, version=version,
            sitting=sitting.public_id, kind="choice", level=2, timed=timed, first=first, right=right, credit=right,
            option=f"#{chosen}", seconds=30 + n % 5, at=at,
        )  # fmt: skip
        found.append(Exposure(right, (points - right) / 19, chosen, 30 + n % 5))
    return found


def _score(sitting: Sitting, points: int) -> None:
    Score.objects.create(
        sitting=sitting, number=1, current=True, cause="submitted", rules="1", keys={}, result={"void": {}},
        points=points, possible=20,
    )  # fmt: skip


def test_figures_are_those_of_the_statistics(db: None) -> None:
    expected = figures_of(answered(60), 0.0, 2, 4)
    row = rows_of([program().form_items[THREE[0]]], figures=True)[0]
    assert row.figures is not None
    assert row.figures.n == 60
    assert (row.figures.p, row.figures.seconds, row.figures.flags) == (
        expected.p, expected.seconds, expected.flags,
    )  # fmt: skip
    assert row.figures.r is not None
    assert expected.r is not None
    assert row.figures.r.value == pytest.approx(expected.r.value)
    assert {place: many for place, (many, _r) in row.figures.options.items()} == {
        place: many for place, (many, _r) in expected.options.items()
    }


@pytest.mark.parametrize("more", [{"timed": False}, {"first": False}])
def test_only_first_timed_answers_count(more: dict[str, bool]) -> None:
    answered(30, **more)
    figures = rows_of([program().form_items[THREE[0]]], figures=True)[0].figures
    assert figures is not None
    assert figures.n == 0


def test_few_answers_have_no_figures(db: None) -> None:
    answered(29)
    row = rows_of([program().form_items[THREE[0]]], figures=True)[0]
    assert (row.p, row.r, row.seconds, row.options, row.flags) == ("–", "–", "–", [], [])


def test_a_table_is_four_queries_however_many_sat(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    answered(40)
    items = [program().form_items[name] for name in THREE]
    with django_assert_num_queries(4):
        rows_of(items, figures=True)


def test_the_pages_show_the_table_and_the_key() -> None:
    answered(60)
    client = signed_in(somebody("director"))
    assert "made-s1" not in client.get("/teaching/questions/").content.decode()
    table = client.get("/teaching/questions/cpc/s1/").content.decode()
    assert "made-s1-000" in table
    assert "66.7% (" in table
    page = client.get(PAGE).content.decode()
    assert "Reason of T22.112A in made-s1-000" in page
    assert "60 first timed answers" in page


def test_figures_of_the_school_are_for_whoever_reads_its_records() -> None:
    person = make_user("part@example.org", "Part")
    Grant.objects.create(
        person=person, role="instructor", state="live", way="shell", reason="For this test.",
        scope_kind="program", scope_id="cpc",
    )  # fmt: skip
    page = signed_in(person).get("/teaching/questions/cpc/s1/").content.decode()
    assert "so they are not shown" in page
    assert "Correlation" not in page


@pytest.mark.parametrize("path", ["/teaching/questions/", "/teaching/questions/cpc/s1/", PAGE])
def test_nobody_else_has_the_door(alice: User, path: str) -> None:
    assert signed_in(alice).get(path).status_code == 404
    assert Client().get(path).status_code in {302, 404}


def test_a_question_is_suspended_and_put_back_for_a_reason() -> None:
    client = with_second_step(somebody("instructor"))
    client.post(OUT, {"act": "suspend", "reason": " "})
    assert not Suspension.objects.exists()
    client.post(OUT, {"act": "suspend", "reason": "Two answers"})
    assert AuditRow.objects.get(act="exams.item_suspended").reason == "Two answers"
    assert "Two answers" in client.get(PAGE).content.decode()
    client.post(OUT, {"act": "back", "reason": "Settled"})
    assert not Suspension.objects.filter(ended_at=None).exists()


def test_deciding_asks_for_the_second_step() -> None:
    signed_in(somebody("instructor")).post(OUT, {"act": "suspend", "reason": "Two answers"})
    assert not Suspension.objects.exists()


def test_retiring_is_for_whoever_decides_about_programs() -> None:
    told = {"act": "retire", "reason": "Lost a dispute"}
    assert with_second_step(somebody("instructor")).post(OUT, told).status_code == 404
    assert with_second_step(somebody("director")).post(OUT, told).status_code == 302
    assert Suspension.objects.get().kind == "retired"


@pytest.mark.parametrize(("kind", "holds"), [("csv", b"made-s1-000"), ("qti", b"items/made-s1-000.xml")])
def test_a_section_is_taken_away_as_a_file_and_that_is_written_down(kind: str, holds: bytes) -> None:
    path = "/teaching/questions/cpc/s1/file"
    answer = with_second_step(somebody("instructor")).post(path, {"as": kind})
    assert holds in answer.content
    act = "exams.questions_taken" if kind == "qti" else "office.table_taken"
    assert AuditRow.objects.filter(act=act).count() == 1


def test_questions_are_taken_away_by_nobody_else(alice: User) -> None:
    path = "/teaching/questions/cpc/s1/file"
    assert with_second_step(alice).post(path, {"as": "qti"}).status_code == 404
    assert (
        signed_in(somebody("instructor")).post(path, {"as": "qti"}).get("Content-Type") != "application/zip"
    )
