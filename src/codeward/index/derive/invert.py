"""Turn a title of the Tabular into paths of an index: "Acute appendicitis with abscess" → Appendicitis > acute >
with > abscess. The noun comes first, then where, then what kind, then with what, then which side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from codeward.index.derive.speech import ADJECTIVES, FIRST_HEADS, LEVELS, PREPOSITIONS, residual

__all__ = ["Inverted", "head_of", "heads", "invert"]

_BRACKETED = re.compile(r"\s*\[([^\]]*)\]")
_MODIFIERS = re.compile(r"\s*(\([^()]*\))")
_AND = re.compile(r"\s(?:and/or|and|or)\s|/|,\s")
_BOTH = re.compile(r" (on and|in and|to and|of and|with and|with or) (from|on|out of|without|in|to) ")
_ARTICLES = re.compile(r"\b(the|a|an) ")
_SIDE = re.compile(r"\b(right|left|bilateral)\b ?")
_SIDE_LEFT = re.compile(r" (side|of|,)$")
_JOINED = re.compile(r"^(and|or) |( and| or)$")
_EPONYM = re.compile(r"[A-Z][^\s]*(?:'s|s')\b|\b[A-ZÀ-Þ][a-zß-ÿ]+(?:-[A-ZÀ-Þ][a-zß-ÿ]+)+\b")


class Inverted(NamedTuple):
    """One path of the index: its levels, the main term first; nonessential modifiers of the main term."""

    levels: tuple[str, ...]
    nonessential: str
    other: bool
    vague: bool


def heads(titles: Iterable[str]) -> frozenset[str]:
    """Return the nouns that titles speak of: what comes last before "of", "with" and the like, twice or more."""
    counts: dict[str, int] = {}
    for title in titles:
        first = PREPOSITIONS.split(_plain(title)[0].split(",")[0], 1)[0]
        if not _AND.search(first):
            word = head_of(first)[0].lower()
            counts[word] = counts.get(word, 0) + 1
    return frozenset(word for word, count in counts.items() if count > 1 and word not in ADJECTIVES)


def head_of(phrase: str) -> tuple[str, str]:
    """Return (noun, the rest) of a phrase without prepositions: "acute otitis media" → otitis media, acute."""
    words = phrase.split()
    for i, word in enumerate(words):
        if word.lower() in FIRST_HEADS and i + 1 < len(words) and words[i + 1].lower() not in FIRST_HEADS:
            if words[-1].lower() in ("disorder", "disease", "syndrome", "infection"):
                break
            return " ".join(words[i:]), " ".join(words[:i])
    return (words[-1] if words else ""), " ".join(words[:-1])


@lru_cache(maxsize=65536)
def _plain(title: str) -> tuple[str, tuple[str, ...], str]:
    """Return (title without brackets and parentheses, what stood in brackets, what stood in parentheses)."""
    # What stands in brackets says what stands before it: "index [BMI] 19.9 or less" is "BMI 19.9 or less" as well.
    # Where it says only the end ("evidence of … virus [HIV]"), it is no name of the whole.
    synonyms = tuple(
        _synonym(title, found)
        for found in _BRACKETED.finditer(title)
        if not PREPOSITIONS.search(title[: found.start()])
    )
    text = _BRACKETED.sub("", title)
    modifiers = " ".join(m for m in _MODIFIERS.findall(text) if len(m) < 40)
    return " ".join(_MODIFIERS.sub(" ", text).split()), synonyms, modifiers


def _synonym(title: str, found: re.Match[str]) -> str:
    after = _MODIFIERS.sub(" ", _BRACKETED.sub("", title[found.end() :]))
    return " ".join(f"{found[1]}{residual(after)[0] and after}".split())


def invert(title: str, known: frozenset[str]) -> list[Inverted]:
    """Return the paths of *title*; *known* are the nouns of `heads`. None where nothing of it is left."""
    text, synonyms, modifiers = _plain(_BOTH.sub(r" \2 ", title))
    text, other, vague = residual(text.replace("in situ", "in-situ"))
    paths: list[Inverted] = []
    for one in (text, *synonyms):
        for levels in _inverted(one, known):
            row = Inverted(levels, modifiers if one is text else "", other, vague)
            if row not in paths:
                paths.append(row)
    return paths


def _inverted(text: str, known: frozenset[str]) -> list[tuple[str, ...]]:
    text, sides = _sides(text)
    if not text:
        return []
    nouns, rest = _front(text, known)
    tail = _tail(rest)
    out = []
    for phrase in nouns:
        noun, kind = head_of(phrase)
        if not noun:
            continue
        levels = (_capital(noun), *tail[0], *_kinds(kind), *tail[1], *sides)
        out.append(levels)
        eponym = _EPONYM.search(kind)
        if eponym:
            name = kind[eponym.start() :]
            kinds = _kinds(kind[: eponym.start()])
            out.append((_capital(f"{name} {noun}"), *tail[0], *kinds, *tail[1], *sides))
    return [tuple(level for level in levels if level) for levels in out]


def _sides(text: str) -> tuple[str, list[str]]:
    found = list(dict.fromkeys(_SIDE.findall(text)))
    if len(found) != 1:
        return text.strip(" ,"), []
    text = " ".join(_SIDE.sub("", text).split()).strip(" ,")
    return _SIDE_LEFT.sub("", text).strip(" ,"), found


def _front(text: str, known: frozenset[str]) -> tuple[list[str], str]:
    """Return (the phrases that begin the title, each with its noun; what follows them)."""
    cut = PREPOSITIONS.search(text)
    comma = text.find(", ")
    front, rest = (text[: cut.start()], text[cut.start() :]) if cut else (text, "")
    if 0 <= comma < len(front):
        listed = front[comma + 2 :]
        if not (cut and head_of(_AND.split(listed)[-1])[0].lower() in known and _AND.search(listed)):
            return _coordinated(text[:comma], known), text[comma:]
    return _coordinated(front, known), rest


def _coordinated(front: str, known: frozenset[str]) -> list[str]:
    """Split "abscess, furuncle and carbuncle" into its nouns; "acute and chronic" belongs to what follows."""
    parts = [part.strip() for part in _AND.split(front) if part.strip()]
    if len(parts) < 2 or head_of(parts[-1])[0].lower() not in known:
        return [front] if front.strip() else []
    out: list[str] = []
    waiting: list[str] = []
    for part in parts[:-1]:
        if head_of(part)[0].lower() in known:
            out.append(" ".join([*waiting, part]))
            waiting = []
        else:
            waiting.append(part)
    return [*out, " ".join([*waiting, parts[-1]])]


def _tail(rest: str) -> tuple[list[str], list[str]]:
    """Return (sites and things, the levels that come after the kind) of what follows the noun."""
    sites: list[str] = []
    after: list[str] = []
    pieces = rest.split(", ")
    for place, piece in enumerate(pieces):
        parts = PREPOSITIONS.split(f" {piece.strip()} ")
        lead = _clean(parts[0])
        if lead and place:
            after.append(lead)
        elif lead:
            sites.append(lead)
        chain: list[str] = []
        for preposition, thing in zip(parts[1::2], parts[2::2], strict=True):
            name = _clean(thing)
            if not name:
                continue
            if preposition in ("of", "at", "on", "to") and not after:
                chain.insert(0, name)
            elif preposition in LEVELS:
                after += [preposition, name]
            elif preposition in ("of", "at", "on", "to") and after:
                after[-1] = f"{after[-1]} {preposition} {name}"
            else:
                after.append(f"{preposition} {name}")
        sites += chain
    return sites, after


def _kinds(kind: str) -> list[str]:
    """Return the levels of what stands before the noun: the phrase next to it first, then known adjectives."""
    words = _clean(kind).split()
    lead: list[str] = []
    while words and (words[0].lower() in ADJECTIVES or (lead and words[0] in ("and", "or"))):
        word = words.pop(0).lower()
        if word not in ("and", "or"):
            lead.append(word)
    return [" ".join(words), *reversed(lead)]


def _clean(text: str) -> str:
    text = _ARTICLES.sub("", " ".join(text.split())).strip(" ,;")
    return _JOINED.sub("", text).strip()


def _capital(noun: str) -> str:
    return noun[:1].upper() + noun[1:]
