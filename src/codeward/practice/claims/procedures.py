"""What is said of procedures: PCS tables and roots, CPT's facts, modifiers, units, levels of visits, anesthesia."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from codeward.calculators import amount, anesthesia, billing_unit, drug_units, em
from codeward.charts import Modifier, StrictModel
from codeward.codesets import cpt, icd10pcs, lists, modifiers
from codeward.curriculum import QUERY_FAULTS
from codeward.errors import CodewardError
from codeward.practice.claims.fields import Code, Words, missing_list, one_or_more, same_words
from codeward.practice.claims.registry import Ground, UnprovenError, predicate

__all__ = ["reckoned"]

PcsCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-Z]{7}$")]


class _Pcs(StrictModel):
    lawful: Annotated[Literal["lawful", "unlawful"], Field(alias="is")]
    codes: Annotated[tuple[PcsCode, ...], Field(min_length=1, max_length=60), BeforeValidator(one_or_more)]


@predicate("pcs", _Pcs, "is", "codes")
def _pcs(told: _Pcs, ground: Ground) -> Iterator[str]:
    """Each code can be built from the tables of the date, or cannot."""
    for code in told.codes:
        validation = ground.shelf.validate("icd10pcs", code)
        if validation.valid != (told.lawful == "lawful"):
            yield validation.message


class _PcsValue(StrictModel):
    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-Z]{3,7}$")]
    axis: Words
    value: Annotated[str, StringConstraints(pattern=r"^[0-9A-HJ-NP-Z]$")]
    words: Words | None = None


@predicate("pcs_value", _PcsValue, "code", "axis", "value", "words")
def _pcs_value(told: _PcsValue, ground: Ground) -> Iterator[str]:
    """On that axis of the code's table the value is lawful, and is called so."""
    section = told.code[0]
    named = icd10pcs.names()
    titles = [same_words(named.axis(section, place)) for place in range(1, 8)]
    if same_words(told.axis) not in titles:
        yield f"the axes of section {section} are {', '.join(titles)}"
        return
    place = titles.index(same_words(told.axis)) + 1
    chosen = {n: char for n, char in enumerate(told.code, 1) if n != place and n <= max(3, len(told.code))}
    values = icd10pcs.Builder(ground.shelf.book("icd10pcs")).values(chosen, place)
    found = next((one for one in values if one.char == told.value), None)
    if found is None:
        yield f"lawful there: {', '.join(f'{one.char} {one.label}' for one in values[:20]) or 'nothing'}"
    elif told.words is not None and same_words(told.words) not in same_words(found.label):
        yield f"{told.value} is {found.label}"


class _Root(StrictModel):
    pair: Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Za-z ]+/[A-Z][A-Za-z ]+$", max_length=60)]


@predicate("root", _Root, "pair")
def _root(told: _Root, ground: Ground) -> Iterator[str]:
    """The two root operations are a pair that is confused, by the list of root operations."""
    wanted = {same_words(name) for name in told.pair.split("/")}
    named = [
        {same_words(icd10pcs.operations.get(each[0], each[1]).name) for each in (pair.first, pair.second)}
        for pair in icd10pcs.operations.pairs()
    ]
    if wanted not in named:
        known = {same_words(one.name) for one in icd10pcs.operations.of_section("0")}
        missing = wanted - known
        yield f"no operation {', '.join(sorted(missing))}" if missing else "these two are no pair of the list"


class _Cpt(StrictModel):
    fact: Literal[
        "pc_tc", "add_on", "base", "base_units", "bilateral", "multiple_procedure", "assistant", "co_surgeons",
        "team_surgeons", "global_days", "status", "ended",
    ]  # fmt: skip
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}[0-9A-Z]$|^[A-Z][0-9]{4}$")]
    value: (
        Annotated[str, Field(max_length=20), BeforeValidator(lambda v: str(v) if isinstance(v, int) else v)]
        | None
    ) = None


@predicate("cpt", _Cpt, "fact", "code", "value")
def _cpt(told: _Cpt, ground: Ground) -> Iterator[str]:
    """A public fact of a code number: an indicator of the fee schedule, add-on or not, base units, its last day."""
    if told.fact == "ended":
        found = cpt.ended(told.code)
        if found is None or (told.value is not None and told.value not in str(found.last)):
            yield f"{told.code} {'ended on ' + str(found.last) if found else 'has not ended'}"
        return
    if told.fact == "base":
        yield from _primary(told, ground)
        return
    facts = cpt.facts(told.code)
    if told.fact not in facts:
        raise UnprovenError(
            f"no fact {told.fact} of {told.code} is here", "Install the fee schedule of that date"
        )
    there = facts[told.fact]
    said = told.value if told.value is not None else "True"
    if str(there).lower() != said.lower():
        yield f"{told.fact} of {told.code} is {there}"


