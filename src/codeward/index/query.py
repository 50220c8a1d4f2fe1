"""What a query asks an index for: groups of words, each with what may answer it and how much it weighs."""

from __future__ import annotations

from math import log
from typing import NamedTuple

from codeward.index.equivalents import broader, endings, forms
from codeward.index.weights import (
    BEGUN,
    BROADER,
    EQUAL,
    EQUAL_KIN,
    FORM,
    GENERIC_WEIGHT,
    KIN,
    ONE_SLIP,
    SAME,
    TWO_SLIPS,
    UNKNOWN,
)
from codeward.index.words import GENERIC, IGNORED, Words
from codeward.search import family
from codeward.words import stem, words

__all__ = ["Want", "read"]

MOST_WORDS = 24
_SISTERS = (
    ("otic", "osis"), ("itic", "itis"), ("etic", "esis"), ("osis", "otic"), ("itis", "itic"), ("esis", "etic"),
    ("plastic", "plasia"), ("trophic", "trophy"), ("pathic", "pathy"), ("uric", "uria"), ("emic", "emia"),
)  # fmt: skip


class Want(NamedTuple):
    """One thing asked for: the word typed, {word number: how well it answers}, weight, correction made."""

    said: str
    means: dict[int, float]
    weight: float
    corrected: str | None = None


def read(index: Words, text: str) -> list[Want]:
    """Return what *text* asks for, in order; none where it has no word that counts."""
    said = list(dict.fromkeys(word for word in words(text) if word not in IGNORED))[:MOST_WORDS]
    groups: list[Want] = []
    before: set[str] = set()
    for place, word in enumerate(said):
        number = index.number(stem(word))
        kind = family(stem(word))
        if kind in before or (
            number is not None and any(group.means.get(number, 0.0) >= SAME for group in groups)
        ):
            continue  # "ulcer, ulcerated" asks for one thing
        if len(kind) > 3:
            before.add(kind)
        growing = place == len(said) - 1 and text[-1:].isalnum()
        groups += _groups(index, word, growing=growing)
    return groups


def _groups(index: Words, word: str, *, growing: bool) -> list[Want]:
    token = stem(word)
    means = _meanings(index, token)
    if means:
        return [Want(word, means, _weight(index, token, means))]
    if growing and len(word) >= 3:
        means = dict.fromkeys(index.beginning(word), BEGUN)
        if means:
            return [Want(word, means, _weight(index, token, means))]
    parts = _parted(index, word)
    if parts:
        return parts
    slips = list(index.slips(token))
    for distance, number in slips:
        quality = ONE_SLIP if distance == 1 else TWO_SLIPS
        for other, kinship in _meanings(index, index.word(number)).items():
            means[other] = max(means.get(other, 0.0), quality * kinship)
    note = index.word(slips[0][1]) if slips else None
    return [Want(word, means, _weight(index, token, means), note)]


def _meanings(index: Words, token: str) -> dict[int, float]:
    """Return {word number: quality} of a known word: itself, its family, what means the same, what is broader."""
    number = index.number(token)
    means: dict[int, float] = {}
    if number is not None and index.count(number):
        means[number] = 1.0
    _add_kin(index, token, means, KIN)
    for sister in _sisters(token):
        other_form = index.number(sister)
        if other_form is not None and index.count(other_form):
            means.setdefault(other_form, KIN)
        _add_kin(index, sister, means, KIN)
    equals = index.equals(number) if number is not None else []
    if not equals:  # what means the same as a related form: "ulcerated" → "ulcer" → "ulceration"
        equals = [same for other in list(means)[:6] for same in index.equals(other)]
    for other in equals:
        if index.count(other):
            means.setdefault(other, EQUAL)
        _add_kin(index, index.word(other), means, EQUAL_KIN)
    for wide in broader().get(token, ()):
        above = index.number(wide)
        if above is not None and index.count(above):
            means.setdefault(above, BROADER)
        _add_kin(index, wide, means, BROADER * KIN)
    return means


def _sisters(token: str) -> list[str]:
    """Return the noun or adjective that goes with a word: "sclerotic" → "sclerosis", "arthritic" → "arthritis"."""
    for ending, other in _SISTERS:
        if token.endswith(ending) and len(token) > len(ending) + 2:
            return [token[: -len(ending)] + other]
    return []


def _add_kin(index: Words, token: str, means: dict[int, float], quality: float) -> None:
    if len(token) > 4:
        for other in index.kin(token):
            means.setdefault(other, quality)


def _weight(index: Words, token: str, means: dict[int, float]) -> float:
    if not means:
        return UNKNOWN
    count = max((index.count(n) for n, quality in means.items() if quality >= KIN), default=0)
    count = count or max(index.count(n) for n in means)
    weight = log(40_000 / (count + 1)) + 0.3
    return min(weight, 1.0) * GENERIC_WEIGHT if token in GENERIC else max(weight, 0.8)


def _parted(index: Words, word: str) -> list[Want]:
    """Return the groups of a compound: "bronchoesophageal" asks for bronchus and for esophagus."""
    if len(word) < 7:
        return []
    for form, meant in forms():
        if not word.startswith(form[:-1]):
            continue
        for rest in (word.removeprefix(form), word.removeprefix(form[:-1])):
            if len(rest) < 4 or rest == word:
                continue
            after = _ending(index, rest)
            if after:
                first = _standing_for(index, form, meant)
                return [*first, *after]
    return _ending(index, word)


def _ending(index: Words, rest: str) -> list[Want]:
    """Return the group of the second part of a compound: a word of the index, or a known ending."""
    means = _meanings(index, stem(rest)) if index.number(stem(rest)) is not None else {}
    if means:
        return [Want(rest, means, _weight(index, stem(rest), means))]
    for ending, meant in endings():
        if rest.endswith(ending):
            return _standing_for(index, ending, meant)
    return []


def _standing_for(index: Words, said: str, meant: tuple[str, ...]) -> list[Want]:
    """Return one group for a form: any of the words that it stands for answers it."""
    means: dict[int, float] = {}
    for token in meant:
        for number, quality in _meanings(index, token).items():
            means[number] = max(means.get(number, 0.0), quality * FORM)
    return [Want(said, means, _weight(index, meant[0], means))] if means else []
