"""What the learning parts of the look take: plain frozen data, no model, no app.

An app makes these from what it knows and hands them to the tags of ``{% load ui_learn %}``. Four families:

- `way`: where somebody is (stepper, path node, stat tile, week strip), for Today and the paths of charts and lessons;
- `telling`: what is told (glossary, example, figure), for the blocks of a lesson;
- `asking`: what is asked (choice, typed code, hints, flashcard), for checks, drills, items and cards;
- `sitting`: what a timed sitting needs (timer, grid of questions, review).

A part never decides what is right, never counts and never stores: state is the app's, and reaches the server as the
form fields that each class names.
"""

from __future__ import annotations

from codeward.web.ui.learn.asking import (
    Choice,
    Cite,
    Flashcard,
    Hints,
    Match,
    Option,
    Pair,
    Rating,
    Recall,
    TypedCode,
    Verdict,
)
from codeward.web.ui.learn.sitting import Cell, Grid, Review, Timer
from codeward.web.ui.learn.telling import Compare, Example, Figure, Gloss, Label
from codeward.web.ui.learn.way import Day, DayState, NodeState, PathNode, Stat, Step, StepState, Trend, steps

__all__ = [
    "Cell",
    "Choice",
    "Cite",
    "Compare",
    "Day",
    "DayState",
    "Example",
    "Figure",
    "Flashcard",
    "Gloss",
    "Grid",
    "Hints",
    "Label",
    "Match",
    "NodeState",
    "Option",
    "Pair",
    "PathNode",
    "Rating",
    "Recall",
    "Review",
    "Stat",
    "Step",
    "StepState",
    "Timer",
    "Trend",
    "TypedCode",
    "Verdict",
    "steps",
]
