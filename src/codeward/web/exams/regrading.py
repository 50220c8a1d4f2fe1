"""Scores made again where a key was corrected or a question was taken out: one more beside the earlier, which stay.

In batches, each a transaction that holds its sittings. A sitting that is being handed in at that instant is waited for,
and one that is under way is judged by the corrected key when it is handed in. Until the job has come to a sitting, its
page does it first (`settle_score`): nobody is shown a score by the old key.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from codeward.codesets import Shelf
from codeward.practice import SCORING, ItemScore, Paper, PaperScore, rescored, score_item
from codeward.web.audit.api import OPERATOR, Kind, act, record
from codeward.web.exams.corrections import tell_corrected
from codeward.web.exams.judging import NO_RIGHT, Judge, Judging
from codeward.web.exams.models import Answer, Form, Score, Sitting
from codeward.web.exams.papers import edition_of, paper_of
from codeward.web.exams.scores import answer_of, judged, result_of, told_of

__all__ = ["BATCH", "Regraded", "regrade", "settle_score"]

BATCH: Final = 200
"""Sittings that one transaction holds: a hand-in waits for it, so it is short."""
REGRADED: Final = act("exams.regraded", gettext_lazy("Scored practice exams again"), Kind.MOVE)
_MEMO: Final = 100_000
_FORMS: Final = 1_000


class Regraded(NamedTuple):
    """What a run did: the sittings that it looked at, those with another score now, those whose points changed."""

    looked: int = 0
    made: int = 0
    changed: int = 0


class _Behind(NamedTuple):
    """A sitting whose score is not by the judging of now."""

    sitting: Sitting
    score: Score
    judging: Judging
    keys: frozenset[str]


def regrade(*, batch: int = BATCH, why: str = "") -> Regraded:
    """Score again whatever is behind; whoever runs it again changes nothing, and one that was cut goes on.

    `why` says in a sentence what was corrected, for the learners to read.
    """
    judge, memo = Judge(), _Memo()
    forms = _Forms(judge)
    looked = made = changed = 0
    last = 0
    while True:
        rows = _scored().filter(pk__gt=last).order_by("pk")[:batch]
        found = list(rows.values_list("pk", "form"))
        if not found:
            break
        last = found[-1][0]
        looked += len(found)
        forms.read({form for _pk, form in found})
        keys = _current_keys([pk for pk, _form in found])
        behind = [pk for pk, form in found if _is_behind(*forms[form], keys.get(pk))]
        if behind:
            new, other = _make(forms, memo, behind, why)
            made, changed = made + new, changed + other
    if made:
        record(REGRADED, actor=None, role=OPERATOR, changed={"scores": (0, made)}, reason=why)
    return Regraded(looked, made, changed)


def settle_score(sitting: Sitting) -> bool:
    """Score a sitting again if its score is behind; True where it was. Three queries where it is not."""
    score = Score.objects.filter(sitting=sitting, current=True).first()
    if score is None or sitting.state != Sitting.State.SUBMITTED:
        return False
    forms = _Forms(Judge())
    forms.add(sitting.form)
    if not _is_behind(*forms[sitting.form_id], (score.keys, score.result["void"])):
        return False
    return _make(forms, _Memo(), [sitting.pk], "")[0] > 0


def _scored() -> QuerySet[Sitting]:
    """Those that count or will: one under way may be being handed in now, by keys that were read before."""
    return Sitting.objects.filter(state__in=[Sitting.State.OPEN, Sitting.State.SUBMITTED])


def _current_keys(sittings: Sequence[int]) -> dict[int, tuple[Mapping[str, str], Mapping[str, str]]]:
    rows = Score.objects.filter(sitting__in=sittings, current=True)
    return {pk: (keys, void) for pk, keys, void in rows.values_list("sitting", "keys", "result__void")}


def _is_behind(
    judging: Judging,
    pinned: Mapping[str, str],
    has: tuple[Mapping[str, str], Mapping[str, str]] | None,
) -> bool:
    """Whether a score is not by that judging; one that is not there yet, where it would not be by the pinned keys."""
    keys, void = has if has is not None else (pinned, {})
    return keys != judging.keys or not judging.void.keys() <= void.keys()


class _Forms(dict[int, tuple[Judging, dict[str, str]]]):
    """How each form is judged in this run, and what it pins: many sittings are of one form."""

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self.judge = judge
        self.papers: dict[int, Paper] = {}

    def add(self, form: Form) -> None:
        """Judge a form."""
        self.papers[form.pk] = paper_of(form)
        pinned = {one.id: one.version for one in self.papers[form.pk].items}
        self.judge.read(pinned.items())
        self[form.pk] = self.judge.of(pinned.items()), pinned

    def read(self, wanted: set[int]) -> None:
        """Judge those that are not judged yet. One query."""
        if len(self) > _FORMS:
            self.clear()
            self.papers.clear()
        for form in Form.objects.filter(pk__in=wanted - self.keys()).iterator(chunk_size=BATCH):
            self.add(form)


class _Memo(dict[tuple[str, str, str, Any], ItemScore]):
    """Scores of answers that were scored in this run: many give the same answer to a question."""

    def score(self, judge: Judge, name: str, pinned: str, key: str, given: str, day: Any) -> ItemScore:
        """What the answer to a question that was asked in one version is worth by another."""
        place = (pinned, key, given, day)
        if place not in self:
            if len(self) >= _MEMO:
                self.clear()
            asked = judge.asked(name, pinned)
            item, answer = judge.carried(asked, key, answer_of(asked, given) if given else None)
            told = score_item(item, answer, Shelf.on(day))
            # What was chosen and is no option any more was an answer all the same.
            gone = answer is None and bool(given) and answer_of(asked, given) is not None
            self[place] = told.model_copy(update={"answered": True}) if gone else told
        return self[place]


def _make(forms: _Forms, memo: _Memo, sittings: Sequence[int], why: str) -> tuple[int, int]:
    """Make the scores of one batch, and tell their learners; all of it or nothing."""
    with transaction.atomic():
        locked = _locked(sittings)
        scores = {
            one.sitting_id: one
            for one in Score.objects.filter(sitting__in=[s.pk for s in locked], current=True)
        }
        behind = []
        for sitting in locked:
            score = scores.get(sitting.pk)
            judging, pinned = forms[sitting.form_id]
            if score is not None and _is_behind(judging, pinned, (score.keys, score.result["void"])):
                other = frozenset(name for name, key in judging.keys.items() if score.keys[name] != key)
                behind.append(_Behind(sitting, score, judging, other))
        given = _given(forms, behind)
        judge = forms.judge
        made = [_scored_again(forms, memo, one, given.get(one.sitting.pk, {})) for one in behind]
        for one in behind:
            for name in one.keys:
                if judge.now[name].version == one.judging.keys[name]:
                    judge.keep(name)
        Score.objects.filter(pk__in=[one.score.pk for one in behind]).update(current=False)
        Score.objects.bulk_create(made)
        tell_corrected(
            ((one.sitting, one.score, score) for one, score in zip(behind, made, strict=True)), why
        )
        changed = sum(one.score.points != score.points for one, score in zip(behind, made, strict=True))
    return len(made), changed


def _locked(sittings: Sequence[int]) -> list[Sitting]:
    """Those that were handed in, held. Whoever hands one in now holds it: it is waited for, and then read as it is."""
    rows = _scored().filter(pk__in=sittings).order_by("pk").select_for_update(of=("self",))
    held = list(rows.select_related("learner"))
    return [one for one in held if one.state == Sitting.State.SUBMITTED]


def _given(forms: _Forms, behind: Sequence[_Behind]) -> dict[int, dict[str, str]]:
    """What was answered to the questions whose key is another, by sitting; to all where the rules are."""
    found: dict[int, dict[str, str]] = {}
    asked: dict[int, dict[int, str]] = {}
    for one in behind:
        whole = one.score.rules != str(SCORING)
        asked[one.sitting.pk] = {
            place: item.id
            for place, item in enumerate(forms.papers[one.sitting.form_id].items, 1)
            if whole or item.id in one.keys
        }
    places = {place for wanted in asked.values() for place in wanted}
    rows = Answer.objects.filter(sitting__in=list(asked), place__in=places)
    for sitting, place, given in rows.values_list("sitting", "place", "given"):
        if place in asked[sitting]:
            found.setdefault(sitting, {})[asked[sitting][place]] = given
    return found


def _scored_again(forms: _Forms, memo: _Memo, one: _Behind, given: Mapping[str, str]) -> Score:
    judge, paper, pins = forms.judge, forms.papers[one.sitting.form_id], forms[one.sitting.form_id][1]
    before = one.score.result["void"]
    void = {**before, **one.judging.void}
    if one.score.rules == str(SCORING):
        stored = {name: value for name, value in one.score.result.items() if name != "void"}
        changed = {
            name: memo.score(
                judge, name, pins[name], one.judging.keys[name], given.get(name, ""), paper.books_on
            )
            for name in one.keys
        }
        result = rescored(
            paper, edition_of(paper), PaperScore.model_validate(stored), changed, frozenset(void)
        )
    else:
        items, answers = judged(judge, paper, given, one.judging)
        result = result_of(paper, edition_of(paper), items, answers, frozenset(void))
    key = bool(one.keys) or NO_RIGHT in [why for name, why in void.items() if name not in before]
    return Score(
        **told_of(result, one.judging.keys, void),
        sitting=one.sitting,
        number=one.score.number + 1,
        current=True,
        cause=Score.Cause.KEY if key else Score.Cause.SUSPENDED,
    )
