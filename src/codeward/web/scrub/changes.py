"""What a person may try on a claim: a change that a finding's way out names and that needs no thinking to make.

The change itself is made by `codeward.pricing`; here it is offered, named on its button, and read back. What the
record must show for it nobody here has read: a change that works is not yet a change that is right.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext as _

from codeward.claims import Claim, ClaimError, Diagnosis, Line, Procedure
from codeward.codesets import undotted
from codeward.edits import Finding

__all__ = ["Offer", "offers", "read_change", "word_of"]

_LONGEST: Final = 300  # characters of a change as it is sent
_MOST_MODIFIERS: Final = 3  # of a finding, that are offered
_MOST_ON_A_LINE: Final = 4
_NAMED: Final = re.compile(r"\b[0-9A-Z]{2}\b")
_SIDES: Final = re.compile(r"\b(?:RT|LT|50)\b")

Change = Mapping[str, Any]
Part = Diagnosis | Procedure | Line


class Offer(NamedTuple):
    """A change as its button sends it, and what the button says."""

    text: str
    word: str


def read_change(text: str) -> Change:
    """Read a change that was sent; whether it fits the claim is for who makes it. Raises ClaimError."""
    try:
        found = json.loads(text) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ClaimError(_("This is not a change that can be tried"), _("Check the claim again"))
    return found


def offers(finding: Finding, claim: Claim) -> tuple[Offer, ...]:
    """Return the changes that the way out of *finding* may mean; none where only a coder can tell."""
    made = {json.dumps(change): change for change in _changes(finding, claim)}
    return tuple(Offer(text, word_of(change, claim)) for text, change in made.items())


def word_of(change: Change, claim: Claim) -> str:
    """Say what a change does, in a few words."""
    act, what = next(iter(change.items()), ("", None))
    if act == "remove":
        return _("Without %(code)s") % {"code": _code(claim, what)}
    if not isinstance(what, Mapping):
        return _("This change")
    if act == "principal":
        return _("%(code)s first") % {"code": what.get("code")}
    value = what.get("value")
    words = {
        "modifiers": _("%(code)s with %(value)s") if value else _("%(code)s without modifiers"),
        "units": _("%(code)s with units %(value)s"),
        "poa": _("%(code)s without POA") if value == "exempt" else _("%(code)s with POA %(value)s"),
        "date": _("%(code)s on %(value)s"),
        "pointers": _("%(code)s points to %(value)s"),
    }
    said = {
        "code": _code(claim, what.get("line")),
        "value": " ".join(map(str, value)) if isinstance(value, list) else value,
    }
    return words[act] % said if act in words else _("This change")


def _changes(finding: Finding, claim: Claim) -> Iterator[Change]:
    part = _which(finding, claim)
    if part is None:
        return
    name = part.id
    if isinstance(part, Line):
        yield from _of_line(finding, part, claim)
    elif finding.rule == "CW-PO-001":
        yield {"poa": {"line": name, "value": "Y"}}
        yield {"poa": {"line": name, "value": "N"}}
    elif finding.rule == "CW-PO-003":
        yield {"poa": {"line": name, "value": "Y"}}
    elif finding.rule == "CW-PO-002":
        yield {"poa": {"line": name, "value": "exempt"}}
    elif finding.rule.startswith("CW-SQ") and isinstance(part, Diagnosis) and len(claim.diagnoses) > 1:
        first = claim.diagnoses[1] if claim.diagnoses[0].id == name else part
        yield {"principal": {"code": first.code, "poa": first.poa}}
    if finding.rule in ("CW-DX-002", "CW-HC-002"):
        yield {"remove": name}


def _of_line(finding: Finding, line: Line, claim: Claim) -> Iterator[Change]:
    yield from _of_modifiers(finding, line)
    units = _right_units(finding)
    if units is not None and len(finding.lines) == 1:
        yield {"units": {"line": line.id, "value": units}}
    if finding.rule == "CW-CM-004" and claim.statement.start == claim.statement.through:
        yield {"date": {"line": line.id, "value": claim.statement.start.isoformat()}}
    if finding.rule == "CW-CM-008" and len(claim.diagnoses) == 1:
        yield {"pointers": {"line": line.id, "value": [claim.diagnoses[0].id]}}
    if finding.disposition == "deny line":
        yield {"remove": line.id}


def _of_modifiers(finding: Finding, line: Line) -> Iterator[Change]:
    if finding.bypass is not None:
        wanted: tuple[str, ...] = finding.bypass.modifiers
    elif finding.rule.startswith("CW-MX"):
        wrong = [one for one in line.modifiers if one in _NAMED.findall(f"{finding.what} {finding.why}")]
        for modifier in wrong:
            kept = [one for one in line.modifiers if one != modifier]
            yield {"modifiers": {"line": line.id, "value": kept}}
        wanted = () if wrong else tuple(_SIDES.findall(finding.way_out))
    else:
        wanted = ()
    if len(line.modifiers) < _MOST_ON_A_LINE:
        for modifier in wanted[:_MOST_MODIFIERS]:
            if modifier not in line.modifiers:
                # Before the others: what decides the payment comes first.
                yield {"modifiers": {"line": line.id, "value": [modifier, *line.modifiers]}}


def _right_units(finding: Finding) -> int | None:
    """The units that a finding names as the most, or as the right ones."""
    if finding.rule == "CW-UN-001":
        return 1
    if finding.rule.startswith("CW-MU"):
        most = re.search(r"holds (\d{1,5})$", finding.what)
        return int(most[1]) if most else None
    right = re.match(r"Give (\d{1,5}) units", finding.way_out) if finding.rule.startswith("CW-UN") else None
    return int(right[1]) if right else None


def _which(finding: Finding, claim: Claim) -> Part | None:
    """The part that must change: of those that the finding names the last one with its first code, else the first."""
    named = [part for name in finding.lines if (part := _part_of(claim, name)) is not None]
    wanted = undotted(finding.codes[0]) if finding.codes else ""
    fit = [part for part in named if undotted(part.code) == wanted]
    return fit[-1] if fit else (named[0] if named else None)


def _part_of(claim: Claim, name: object) -> Part | None:
    parts: tuple[Part, ...] = (*claim.diagnoses, *claim.procedures, *claim.lines)
    return next((part for part in parts if part.id == name), None)


def _code(claim: Claim, name: object) -> str:
    part = _part_of(claim, name)
    return str(name) if part is None else part.code
