"""What the gallery shows of the learning parts: each state once. Patients and scores are made up, codes are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from codeward.web.pages.gallery_ask import asked
from codeward.web.ui.api import (
    Cite,
    Compare,
    Day,
    DayState,
    Example,
    Figure,
    Gloss,
    Label,
    NodeState,
    PathNode,
    Stat,
    Trend,
    steps,
)

__all__ = ["samples"]

FOUR = ("Read", "Find", "Check", "Add")
SEVEN = ("Read", "Mark", "Choose", "Look up", "Verify", "Order", "Submit")

PATH = (
    PathNode("Walk-in cough", "#path", NodeState.DONE, 8, 1, score=92.5, about="Urgent care, two codes"),
    PathNode(
        "Cut on the left hand", "#path", NodeState.BEGUN, 10, 1, about="Emergency room", note="2 codes added"
    ),
    PathNode("Diabetes check with a foot ulcer", "#path", NodeState.NEXT, 12, 1, about="Clinic, three codes"),
    PathNode("Hip fracture after a fall at home, with two other conditions", "#path", NodeState.NEW, 18, 2),
    PathNode("Sepsis on the ward", "", NodeState.PLANNED, level=3, about="Inpatient stay"),
)

STATS = (
    Stat("Charts coded", "12", "of 86", change="3 this week", trend=Trend.UP),
    Stat("Last score", "92.5", "of 100", note="See the result", href="#stat-tile"),
    Stat("Codes right the first time", "71%", change="4 points less than last week", trend=Trend.DOWN),
    Stat("Minutes today", "25", "min", change="same as yesterday", trend=Trend.SAME),
    Stat("Chance to pass", note="After your first timed exam"),
)

WEEK = (
    Day(date(2026, 6, 1), DayState.DONE, 64),
    Day(date(2026, 6, 2), DayState.MISSED),
    Day(date(2026, 6, 3), DayState.DONE, 31),
    Day(date(2026, 6, 4), DayState.PLANNED, today=True),
    Day(date(2026, 6, 5), DayState.PLANNED),
    Day(date(2026, 6, 6), DayState.PLANNED),
    Day(date(2026, 6, 7), DayState.FREE),
)
TODAY_DONE = tuple(replace(day, state=DayState.DONE, minutes=25) if day.today else day for day in WEEK)

ESCHAR = Gloss(
    "eschar",
    "Dead, dry, dark tissue that sticks to a wound. It hides how deep the wound is.",
    say="ES-kar",
    confused=("scab", "scar"),
    codes=("L89.620",),
    href="#glossary-popover",
    lesson="Skin, bone, muscle",
    lesson_href="#glossary-popover",
)
BILLABLE = Gloss("billable code", "A code with all its characters. Only a billable code can go on a claim.")

SKIN_LONG = (
    "A cut through the skin, seen from the side. On top a thin layer, the epidermis, whose lower edge is wavy. Below "
    "it the thicker dermis, then a layer of round fat cells, then muscle with lines that run along it."
)
LAYERS = (
    Label(1, "epidermis", "outer skin"),
    Label(2, "dermis", "inner skin"),
    Label(3, "subcutaneous fat"),
    Label(4, "muscle"),
)
FIGURE = Figure("g-figure", "The layers of the skin", "", SKIN_LONG, LAYERS)

EXAMPLE = Example(
    "Type 2 diabetes with diabetic chronic kidney disease, stage 3b.",
    ("Diabetes, diabetic", "type 2", "with", "chronic kidney disease"),
    "E11.22",
    "Type 2 diabetes mellitus with diabetic chronic kidney disease",
    "One code says the diabetes and what it did. The stage takes a code of its own.",
    source="Clinic note, attending",
    href="#example",
    cites=(Cite("I.C.4.a", "#example"),),
)


COMPARE = Compare(
    "Unstageable or unspecified?",
    "Unstageable, 0",
    "Unspecified, 9",
    (
        ("Who does not know", "Somebody looked and could not see", "You: nobody wrote it"),
        ("Words in the record", "unstageable, base not visible, covered by eschar", "none on the stage"),
        ("What to do", "Code it", "Ask, if the stage matters"),
    ),
    cue="What decides: did somebody look?",
)


def samples() -> dict[str, Any]:
    """Everything that ``pages/design/_learn.html`` shows, by name."""
    figure = replace(FIGURE, svg=render_to_string("pages/design/skin.svg"))
    return {
        "steps_first": steps(FOUR, 0),
        "steps_middle": steps(FOUR, 2),
        "steps_done": steps(FOUR, 4),
        "steps_many": steps(SEVEN, 3),
        "path": PATH,
        "stats": STATS,
        "week": WEEK,
        "week_done": TODAY_DONE,
        "eschar": ESCHAR,
        "billable": BILLABLE,
        "compare": COMPARE,
        "example": EXAMPLE,
        "figure": figure,
        "figure_ask": replace(figure, id="g-figure-ask", ask=True),
        **asked(),
    }
