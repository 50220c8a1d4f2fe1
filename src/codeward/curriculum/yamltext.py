"""YAML of the curriculum: strict, with the line of each error, into a model."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from codeward.charts import YamlError, read_yaml, yaml_line
from codeward.curriculum.errors import LESSON_FORMAT, LessonError
from codeward.faults import faults

__all__ = ["at_line", "into", "mapping", "value_of"]

Model = TypeVar("Model")
MOST_TOLD = 20  # errors of one file: the rest mostly follows from the first


def value_of(text: str, path: str, line: int = 1) -> Any:
    """Return the value of YAML that begins on *line* of the file *path*. Raises LessonError."""
    try:
        return read_yaml(text, plain=True)
    except YamlError as fault:
        at = line + fault.line - 1 if fault.line else line
        raise LessonError(fault.message, fault.way_out, path=path, line=at) from None


def mapping(text: str, path: str, line: int = 1) -> dict[str, Any]:
    """Return YAML that is an object with named fields. Raises LessonError."""
    value = value_of(text, path, line)
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise LessonError("should be an object with named fields", LESSON_FORMAT, path=path, line=line)
    return value


def into(
    model: type[Model] | TypeAdapter[Model],
    value: Any,
    *,
    text: str,
    path: str,
    line: int = 1,
    below: tuple[str | int, ...] = (),
) -> Model:
    """Return *value*, read from the YAML *text* that begins on *line*, as a model.

    Raises the first LessonError; all of them (`MOST_TOLD` at most) hang on it as `.others`. *below* is the field of the
    model that the text stands for, where it is not the whole.
    """
    adapter: TypeAdapter[Model] = model if isinstance(model, TypeAdapter) else TypeAdapter(model)
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        raise SeveralError(_told(error, text, path, line, below)) from None


class SeveralError(LessonError):
    """Several faults of one file: it reads as the first, `.every` holds all."""

    def __init__(self, every: list[LessonError]) -> None:
        first = every[0]
        self._every = tuple(every)
        super().__init__(first.said, first.way_out, path=first.path, line=first.line, where=first.where)

    @property
    def every(self) -> tuple[LessonError, ...]:
        """All that is wrong."""
        return self._every


def _told(
    error: ValidationError, text: str, path: str, line: int, below: tuple[str | int, ...]
) -> list[LessonError]:
    told = []
    found = zip(error.errors(include_url=False)[:MOST_TOLD], faults(error), strict=False)
    for item, (where, message, way_out) in found:
        location = tuple(item["loc"])
        if below and location[: len(below)] == below:
            location = location[len(below) :]
        at = line + yaml_line(text, location) - 1
        told.append(LessonError(message, way_out or LESSON_FORMAT, path=path, line=at, where=where))
    return told


def at_line(text: str, path: str, offset: int, message: str, way_out: str, first: int = 1) -> LessonError:
    """Return the error of what stands at *offset* of *text*, which begins on line *first* of the file."""
    return LessonError(message, way_out, path=path, line=first + text.count("\n", 0, offset))
