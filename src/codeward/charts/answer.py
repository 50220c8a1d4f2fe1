"""What a learner hands in, and how it is read from JSON.

Only `kind`, `system` and `code` of a line are required. Fields that are not graded yet are read and kept.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NoReturn

from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from codeward.charts import limits
from codeward.charts.base import (
    EmWorksheet,
    Evidence,
    Kind,
    Modifier,
    Place,
    Poa,
    QueryKind,
    QueryTo,
    StrictModel,
    SystemId,
    Units,
)
from codeward.charts.upgrade import NotInSchema1Error, answer_from_1
from codeward.codesets import SYSTEMS, as_key
from codeward.errors import AnswerError, quoted
from codeward.faults import first_fault

__all__ = ["MAX_ANSWER_CHARACTERS", "Answer", "AnswerLine", "AnswerQuery", "load_answer", "written"]

MAX_ANSWER_CHARACTERS = 1_000_000
_WAY_OUT = "The shape is in docs/reference/chart-format.md"

AnswerId = Annotated[str, StringConstraints(min_length=1, max_length=64)]


def written(system: str, code: str) -> str:
    """Return *code* as people write it: blanks cut, capitals, and ICD-10-CM with its dot.

    What cannot be a code at all is kept as it was typed, so that the grade can say so.
    """
    text = code.strip().upper()
    known = SYSTEMS.get(system)
    key = as_key(text) if known is not None and known.has_dot else None
    return known.written(key) if known is not None and key and "-" not in key else text


class AnswerLine(StrictModel):
    """One code of an answer. The place in the list is the sequence."""

    id: AnswerId | None = None
    kind: Kind
    system: SystemId
    code: Annotated[str, StringConstraints(max_length=limits.CODE)]
    role: Literal["required", "optional"] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=limits.SPANS)] = ()
    poa: Poa | None = None
    modifiers: Annotated[tuple[Modifier, ...], Field(max_length=limits.MODIFIERS)] = ()
    units: Units | None = None
    pointers: Annotated[tuple[AnswerId, ...], Field(max_length=limits.POINTERS)] = ()
    date: dt.date | None = None
    through: dt.date | None = None
    place: Place | None = None
    provider: Annotated[str, StringConstraints(max_length=200)] | None = None
    em: EmWorksheet | None = None

    @field_validator("modifiers", "pointers", "evidence", mode="before")
    @classmethod
    def _null_is_empty(cls, value: Any) -> Any:
        # The contract: a field not yet graded may be null.
        return () if value is None else value

    @model_validator(mode="before")
    @classmethod
    def _write_code(cls, data: Any) -> Any:
        if isinstance(data, Mapping) and isinstance(data.get("code"), str):
            return {**data, "code": written(str(data.get("system")), data["code"][:64])}
        return data

    @field_validator("code")
    @classmethod
    def _printable(cls, value: str) -> str:
        fault = limits.code_fault(value)
        if fault is not None:
            raise ValueError(fault)
        return value


class AnswerQuery(StrictModel):
    """A question to the provider. `evidence` are the mentions it is about, `kind` what is wrong with the record.

    Both decide the score. To whom it goes, the indicators, the options and the words are checked and shown, never
    scored. Questions of schema 1 have their words alone.
    """

    id: AnswerId | None = None
    kind: QueryKind | None = None
    to: QueryTo | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=limits.SPANS)] = ()
    indicators: Annotated[tuple[Evidence, ...], Field(max_length=limits.SPANS)] = ()
    options: Annotated[
        tuple[Annotated[str, StringConstraints(min_length=1, max_length=limits.OPTION_TEXT)], ...],
        Field(max_length=limits.OPTIONS),
    ] = ()
    text: Annotated[str, StringConstraints(max_length=limits.QUERY_TEXT)] = ""

    @field_validator("evidence", "indicators", "options", mode="before")
    @classmethod
    def _null_is_empty(cls, value: Any) -> Any:
        return () if value is None else value

    @model_validator(mode="after")
    def _asks_something(self) -> AnswerQuery:
        if self.kind is None and not self.text:
            raise ValueError("a query has its kind or its text")
        return self


class Answer(StrictModel):
    """What a learner coded for a chart: lines in sequence, and queries."""

    version: Literal[2] = Field(default=2, alias="schema")
    lines: Annotated[tuple[AnswerLine, ...], Field(max_length=limits.LINES)] = ()
    queries: Annotated[tuple[AnswerQuery, ...], Field(max_length=limits.QUERIES)] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Answer:
        ids = [line.id for line in self.lines if line.id]
        twice = next((i for i in ids if ids.count(i) > 1), None)
        if twice:
            raise ValueError(f"two lines have the id {quoted(twice)}")
        return self

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape, with every field."""
        return self.model_dump(mode="json", by_alias=True)

    @classmethod
    def of(cls, *codes: str, queries: tuple[str, ...] = ()) -> Answer:
        """Return an answer of ICD-10-CM diagnoses in sequence, without evidence."""
        return cls(
            lines=tuple(AnswerLine(kind="diagnosis", system="icd10cm", code=code) for code in codes),
            queries=tuple(AnswerQuery(text=text) for text in queries),
        )


def load_answer(source: str | bytes | Mapping[str, Any]) -> Answer:
    """Read an answer of any schema from JSON text, or from a mapping that was JSON. Raises AnswerError.

    The error names the place inside the answer (`lines[2].code`), what is wrong and the way out.
    """
    data: Any = source
    if isinstance(source, str | bytes):
        if len(source) > MAX_ANSWER_CHARACTERS:
            raise AnswerError(
                f"the answer is longer than {MAX_ANSWER_CHARACTERS} characters",
                "Send only lines, evidence and queries",
            )
        data = _from_json(source)
    if not isinstance(data, Mapping):
        raise AnswerError("an answer is a JSON object", 'Send {"schema": 2, "lines": [...], "queries": []}')
    raw: dict[str, Any] = {}
    try:
        raw = answer_from_1(dict(data))
        return Answer.model_validate(raw)
    except NotInSchema1Error as error:
        raise AnswerError(error.message, error.way_out, where=error.where) from None
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        if raw.get("queries") != data.get("queries"):
            where = where.replace("].text", "].about")  # as the sender called it
        way_out = way_out.partition(": YAML")[0]  # an answer is JSON
        raise AnswerError(message, way_out or _WAY_OUT, where=where) from None


def _from_json(source: str | bytes) -> Any:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key, value in items:
            if key in result:
                raise AnswerError(f"the field {quoted(key)} is given twice", "Give it once")
            result[key] = value
        return result

    def constant(name: str) -> NoReturn:
        raise AnswerError(f"{name} is not JSON", "Use null for a value that is not known")

    try:
        return json.loads(source, object_pairs_hook=pairs, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise AnswerError(f"not readable as JSON: {error}", "Check quotes, commas and brackets") from None
