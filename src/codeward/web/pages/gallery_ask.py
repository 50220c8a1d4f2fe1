"""What the gallery shows of questions, cards and the exam room: each state once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codeward.web.ui.api import (
    Cell,
    Choice,
    Cite,
    Flashcard,
    Grid,
    Hints,
    Match,
    Option,
    Pair,
    Rating,
    Recall,
    Review,
    Timer,
    TypedCode,
    Verdict,
)

__all__ = ["asked"]

TYPED = TypedCode(
    "g-typed-open",
    "Type 2 diabetes with diabetic chronic kidney disease. Which code names both?",
    place="question 2 of 3",
    shape="Three to seven characters, with a dot after the third.",
    note="Your first answer counts.",
    primary=True,
)
GUIDE = (Cite("I.C.4.a", "#typed-code"), Cite("Tabular E11.22"))
TYPED_ALL = (
    TYPED,
    replace(
        TYPED,
        name="g-typed-wrong",
        value="E11.9",
        verdict=Verdict.WRONG,
        headline="the kidney disease",
        why="E11.9 says that there are no complications. The note names one.",
        cites=GUIDE,
        give_up=True,
    ),
    replace(
        TYPED,
        name="g-typed-partial",
        value="E11.29",
        verdict=Verdict.PARTIAL,
        headline="too general",
        why="Right category. A code of its own exists for chronic kidney disease.",
        cites=GUIDE[1:],
    ),
    replace(
        TYPED,
        name="g-typed-right",
        value="E11.22",
        verdict=Verdict.RIGHT,
        why="One code for the diabetes and for its complication. The stage takes a second code.",
        cites=GUIDE,
    ),
    replace(
        TYPED,
        name="g-typed-shown",
        value="E11.9",
        verdict=Verdict.WRONG,
        headline="the kidney disease",
        why="E11.9 says that there are no complications. The note names one.",
        answer="E11.22",
        answer_title="Type 2 diabetes mellitus with diabetic chronic kidney disease",
    ),
)


LEG = (
    Option("a", "L03.115", "Cellulitis of right lower limb"),
    Option("b", "L03.116", "Cellulitis of left lower limb"),
    Option("c", "L03.119", "Cellulitis of unspecified part of limb"),
    Option("d", "L03.90", "Cellulitis, unspecified"),
)
WHY = (
    ("the side", "The note says left. The last character 5 is the right leg.", Verdict.WRONG),
    ("", "Condition, limb and side are all in the code.", Verdict.RIGHT),
    ("the part", "The note names the lower leg, so the part is known.", Verdict.WRONG),
    ("too general", "The note names the place. A code for the place exists.", Verdict.WRONG),
)
REASONS = tuple(
    replace(option, headline=headline, why=why, verdict=verdict, cites=(Cite("Tabular L03.11", "#choice"),))
    for option, (headline, why, verdict) in zip(LEG, WHY, strict=True)
)
CHOICE = Choice(
    "g-choice-open",
    "Urgent care: “Cellulitis of the left lower leg. Antibiotic by mouth.” Which code?",
    LEG,
    place="question 1 of 3",
    note="Your first answer counts.",
)
CHOICES = (
    CHOICE,
    replace(
        CHOICE,
        name="g-choice-wrong",
        verdict=Verdict.WRONG,
        reasons=True,
        options=(replace(REASONS[0], chosen=True), *LEG[1:]),
        note="Your first answer counts. A new question on this rule comes in the drill.",
    ),
    replace(
        CHOICE,
        name="g-choice-right",
        verdict=Verdict.RIGHT,
        reasons=True,
        options=(LEG[0], replace(REASONS[1], chosen=True), *LEG[2:]),
    ),
    replace(
        CHOICE,
        name="g-choice-why",
        verdict=Verdict.WRONG,
        options=(replace(REASONS[0], chosen=True), *REASONS[1:]),
    ),
)
TEXTS = Choice(
    "g-choice-text",
    "The record says “possible pneumonia” at discharge from the hospital. May you code pneumonia?",
    (
        Option("n", text="No, only what a test has shown"),
        Option("o", text="Only if a nurse wrote it too"),
        Option("y", text="Yes, as if it were confirmed, because this is an inpatient stay"),
    ),
)
PICK = Choice(
    "g-choice-many",
    "Type 2 diabetes with diabetic chronic kidney disease, stage 3b, on insulin for years. Which codes?",
    (
        Option("1", "E11.22", "Type 2 diabetes mellitus with diabetic chronic kidney disease"),
        Option("2", "E11.9", "Type 2 diabetes mellitus without complications"),
        Option("3", "N18.30", "Chronic kidney disease, stage 3 unspecified"),
        Option("4", "N18.32", "Chronic kidney disease, stage 3b"),
        Option("5", "Z79.4", "Long term (current) use of insulin"),
    ),
    many=True,
)
PICKED = replace(
    PICK,
    name="g-choice-part",
    verdict=Verdict.PARTIAL,
    headline="two of three",
    why="One of your codes does not fit, and one that fits is missing.",
    options=(
        replace(PICK.options[0], chosen=True, verdict=Verdict.RIGHT),
        PICK.options[1],
        replace(
            PICK.options[2], chosen=True, verdict=Verdict.WRONG, headline="the stage", why="The note says 3b."
        ),
        PICK.options[3],
        replace(PICK.options[4], chosen=True, verdict=Verdict.RIGHT),
    ),
)
EXAM = Choice(
    "g-choice-exam",
    "Which code for the skin infection goes on the claim?",
    tuple(
        replace(option, text="", struck=option.value in "ad", chosen=option.value == "b") for option in LEG
    ),
    strike=True,
    letters=True,
    exam=True,
)

MATCH = Match(
    "g-match-open",
    "What does each ending of a word say?",
    (Pair("itis", "-itis"), Pair("ectomy", "-ectomy"), Pair("emia", "-emia")),
    (("blood", "of the blood"), ("cut", "taken out"), ("look", "looked into"), ("swell", "inflamed")),
    place="question 3 of 3",
)
MATCHED = replace(
    MATCH,
    name="g-match-part",
    verdict=Verdict.PARTIAL,
    rows=(
        replace(MATCH.rows[0], chosen="swell", verdict=Verdict.RIGHT),
        replace(
            MATCH.rows[1],
            chosen="look",
            verdict=Verdict.WRONG,
            headline="the deed",
            why="Looked into is -scopy, as in colonoscopy.",
        ),
        MATCH.rows[2],
    ),
)

RECALL = Recall(
    "g-recall-open",
    "Three endings of a pressure ulcer code are not depths. Which are they, and what does each say?",
    place="1 of 3",
    note="Nobody grades this.",
)
RECALLED = replace(
    RECALL,
    name="g-recall-shown",
    value="0 could not be seen, 9 nobody wrote it, 6 is deep tissue.",
    model="0: somebody looked and could not see. 9: nobody wrote a stage. 6: deep tissue damage.",
    cites=(Cite("I.C.12.a", "#recall"),),
)

HINTS = ("Who wrote it, and when?", "Look at what the last character stands for.", "Left is 6.")
RATINGS = (
    Rating(1, "Again", "in 10 min"),
    Rating(2, "Hard", "in 2 days"),
    Rating(3, "Good", "in 5 days"),
    Rating(4, "Easy", "in 12 days"),
)
CARD = Flashcard(
    "g-flash", "nephr/o", "kidney, as in nephritis: the kidney is inflamed", RATINGS, "Word part", "4 of 20"
)
TURNED = Flashcard(
    "g-flash-turned",
    "The family for chronic kidney disease, by stage",
    "Chronic kidney disease (CKD). The next character is the stage.",
    RATINGS,
    "Family of codes",
    "5 of 20",
    back_code="N18",
    turned=True,
    cites=(Cite("Tabular N18", "#flashcard"),),
)

OPEN, FLAGGED = {8, 22, 41, 55, 63, 97}, {12, 22, 37, 63}
GRID = Grid(
    tuple(Cell(n, f"#question-grid-{n}", n not in OPEN, n in FLAGGED, n == 37) for n in range(1, 101))
)
ALL_DONE = Grid(tuple(Cell(n, "#review-summary", answered=True) for n in range(1, 11)))


def asked() -> dict[str, Any]:
    """Questions, cards and the exam room, by name."""
    return {
        "typed": TYPED_ALL,
        "choices": (*CHOICES, TEXTS, PICK, PICKED),
        "exam": EXAM,
        "matches": (MATCH, MATCHED),
        "recalls": (RECALL, RECALLED),
        "hints": tuple(Hints(HINTS[:n], 3, cost="Your answer still counts.") for n in range(4)),
        "card": CARD,
        "card_turned": TURNED,
        "timer": Timer(5381, warning="6 questions have no answer."),
        "timer_paused": Timer(4812, paused=True),
        "timer_due": Timer(
            1501, warning="6 questions have no answer. At the end, what is saved is submitted."
        ),
        "grid": GRID,
        "review": Review(
            GRID, "#question-grid", 29, "Going back is possible until you submit or the time ends."
        ),
        "review_done": Review(ALL_DONE, "#question-grid"),
    }