def _primary(told: _Cpt, ground: Ground) -> Iterator[str]:
    try:
        found = lists.add_ons(ground.day).primaries(told.code, ground.day)
    except CodewardError:
        raise missing_list("add-on", str(ground.day.year)) from None
    named = [one.code for one in found or ()]
    if told.value not in named:
        yield f"the list names {', '.join(named) or 'nothing'} for {told.code}"


Setting = Literal["professional", "hospital-outpatient", "asc", "supplier", "ambulance", "laboratory"]
Modifiers = Annotated[tuple[Modifier, ...], Field(min_length=1, max_length=6), BeforeValidator(one_or_more)]


class _Modifier(StrictModel):
    """`fits` [modifier, code]; `excludes` two; `order` as they stand on the line. One of them."""

    fits: Annotated[tuple[Modifier, Code], Field()] | None = None
    unfit: Annotated[tuple[Modifier, Code], Field()] | None = None
    excludes: Annotated[tuple[Modifier, Modifier], Field()] | None = None
    order: Modifiers | None = None
    code: Code | None = None
    setting: Setting | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_line(cls, data: Any) -> Any:
        """Take "69210 50 excludes" and "26 93000 fits", as a proof writes them in a line."""
        words = data.get("fits") if isinstance(data, dict) else None
        if isinstance(words, list | tuple) and len(words) == 3 and words[2] in ("fits", "excludes"):
            one, other = (words[1], words[0]) if len(str(words[0])) == 5 else (words[0], words[1])
            return {"fits" if words[2] == "fits" else "unfit": (one, other)}
        return data

    @model_validator(mode="after")
    def _one_of_them(self) -> _Modifier:
        if sum(part is not None for part in (self.fits, self.unfit, self.excludes, self.order)) != 1:
            raise ValueError("a claim of modifiers is one of fits, unfit, excludes, order")
        return self


@predicate("modifier", _Modifier, "fits")
def _modifier(told: _Modifier, ground: Ground) -> Iterator[str]:
    """A modifier fits a code or does not, two exclude each other, or several stand in their order."""
    if told.fits or told.unfit:
        name, code = told.fits or told.unfit or ("", "")
        why = modifiers.why_not(name, code, told.setting, ground.day, cpt.facts(code))
        if told.fits and why:
            yield why
        elif told.unfit and not why:
            yield f"nothing speaks against {name} at {code}"
    elif told.excludes:
        if not modifiers.conflicts(told.excludes, ground.day, line=told.code or "", setting=told.setting):
            yield f"{' and '.join(told.excludes)} may stand together"
    elif told.order and modifiers.in_order(told.order) != told.order:
        yield f"they stand {', '.join(modifiers.in_order(told.order))}"


class _Units(StrictModel):
    """A drug's units by dose, unit and containers; what one unit is; or a plain reckoning."""

    code: Code | None = None
    unit: Words | None = None
    dose: Words | None = None
    per: Words | None = None
    containers: Annotated[tuple[Words, ...], Field(max_length=8), BeforeValidator(one_or_more)] = ()
    multi_dose: Annotated[bool, Field(strict=True)] = False
    payer: Literal["medicare", "other"] = "medicare"
    lines: Annotated[tuple[tuple[Words, int], ...], Field(max_length=4)] = ()
    units: Annotated[int, Field(ge=0, le=99_999)] | None = None
    reckon: Annotated[str, StringConstraints(pattern=r"^[0-9a-z+*/(). -]+$", max_length=120)] | None = None


@predicate("units", _Units, "code", "units")
def _units(told: _Units, ground: Ground) -> Iterator[str]:
    """Units of a drug or service: by the calculator, by the book's own unit, or reckoned from figures."""
    if told.reckon is not None:
        there = reckoned(told.reckon)
        if there != told.units:
            yield f"{told.reckon} is {there}"
        return
    if told.code is None:
        yield "no code is named"
    elif told.dose is None:
        if told.unit is not None:
            unit = billing_unit(told.code, ground.day).per
            if amount(told.unit, "unit") != unit:
                yield f"one unit of {told.code} is {unit}"
        elif ground.shelf.concept("hcpcs", told.code) is None and not cpt.facts(told.code):
            yield f"there is no {told.code}"
    else:
        per = amount(told.per, "per") if told.per else billing_unit(told.code, ground.day).per
        found = drug_units(
            told.code,
            dose=amount(told.dose, "dose"),
            per=per,
            containers=[amount(one, "vial") for one in told.containers],
            single_dose=not told.multi_dose,
            payer=told.payer,
            on=ground.day,
        )
        there_lines = tuple((" ".join(line.modifiers) or "none", line.units) for line in found.lines)
        if told.lines and told.lines != there_lines:
            yield f"the lines are {'; '.join(f'{name} × {count}' for name, count in there_lines)}"
        if told.units is not None and told.units != found.administered:
            yield f"{found.administered} units were given"


