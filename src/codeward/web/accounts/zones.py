"""Time zones by their IANA names."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

__all__ = ["known_zone", "zone_names", "zone_of"]


@cache
def zone_names() -> tuple[str, ...]:
    """Every place's zone, sorted; without the files of the database that are no place's."""
    return tuple(
        sorted(
            name
            for name in available_timezones()
            if "/" in name and not name.startswith(("Etc/", "SystemV/"))
        )
    )


def zone_of(text: str) -> str:
    """The zone that somebody means: its name in any case, or a city's that only one zone bears; empty for none.

    "america/chicago", "Chicago" and "new york" are understood.
    """
    wanted = "_".join(text.split()).casefold()
    if wanted == "utc":
        return "UTC"
    whole = [name for name in zone_names() if name.casefold() == wanted]
    cities = [name for name in zone_names() if name.rpartition("/")[2].casefold() == wanted]
    found = whole or cities
    return found[0] if len(found) == 1 else ""


def known_zone(name: str) -> bool:
    """Whether `name` is a zone that a person may choose. The empty name is none."""
    return name == "UTC" or name in zone_names()
