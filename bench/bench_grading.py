"""Grading one answer: a list of diagnoses, and a stay of twenty lines with letters, days and procedures by axis.

No peer grades by axis; the limits are ours (10 ms for ten diagnoses, 15 ms for twenty lines of a stay), at the
pace of the run. What an answer does as a claim (edits twice, groups with their reasons, amounts) is shown beside.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date

from tests.charts.build import line
from tests.grading.claims import answered, stay

from codeward.charts import Answer, Chart, load_answer
from codeward.codesets import Shelf
from codeward.grading import grade, outcome
from measure import Row, alternate, pace, show

ON = date(2026, 5, 15)
TURNS = 9
TIMES = 20
DIAGNOSES = (
    "K56.52", "I13.0", "I50.22", "E11.22", "N18.31", "N17.9", "I48.0", "R09.02", "J44.9", "E87.6", "Z79.4", "Z79.84",
    "Z95.810", "Z95.1", "Z87.891",
)  # fmt: skip
PROCEDURES = ("0DN80ZZ", "0DBB0ZZ", "0DJD4ZZ", "02HV33Z", "30233N1")


def wide() -> Chart:
    """Return a stay of fifteen diagnoses and five procedures."""
    lines = [
        line(f"d{n}", code, poa="exempt" if code[0] == "Z" else "Y") for n, code in enumerate(DIAGNOSES, 1)
    ]
    lines += [
        line(f"p{n}", code, system="icd10pcs", kind="procedure", date="2026-05-11")
        for n, code in enumerate(PROCEDURES, 1)
    ]
    return stay(lines)


def wrong(chart: Chart) -> Answer:
    """Return its answer with a wrong letter, a near procedure, a wrong day, a stranger, and a line left out."""
    whole = answered(
        chart,
        ("d9",),
        d3={"poa": "N"},
        p2={"code": "0DBA0ZZ"},
        p4={"date": "2026-05-12"},
        d2={"code": "I11.0"},
    ).to_json()
    whole["lines"].append({"kind": "procedure", "system": "icd10pcs", "code": "0HBT0ZZ"})
    return load_answer(whole)


def side(run: Callable[[], object]) -> Callable[[], float]:
    """Return a side for `alternate`: seconds for one run."""

    def timed() -> float:
        begin = time.perf_counter()
        for _ in range(TIMES):
            run()
        return (time.perf_counter() - begin) / TIMES

    return timed


def main() -> int:
    """Print the table."""
    shelf, chart = Shelf.on(ON), wide()
    plain = stay(
        [line(f"d{n}", code, poa="Y") for n, code in enumerate(DIAGNOSES[:10], 1)],
        head={"asks": ["diagnoses"]},
        principal_procedure=None,
    )
    faulty = wrong(chart)
    sides = [
        side(lambda: grade(plain, answered_plain, shelf)),
        side(lambda: grade(chart, faulty, shelf)),
        side(lambda: outcome(chart, faulty, shelf)),
    ]
    answered_plain = answered(plain)
    (ten, _), (twenty, _), (does, _) = alternate(sides, TURNS)
    slow = pace()
    limits = (0.010 * slow, 0.015 * slow, 0.060 * slow)
    rows: list[Row] = [
        (name, _ms(found), f"{_ms(limit)} allowed", limit / found, 1)
        for name, found, limit in zip(
            ("grade ten diagnoses", "grade a stay of twenty lines, by axis", "what it does as a claim"),
            (ten, twenty, does),
            limits,
            strict=True,
        )
    ]
    return show("Grading, one core", rows)


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.2f} ms"


if __name__ == "__main__":
    sys.exit(main())
