"""What comes out of the edits: findings, what was checked, and what could not be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

__all__ = [
    "Bypass",
    "Checked",
    "Denial",
    "Disposition",
    "Finding",
    "Scrubbed",
    "Severity",
    "Source",
    "Unchecked",
]

Severity = Literal["error", "warn", "verify"]
Disposition = Literal["return", "deny claim", "deny line", "reduce", "review"]


class Source(NamedTuple):
    """The row of an official list that a finding rests on: list, edition, file, and the row word for word."""

    list: str
    edition: str
    file: str | None = None
    row: str | None = None


class Bypass(NamedTuple):
    """Modifiers that would part the lines, where they would stand, and what the record must then show."""

    modifiers: tuple[str, ...]
    where: str
    record_must_show: str


class Denial(NamedTuple):
    """How a payer words the refusal: group code, adjustment reason, remark."""

    group: str
    carc: str
    rarc: str | None = None


class Finding(NamedTuple):
    """What an edit says of a claim. `codes` names first the code that has to change or move.

    `what` says it in twelve words at most, `why` in a sentence, `way_out` is an act. `lines` are ids of the claim.
    """

    rule: str
    severity: Severity
    codes: tuple[str, ...]
    what: str
    why: str
    way_out: str
    citation: tuple[str, ...]
    disposition: Disposition = "review"
    lines: tuple[str, ...] = ()
    source: Source | None = None
    bypass: Bypass | None = None
    denial: Denial | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        parts = {name: getattr(self, name) for name in ("source", "bypass", "denial")}
        return {
            **self._asdict(),
            "codes": list(self.codes),
            "citation": list(self.citation),
            "lines": list(self.lines),
            **{name: part and part._asdict() for name, part in parts.items()},
        }


class Unchecked(NamedTuple):
    """A rule that could not be asked: the list that it needs, why, and the command that helps (for who runs this)."""

    rule: str
    list: str
    why: str
    command: str | None = None


class Checked(NamedTuple):
    """A family of rules that was asked, by which edition of which list."""

    rule: str
    list: str
    edition: str


@dataclass(frozen=True)
class Scrubbed:
    """What the edits say of a claim. It is `clean` only where nothing was found and nothing left unchecked."""

    findings: tuple[Finding, ...]
    unchecked: tuple[Unchecked, ...]
    checked: tuple[Checked, ...]
    digest: str

    @property
    def clean(self) -> bool:
        """Say whether everything was asked and nothing found."""
        return not self.findings and not self.unchecked

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {
            "schema": 1,
            "clean": self.clean,
            "findings": [finding.to_json() for finding in self.findings],
            "unchecked": [item._asdict() for item in self.unchecked],
            "checked": [item._asdict() for item in self.checked],
            "digest": self.digest,
        }