_REACH: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_CALLS: dict[str, Callable[[float], int]] = {"ceil": math.ceil, "floor": math.floor, "round": round}


def reckoned(text: str) -> int | float:
    """Return what a plain reckoning comes to: numbers, + - * /, ceil, floor, round. Raises CodewardError."""
    try:
        return _value(ast.parse(text, mode="eval").body, 0)
    except (SyntaxError, ZeroDivisionError, OverflowError, RecursionError, ValueError) as error:
        raise CodewardError(
            f"{text} is no reckoning: {error}", "Write numbers, + - * / and ceil, floor, round"
        ) from None


def _value(node: ast.expr, depth: int) -> int | float:
    if depth > 20:
        raise ValueError("too deep")
    number = node.value if isinstance(node, ast.Constant) else None
    if isinstance(number, int | float) and not isinstance(number, bool) and abs(number) <= 10**9:
        return number
    if isinstance(node, ast.BinOp) and type(node.op) in _REACH:
        result = _REACH[type(node.op)](_value(node.left, depth + 1), _value(node.right, depth + 1))
        if abs(result) > 10**12:
            raise ValueError("too large")
        return result  # type: ignore[no-any-return]
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in _CALLS
        and len(node.args) == 1
    ):
        return _CALLS[node.func.id](_value(node.args[0], depth + 1))
    raise ValueError("not a number")


class _Em(StrictModel):
    category: Literal[em.CATEGORIES]  # type: ignore[valid-type]
    patient: Literal["new", "established"] | None = None
    stage: Literal["initial", "subsequent"] | None = None
    setting: Literal["office", "inpatient", "nursing"] | None = None
    problems: Literal["minimal", "low", "moderate", "high"] | None = None
    data: Literal["minimal", "limited", "moderate", "extensive"] | None = None
    risk: Literal["minimal", "low", "moderate", "high"] | None = None
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    age: Annotated[int, Field(ge=0, le=124)] | None = None
    payer: Literal["medicare", "other"] = "other"
    code: Code


@predicate("em", _Em, "category", "patient", "problems", "data", "risk", "code")
def _em(told: _Em, ground: Ground) -> Iterator[str]:
    """Decision making, or minutes, lead to that code."""
    said = told.model_dump(exclude={"code"})
    found = em.decide(em.Encounter(on=ground.day, **said))
    if found.code != told.code:
        yield f"they lead to {found.code or 'no code'}"


class _Anesthesia(StrictModel):
    code: Annotated[str, StringConstraints(pattern=r"^0[0-9]{4}$")]
    minutes: Annotated[int, Field(ge=1, le=10_080)]
    base: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    payer: Literal["medicare", "other"] = "medicare"
    status: Words | None = None
    time_units: Annotated[Decimal, Field(ge=0, le=1_000)] | None = None
    units: Annotated[Decimal, Field(ge=0, le=2_000)] | None = None


@predicate("anesthesia", _Anesthesia, "code", "minutes", "units")
def _anesthesia(told: _Anesthesia, ground: Ground) -> Iterator[str]:
    """Base and time units of a case come to that."""
    found = anesthesia.reckon(
        anesthesia.Case(
            told.code, told.minutes, base=told.base, payer=told.payer, status=told.status, on=ground.day
        )
    )
    if told.time_units is not None and found.time != told.time_units:
        yield f"{told.minutes} minutes are {found.time} units"
    if told.units is not None and found.total != told.units:
        yield f"the units in all are {found.total}"


class _Fault(StrictModel):
    faults: Annotated[tuple[Words, ...], Field(min_length=1, max_length=6), BeforeValidator(one_or_more)]


@predicate("fault", _Fault, "faults")
def _fault(told: _Fault, ground: Ground) -> Iterator[str]:
    """The faults of a draft of a query are of the closed list; `none` where it has none. A reader judges the draft."""
    unknown = [one for one in told.faults if one not in (*QUERY_FAULTS, "none")]
    if unknown:
        yield f"there is no fault {', '.join(unknown)}: there are {', '.join(QUERY_FAULTS)}"
