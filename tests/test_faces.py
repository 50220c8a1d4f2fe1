"""Every room has one face: what its `__init__` names in `__all__` is there, and nothing else is taken from outside."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "codeward"
# The rooms and the single files below web; web's apps have walls of their own (import-linter).
ROOMS = sorted(
    {path.parent.name for path in SOURCE.glob("*/__init__.py")} - {"web"}
    | {path.stem for path in SOURCE.glob("*.py")} - {"__init__"}
)
FILES = sorted(SOURCE.rglob("*.py"))


def modules_shown(module: ModuleType) -> Iterator[ModuleType]:
    """Give *module* and every module or package that its face, and so on theirs, shows."""
    yield module
    for name in module.__all__:
        value = getattr(module, name)
        if isinstance(value, ModuleType) and value.__name__ == f"{module.__name__}.{name}":
            yield from modules_shown(value)


@lru_cache(maxsize=1)
def imports() -> tuple[tuple[Path, int, str, list[str]], ...]:
    """Return file, line, module and names of every import of the house, wherever in a file it stands."""
    return tuple((path, *found) for path in FILES for found in _imports(path))


def _imports(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("codeward"):
            yield node.lineno, node.module or "", [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith("codeward"):
                    yield node.lineno, alias.name, []


def room_of(path: Path) -> str:
    """Return the room that the file *path* stands in ("errors" for `errors.py`)."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def is_shown(module: str, names: list[str]) -> bool:
    """Say whether *names* may be taken from *module* by another room: every step of the way is on the face before."""
    _, room, *steps = module.split(".")
    face = import_module(f"codeward.{room}")
    for step in steps:
        if step not in face.__all__ or not isinstance(getattr(face, step), ModuleType):
            return False
        face = getattr(face, step)
    return set(names) <= set(getattr(face, "__all__", ()))


@pytest.mark.parametrize("room", ROOMS)
def test_a_face_shows_what_is_there_and_each_name_once(room: str) -> None:
    for module in modules_shown(import_module(f"codeward.{room}")):
        assert module.__doc__
        assert len(module.__all__) == len(set(module.__all__)), module.__name__
        missing = [name for name in module.__all__ if not hasattr(module, name)]
        assert missing == [], module.__name__


def lately(path: Path) -> dict[str, list[str]]:
    """Return the modules and their names that the `__init__` at *path* imports when they are first asked for."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "later":
            found: dict[str, list[str]] = ast.literal_eval(node.args[1])
            return found
    return {}


@pytest.mark.parametrize("path", [p for p in FILES if lately(p)], ids=lambda p: p.parent.name)
def test_what_is_imported_late_is_not_hidden_by_a_module_of_its_name(path: Path) -> None:
    """A module takes its name in the package once it is imported; a function of that name could not be had any more."""
    there = {each.stem for each in path.parent.glob("*.py")} | {
        each.parent.name for each in path.parent.glob("*/__init__.py")
    }
    modules = lately(path)
    shown = set(modules.pop("", []))
    assert shown <= there
    assert {name for names in modules.values() for name in names} & there == set()


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_is_taken_from_a_room_but_what_its_face_shows(room: str) -> None:
    taken = []
    for path, line, module, names in imports():
        if room_of(path) != room and module.split(".")[1:2] == [room] and not is_shown(module, names):
            taken.append(f"{path.relative_to(SOURCE)}:{line} {module} {names}")
    assert taken == []


def test_a_name_past_the_face_is_found_out() -> None:
    assert is_shown("codeward.codesets", ["Book", "icd10pcs"])
    assert is_shown("codeward.codesets.icd10pcs", ["Builder"])
    assert not is_shown("codeward.codesets", ["BookFileThatIsNot"])
    assert not is_shown("codeward.codesets.container.book", ["Book"])
    assert not is_shown("codeward.codesets.icd10pcs", ["pack_tables"])
