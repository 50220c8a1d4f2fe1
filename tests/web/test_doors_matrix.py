"""Every model of every app, against everybody who may ask: a page as the table of roles says, else a 404.

The rows stand in ``tests/web/matrix``, one file an app; a model or an address without a row fails here. Each request is
rolled back, so that everybody asks in the same world. ``docs/reference/permissions.md`` holds the counts.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from codeward.web.grants.table import Area, Need, cell, table
from tests.web.matrix import others, page, world
from tests.web.matrix.kinds import Act, Actor, Row, World

Told = tuple[HttpResponse, str, dict[str, list[Any]]]
ROWS = world.rows()
CASES = [
    pytest.param(row, act, id=f"{row.model}-{act.method}-{act.url}-{number}")
    for row in ROWS
    for number, act in enumerate(row.acts)
]
# What a page and a script are told, whose role is right and whose second step of the sign-in is missing.
STEP = re.compile("One more step|This asks for the second step")


def addresses() -> set[str]:
    """The name of every address of the school; those without one by their pattern."""
    found: set[str] = set()
    waiting: list[tuple[URLPattern | URLResolver, str]] = [(one, "") for one in get_resolver().url_patterns]
    while waiting:
        one, space = waiting.pop()
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            waiting += [(each, inner) for each in one.url_patterns]
        else:
            found.add(space + (one.name or str(one.pattern)))
    return found


def test_every_model_has_a_row_and_one_alone() -> None:
    named = [row.model for row in ROWS]
    assert sorted(named) == sorted({model._meta.label for model in apps.get_models()})


def test_a_row_asks_something_or_says_why_not() -> None:
    for row in ROWS:
        assert bool(row.acts) != bool(row.why_none), row.model


def test_every_address_stands_in_a_row_or_shows_nobodys() -> None:
    asked = {act.url for row in ROWS for act in row.acts}
    free = world.open_addresses()
    rest = {one for one in addresses() - asked - set(free) if not one.startswith(tuple(others.PREFIXES))}
    assert rest == set()
    assert set(free) - addresses() == set()
    assert asked - addresses() == set()


@pytest.fixture(scope="module")
def here(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world, made once; all that was done in it is undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "codeward.web.mail.backend.OutboxBackend"
        try:
            yield world.build()
        finally:
            settings.EMAIL_BACKEND = backend
            transaction.set_rollback(True)


def lets(act: Act, actor: Actor) -> bool:
    """Whether the table of roles, or being the owner, lets this actor through."""
    if act.own and actor.name == "owner":
        return True
    return bool(letting(act, actor))


def letting(act: Act, actor: Actor) -> list[Area]:
    """The areas by which the table lets this actor's role through."""
    if actor.role is None:
        return []
    cells = [(area, cell(actor.role, area)) for area in act.areas]
    return [area for area, one in cells if one.allows(act.need, act.part) and one.reach in {"", "c"}]


def one_step_short(act: Act, actor: Actor) -> bool:
    """Whether only the second step of the sign-in is missing."""
    if actor.second_step or not act.second_step:
        return False
    return act.decides or act.need is Need.DECIDE or set(letting(act, actor)) <= table().asks_second_step


def ask(act: Act, actor: Actor, here: World) -> HttpResponse:
    """The answer to one request."""
    url = reverse(act.url, kwargs=dict(act.args(here)))
    data = act.data(here)
    with override_settings(DEMO=True) if actor.demo else override_settings():
        if act.method == "GET":
            return actor.client.get(url, data)  # type: ignore[return-value]
        if act.json:
            body = data if isinstance(data, bytes) else json.dumps(data)
            return actor.client.post(url, body, content_type="application/json")  # type: ignore[return-value]
        return actor.client.post(url, data)  # type: ignore[return-value]


def refused(act: Act, answer: HttpResponse) -> bool:
    """Whether the answer is the refusal of this address: a 404, or where it says so the way to sign in."""
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/")
    return answer.status_code == act.refusal or (act.sign_in and to_sign_in)


