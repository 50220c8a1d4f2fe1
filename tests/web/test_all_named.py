"""Every module of the web says in `__all__` what others may take from it, and all of that is there."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "src" / "codeward" / "web"
# Django looks these up by their place, or takes everything there is in them.
BY_PLACE = {"__init__.py", "__main__.py", "apps.py", "urls.py", "django.py", "wsgi.py"}
FILES = [
    path
    for path in sorted(WEB.rglob("*.py"))
    if path.name not in BY_PLACE and not {"migrations", "management", "templatetags"} & set(path.parts)
]


def defined(path: Path) -> list[str]:
    """The public functions and classes of a module."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    made = [one.name for one in body if isinstance(one, ast.FunctionDef | ast.ClassDef)]
    return [name for name in made if not name.startswith("_")]


@pytest.mark.parametrize(
    "path", [path for path in FILES if defined(path)], ids=lambda path: str(path.relative_to(WEB))
)
def test_a_module_names_what_it_gives(path: Path) -> None:
    module = import_module(".".join(path.relative_to(WEB.parents[1]).with_suffix("").parts))
    assert module.__all__, path
    assert [name for name in module.__all__ if not hasattr(module, name)] == []


def test_there_are_many() -> None:
    assert len(FILES) > 150
