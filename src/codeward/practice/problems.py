"""What the proof of the curriculum finds: file, line, rule, what is wrong, and the way out."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from codeward.curriculum import LessonError

__all__ = ["Found", "Severity"]

Severity = Literal["error", "warn", "unproven"]


class Found(NamedTuple):
    """One thing that keeps content from being taught (`error`), is worth a look (`warn`), or could not be proved here.

    `rule` is the id by which docs/reference/lesson-format.md tells of it.
    """

    path: str
    line: int
    rule: str
    severity: Severity
    message: str
    way_out: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        said = "" if self.severity == "error" else f"{self.severity}: "
        return f"{place}: {said}{self.message.rstrip('.')}. {self.way_out.rstrip('.')}. [{self.rule}]"

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return self._asdict()

    @classmethod
    def of(cls, error: LessonError) -> Found:
        """Return what a loader's error tells of."""
        where = f" ({error.where})" if error.where else ""
        return cls(error.path, error.line, "format", "error", f"{error.said}{where}", error.way_out)
