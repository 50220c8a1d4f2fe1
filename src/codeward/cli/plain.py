"""Read a command line of the plain kind without Click, whose import takes longer than a look-up.

Only what is exactly right is read: known flags, known options with a good value, arguments. Everything else
(help, abbreviations, mistakes) returns None and goes to Click, which answers with its messages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

__all__ = ["DATES", "Readers", "iso_date", "read"]

Readers = Mapping[str, tuple[str, Callable[[str], Any]]]


def iso_date(text: str) -> date:
    """Read YYYY-MM-DD, and none of the other forms that Python takes ("20260512", "2026-W20-1")."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise ValueError(text)
    return date.fromisoformat(text)


DATES: Readers = {"--on": ("on", iso_date)}


def read(
    arguments: list[str], flags: Mapping[str, str], options: Readers
) -> tuple[list[str], dict[str, Any]] | None:
    """Return (positional arguments, {name: value}) of a plain command line, or None.

    *flags* are {option: name}, *options* {option: (name, reader)}; a reader raises ValueError for a bad value.
    """
    positional: list[str] = []
    values: dict[str, Any] = dict.fromkeys(flags.values(), False)
    rest = iter(arguments)
    for argument in rest:
        if argument in flags:
            values[flags[argument]] = True
        elif argument in options:
            name, reader = options[argument]
            value = next(rest, None)
            if value is None:
                return None
            try:
                values[name] = reader(value)
            except ValueError:
                return None
        elif argument == "-" or not argument.startswith("-"):
            positional.append(argument)
        else:
            return None
    return (positional, values) if positional else None
