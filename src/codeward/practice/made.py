"""A scenario as a chart, and its foreseen errors as answers, so that the grader says what each is worth."""

from __future__ import annotations

from codeward.charts import Answer, Chart, OrderPair
from codeward.codesets import Shelf, candidates
from codeward.curriculum import CodeItem, ItemAnswer, ItemChange, ItemLine, SbaItem, ScenarioItem
from codeward.practice.proof import answer_of, key_line, template

__all__ = ["changed", "scenario_chart", "with_diagnosis"]

_CHANGED = ("code", "poa", "modifiers", "units", "pointers", "date")
_SAID = ("system", *_CHANGED)


def with_diagnosis(item: SbaItem | CodeItem) -> SbaItem | CodeItem:
    """Return a question of procedures alone with one diagnosis in every option: no claim is without."""
    if any(line.system == "icd10cm" for option in item.options for line in option.lines or ()):
        return item
    beside = ItemLine(system="icd10cm", code="R69")
    options = tuple(
        option.model_copy(update={"lines": (beside, *(option.lines or ()))}) for option in item.options
    )
    return item.model_copy(update={"options": options})


def scenario_chart(item: ScenarioItem, shelf: Shelf) -> Chart:
    """Return a scenario as a chart on the claim that it names: its key, with what may stand first and the order."""
    answer = item.answer
    lines = tuple(key_line(line.id, line, line.why, line.cite, line.role) for line in answer.lines)
    setting = item.claim.setting if item.claim else "office"
    facility = item.claim is not None and item.claim.type == "facility"
    made = template("facility" if facility else "professional", setting, shelf.day)
    pairs = tuple(
        OrderPair.model_construct(before=a, after=b, reason="The key says so.", citation=("I.B.7",))
        for a, b in answer.order
    )
    key = made.key.model_copy(
        update={"lines": lines, "first": answer.first, "order": pairs, "alternatives": ()}
    )
    key.__dict__.pop("rejections", None)
    payer = (item.claim.payer if item.claim else None) or "commercial"
    return made.model_copy(update={"key": key, "asks": _asks(answer), "payer": payer})


def _asks(answer: ItemAnswer) -> tuple[str, ...]:
    systems = {line.system for line in answer.lines}
    asks = [
        *(["diagnoses"] if "icd10cm" in systems else []),
        *(["procedures"] if systems - {"icd10cm"} else []),
    ]
    asks += ["poa"] if any(line.poa for line in answer.lines) else []
    asks += [
        field
        for field in ("modifiers", "units", "pointers")
        if any(getattr(line, field) is not None for line in answer.lines)
    ]
    return tuple(asks)


def changed(key: ItemAnswer, change: ItemChange) -> Answer:
    """Return a scenario's key as an answer, with a foreseen error in it."""
    lines: dict[str, ItemLine] = {}
    for line in key.lines:
        if line.id == change.remove:
            continue
        given = {name: getattr(change, name) for name in _CHANGED} if line.id == change.line else {}
        said = {name: getattr(line, name) for name in _SAID}
        said |= {name: value for name, value in given.items() if value is not None}
        lines[line.id] = ItemLine.model_construct(**said)
    if change.add is not None:
        lines["added"] = ItemLine(system=_system(change.add, key), code=change.add)
    if change.first is not None and change.first in lines:
        lines = {change.first: lines.pop(change.first), **lines}
    return answer_of(list(lines.values()), list(lines))


def _system(code: str, key: ItemAnswer) -> str:
    """Return the system of an added code: the likeliest that the key uses, else the likeliest."""
    looks = candidates(code) or ("icd10cm",)
    used = {line.system for line in key.lines}
    return next((name for name in looks if name in used), looks[0])
