"""What is asked: a choice, a typed code, hints, a card to turn.

They serve the contract of items (kinds `sba`, `picklist`, `match`, `code`), the blocks `check`, `pretest`, `drill` and
`recall` of lessons, and cards. The app renders one inside its ``<form method="post">``; the fields are named here, the
rest is the app's: it grades, it stores, and the same answer sent twice is one answer there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Choice",
    "Cite",
    "Flashcard",
    "Hints",
    "Match",
    "Option",
    "Pair",
    "Rating",
    "Recall",
    "TypedCode",
    "Verdict",
]


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation as it is shown ("I.C.4.a") with the address where it can be read."""

    text: str
    href: str = ""


class Verdict(StrEnum):
    """What is said of an answer, by the app. `OPEN`: nothing yet."""

    OPEN = "open"
    RIGHT = "right"
    PARTIAL = "partial"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a choice: a `code`, a `text`, or both.

    `why` is shown where the app hands it over: under the chosen one after a check, under every one when all reasons
    are asked for. Before that it must not be here: what is in the page can be read.
    """

    value: str
    code: str = ""
    text: str = ""
    chosen: bool = False
    struck: bool = False
    verdict: Verdict = Verdict.OPEN
    headline: str = ""  # what the answer missed, in three words: "the stage"
    why: str = ""
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with options: one is chosen, or with `many` (a pick list) several.

    After a wrong answer all options stay open; after a right one none does. Fields sent: `name` (each chosen option's
    value), ``NAME-struck`` (each struck option's value, where `strike`), and the button ``act`` = ``check`` or
    ``reasons``. With `exam` there is no button: the room saves and moves on. `place` is "question 1 of 3"; `note`
    says what counts, under the buttons. `letters` are for the eye: the server and screen readers know the values.
    A reason belongs to its option; `why` of the whole is for a pick list, which can be right in part.
    """

    name: str
    stem: str
    options: tuple[Option, ...]
    verdict: Verdict = Verdict.OPEN
    headline: str = ""
    why: str = ""
    cites: tuple[Cite, ...] = ()
    place: str = ""
    note: str = ""
    many: bool = False
    strike: bool = False
    letters: bool = False
    reasons: bool = False  # offer "show all reasons" after an answer
    primary: bool = False  # "Check" is the one filled button of its page
    exam: bool = False
    closed: bool = False  # answered once, and that was it: as in a drill, where another question follows


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a match: what is matched, and the value chosen for it."""

    value: str
    text: str
    chosen: str = ""
    verdict: Verdict = Verdict.OPEN
    headline: str = ""
    why: str = ""
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """Rows to be matched with `choices`, pairs of value and text, of which some are spare.

    Fields sent: ``NAME-VALUE`` for each row (the chosen value, or nothing), and the button ``act`` = ``check``.
    """

    name: str
    stem: str
    rows: tuple[Pair, ...]
    choices: tuple[tuple[str, str], ...]
    verdict: Verdict = Verdict.OPEN
    place: str = ""
    note: str = ""
    primary: bool = False
    exam: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class TypedCode:
    """A question answered by typing a code. After a wrong answer the field stays open, with what was typed.

    Fields sent: `name` (what was typed, as typed: the app reads case, spaces and the missing dot kindly), and the
    button ``act`` = ``check`` or ``show``. `shape` says how such a code looks ("three to seven characters, a dot after
    the third"); `longest` bounds the field. `answer` is the code with `answer_title`, once it may be seen.
    """

    name: str
    prompt: str
    value: str = ""
    verdict: Verdict = Verdict.OPEN
    headline: str = ""
    why: str = ""
    cites: tuple[Cite, ...] = ()
    place: str = ""
    note: str = ""
    shape: str = ""
    longest: int = 12
    answer: str = ""
    answer_title: str = ""
    give_up: bool = False  # offer "show the answer" after a wrong one
    primary: bool = False  # "Check" is the one filled button of its page
    exam: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Recall:
    """A prompt answered from memory, and the `model` once something was written. Nobody grades it.

    Fields sent: `name` (what was written) and the button ``act`` = ``check``.
    """

    name: str
    prompt: str
    value: str = ""
    model: str = ""
    cites: tuple[Cite, ...] = ()
    place: str = ""
    note: str = ""
    longest: int = 2000
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Hints:
    """Hints one after another. Only those asked for are here; `total` says how many there are.

    Field sent: the button `name` = the number of the next hint, so that a second press asks for the same one.
    `cost` says what a hint changes ("Counts as a hint, not as an error").
    """

    shown: tuple[str, ...]
    total: int
    name: str = "hint"
    cost: str = ""

    @property
    def upcoming(self) -> int:
        """The number of the next hint; 0 when all are shown."""
        return len(self.shown) + 1 if len(self.shown) < self.total else 0

    @property
    def left(self) -> int:
        """How many are still to be asked for."""
        return max(self.total - len(self.shown), 0)


@dataclass(frozen=True, slots=True)
class Rating:
    """One of the four ways to rate one's memory, with when the card comes again ("in 4 days")."""

    value: int
    label: str
    again: str = ""


@dataclass(frozen=True, slots=True)
class Flashcard:
    """A card: front, back, and ratings 1 to 4 once it is turned.

    Field sent: the button ``rating`` = 1, 2, 3 or 4. Without script the card turns too. Keys 1 to 4 work while focus is
    in the card and it is turned; with `focus` the card takes focus when it arrives.
    """

    id: str
    front: str
    back: str
    ratings: tuple[Rating, ...]
    kind: str = ""
    place: str = ""
    front_code: str = ""
    back_code: str = ""
    turned: bool = False
    focus: bool = False
    cites: tuple[Cite, ...] = ()
