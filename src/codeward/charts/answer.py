"""What a learner hands in, and how it is read from JSON.

Only `kind`, `system` and `code` of a line are required. Fields that are not graded yet are read and kept.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NoReturn

from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from codeward.charts.base import Evidence, Kind, Poa, StrictModel
from codeward.charts.fields import first_fault
from codeward.codesets.container.codes import as_key, dotted
from codeward.errors import AnswerError, quoted

__all__ = ["MAX_ANSWER_CHARACTERS", "Answer", "AnswerLine", "AnswerQuery", "load_answer", "written"]

MAX_ANSWER_CHARACTERS = 1_000_000
_WAY_OUT = "The shape is in docs/reference/chart-format.md"

AnswerId = Annotated[str, StringConstraints(min_length=1, max_length=64)]


def written(system: str, code: str) -> str:
    """Return *code* as people write it: blanks cut, capitals, and ICD-10-CM with its dot.

    What cannot be a code at all is kept as it was typed, so that the grade can say so.
    """
    text = code.strip().upper()
    key = as_key(text) if system == "icd10cm" else None
    return dotted(key) if key and "-" not in key else text


class AnswerLine(StrictModel):
    """One code of an answer. The place in the list is the sequence."""

    id: AnswerId | None = None
    kind: Kind
    system: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,16}$")]
    code: Annotated[str, StringConstraints(max_length=16)]
    role: Literal["required", "optional"] | None = None
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=50)] = ()
    poa: Poa | None = None
    modifiers: Annotated[
        tuple[Annotated[str, StringConstraints(max_length=4)], ...], Field(max_length=4)
    ] = ()
    units: Annotated[int, Field(ge=0, le=9999)] | None = None
    pointers: Annotated[tuple[AnswerId, ...], Field(max_length=4)] = ()
    date: dt.date | None = None
    provider: Annotated[str, StringConstraints(max_length=200)] | None = None

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
        if not value:
            raise ValueError("the code is empty")
        if not value.isprintable():
            raise ValueError(f"{quoted(value)} holds characters that no code has")
        return value


class AnswerQuery(StrictModel):
    """A question to the provider: what it asks, in the learner's words, and what made them ask."""

    id: AnswerId | None = None
    about: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=50)] = ()


class Answer(StrictModel):
    """What a learner coded for a chart: lines in sequence, and queries."""

    version: Literal[1] = Field(default=1, alias="schema")
    lines: Annotated[tuple[AnswerLine, ...], Field(max_length=200)] = ()
    queries: Annotated[tuple[AnswerQuery, ...], Field(max_length=20)] = ()

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
            queries=tuple(AnswerQuery(about=about) for about in queries),
        )


def load_answer(source: str | bytes | Mapping[str, Any]) -> Answer:
    """Read an answer from JSON text, or from a mapping that was JSON. Raises AnswerError.

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
        raise AnswerError("an answer is a JSON object", 'Send {"schema": 1, "lines": [...], "queries": []}')
    try:
        return Answer.model_validate(dict(data))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
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
