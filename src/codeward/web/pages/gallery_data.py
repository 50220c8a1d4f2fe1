"""What the data parts of the gallery show: invented rows and numbers, each state once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from codeward.web.ui.api import (
    BarRow,
    BarValue,
    Column,
    LinePoint,
    MenuItem,
    PointPart,
    Range,
    Segment,
    bars,
    heat_map,
    line,
    pages_of,
    points_bar,
    ranges,
    sorted_rows,
    sorting,
    sparkline,
)

__all__ = ["data_samples"]


@dataclass(frozen=True, slots=True)
class Applicant:
    """A row of the sample table."""

    name: str
    detail: str
    kind: str
    word: str
    icon: str
    days: int
    due: int | None
    due_said: str
    due_kind: str
    owner: str


APPLICANTS = (
    Applicant(
        "Delgado, Marcus",
        "Jan 11, day",
        "partial",
        "Incomplete",
        "partial",
        9,
        0,
        "Sun, Nov 29, 1 day late",
        "over",
        "You",
    ),
    Applicant(
        "Hartwell, Lena", "Jan 11, day", "info", "Submitted", "mail", 6, 1, "Today 5:00 PM", "today", "You"
    ),
    Applicant("Osei, Amara", "Jan 11, day", "info", "Submitted", "mail", 4, 2, "Tue, Dec 1", "", ""),
    Applicant("Volkov, Dmitri", "Mar 8, day", "right", "Offered", "clock", 4, 3, "Thu, Dec 3", "", "Oskar"),
    Applicant(
        "Lindqvist, Sara",
        "Mar 8, day",
        "wrong",
        "Declined, in review",
        "undo",
        12,
        4,
        "Fri, Dec 4",
        "",
        "Oskar",
    ),
    Applicant("Brooks, Hannah", "Jan 11, evening", "", "Waitlisted, 1st", "minus", 15, None, "", "", "Oskar"),
)
COLUMNS = (
    Column("name", "Applicant"),
    Column("intake", "Intake", "detail"),
    Column("state", "State", "state"),
    Column("age", "Age", "age"),
    Column("due", "Due", "due"),
    Column("owner", "Owner", "owner", sortable=False),
)
ITEMS = (
    MenuItem("Open", "#open", icon="document"),
    MenuItem("Copy as text", "#copy", icon="note", present=True),
    MenuItem("Download as CSV", "#csv", icon="download"),
    MenuItem("Delete", "#delete", icon="trash", danger=True),
)
CHAPTERS = ("Infections", "Neoplasms", "Endocrine", "Circulatory", "Respiratory")
SERIES = ("First try", "Second try", "All who coded it")


def data_samples(request: HttpRequest) -> dict[str, Any]:
    """Every sample of the data section, by the name it has in ``_data.html``."""
    order = sorting(COLUMNS, request.GET, "due")
    keys = {
        "name": lambda one: one.name,
        "intake": lambda one: one.detail,
        "state": lambda one: one.word,
        "age": lambda one: one.days,
        "due": lambda one: one.due,
    }
    return {
        "order": order,
        "applicants": sorted_rows(APPLICANTS, order, keys),
        "owners": (
            Segment("All", "#all", present=True, count=6),
            Segment("Mine", "#mine", count=2),
            Segment("Nobody’s", "#nobody", count=1),
        ),
        "pages": [pages_of(number, 12, "?page={}".format) for number in (1, 6, 12)],
        "menu": ITEMS,
        "letters": "ABCDEFGH",
        **_drawings(),
    }


def _drawings() -> dict[str, Any]:
    lost = [
        PointPart("kept", 81.25, lost=False),
        PointPart("first diagnosis", 12.5),
        PointPart("diabetes", 6.25),
    ]
    small = [
        PointPart("kept", 42, lost=False),
        PointPart("principal diagnosis", 40),
        PointPart("pain", 17.5),
        PointPart("tobacco use", 0.5),
    ]
    scores = (40, 62, 55, None, 71, 68, 83, 90)
    return {
        "points": [
            points_bar(lost),
            points_bar(small),
            points_bar([PointPart("kept", 100, lost=False)]),
            points_bar([PointPart("every line", 100)]),
        ],
        "shares": bars(
            [
                BarRow("“With”", (BarValue(0.22, 0.06, 0.55, "22%", "2 of 9"),), "I.A.15"),
                BarRow("Uncertain diagnosis", (BarValue(0.6, 0.31, 0.83, "60%", "6 of 10"),), "IV.H"),
                BarRow("Hypertension", (BarValue(1.0, 0.72, 1.0, "100%", "10 of 10"),), "I.C.9.a"),
            ],
            column="Section",
            low=0,
            high=1,
        ),
        "groups": bars(
            [
                BarRow(name, tuple(BarValue(value, said=f"{value}%") for value in values))
                for name, values in zip(CHAPTERS[:3], ((42, 71, 55), (60, 64, 70), (0, 88, 61)), strict=True)
            ],
            SERIES,
            column="Chapter",
            high=100,
        ),
        "changes": bars(
            [
                BarRow("Simple pneumonia", (BarValue(-0.1701),)),
                BarRow("Heart failure", (BarValue(0.2312),)),
                BarRow("No change", (BarValue(0),)),
                BarRow("Not grouped", (None,)),
            ],
            column="Stay",
        ),
        "line": line(
            [
                LinePoint(
                    f"Week {n}",
                    score,
                    None if score is None else max(0, round(score - 30 / math.sqrt(n), 1)),
                    None if score is None else min(100, round(score + 30 / math.sqrt(n), 1)),
                )
                for n, score in enumerate(scores, 1)
            ]
            + [LinePoint("Week 8, again", 96, counts=False)],
            columns=("Week", "Score"),
            low=0,
            high=100,
            reference=("needed to pass: 70", 70),
        ),
        "line_empty": line([], columns=("Week", "Score"), low=0, high=100),
        "line_one": line([LinePoint("Week 1", 62, 40, 80)], columns=("Week", "Score"), low=0, high=100),
        "heat": heat_map(
            CHAPTERS,
            ("Find", "Verify", "Order", "Evidence"),
            ((92, 71, 40, 66), (80, 55, 12, None), (97, 88, 61, 74), (70, 64, 33, 58), (85, 90, 77, 81)),
            corner="Chapter",
            low=0,
            high=100,
        ),
        "sparks": [
            ("Rising", sparkline((40, 62, 55, 71, 90))),
            ("All the same", sparkline((80, 80, 80, 80))),
            ("One number", sparkline((62,))),
            ("No number", sparkline(())),
        ],
        "spark_table": sparkline((40, 62, 55, 71, 90), columns=("Try", "Score")),
        "ranges": ranges(
            [
                Range("Clark State College", 5148, 3200, 7900, "$5,148"),
                Range("Sinclair Community College", 2890, 3200, 7900, "$2,890"),
                Range("A school that gave no figure", None, 3200, 7900, "not reported"),
            ],
            columns=("School", "Cost", "Low", "High"),
            reference=("half of all schools cost less: $5,900", 5900),
            low=0,
        ),
    }
