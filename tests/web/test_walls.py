"""The walls inside web: no circle of files, and apps that all copy the same few."""

from __future__ import annotations

from pathlib import Path

import grimp
import pytest

WEB = Path(__file__).parents[2] / "src" / "codeward" / "web"
APPS = sorted(path.parent.name for path in WEB.glob("*/apps.py"))
# Where the one door of an app's rows stands is the door's own file.
DOOR = ("own_attempt", "may_read", "learner_required")


def circles(edges: dict[str, set[str]]) -> list[list[str]]:
    """Every set of two or more modules that reach each other, by Tarjan's algorithm."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = low[node] = len(index)
        stack.append(node)
        for after in sorted(edges.get(node, ())):
            if after not in index:
                visit(after)
                low[node] = min(low[node], low[after])
            elif after in stack:
                low[node] = min(low[node], index[after])
        if low[node] == index[node]:
            part = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(part) > 1:
                found.append(sorted(part))

    for node in sorted(edges):
        if node not in index:
            visit(node)
    return found


def test_a_circle_is_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]


def test_no_circle_of_files_in_web() -> None:
    graph = grimp.build_graph("codeward", cache_dir=None)
    ours = {name for name in graph.modules if name.startswith("codeward.web")}
    edges = {name: graph.find_modules_directly_imported_by(name) & ours for name in ours}
    assert circles(edges) == []


@pytest.mark.parametrize("app", APPS)
def test_an_app_has_the_files_that_every_app_has(app: str) -> None:
    files = {path.stem for path in (WEB / app).glob("*.py")}
    views = {name for name in files if name.startswith(("views", "endpoints", "v1"))}
    assert ("urls" in files) == bool(views)
    if "models" in files:
        assert (WEB / app / "migrations").is_dir()
        # What is kept of a person is exported; an app that keeps nothing of anybody has nothing to give.
        personal = 'personal_data = "yes' in (WEB / app / "models.py").read_text(encoding="utf-8")
        assert "portability" in files or not personal
    for path in (WEB / app).glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for door in DOOR:
            assert path.stem == "doors" or f"def {door}(" not in text
