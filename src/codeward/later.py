"""Names that a room shows and imports only when they are first asked for, so that a short command stays short."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

__all__ = ["later"]


def later(room: str, modules: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """Return the `__getattr__` of the package *room*: for each of its *modules* the names that it gives.

    Under "" stand modules and packages that are shown themselves. What is returned raises AttributeError for other
    names.
    """
    module_of = {name: module for module, names in modules.items() for name in names}

    def found(name: str) -> Any:
        module = module_of.get(name)
        if module is None:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        return getattr(import_module(f"{room}.{module}"), name) if module else import_module(f"{room}.{name}")

    return found
