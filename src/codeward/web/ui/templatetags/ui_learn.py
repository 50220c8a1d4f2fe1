"""Template tags of the learning parts: ``{% load ui_learn %}``. What each takes is in `codeward.web.ui.api`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.ui.learn import (
    Cell,
    Choice,
    Compare,
    Day,
    DayState,
    Example,
    Figure,
    Flashcard,
    Gloss,
    Grid,
    Hints,
    Match,
    NodeState,
    Option,
    Pair,
    PathNode,
    Recall,
    Review,
    Stat,
    Step,
    StepState,
    Timer,
    TypedCode,
    Verdict,
)

__all__ = [
    "callout",
    "choice",
    "compare",
    "definition",
    "example",
    "figure",
    "flag_toggle",
    "flashcard",
    "gloss",
    "hints",
    "match",
    "path",
    "path_node",
    "question_grid",
    "recall",
    "register",
    "review_summary",
    "stat_tile",
    "stats",
    "stepper",
    "timer",
    "timer_warning",
    "typed_code",
    "walk",
    "walk_step",
    "week_strip",
]

register = template.Library()

NODE_WORDS = {
    NodeState.NEW: gettext_lazy("new"),
    NodeState.NEXT: gettext_lazy("next"),
    NodeState.BEGUN: gettext_lazy("started"),
    NodeState.DONE: gettext_lazy("done"),
    NodeState.PLANNED: gettext_lazy("coming later"),
}
DAY_WORDS = {
    DayState.DONE: gettext_lazy("practiced"),
    DayState.MISSED: gettext_lazy("planned, not practiced"),
    DayState.PLANNED: gettext_lazy("planned"),
    DayState.FREE: gettext_lazy("free"),
}
CALLOUTS = {
    "note": ("info", gettext_lazy("Note")),
    "tip": ("lamp", gettext_lazy("Tip")),
    "warning": ("warning", gettext_lazy("Careful")),
    "trap": ("warning", gettext_lazy("Trap")),
}


@register.inclusion_tag("ui/learn/stepper.html")
def stepper(steps: Sequence[Step], label: str = "") -> dict[str, Any]:
    """The steps of a task in a row; the one at hand is marked. `label` names the task for screen readers."""
    return {"steps": steps, "label": label or _("Steps")}


@register.simple_block_tag
def walk(content: SafeString, label: str = "") -> SafeString:
    """The same steps below one another, each with its body: ``{% walk %}{% walk_step … %}…{% endwalk_step %}…``."""
    return render_to_string("ui/learn/walk.html", {"content": content, "label": label})


@register.simple_block_tag
def walk_step(content: SafeString, title: str, state: str, anchor: str = "") -> SafeString:
    """A step of a walk: ``{% walk_step "Read" "now" %}…{% endwalk_step %}``. `state`: done, now or later.

    With an `anchor`, an id, its heading can take focus, for a page that moves on without being loaded anew. A step to
    come has no body: what it asks is not told before its turn.
    """
    shown = {
        "title": title,
        "state": StepState(state),
        "id": anchor,
        "content": content,
        "body": content.strip(),
    }
    return render_to_string("ui/learn/walk_step.html", shown)


@register.inclusion_tag("ui/learn/path.html")
def path(nodes: Sequence[PathNode], label: str = "") -> dict[str, Any]:
    """A path of charts or lessons in teaching order, numbered from 1."""
    return {"nodes": nodes, "label": label}


@register.inclusion_tag("ui/learn/path_node.html")
def path_node(node: PathNode, n: int | None = None) -> dict[str, Any]:
    """One place on a path, as a list item: its page writes ``<ol class="path">`` where it does not use ``path``."""
    shown = "" if node.score is None else f"{node.score:.1f}".removesuffix(".0")
    return {"node": node, "n": n, "word": NODE_WORDS[node.state], "shown_score": shown}


@register.inclusion_tag("ui/learn/stats.html")
def stats(tiles: Sequence[Stat], label: str = "") -> dict[str, Any]:
    """Figures with their meaning, side by side."""
    return {"tiles": tiles, "label": label}


@register.inclusion_tag("ui/learn/stats.html")
def stat_tile(tile: Stat) -> dict[str, Any]:
    """One figure alone."""
    return {"tiles": (tile,), "label": ""}


@dataclass(frozen=True, slots=True)
class _ShownDay:
    date: Any
    state: DayState
    minutes: int
    today: bool
    word: str


@register.inclusion_tag("ui/learn/week.html")
def week_strip(days: Sequence[Day], label: str = "") -> dict[str, Any]:
    """A week of study: what was done, missed, is planned or free. Each day says it in words too."""
    shown = [
        _ShownDay(day.date, day.state, day.minutes, day.today, str(DAY_WORDS[day.state])) for day in days
    ]
    return {"days": shown, "label": label or _("Your week")}


@register.inclusion_tag("ui/learn/gloss.html", takes_context=True)
def gloss(context: dict[str, Any], entry: Gloss, shown: str = "") -> dict[str, Any]:
    """A term that tells its meaning: on hover, on keyboard focus, by click or tap. `shown` is the form in the text."""
    return {
        "gloss": entry,
        "shown": shown or entry.term,
        "id": _unique(context, f"gloss-{slugify(entry.term)}"),
    }


def _unique(context: dict[str, Any], stem: str) -> str:
    """Return an id that no other part of this page has.

    Counted on the request, since the same term may stand twice on a page. What htmx puts into a page later is counted
    anew, so its ids carry a mark of their address.
    """
    request = context.get("request")
    if request is None:
        return stem
    count = getattr(request, "_learn_ids", 0) + 1
    request._learn_ids = count
    late = f"-{crc32(request.get_full_path().encode()):x}" if request.headers.get("hx-request") else ""
    return f"{stem}{late}-{count}"


@register.simple_block_tag
def callout(content: SafeString, kind: str, title: str = "") -> SafeString:
    """A remark set apart: ``{% callout "tip" "Title" %}…{% endcallout %}``. `kind`: note, tip, warning or trap."""
    icon_name, word = CALLOUTS[kind]
    shown = {"content": content, "kind": kind, "title": title, "icon_name": icon_name, "word": word}
    return render_to_string("ui/learn/callout.html", shown)


@register.inclusion_tag("ui/learn/typed_code.html")
def typed_code(asked: TypedCode) -> dict[str, Any]:
    """A question answered by typing a code. It stands inside the app's form."""
    own = f"ask-{slugify(asked.name)}"
    described = [f"{own}-shape"] if asked.shape and asked.verdict is not Verdict.RIGHT else []
    if asked.verdict is not Verdict.OPEN:
        described.append(f"{own}-why")
    return {"asked": asked, "id": own, "reason_id": f"{own}-why", "described": " ".join(described)}


