"""The page of permissions, ``docs/reference/permissions.md``, from the table of roles and the matrix."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from codeward.web.grants.table import Area, Preset, Role, cell, table
from tests.web.matrix import world

__all__ = ["CAST", "PAGE", "text"]

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "permissions.md"
# Roles of staff, and: nobody, guest, owner, another learner, demo learner, a former director, one of one step.
CAST = len(Role) - 1 + 7
HEAD = """# Permissions

Who may what, as the school runs by it. The first table is the file that the program reads (`web/grants/roles.yaml`);
the second is what the tests ask. Both are written here by `python -m tests.web.matrix`, and a test compares them.
[How roles are given](../how-to/give-roles.md).
"""
LEGEND = """
**r** read, **w** read and write, **d** read, write and decide. **o** only one's own; **c** only within the program or
cohort that the role is given for; **s** only what the learner shares. "state: r" opens that part alone, "r, no files"
all but that part; **–** no door. About oneself a role of staff only reads. Everybody who works here, guests included,
has the row of the learner.
"""


def text() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_roles(), LEGEND, *_rest(), "## What is asked", "", *_asked()]) + "\n"


def _roles() -> list[str]:
    areas = list(Area)
    lines = ["## The table of roles", "", "| role | " + " | ".join(str(area.label) for area in areas) + " |"]
    lines.append("|---" * (len(areas) + 1) + "|")
    for role in Role:
        cells = " | ".join(str(cell(role, area)) for area in areas)
        lines.append(f"| {role.label} | {cells} |")
    return lines


def _rest() -> list[str]:
    asks = ", ".join(str(area.label) for area in Area if area in table().asks_second_step)
    two = ", ".join(str(role.label) for role in Role if role in table().two_people)
    lines = [
        f"Deciding asks for the two-step sign-in everywhere; any act does in: {asks}. Two people make a new {two}.",
        "",
        "| preset | its roles |",
        "|---|---|",
    ]
    for preset in Preset:
        names = ", ".join(str(role.label) for role in table().presets[preset])
        lines.append(f"| {preset.label} | {names} |")
    return [*lines, ""]


def _asked() -> list[str]:
    rows = world.rows()
    asked = [row for row in rows if row.acts]
    acts = Counter(act.method for row in asked for act in row.acts)
    every = sum(acts.values())
    counts = (
        f"{len(rows)} models; {len(asked)} of them are shown or changed by an address: {acts['GET']} ways to read and "
        f"{acts['POST']} to write, each asked by {CAST} kinds of people: {every * CAST:,} requests. "
        "Whoever may not gets a 404, and the row stays as it was."
    )
    lines = [
        counts,
        "",
        "| model | reads | writes | no address, because |",
        "|---|---|---|---|",
    ]
    for row in sorted(rows, key=lambda one: one.model):
        reads = sum(act.method == "GET" for act in row.acts)
        lines.append(f"| {row.model} | {reads or ''} | {len(row.acts) - reads or ''} | {row.why_none} |")
    return lines
