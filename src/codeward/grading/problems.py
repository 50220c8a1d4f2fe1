"""A problem that the curriculum check found: which chart, where, what, and the way out."""

from __future__ import annotations

from typing import NamedTuple

from codeward.errors import ChartError

__all__ = ["Problem"]


class Problem(NamedTuple):
    """One thing that keeps a chart from being taught."""

    chart: str
    where: str
    message: str
    way_out: str

    def __str__(self) -> str:
        place = f"{self.chart} ({self.where})" if self.where else self.chart
        return f"{place}: {self.message.rstrip('.')}. {self.way_out.rstrip('.')}."

    def to_json(self) -> dict[str, str]:
        """Return the public JSON shape."""
        return self._asdict()

    @classmethod
    def of(cls, error: ChartError) -> Problem:
        """Return the problem that a loader's error tells of."""
        chart, _, file = error.path.partition("/")
        where = " ".join(part for part in (file, error.where) if part)
        place = " ".join(part for part in (error.path, f"({error.where})" if error.where else "") if part)
        return cls(chart, where, error.message.removeprefix(f"{place}: "), error.way_out)
