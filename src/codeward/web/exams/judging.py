"""By which keys a form is judged now: those it pins, or a corrected one, without what is suspended.

The answer depends on what the form pins, the program as it is installed, and the suspensions of now, so whoever asks
again gets the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from codeward.curriculum import Item, program
from codeward.practice import Rekeyed, SittingAnswer, carried, rekeyed
from codeward.web.exams.models import Suspension
from codeward.web.exams.papers import item_of, keep_items
from codeward.web.learning.api import ContentVersion

__all__ = ["NO_RIGHT", "Judge", "Judging"]

NO_RIGHT: Final = "No right answer was among the options"
_KNOWN: Final = 50_000


class Judging(NamedTuple):
    """Of one form: the version that judges each question, and what everybody has the points of, with the reason."""

    keys: Mapping[str, str]
    void: Mapping[str, str]


class Judge:
    """Judges forms by the program and the suspensions as they are when it is made."""

    def __init__(self) -> None:
        """Read what is suspended now."""
        rows = Suspension.objects.filter(ended_at=None, kind=Suspension.Kind.SUSPENDED)
        self.out: dict[str, str] = dict(rows.values_list("item", "reason"))
        self.now: Mapping[str, Item] = program().form_items
        self._old: dict[str, Item] = {}
        self._kept: set[str] = set()

    def read(self, pinned: Iterable[tuple[str, str]]) -> None:
        """Read versions that forms pin, by (id, version), where today's is another: all at once."""
        wanted = {
            version for name, version in pinned if name not in self.now or self.now[name].version != version
        } - self._old.keys()
        if wanted:
            found = ContentVersion.objects.in_bulk(wanted)
            self._old.update({digest: item_of(one) for digest, one in found.items()})

    def meaning(self, name: str, version: str) -> Rekeyed:
        """What the question's version of today means for answers to that version."""
        now = self.now.get(name)
        if now is None or now.version == version:
            return "stands"
        if version not in self._old:
            self.read([(name, version)])
        return _meaning(version, now.version, self._old[version], now)

    def of(self, pinned: Iterable[tuple[str, str]]) -> Judging:
        """The judging of a form that pins those (id, version)."""
        keys, void = {}, {}
        for name, version in pinned:
            meaning = self.meaning(name, version)
            keys[name] = version
            if meaning in {"other key", "no right answer"}:
                keys[name] = self.now[name].version
            if meaning == "no right answer":
                void[name] = NO_RIGHT
            if name in self.out:
                void[name] = self.out[name]
        return Judging(keys, void)

    def keep(self, name: str) -> None:
        """Keep today's version of a question: a score names it."""
        if name not in self._kept:
            keep_items([self.now[name]])
            self._kept.add(name)

    def asked(self, name: str, version: str) -> Item:
        """The question as it was asked in that version."""
        now = self.now.get(name)
        if now is not None and now.version == version:
            return now
        if version not in self._old:
            self._old[version] = item_of(ContentVersion.objects.get(pk=version))
        return self._old[version]

    def carried(
        self, asked: Item, key: str, answer: SittingAnswer | None
    ) -> tuple[Item, SittingAnswer | None]:
        """The question that judges an answer, and the answer as one to it."""
        if key == asked.version or answer is None:
            return (asked if key == asked.version else self.now[asked.id]), answer
        return self.now[asked.id], carried(asked, self.now[asked.id], answer)


_meanings: dict[tuple[str, str], Rekeyed] = {}


def _meaning(old: str, new: str, before: Item, now: Item) -> Rekeyed:
    """Kept by the two versions, which never change what they say."""
    found = _meanings.get((old, new))
    if found is None:
        if len(_meanings) > _KNOWN:
            _meanings.clear()
        found = _meanings[old, new] = rekeyed(before, now)
    return found