def words(answer: HttpResponse) -> str:
    """What an answer says, a zip's files included."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if answer.get("Content-Type") == "application/zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode(errors="replace")


def held(row: Row, here: World) -> list[Any]:
    """The owner's rows as they are."""
    found = list(row.mine(here).order_by("pk").values()) if row.mine is not None else []
    # Whoever comes back is noted, to the day.
    return [{name: value for name, value in one.items() if name != "active_at"} for one in found]


@pytest.mark.django_db
@pytest.mark.parametrize(("row", "act"), CASES)
def test_who_may_finds_it_and_nobody_else(row: Row, act: Act, here: World) -> None:
    before = held(row, here)
    assert before or row.mine is None, f"{row.model}: the owner has no row that could be shown or changed"
    wrong = [
        f"{name}: {fault}"
        for name, actor in here.actors.items()
        if (fault := asked(row, act, actor, here, before))
    ]
    assert wrong == []


def same(act: Act, here: World) -> tuple[object, ...]:
    """What makes two acts one request."""
    return act.url, act.method, str(act.args(here)), act.data


def told(act: Act, actor: Actor, here: World) -> Told:
    """An answer, what it says, and the rows as they were then. An address that shows several models is asked once."""
    key = same(act, here)
    kept: dict[object, Told] = here.things.setdefault("told", {})
    if (key, actor.name) not in kept:
        models = [row for row in ROWS if any(same(one, here) == key for one in row.acts)]
        with transaction.atomic():
            answer = ask(act, actor, here)
            kept[key, actor.name] = answer, words(answer), {row.model: held(row, here) for row in models}
            transaction.set_rollback(True)
    return kept[key, actor.name]


def asked(row: Row, act: Act, actor: Actor, here: World, before: list[Any]) -> str:
    """What is wrong with the answer that this actor gets; empty where nothing is."""
    answer, said, held_after = told(act, actor, here)
    after = held_after[row.model]
    owner = actor.name == "owner"
    may = lets(act, actor)
    if answer.status_code >= 500:
        return f"answers {answer.status_code}"
    if act.everyone:
        if answer.status_code == 404 and not act.may_be_empty:
            return "finds no page of their own"
        if owner and act.shows and answer.status_code != 200:
            return f"answers {answer.status_code} to the owner"
    elif may and one_step_short(act, actor):
        if answer.status_code != 403 or not STEP.search(said):
            return f"answers {answer.status_code} without the second step"
        may = False
    elif may and answer.status_code not in act.ok:
        return f"answers {answer.status_code}, and the table lets them"
    elif not may and not refused(act, answer):
        return f"answers {answer.status_code}, and the table does not let them"
    sees = owner if act.everyone else may
    if act.shows and (act.shows in said) != sees:
        return "does not see it" if sees else "sees it"
    if not owner and not may and after != before:
        return "changed what is the owner's"
    if act.method == "GET" and after != before and not act.looking_changes:
        return "changed it by looking"
    return ""


@pytest.mark.django_db
def test_whoever_does_not_work_for_the_school_finds_no_office(here: World) -> None:
    for actor in here.actors.values():
        found = actor.client.get(reverse("office:home")).status_code != 404
        assert found == (actor.role is not None), actor.name


@pytest.mark.django_db
def test_the_cast_is_every_role_and_everybody_without_one(here: World) -> None:
    assert {one.role for one in here.actors.values() if one.role} == {
        role for role in table().roles if role != "learner"
    }
    assert {"nobody", "guest", "owner", "learner", "demo", "former director"} <= set(here.actors)
    assert len(here.actors) == page.CAST


def test_the_page_of_permissions_says_what_the_table_says_and_what_is_asked() -> None:
    said = page.PAGE.read_text(encoding="utf-8")
    assert said == page.text(), "Write it anew: python -m tests.web.matrix"


@pytest.mark.django_db
def test_the_matrix_sees_a_door_that_stands_open(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from codeward.web.charts import doors as charts_doors
    from codeward.web.charts import endpoints

    row = next(one for one in ROWS if one.model == "charts.Attempt")
    act = next(one for one in row.acts if one.url == "charts:operations" and one.method == "POST")
    monkeypatch.setitem(here.things, "told", {})
    monkeypatch.setattr(
        endpoints, "own_attempt", lambda _request, public_id: charts_doors._attempt(public_id)
    )
    assert asked(row, act, here.actors["learner"], here, held(row, here))
