"""Modifiers, places of service and releases as rows to read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from codeward.codesets import SYSTEMS, Release, System, books, modifiers
from codeward.web.codebook.asked import Asked

__all__ = ["KIND_WORDS", "SETTING_WORDS", "OpenRelease", "modifier_groups", "open_releases", "ranges"]

KIND_WORDS: dict[str, tuple[Promise, Promise]] = {
    "pricing": (_("Pricing"), _("They change what is paid and come first on the line.")),
    "payment": (_("Payment"), _("They decide whether the line is paid along with others.")),
    "anatomic": (_("Sides and sites"), _("They say where.")),
    "informational": (_("Informational"), _("They give the payer information and come last.")),
    "statistical": (_("Statistical"), _("They are for counting and do not affect payment.")),
}
SETTING_WORDS: dict[str, Promise] = {
    "professional": _("Professional"),
    "hospital-outpatient": _("Hospital outpatient"),
    "asc": _("Ambulatory surgery center"),
    "supplier": _("Supplier"),
    "ambulance": _("Ambulance"),
    "laboratory": _("Laboratory"),
}


@dataclass(frozen=True, slots=True)
class OpenRelease:
    """A release on this desk: whether the school added it and whether it is in force today."""

    release: Release
    own: bool  # whether the school added it
    in_force: bool
    compiled: bool
    broken: bool
    gloss: bool
    titles: bool
    older: str = ""  # the release before it, to compare with


def modifier_groups(
    text: str, setting: str, on: dt.date | None
) -> list[tuple[Promise, Promise, list[modifiers.Modifier]]]:
    """(kind, what it does, modifiers) in the order on the line; narrowed by words and by setting."""
    words = text.casefold().split()
    made = []
    for kind in modifiers.KINDS:
        rows = [
            one
            for one in modifiers.all(on)
            if one.kind == kind
            and (not setting or setting in one.settings)
            and all(word in f"{one.code} {one.meaning} {one.note}".casefold() for word in words)
        ]
        if rows:
            word, told = KIND_WORDS[kind]
            made.append((word, told, rows))
    return made


def ranges(modifier: modifiers.Modifier) -> list[str]:
    """The codes that a modifier fits, as ranges to read."""
    return [first if first == last else f"{first}–{last}" for first, last in modifier.codes]


def open_releases(asked: Asked) -> list[tuple[System, list[OpenRelease]]]:
    """The releases that can be opened, by system in the order of the desk, newest first."""
    on = asked.on or books.today()
    found: dict[str, list[OpenRelease]] = {}
    broken: list[OpenRelease] = []
    seen: set[str] = set()
    opened = {one.id for one in books.releases()}
    for row in books.listed():
        if row.release is not None and (row.id in seen or row.id not in opened):
            continue  # a copy that is kept because a grade names it; a licensee's book, which is for nobody else
        seen.add(row.id)
        one = row.release or Release(row.id, "", row.id, dt.date.min, None)
        made = OpenRelease(
            release=one,
            own=row.source == "installed",
            in_force=row.release is not None and one.covers(on),
            compiled=row.compiled,
            broken=row.error is not None,
            gloss=one.glosses_only,
            titles=one.id.endswith("-titles"),
        )
        (broken if row.release is None else found.setdefault(one.system, [])).append(made)
    shown = []
    for name, system in SYSTEMS.items():
        rows = sorted(
            found.get(name, []), key=lambda r: (r.release.in_force_from, r.release.id), reverse=True
        )
        if rows:
            shown.append((system, [_with_older(rows, place) for place in range(len(rows))]))
    if broken:
        shown.append((System("", "", "", None, "", ""), broken))
    return shown


def _with_older(rows: list[OpenRelease], place: int) -> OpenRelease:
    one = rows[place]
    older = next(
        (r.release.id for r in rows[place + 1 :] if r.release.in_force_from < one.release.in_force_from), ""
    )
    return replace(one, older=older)
