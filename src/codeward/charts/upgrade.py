"""From schema 1 to schema 2: pure functions on plain values. What schema 1 could say stays readable for ever.

An attempt keeps the files of its chart as they were, so a chart of years ago is read by today's code. Schema 1 knew no
fields but those listed here: a newer field under the old number is a mistake, told before anything is upgraded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["NotInSchema1Error", "answer_from_1", "chart_from_1", "key_from_1"]

Shape = dict[str, Any]  # field → the shape of what it holds; {} where nothing below has names of ours


def _names(words: str, **nested: Shape) -> Shape:
    return {name: {} for name in words.split()} | nested


_LINE = _names(
    "id kind system code role evidence poa modifiers units pointers date provider reason citation path near"
)
_CHART = _names(
    "schema id number title patient_status specialty difficulty coding_date disposition patient payer visit "
    "abbreviations",
    claim=_names("type of"),
    dates=_names("admission discharge service"),
    earlier_surgery=_names("date procedure"),
    policy=_names("external_causes place_activity_status social_determinants status_z"),
    documents=_names("id kind title date time signed text author"),
)
_KEY = _names(
    "schema chart quality objectives summary first first_reason first_citation order excludes1_exceptions",
    lines=_LINE,
    alternatives=_names("instead_of credit reason citation", use=_names("kind system code modifiers units")),
    queries=_names("id about required keywords evidence model reason citation"),
    ledger=_names("document quote occurrence state status lines rejects reason citation"),
)
_ANSWER = _names("schema", lines=_LINE, queries=_names("id about evidence"))


class NotInSchema1Error(Exception):
    """A field that schema 1 did not have: where, what, and the way out."""

    def __init__(self, where: str, name: str) -> None:
        super().__init__(where)
        self.where = where
        self.message = f"the field {name!r} is not known in schema 1"
        self.way_out = 'Remove it or correct its name; newer fields need "schema: 2"'


def chart_from_1(raw: dict[str, Any]) -> dict[str, Any]:
    """Return chart.yaml in schema 2; what is not of schema 1 comes back as it is. Raises NotInSchema1Error.

    Charts of schema 1 asked for diagnoses alone, and their employers had no rule for history codes.
    """
    if raw.get("schema") != 1:
        return raw
    _only_known(raw, _CHART)
    claim = raw.get("claim")
    facility = isinstance(claim, dict) and claim.get("type") == "facility"
    stay = facility and raw.get("patient_status") == "inpatient"
    new = {**raw, "schema": 2, "asks": ["diagnoses"], "record": "stay" if stay else "encounter"}
    if isinstance(raw.get("policy"), dict):
        new["policy"] = {**raw["policy"], "history_z": "open"}
    return new


def key_from_1(raw: dict[str, Any]) -> dict[str, Any]:
    """Return key.yaml in schema 2; what is not of schema 1 comes back as it is. Raises NotInSchema1Error.

    A question of schema 1 was known by keywords and had no kind: it keeps the keywords, and its model becomes the text.
    """
    if raw.get("schema") != 1:
        return raw
    _only_known(raw, _KEY)
    return {**raw, "schema": 2, **_each(raw, "queries", _key_query)}


def answer_from_1(raw: dict[str, Any]) -> dict[str, Any]:
    """Return an answer in schema 2; where it has no number, only a question's `about` becomes its text.

    Raises NotInSchema1Error.
    """
    if raw.get("schema", 1) != 1:
        return raw
    if "schema" in raw:
        _only_known(raw, _ANSWER)
    return {**raw, "schema": 2, **_each(raw, "queries", _answer_query)}


def _key_query(query: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in query.items() if name != "model"}
    return {**rest, "kind": None, "to": "attending"} | ({"text": query["model"]} if "model" in query else {})


def _answer_query(query: dict[str, Any]) -> dict[str, Any]:
    if "about" not in query:
        return query
    return {name: value for name, value in query.items() if name != "about"} | {"text": query["about"]}


def _each(
    raw: dict[str, Any], name: str, change: Callable[[dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    """Return {name: the changed list}, or nothing where there is no list: the schema tells what is wrong then."""
    items = raw.get(name)
    if not isinstance(items, list):
        return {}
    return {name: [change(item) if isinstance(item, dict) else item for item in items]}


def _only_known(value: Any, known: Shape, where: str = "") -> None:
    """Walk *value* beside *known*; a field that is named in neither has no place in schema 1."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            _only_known(item, known, f"{where}[{index}]")
    elif isinstance(value, dict) and known:
        for name, part in value.items():
            place = f"{where}.{name}".lstrip(".")
            if name not in known:
                raise NotInSchema1Error(place, str(name))
            _only_known(part, known[name], place)
