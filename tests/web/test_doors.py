"""Doors: outside `doors.py` no page reaches a row of somebody's by an id that a request named."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

WEB = Path(__file__).parents[2] / "src" / "codeward" / "web"
IDS = {"public_id", "pk", "id", "client_id", "uuid", "key", "token", "token_hash", "email"}
FETCHES = {
    "get",
    "filter",
    "exclude",
    "get_object_or_404",
    "get_list_or_404",
    "get_or_create",
    "update_or_create",
}
# A view that names an id and reaches nothing of somebody else's by it: which, and why that is no door.
REASONS = {
    ("accounts/views.py", "theme", "User.objects.filter"): "whoever is signed in, by their own row",
}


def views() -> Iterator[str]:
    """Every module of ours that an address leads to."""
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        one = waiting.pop()
        if isinstance(one, URLResolver):
            waiting += one.url_patterns
            continue
        view = getattr(one.callback, "view_class", one.callback)
        if view.__module__.startswith("codeward.web."):
            yield view.__module__


MODULES = sorted(set(views()))


def personal() -> set[str]:
    """The names of the models that hold personal data, the libraries' included."""
    return {
        model.__name__
        for model in apps.get_models()
        if getattr(model, "personal_data", "yes") != "no" and model._meta.app_label != "contenttypes"
    }


def fetches(source: str, models: set[str]) -> list[tuple[str, str]]:
    """(function, call) of every fetch of a personal model by an id in a module's source."""
    found = []
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        for call in ast.walk(function):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            words = {one.arg.rpartition("__")[2] for one in call.keywords if one.arg}
            if name not in FETCHES or not words & IDS:
                continue
            named = {node.id for node in ast.walk(call) if isinstance(node, ast.Name)} & models
            if named:
                found.append((function.name, ast.unparse(call.func)))
    return found


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("def view(request, public_id):\n return Attempt.objects.filter(public_id=public_id).first()", True),
        ("def view(request, public_id):\n return get_object_or_404(Attempt, public_id=public_id)", True),
        (
            "def view(request, pk):\n return Grade.objects.select_related('x').get(attempt__public_id=pk)",
            True,
        ),
        ("def view(request, public_id):\n return own_attempt(request, public_id)", False),
        ("def view(request):\n return Attempt.objects.filter(learner=current_learner(request))", False),
    ],
)
def test_a_fetch_by_an_id_is_seen(source: str, seen: bool) -> None:
    assert bool(fetches(source, {"Attempt", "Grade"})) is seen


@pytest.mark.parametrize("module", MODULES)
def test_a_page_gets_what_is_somebodys_through_a_door(module: str) -> None:
    path = Path(str(importlib.import_module(module).__file__))
    where = path.relative_to(WEB).as_posix()
    found = fetches(path.read_text(encoding="utf-8"), personal())
    assert [one for one in found if (where, *one) not in REASONS] == []


def test_the_reasons_are_needed() -> None:
    needed = set()
    for module in MODULES:
        path = Path(str(importlib.import_module(module).__file__))
        found = fetches(path.read_text(encoding="utf-8"), personal())
        needed |= {(path.relative_to(WEB).as_posix(), *one) for one in found}
    assert set(REASONS) - needed == set()


def test_every_app_with_addresses_of_single_rows_has_its_doors() -> None:
    public = "<pid:", "<uuid:"
    for path in WEB.glob("*/urls.py"):
        if any(kind in path.read_text(encoding="utf-8") for kind in public):
            assert (path.parent / "doors.py").exists(), path.parent.name


DJANGOS = re.compile(
    r"\.is_staff\b(?!\()|is_superuser|has_perm|PermissionsMixin|permission_required|staff_member_required|user_passes_test"
)


@pytest.mark.parametrize(("text", "seen"), [("if user.is_staff:", True), ("grants.is_staff(user)", False)])
def test_a_flag_of_djangos_is_seen(text: str, seen: bool) -> None:
    assert bool(DJANGOS.search(text)) is seen


def test_no_flag_or_permission_of_djangos_decides_anything() -> None:
    found = [
        f"{path.relative_to(WEB)}: {line.strip()}"
        for kind in ("*.py", "*.html", "*.txt")
        for path in WEB.rglob(kind)
        if "migrations" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if DJANGOS.search(line)
    ]
    assert found == []
