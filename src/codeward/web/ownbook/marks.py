"""One mark as data: its kinds, colours, limits, and when two marks are the same. No Django here."""

from __future__ import annotations

import datetime as dt
from hashlib import blake2b
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID, uuid5

from pydantic import AfterValidator, StringConstraints, model_validator

from codeward.charts import StrictModel
from codeward.web.ownbook.anchors import read_anchor

__all__ = ["COLOURS", "KINDS", "MAX_LABEL", "MAX_NOTE", "Content", "Held", "derived_id", "digest_of"]

KINDS = ("highlight", "note", "tab")
COLOURS = ("yellow", "green", "blue", "pink")
MAX_NOTE = 2_000
MAX_LABEL = 24
_NAMESPACE = UUID("5a3c1f0e-6d8e-4f6b-9b43-0f1c2d7a9e55")


def _legible(text: str) -> str:
    """Text as people write it: no control characters but tab and line feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any((ord(c) < 32 and c not in "\t\n") or ord(c) == 127 for c in text):
        raise ValueError("holds control characters")
    return text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _place(text: str) -> str:
    read_anchor(text)
    return text


Release = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,24}-\d{4}-\d{2}-\d{2}(-[a-z0-9-]{1,20})?$")]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_NOTE), AfterValidator(_legible)]
Label = Annotated[
    str, AfterValidator(_one_line), StringConstraints(max_length=MAX_LABEL), AfterValidator(_legible)
]


class Content(StrictModel):
    """What a mark says and where it stands. A highlight has a colour, a note a text, a tab a colour and a label."""

    release: Release
    anchor: Annotated[str, AfterValidator(_place)]
    kind: Literal["highlight", "note", "tab"]
    colour: Literal["", "yellow", "green", "blue", "pink"] = ""
    text: Note = ""
    label: Label = ""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Content:
        if (self.kind == "note") != bool(self.text):
            raise ValueError("a note has a text, and nothing else has one")
        if (self.kind == "tab") != bool(self.label):
            raise ValueError("a tab has a label, and nothing else has one")
        if (self.kind == "note") == bool(self.colour):
            raise ValueError("a highlight and a tab have a colour, a note has none")
        return self

    @property
    def digest(self) -> str:
        """Equal for marks that say the same."""
        return digest_of(self.kind, self.colour, self.label, self.text)


def digest_of(kind: str, colour: str, label: str, text: str) -> str:
    """Equal for two marks that say the same, wherever they stand."""
    return blake2b("\0".join((kind, colour, label, text)).encode(), digest_size=16).hexdigest()


def derived_id(of: object, why: str) -> UUID:
    """The id of a mark made from another: the same each time, so that doing it again makes no second one."""
    return uuid5(_NAMESPACE, f"{of}:{why}")


class Held(NamedTuple):
    """A mark as a learner holds it. `quote` are the words of the book that it was put on."""

    id: UUID
    release: str
    anchor: str
    kind: str
    colour: str
    text: str
    label: str
    quote: str
    made_at: dt.datetime
    changed_at: dt.datetime
    version: UUID

    @property
    def digest(self) -> str:
        """Equal for marks that say the same."""
        return digest_of(self.kind, self.colour, self.label, self.text)

    def to_json(self) -> dict[str, Any]:
        """The public JSON shape of an export; `version` is the server's own business."""
        return {
            "id": str(self.id),
            "release": self.release,
            "anchor": self.anchor,
            "kind": self.kind,
            "colour": self.colour,
            "text": self.text,
            "label": self.label,
            "quote": self.quote,
            "made_at": _written(self.made_at),
            "changed_at": _written(self.changed_at),
        }


def _written(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
