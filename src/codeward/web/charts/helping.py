"""Help while an answer is in the making: the edits run over it, without the key, and each run is kept.

What the edits are given is what a payer would have: the claim that the answer makes, and the books of the attempt. The
key, and the case facts that its author wrote for it, are read by nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import gettext as _

from codeward.charts import Chart, claim_of, load_answer
from codeward.claims import Claim, Diagnosis, Line, Procedure
from codeward.edits import Scrubbed, scrub
from codeward.web.accounts.api import User
from codeward.web.charts.attempts import AttemptClosed, answer_of, chart_of
from codeward.web.charts.grades import shelf_of
from codeward.web.charts.models import Attempt, HelpUse
from codeward.web.codebook.api import Found, findings, unchecked
from codeward.web.quotas import ANSWERS, ask_person

__all__ = ["HELP_ROW", "Checked", "Group", "attempt_claim", "check", "edits_run", "grouped"]

HELP_ROW: Final = 120
"""Bytes that a use of help takes, with its entries of indexes."""


class Group(NamedTuple):
    """Findings of one line, in the claim's order; `line` and `code` are empty for those of the claim as a whole."""

    line: str
    code: str
    place: int
    word: str
    findings: tuple[Found, ...]


class Checked(NamedTuple):
    """What a run of the edits says, and how many runs the attempt has had with it."""

    groups: tuple[Group, ...]
    found: int
    unchecked: tuple[str, ...]
    codes: int
    runs: int


def attempt_claim(attempt: Attempt) -> tuple[Chart, Claim]:
    """The chart of an attempt, and the claim that its answer makes as it is saved. Raises AnswerError."""
    chart = chart_of(attempt)
    return chart, claim_of(chart, load_answer(answer_of(attempt)).lines)


def check(attempt: Attempt, count: Callable[[int], None] | None = None) -> Checked:
    """Run the edits over the saved answer of an open attempt and keep that it was done.

    Raises AttemptClosed where the attempt is not open, BoundsError where its learner has no room left; `count` is told
    the bytes that are stored, in their transaction.
    """
    _chart, claim = attempt_claim(attempt)
    said = scrub(claim, shelf_of(attempt))
    runs = _keep(attempt, said, count)
    return Checked(
        grouped(claim, said),
        len(said.findings),
        unchecked(said.unchecked),
        len(claim.diagnoses) + len(claim.procedures) + len(claim.lines),
        runs,
    )


def _keep(attempt: Attempt, said: Scrubbed, count: Callable[[int], None] | None) -> int:
    """Store one use of help; how many there are."""
    with transaction.atomic():
        learner = User.objects.select_for_update(no_key=True).get(pk=attempt.learner_id)
        held = Attempt.objects.filter(learner=learner).aggregate(n=Sum("stored"))["n"] or 0
        ask_person(ANSWERS, held, HELP_ROW, guest=learner.is_guest)
        if count is not None:
            count(HELP_ROW)
        locked = Attempt.objects.filter(pk=attempt.pk, state=Attempt.State.OPEN).update(
            stored=F("stored") + HELP_ROW
        )
        if not locked:
            raise AttemptClosed("this attempt is closed", "Start a new one from the chart's page")
        HelpUse.objects.create(
            attempt=attempt,
            kind=HelpUse.Kind.EDITS,
            revision=attempt.revision,
            findings=len(said.findings),
        )
        return edits_run(attempt)


def edits_run(attempt: Attempt) -> int:
    """How often the edits were run over the attempt's answer before it was handed in."""
    return HelpUse.objects.filter(attempt=attempt, kind=HelpUse.Kind.EDITS).count()


def grouped(claim: Claim, said: Scrubbed) -> tuple[Group, ...]:
    """The findings by line, in the claim's order; first those of no line. Each stands once, at its first line."""
    places: dict[str, tuple[str, int, str]] = {}
    parts: list[tuple[str, Sequence[Diagnosis | Procedure | Line]]] = [
        (_("Diagnosis"), claim.diagnoses),
        (_("Procedure"), claim.procedures),
        (_("Service"), claim.lines),
    ]
    for word, lines in parts:
        for place, line in enumerate(lines, 1):
            if line.id:
                places[line.id] = line.code, place, word
    held: dict[str, list[Found]] = {"": [], **{name: [] for name in places}}
    for one in findings(said):
        named = [name for name in one.finding.lines if name in places]
        held[named[0] if named else ""].append(one)
    return tuple(
        Group(name, *places.get(name, ("", 0, "")), findings=tuple(told))
        for name, told in held.items()
        if told
    )
