"""What is wrong between questions: texts that are alike, keys that stand out over a bank or a form, enemies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from codeward.curriculum import Item, Option
from codeward.practice.check_keys import Told
from codeward.words import words

__all__ = ["LEAST", "alike", "between", "key_places"]

# How often the key may be the longest option, and stand at one place, before a test-taker profits (O2, O11).
_LONGEST = 0.30
_PLACES = (0.20, 0.30)
LEAST = 40
"""Questions of one answer from which O2 and O11 speak of all of them together."""


def between(
    items: Iterable[Item], bank: Iterable[Item] = (), *, only: frozenset[str] | None = None
) -> Iterator[tuple[Item | None, Told]]:
    """Give what is wrong between questions, each with the one that it is told of, or None for all of them.

    *bank* are those whose enemies are looked for among *items*; *only* keeps what concerns these ids.
    """
    every = list(items)
    names = {item.id for item in every}
    for item in bank:
        for enemy in item.enemies:
            if enemy not in names:
                yield (
                    item,
                    Told(
                        "enemy", "error", f"{item.id}: there is no item {enemy}", "Name items that are there"
                    ),
                )
    for first, second in alike(every):
        if only is None or first.id in only or second.id in only:
            message = f"{second.id} is more than 80 parts of 100 like {first.id}"
            yield second, Told("B1", "error", message, "Ask something else")
    if only is None:
        yield from ((None, told) for told in _standing_out(every))


def _standing_out(items: Sequence[Item]) -> Iterator[Told]:
    forms = [item for item in items if item.use == "form"]
    for name, some in (("", items), ("form ", forms)):
        texts = [item for item in some if item.kind == "sba" and all(option.text for option in item.options)]
        longest = sum(_is_longest(item.options) for item in texts)
        if len(texts) >= LEAST and longest > _LONGEST * len(texts):
            message = f"the key is the longest option in {longest} of {len(texts)} {name}questions"
            yield Told("O2", "warn", message, "Lengthen wrong options, shorten keys")
    yield from key_places(forms)


def key_places(items: Iterable[Item]) -> Iterator[Told]:
    """Give the places at which the key of questions of forms stands too often or too seldom (O11)."""
    forms = [item for item in items if item.kind == "sba"]
    places = Counter(next(n for n, o in enumerate(item.options) if o.right) for item in forms)
    for place in range(4):
        count = places[place]
        if len(forms) >= LEAST and not _PLACES[0] <= count / len(forms) <= _PLACES[1]:
            message = f"the key stands at place {place + 1} in {count} of {len(forms)} questions of forms"
            yield Told("O11", "warn", message, "Spread the keys: a fifth to three tenths at each place")


def _is_longest(options: Sequence[Option]) -> bool:
    lengths = [len(option.text or "") for option in options]
    return (
        next(len(o.text or "") for o in options if o.right) == max(lengths)
        and lengths.count(max(lengths)) == 1
    )


def alike(items: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Give the pairs of questions whose texts are more than 80 parts of 100 alike, by runs of three words."""
    runs = [(item, _runs(item)) for item in items]
    seen: dict[tuple[str, ...], list[int]] = {}
    for place, (item, own) in enumerate(runs):
        near: dict[int, int] = {}
        for run in own:
            for other in seen.get(run, ()):
                near[other] = near.get(other, 0) + 1
            seen.setdefault(run, []).append(place)
        for other, shared in near.items():
            union = len(own) + len(runs[other][1]) - shared
            if union >= 8 and shared / union > 0.8:
                yield runs[other][0], item


def _runs(item: Item) -> set[tuple[str, ...]]:
    shown = [option.shown for option in getattr(item, "options", ()) if isinstance(option, Option)]
    said = words(" ".join((item.stem, str(getattr(item, "record", "")), *shown)))
    return {tuple(said[n : n + 3]) for n in range(len(said) - 2)}
