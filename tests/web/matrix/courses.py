"""What is kept of a lesson: its learner's alone. The program and skills are everybody's, with their own states."""

from __future__ import annotations

from uuid import uuid4

from codeward.curriculum import program
from codeward.web.courses.answering import keep, move_to
from codeward.web.courses.asks import asks_of
from codeward.web.courses.models import Kept, Place
from tests.web.matrix.kinds import Row, World, everyone

STATES = "the program, the same for everybody, with one's own states: names no row"
OPEN: dict[str, str] = {
    "courses:program": STATES,
    "courses:module": STATES,
    "courses:skill": STATES,
    "courses:syllabus": STATES,
    "courses:test-out": "one's own test-out of a lesson: names no row",
    "courses:placement": "one's own placement; one of somebody else's that a form names is a 404: names no row",
    "courses:word-parts": "the list of word parts: the same for everybody",
    "courses:drill": "a question drawn from the books by its seed: names no row",
    "courses:drill-answer": "takes one's own answer to such a question: names no row",
}
LESSON, BLOCK, WORDS = "w0", "recall1-1", "keptmark of Olive"


def build(world: World) -> None:
    """Words from memory, and a place in a lesson."""
    lesson = program().lessons[LESSON]
    ask = asks_of(lesson)[BLOCK]
    keep(world.owner, lesson, ask, uuid4(), value=WORDS)
    move_to(world.owner, lesson, ask.section)


def _lesson(_world: World) -> dict[str, str]:
    return {"lesson_id": LESSON}


def _words(_world: World) -> dict[str, str]:
    return {"ask": BLOCK, "answer": "Somebody else's words", "key": str(uuid4())}


ROWS = [
    Row(
        "courses.Kept",
        (
            everyone("courses:lesson", args=_lesson, shows=WORDS),
            everyone("courses:ask", args=lambda w: {**_lesson(w), "form_id": BLOCK}, shows=WORDS),
            everyone("courses:answer", "POST", args=_lesson, data=_words),
        ),
        lambda world: Kept.objects.filter(learner=world.owner),
    ),
    Row(
        "courses.Place",
        (
            everyone("courses:lesson", args=_lesson, shows="Go on at"),
            everyone(
                "courses:place",
                "POST",
                args=_lesson,
                data=lambda _w: {"section": program().lessons[LESSON].sections[0].slug},
                may_be_empty=True,
                ok=frozenset({200, 204, 302}),
            ),
        ),
        lambda world: Place.objects.filter(learner=world.owner),
    ),
]