@dataclass(frozen=True, slots=True)
class _ShownOption:
    option: Option
    letter: str
    say: str
    reason_id: str


@register.inclusion_tag("ui/learn/choice.html")
def choice(asked: Choice) -> dict[str, Any]:
    """A question with options. It stands inside the app's form."""
    own = f"ask-{slugify(asked.name)}"
    shown = [
        _ShownOption(
            option,
            chr(ord("A") + n) if asked.letters else "",
            " ".join(filter(None, (option.code, option.text))),
            "" if option.verdict is Verdict.OPEN else f"{own}-why-{n + 1}",
        )
        for n, option in enumerate(asked.options)
    ]
    return {"asked": asked, "options": shown, "own_reason_id": f"{own}-why"}


@dataclass(frozen=True, slots=True)
class _ShownPair:
    row: Pair
    id: str
    reason_id: str


@register.inclusion_tag("ui/learn/match.html")
def match(asked: Match) -> dict[str, Any]:
    """Rows to be matched, each by a list of choices. It stands inside the app's form."""
    own = f"ask-{slugify(asked.name)}"
    rows = [
        _ShownPair(row, f"{own}-{n}", "" if row.verdict is Verdict.OPEN else f"{own}-why-{n}")
        for n, row in enumerate(asked.rows, 1)
    ]
    return {"asked": asked, "rows": rows}


