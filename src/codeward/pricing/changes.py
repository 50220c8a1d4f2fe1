"""One change to a claim, as a trap of a chart says it or a person asks it, made and read again as if from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from codeward.claims import Claim, ClaimError, claim_json, read_claim
from codeward.errors import quoted

__all__ = ["ACTS", "changed"]

ACTS: Final = ("add", "remove", "replace", "modifiers", "units", "pointers", "poa", "date", "principal")
"""What a change may be, one at a time: the names of a trap's changes (docs/reference/chart-format.md)."""
_WHERE = ("diagnoses", "procedures", "lines")
_SYSTEMS = {"icd10cm": "diagnoses", "icd10pcs": "procedures", "cpt": "lines", "hcpcs": "lines"}
_Row = dict[str, Any]


def changed(claim: Claim, change: Mapping[str, Any]) -> Claim:
    """Return *claim* after one change; the claim itself stays as it is.

    The change is one of: `add` {code, system, and what a line or diagnosis has}, `remove` line, `replace` {line,
    code, poa}, `modifiers` `units` `pointers` `poa` `date` {line, value}, `principal` {code, poa, instead_of}; that of
    a chart's trap as `model_dump(mode="json")` gives it. A line is named by its id, or by its code where only one has
    that. Raises ClaimError for another change, a line that is not there, and what cannot stand on a claim.
    """
    given = {name: value for name, value in change.items() if value is not None}
    if len(given) != 1 or next(iter(given)) not in ACTS:
        raise ClaimError("a change is one thing", f"Give one of {', '.join(ACTS)}", "change")
    act, what = next(iter(given.items()))
    data = claim_json(claim)
    if act == "remove":
        rows, row = _found(data, what)
        rows.remove(row)
        for line in data["lines"]:  # what points to a diagnosis goes with it
            line["pointers"] = [one for one in line["pointers"] if row["id"] is None or one != row["id"]]
    elif not isinstance(what, Mapping):
        raise ClaimError("is not an object", "Name the line and the value", f"change.{act}")
    elif act == "add":
        _add(data, what)
    elif act == "principal":
        _principal(data, what)
    else:
        _, row = _found(data, what.get("line"))
        if act == "replace":
            _replace(row, what)
        elif "value" not in what:
            raise ClaimError("has no value", "Give the value", f"change.{act}")
        else:
            row[act] = None if what["value"] == "exempt" else what["value"]
    return read_claim({name: value for name, value in data.items() if value is not None})


def _found(data: _Row, named: Any) -> tuple[list[_Row], _Row]:
    """Return the row that is named by id, else by the code that only one has, and the rows it stands among."""
    for key in ("id", "code"):
        hits = [
            (data[where], row) for where in _WHERE for row in data[where] if named and row.get(key) == named
        ]
        if len(hits) == 1:
            return hits[0]
        if hits:
            raise ClaimError(
                f"{quoted(named)} stands there {len(hits)} times", "Name the line by its id", "change"
            )
    raise ClaimError(
        f"{quoted(named)} is no line of the claim", "Name a line by its id or its code", "change"
    )


def _add(data: _Row, what: Mapping[str, Any]) -> None:
    system = what.get("system") or "icd10cm"
    where = _SYSTEMS.get(system)
    if where is None:
        raise ClaimError(
            f"{quoted(system)} has no place on a claim", f"One of {', '.join(_SYSTEMS)}", "change.add"
        )
    # A line of a chart has fields that a claim's has not: what kind it is, and who gave the service.
    renamed = {"provider": "rendering"} if where == "lines" else {}
    gone = {"kind", *(() if where == "lines" else ("system",))}
    row = {renamed.get(k, k): v for k, v in what.items() if k not in gone and v not in (None, (), [])}
    if where == "lines" and "place" not in row and data.get("place"):
        row["place"] = data["place"]
    data[where].append(row)


def _replace(row: _Row, what: Mapping[str, Any]) -> None:
    """Put another code in the line; it keeps its letter of POA unless the change gives one."""
    if "code" not in what:
        raise ClaimError("has no code", "Give the code", "change.replace")
    row["code"] = what["code"]
    if "system" in row:
        row.pop("system")  # told by the code again: CPT or HCPCS
    if what.get("poa") is not None:
        row["poa"] = None if what["poa"] == "exempt" else what["poa"]


def _principal(data: _Row, what: Mapping[str, Any]) -> None:
    """Put a diagnosis first, in the place of another or before all; the same code further down goes."""
    gone = what.get("instead_of")
    if gone is not None:
        rows, row = _found(data, gone)
        rows.remove(row)
    poa = what.get("poa")
    # A diagnosis that was there already keeps its id, so that lines still point to it.
    held = next((row["id"] for row in data["diagnoses"] if row["code"] == what.get("code")), None)
    first = {"id": held, "code": what.get("code"), "poa": None if poa == "exempt" else poa}
    data["diagnoses"] = [first, *(row for row in data["diagnoses"] if row["code"] != first["code"])]
