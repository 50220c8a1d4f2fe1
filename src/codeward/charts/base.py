"""What chart, key and answer share: strict models, short text types, evidence."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

__all__ = ["Code", "Evidence", "Kind", "Poa", "ShortText", "Slug", "StrictModel", "Text"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=16)]
Kind = Literal["diagnosis", "procedure"]
Poa = Literal["Y", "N", "U", "W", "exempt"]


class StrictModel(BaseModel):
    """A value that never changes and takes no field that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Evidence(StrictModel):
    """A span of a document: offsets in code points of its canonical text, half-open, and the words there."""

    document: Slug
    start: Annotated[int, Field(ge=0, strict=True)]
    end: Annotated[int, Field(ge=0, strict=True)]
    quote: Annotated[str, StringConstraints(max_length=20_000)] | None = None