@register.inclusion_tag("ui/learn/recall.html")
def recall(asked: Recall) -> dict[str, Any]:
    """A prompt answered from memory, then the model beside it. It stands inside the app's form."""
    return {"asked": asked, "id": f"ask-{slugify(asked.name)}"}


@register.inclusion_tag("ui/learn/hints.html")
def hints(given: Hints) -> dict[str, Any]:
    """Hints that were asked for, and the button for the next. It stands inside the app's form."""
    return {"hints": given}


@register.inclusion_tag("ui/learn/flashcard.html")
def flashcard(card: Flashcard) -> dict[str, Any]:
    """A card to turn and to rate. It stands inside the app's form; the page loads ``ui/js/learn.js``."""
    return {"card": card}


@register.inclusion_tag("ui/learn/timer.html")
def timer(left: Timer) -> dict[str, Any]:
    """Time left, which can be hidden and then keeps its place. The page loads ``ui/js/learn.js``."""
    return {"timer": left}


@register.inclusion_tag("ui/learn/timer_warning.html")
def timer_warning(left: Timer) -> dict[str, Any]:
    """The one line that is told when `warn` seconds are left; where it stands, the room decides."""
    due = left.left <= left.warn
    seconds = max(min(left.left, left.warn), 0)
    return {"timer": left, "due": due, "seconds": seconds, "minutes": seconds // 60}


@register.inclusion_tag("ui/learn/question_grid.html")
def question_grid(grid: Grid, label: str = "") -> dict[str, Any]:
    """All questions of a sitting: filled is answered, dashed is not, a corner is a flag, a ring is here."""
    cells = [{"cell": cell, "say": _say(cell)} for cell in grid.cells]
    return {"grid": grid, "cells": cells, "label": label or _("All questions")}


def _say(cell: Cell) -> str:
    """The label of a cell says all that its look says."""
    said = [_("Question %(n)d") % {"n": cell.n}, _("answered") if cell.answered else _("not answered")]
    if cell.flagged:
        said.append(_("flagged"))
    return ", ".join(said)


@register.inclusion_tag("ui/learn/flag.html")
def flag_toggle(name: str, flagged: bool = False) -> dict[str, Any]:
    """A flag on a question: a checkbox that looks like a button, so that it is saved with the answer."""
    return {"name": name, "flagged": flagged}


@register.inclusion_tag("ui/learn/review.html")
def review_summary(review: Review) -> dict[str, Any]:
    """What is open and flagged before submitting. It stands inside the app's form, in a dialog or on a page."""
    return {"review": review}


@register.inclusion_tag("ui/learn/example.html")
def example(shown: Example) -> dict[str, Any]:
    """Words of a record and the way from them to the code."""
    return {"example": shown}


@register.simple_block_tag
def definition(content: SafeString, term: str, say: str = "") -> SafeString:
    """A term defined in the text: ``{% definition "eschar" "ES-kar" %}…{% enddefinition %}``."""
    return render_to_string("ui/learn/definition.html", {"content": content, "term": term, "say": say})


@register.inclusion_tag("ui/learn/compare.html")
def compare(compared: Compare) -> dict[str, Any]:
    """Two that are confused, side by side; on a phone a card for each feature."""
    return {"compared": compared}


@register.inclusion_tag("ui/learn/figure.html")
def figure(shown: Figure) -> dict[str, Any]:
    """A drawing with numbered labels. With script, a label lights its part and a part opens its label."""
    return {"figure": shown}
