"""The data of generators: YAML files in `data/`, each read once and proved against its shape."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from codeward.charts import StrictModel, parse_yaml

__all__ = ["DataFile", "Lines", "read", "skill_topics"]

Lines = Annotated[tuple[str, ...], Field(min_length=3)]


class DataFile(StrictModel):
    """What every data file says of itself."""

    version: Annotated[Literal[1], Field(alias="schema")]


Shape = TypeVar("Shape", bound=DataFile)


def read(name: str, shape: type[Shape]) -> Shape:
    """Return the data file *name* in its shape. Raises YamlFault or ValidationError: it is ours, and tested."""
    path = files("codeward.practice.drills") / "data" / name
    return shape.model_validate(parse_yaml(path.read_text(encoding="utf-8"), name))


class _Topics(DataFile):
    topics: dict[str, str]


@lru_cache(maxsize=1)
def skill_topics() -> dict[str, str]:
    """Return where each skill is drilled that has a part of the book to itself."""
    return read("topics.yaml", _Topics).topics
