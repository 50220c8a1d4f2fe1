"""A small chart made of a question, so that the grader itself says what each option is worth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Any

from codeward.charts import Answer, AnswerLine, Chart
from codeward.curriculum import Item, ItemAnswer, ItemChange, ItemLine

__all__ = ["answer_of", "changed", "graded_chart", "kind_of"]

_SETTINGS = {
    "inpatient": "inpatient",
    "observation": "observation",
    "emergency": "emergency",
    "office": "office",
}


def kind_of(line: ItemLine) -> str:
    """Return whether a line is a diagnosis or a procedure."""
    return "diagnosis" if line.system == "icd10cm" else "procedure"


def graded_chart(
    item: Item,
    lines: Sequence[ItemLine],
    day: dt.date,
    *,
    ordered: bool = True,
    unrelated: bool = False,
    key: ItemAnswer | None = None,
) -> Chart:
    """Return a chart whose key is *lines*, on the claim that the question names.

    *ordered* says whether the first place is the first line's alone; a scenario's *key* says itself what may stand
    first and what comes before what. *unrelated* conditions may stand together against an Excludes1 note (I.A.12.a).
    Every line has its own sentence in the one document. Raises ValueError where the lines make no key.
    """
    ids = [line.id for line in key.lines] if key else [f"l{n}" for n in range(1, len(lines) + 1)]
    inpatient = any(line.poa for line in lines) or any(line.system == "icd10pcs" for line in lines)
    first = list(key.first) if key else ids[:1] if ordered else _firsts(ids, lines)
    pairs = [(a, b) for a, b in key.order] if key else list(pairwise(ids)) if ordered else []
    return Chart.model_validate(
        {
            **_head(item, lines, day, inpatient=inpatient),
            "documents": [_document(ids, day)],
            "key": {
                **_key(item, ids, lines, first, pairs, key),
                "excludes1_exceptions": _apart(lines) if unrelated else [],
            },
            "version": item.version,
        }
    )


def _apart(lines: Sequence[ItemLine]) -> list[dict[str, Any]]:
    codes = dict.fromkeys(line.code for line in lines if line.system == "icd10cm")
    return [
        {"codes": list(pair), "reason": "The question says so.", "citation": ["I.A.12.a"]}
        for pair in combinations(codes, 2)
    ]


def _firsts(ids: list[str], lines: Sequence[ItemLine]) -> list[str]:
    diagnoses = [name for name, line in zip(ids, lines, strict=True) if line.system == "icd10cm"]
    return diagnoses or ids


def _head(item: Item, lines: Sequence[ItemLine], day: dt.date, *, inpatient: bool) -> dict[str, Any]:
    claim = item.claim
    setting = "inpatient" if inpatient else _SETTINGS.get(claim.setting if claim else "", "outpatient")
    facility = inpatient or (claim is not None and claim.type == "facility")
    kinds = {kind_of(line) for line in lines}
    asks = [
        *(["diagnoses"] if "diagnosis" in kinds else []),
        *(["procedures"] if "procedure" in kinds else []),
    ]
    asks += ["poa"] if any(line.poa for line in lines) else []
    for field in ("modifiers", "units", "pointers"):
        asks += [field] if any(getattr(line, field) is not None for line in lines) else []
    stay = {"admission": day, "discharge": day, "service": None}
    return {
        "schema": 2,
        "id": "made-of-a-question",
        "number": 1,
        "title": item.id,
        "patient_status": setting,
        "claim": {"type": "facility" if facility else "professional"},
        "record": "lesson",
        "asks": asks,
        "specialty": "Any",
        "difficulty": item.level,
        "dates": stay if inpatient else {"service": day},
        "coding_date": day,
        "patient": {"name": "Nobody", "age": {"years": 50}, "sex": "unknown"},
        "payer": (claim.payer if claim else None) or "commercial",
        "policy": dict.fromkeys(
            ("external_causes", "place_activity_status", "social_determinants", "status_z", "history_z"),
            "report",
        ),
    }


def _document(ids: list[str], day: dt.date) -> dict[str, Any]:
    return {
        "id": "note",
        "kind": "note",
        "title": "Note",
        "date": day,
        "time": "08:00",
        "author": {"name": "A. Writer, MD", "role": "attending"},
        "signed": True,
        "text": "".join(f"Said of {name}.\n" for name in ids),
    }


def _key(
    item: Item,
    ids: list[str],
    lines: Sequence[ItemLine],
    first: list[str],
    pairs: list[tuple[str, str]],
    key: ItemAnswer | None,
) -> dict[str, Any]:
    roles = [line.role for line in key.lines] if key else ["required"] * len(ids)
    made = []
    for name, line, role in zip(ids, lines, roles, strict=True):
        said = {field: getattr(line, field) for field in ("poa", "units", "date")}
        made.append(
            {
                "id": name,
                "kind": kind_of(line),
                "system": line.system,
                "code": line.code,
                "role": role,
                "evidence": [{"document": "note", "quote": f"Said of {name}."}],
                "reason": "The question says so.",
                "citation": ["I.B.2"],
                **said,
                "modifiers": list(line.modifiers or ()),
                "pointers": list(line.pointers or ()),
            }
        )
    return {
        "schema": 2,
        "chart": "made-of-a-question",
        "quality": {"state": "draft", "by": None},
        "objectives": ["I.B.2"],
        "summary": item.id,
        "lines": made,
        "first": first,
        "first_reason": "The question says so.",
        "first_citation": ["I.B.2"],
        "order": [{"before": a, "after": b, "reason": "So.", "citation": ["I.B.2"]} for a, b in pairs],
        "ledger": [
            {
                "document": "note",
                "quote": f"Said of {name}.",
                "state": "supports",
                "status": role,
                "lines": [name],
            }
            for name, role in zip(ids, roles, strict=True)
        ],
    }


_CHANGED = ("code", "poa", "modifiers", "units", "pointers", "date")


def answer_of(lines: Sequence[ItemLine], ids: Sequence[str] | None = None) -> Answer:
    """Return lines as a learner hands them in."""
    names = ids or [f"l{n}" for n in range(1, len(lines) + 1)]
    return Answer(
        lines=tuple(
            AnswerLine(
                id=name,
                kind="diagnosis" if line.system == "icd10cm" else "procedure",
                system=line.system,
                code=line.code,
                poa=line.poa,
                modifiers=line.modifiers or (),
                units=line.units,
                pointers=tuple(one for one in line.pointers or () if one in names),
                date=line.date,
            )
            for name, line in zip(names, lines, strict=True)
        )
    )


def changed(key: ItemAnswer, change: ItemChange) -> Answer:
    """Return a scenario's key as an answer, with a foreseen error in it."""
    lines: list[ItemLine] = []
    ids: list[str] = []
    for line in key.lines:
        if line.id == change.remove:
            continue
        given = {name: getattr(change, name) for name in _CHANGED}
        said = (
            {name: value for name, value in given.items() if value is not None}
            if line.id == change.line
            else {}
        )
        lines.append(line.model_copy(update=said))
        ids.append(line.id)
    if change.add is not None:
        lines.append(ItemLine(system=_system(change.add, key), code=change.add))
        ids.append("added")
    if change.first is not None and change.first in ids:
        place = ids.index(change.first)
        lines.insert(0, lines.pop(place))
        ids.insert(0, ids.pop(place))
    return answer_of(lines, ids)


@lru_cache(maxsize=512)
def _looks(code: str) -> tuple[str, ...]:
    from codeward.codesets import candidates

    return candidates(code)


def _system(code: str, key: ItemAnswer) -> str:
    """Return the system of an added code: the likeliest that the key uses, else the likeliest."""
    looks = _looks(code) or ("icd10cm",)
    used = {line.system for line in key.lines}
    return next((name for name in looks if name in used), looks[0])
