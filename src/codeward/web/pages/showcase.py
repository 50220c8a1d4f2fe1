"""What the home page shows: a record of the curriculum, the codebook, and a grade that the engine makes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from codeward.charts import Answer, Chart, authorities, load_chart
from codeward.codesets import books
from codeward.errors import QueryError
from codeward.grading import grade
from codeward.search import Hit, open_searcher
from codeward.web.charts.api import charts
from codeward.web.codebook.api import address
from codeward.web.results.api import Marked, ShownGrade, marked, shown_grade

__all__ = ["EXAMPLES", "Found", "Sums", "example", "find", "record", "sums"]

# Searches to try, in the words of patients and of notes. They are queries, not text: nobody translates them.
EXAMPLES = ("broken left wrist", "sugar diabetes kidney", "pink eye", "E11.2")
MOST_HITS = 8
# A beginner's answer to the example: too general twice, a possible diagnosis coded, the insulin left out.
BEGINNER = ("E11.9", "I10", "N18.31", "G47.33")


@dataclass(frozen=True, slots=True)
class Found:
    """Hits of the codebook for a query, each with the address of its entry; or the nearest words."""

    query: str
    hits: list[tuple[Hit, str]]
    nearest: list[str]
    problem: str


@dataclass(frozen=True, slots=True)
class Sums:
    """What the curriculum holds, counted."""

    charts: int
    documents: int
    specialties: int
    sections: int
    codes: int
    states: dict[str, int]

    @property
    def double_coded(self) -> int:
        """How many keys were coded twice from the documents alone."""
        return self.states.get("double-coded", 0)


def find(query: str) -> Found:
    """Search the book. A query that cannot be run is answered with what to do, never with an error page."""
    asked = query.strip()
    if not asked:
        return Found("", [], [], "")
    searcher = open_searcher()
    try:
        hits = searcher.search(asked, limit=MOST_HITS)
        nearest = [] if hits else searcher.suggest_words(asked)
    except QueryError as error:
        return Found(asked[:200], [], [], str(error))
    return Found(asked, [(hit, address(f"Tabular {hit.code}")) for hit in hits], nearest, "")


def record(chart: Chart) -> list[Marked]:
    """The documents of a chart without any mark."""
    return [marked(document, []) for document in chart.documents]


@lru_cache(maxsize=1)
def _example_chart() -> Chart:
    return load_chart(Path(__file__).parent / "example")


def example() -> tuple[Chart, ShownGrade]:
    """The example beside this file, graded now by the engine. It is no chart of the curriculum: no key is shown."""
    chart = _example_chart()
    return chart, shown_grade(_graded(), chart, {})


@lru_cache(maxsize=1)
def _graded() -> dict[str, Any]:
    return grade(_example_chart(), Answer.of(*BEGINNER)).to_json()


@lru_cache(maxsize=1)
def sums() -> Sums:
    """Count what there is to learn."""
    every = list(charts().values())
    return Sums(
        charts=len(every),
        documents=sum(len(chart.documents) for chart in every),
        specialties=len({chart.specialty.casefold() for chart in every}),
        sections=len(authorities()),
        codes=int(books.open("icd10cm").manifest["counts"]["billable"]),
        states=dict(Counter(chart.key.quality.state for chart in every)),
    )
