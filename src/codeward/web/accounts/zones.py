"""Time zones by their IANA names."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones


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


def known_zone(name: str) -> bool:
    """Whether `name` is a zone that a person may choose. The empty name is none."""
    return name == "UTC" or name in zone_names()
