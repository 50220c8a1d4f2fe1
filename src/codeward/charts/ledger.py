"""The ledger: every mention of a condition, status, drug effect or service, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints, TypeAdapter, field_validator, model_validator

from codeward.charts.base import Code, Mark, ShortText, Slug, StrictModel, Text
from codeward.charts.yamlfile import parse_yaml
from codeward.codesets import undotted

__all__ = ["LedgerEntry", "LedgerRule", "Rejection", "ledger_rules"]


class LedgerRule(StrictModel):
    """A reason for which what a record says is not billed, by its short name."""

    id: Slug
    title: ShortText
    text: Text


_RULES = TypeAdapter(list[LedgerRule])


@lru_cache(maxsize=1)
def ledger_rules() -> dict[str, LedgerRule]:
    """Return the closed list of ledger rules by id, in the order of the file."""
    path = files("codeward.charts") / "data" / "ledger-rules.yaml"
    found = _RULES.validate_python(parse_yaml(path.read_text(encoding="utf-8"), "ledger-rules.yaml"))
    return {rule.id: rule for rule in found}


class Rejection(NamedTuple):
    """What one text in `rejects` means: a code, all codes below one, or a code with certain modifiers."""

    code: str
    below: bool
    modifiers: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Rejection:
        """Read "R50.9", "M10.-" (M10 and everything below it) or "29827-59-RT" (the code with both modifiers)."""
        if text.endswith("-"):
            return cls(text.rstrip("-").rstrip("."), below=True, modifiers=())
        code, *modifiers = text.split("-")
        return cls(code, below=False, modifiers=tuple(modifiers))

    def holds(self, code: str, modifiers: Iterable[str] = ()) -> bool:
        """Say whether a line with this code and these modifiers is what is rejected; the dot plays no part."""
        mine, theirs = undotted(self.code.upper()), undotted(code.upper())
        same = theirs.startswith(mine) if self.below else theirs == mine
        return same and set(self.modifiers) <= {modifier.upper() for modifier in modifiers}


class LedgerEntry(StrictModel):
    """One mention in the documents, and what becomes of it. `rule` says why a service is not billed."""

    document: Slug
    quote: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    occurrence: Annotated[int, Field(ge=1, le=200)] = 1
    state: Literal["supports", "negated", "historical", "family", "uncertain", "other"]
    status: Literal["required", "optional", "not_coded"]
    lines: tuple[Slug, ...] = ()
    rule: Slug | None = None
    rejects: tuple[Code, ...] = ()
    reason: Text | None = None
    citation: Annotated[tuple[ShortText, ...], Field(max_length=12)] = ()

    @field_validator("rule")
    @classmethod
    def _listed(cls, value: str | None) -> str | None:
        if value is not None and value not in ledger_rules():
            raise ValueError("the rule is one of " + ", ".join(ledger_rules()))
        return value

    @model_validator(mode="after")
    def _says_enough(self) -> LedgerEntry:
        if self.status == "not_coded" and not (self.reason and self.citation):
            raise ValueError("a mention that is not coded needs a reason and a citation")
        if self.status != "not_coded" and not self.lines:
            raise ValueError(f"a mention that is {self.status} names the lines that it supports")
        if self.rejects and not (self.reason and self.citation):
            raise ValueError("a mention that rejects codes needs a reason and a citation")
        return self

    @property
    def mark(self) -> Mark:
        """The place that the entry is about."""
        return Mark(document=self.document, quote=self.quote, occurrence=self.occurrence)

    @property
    def rejections(self) -> tuple[Rejection, ...]:
        """What `rejects` means, in its order."""
        return tuple(Rejection.of(text) for text in self.rejects)

    def rejects_code(self, code: str, modifiers: Iterable[str] = ()) -> bool:
        """Say whether the entry rejects a line with *code* and *modifiers*."""
        used = tuple(modifiers)
        return any(rejection.holds(code, used) for rejection in self.rejections)
