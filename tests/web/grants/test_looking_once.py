"""A page that is read looks at a person's grants once; what changes something looks anew; no look outlives its page."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from codeward.web.grants.middleware import LookingOnce
from codeward.web.grants.models import Grant
from codeward.web.grants.rights import is_staff
from codeward.web.grants.table import Role
from tests.web.grants.cast import member
from tests.web.signed_in import with_second_step

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/office/people/", "/office/audit/", "/office/health/", "/office/queues/mails/"]
)
def test_a_page_of_the_office_looks_at_its_readers_grants_once(path: str) -> None:
    client = with_second_step(member(Role.DIRECTOR))
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    of_one = [one["sql"] for one in asked if 'FROM "grants_grant"' in one["sql"] and "JOIN" in one["sql"]]
    assert len([sql for sql in of_one if '"grants_grant"."person_id" = ' in sql.split("WHERE")[1]]) == 1


def test_a_role_that_ended_opens_nothing_on_the_next_page() -> None:
    client = with_second_step(member(Role.DIRECTOR))
    assert client.get("/office/audit/").status_code == 200
    Grant.objects.update(state="ended", ended_at="2026-01-01T00:00Z")
    assert client.get("/office/audit/").status_code == 404


@pytest.mark.parametrize(
    ("method", "after"), [("GET", True), ("HEAD", True), ("POST", False), ("DELETE", False)]
)
def test_what_changes_something_looks_anew(rf: RequestFactory, method: str, after: bool) -> None:
    director = member(Role.DIRECTOR)
    looks: list[bool] = []

    def view(request: HttpRequest) -> HttpResponse:
        looks.append(is_staff(director))
        Grant.objects.update(state="ended", ended_at="2026-01-01T00:00Z")
        looks.append(is_staff(director))
        return HttpResponse()

    LookingOnce(view)(rf.generic(method, "/"))
    assert looks == [True, after]
    assert not is_staff(director)


def test_a_page_that_failed_keeps_no_look(rf: RequestFactory) -> None:
    director = member(Role.DIRECTOR)

    def view(request: HttpRequest) -> HttpResponse:
        assert is_staff(director)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        LookingOnce(view)(rf.get("/"))
    Grant.objects.update(state="ended", ended_at="2026-01-01T00:00Z")
    assert not is_staff(director)


def test_each_person_of_a_page_is_looked_at(rf: RequestFactory, alice: object) -> None:
    director = member(Role.DIRECTOR)

    def view(request: HttpRequest) -> HttpResponse:
        assert is_staff(director)
        assert not is_staff(alice)  # type: ignore[arg-type]
        return HttpResponse()

    LookingOnce(view)(rf.get("/"))
