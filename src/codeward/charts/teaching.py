"""The order in which charts are taught, and how long each takes: a pack's `path.yaml`.

The list goes from the first level to the third and never back, so that a learner who follows it meets each kind of
claim after the easier one. A pack without the file, and a chart that it does not name, are not lost: they stand at the
end of their level, by number, with minutes counted from the length of the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, ValidationError

from codeward.charts.base import Slug, StrictModel
from codeward.charts.chart import Chart
from codeward.charts.yamlfile import parse_yaml
from codeward.errors import ChartError, quoted
from codeward.faults import first_fault

__all__ = ["PATH_FILE", "Stop", "path_faults", "path_text", "read_path", "stops"]

PATH_FILE = "path.yaml"
# A beginner reads a record twice and looks up as they go: so many words a minute, and never less than this.
WORDS_A_MINUTE, LEAST = 50, 5


class PathEntry(StrictModel):
    """One chart of the path: its slug, and about how many minutes a beginner needs."""

    chart: Slug
    minutes: Annotated[int, Field(ge=1, le=240)]


class TeachingPath(StrictModel):
    """What path.yaml says."""

    version_of_schema: Literal[1] = Field(alias="schema")
    charts: Annotated[tuple[PathEntry, ...], Field(max_length=2_000)]


class Stop(NamedTuple):
    """A chart's place on the path: its id, its level from 1 to 3, and about how many minutes it takes."""

    chart: str
    level: int
    minutes: int


def path_text(folder: Path) -> str | None:
    """Return the text of the folder's path.yaml, or None where it has none. Raises ChartError."""
    path = folder / PATH_FILE
    if not path.is_file():
        return None
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise ChartError(message, "Check its permissions", path=PATH_FILE) from None
    except UnicodeDecodeError as error:
        raise ChartError(f"not UTF-8 at byte {error.start}", "Save it as UTF-8", path=PATH_FILE) from None


def read_path(text: str) -> TeachingPath:
    """Read the text of a path.yaml. Raises ChartError naming the place."""
    try:
        return TeachingPath.model_validate(parse_yaml(text, PATH_FILE))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        way_out = way_out or "See docs/reference/chart-format.md"
        raise ChartError(message, way_out, path=PATH_FILE, where=where) from None


def path_faults(path: TeachingPath, charts: Iterable[Chart], folders: Iterable[str]) -> list[ChartError]:
    """Return what is wrong with a path beside the charts of its pack.

    `folders` are the names of all folders that hold a chart, those that could not be read included.
    """
    known = {chart.full_id.partition(":")[2]: chart for chart in charts}
    there = set(folders)
    errors: list[ChartError] = []

    def fault(message: str, way_out: str, where: str = "charts") -> None:
        errors.append(ChartError(message, way_out, path=PATH_FILE, where=where))

    named: set[str] = set()
    level = 1
    for place, entry in enumerate(path.charts):
        where = f"charts[{place}]"
        if entry.chart not in there:
            fault(f"there is no chart {quoted(entry.chart)}", "Take it off the path", where)
        elif entry.chart in named:
            fault(f"{entry.chart} stands on the path twice", "Keep one", where)
        elif entry.chart in known:
            if known[entry.chart].difficulty < level:
                message = (
                    f"{entry.chart} is of level {known[entry.chart].difficulty}, after one of level {level}"
                )
                fault(message, "Put it with its level", where)
            level = max(level, known[entry.chart].difficulty)
        named.add(entry.chart)
    for slug, chart in known.items():
        if slug not in named and chart.practiced:
            fault(f"{slug} has no place on the path", "Name it, with its minutes")
    return errors


def stops(charts: Mapping[str, Chart], minutes: Mapping[str, int]) -> tuple[Stop, ...]:
    """Return every chart in teaching order: by level, then as `minutes` names them, then by number.

    `minutes` are those of `Curriculum.minutes`, by id and in the order of the path.
    """
    places = {chart_id: place for place, chart_id in enumerate(minutes)}
    order = sorted(
        charts.values(), key=lambda c: (c.difficulty, places.get(c.id, len(places)), c.number, c.id)
    )
    return tuple(
        Stop(chart.id, chart.difficulty, minutes.get(chart.id) or _reading(chart)) for chart in order
    )


def _reading(chart: Chart) -> int:
    words = sum(len(document.text.split()) for document in chart.documents)
    return max(LEAST, round(words / WORDS_A_MINUTE))
