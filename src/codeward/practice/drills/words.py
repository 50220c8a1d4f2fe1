"""Word parts and anatomy: what a part or a term means where it stands, told apart from what looks like it."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import ClassVar

from pydantic import Field

from codeward.charts import StrictModel, Term, WordPart, glossary, word_parts
from codeward.practice.drills.datafiles import DataFile, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.slips import slip

__all__ = ["Parts"]

_CHANGE = "term.change"
_MEANS = (
    'In "{term}", what does "{part}" mean?',
    'What does "{part}" say in "{term}"?',
    'Take "{term}" apart: what is "{part}"?',
    'Which meaning does "{part}" bring to "{term}"?',
    'What does the piece "{part}" of "{term}" tell?',
    'Read "{term}" from its pieces. What is "{part}"?',
)
_WHICH = (
    'Which part of a word means "{means}"?',
    'Which piece is used for "{means}"?',
    'You look for a word about "{means}". Which part will it hold?',
    'Which of these says "{means}"?',
    'The part for "{means}" is which?',
)
_WORDS = (
    "One word is underlined: {term}.",
    'The line holds the word "{term}".',
    'In the margin is "{term}".',
    'The word "{term}" is typed twice.',
    'You can make out one word: "{term}".',
    'Its heading has "{term}" in it.',
    '"{term}" is the last word of the page.',
    'The word that matters is "{term}".',
)
_SMUDGED = (
    "One word of it is smudged.",
    "The fax cut a word in half.",
    "Half of a word is hidden by a stamp.",
    "A coffee ring covers a word.",
    "A word is torn off at the fold.",
    "One word cannot be read.",
    "The scan lost a word.",
)
_TERM = (
    'What is meant by "{term}"?',
    'What does "{term}" mean?',
    'How would you explain "{term}" to a patient?',
    'Which meaning fits "{term}"?',
    'What does "{term}" stand for in plain words?',
)
_PLURAL = (
    'What is the plural of "{one}"?',
    'There are two of them. How is "{one}" written then?',
    "One {one}, two ... what?",
    'Which form speaks of more than one "{one}"?',
)
_SINGLE = (
    'What is the singular of "{many}"?',
    'Only one is meant. How is "{many}" written then?',
    'Which form speaks of one among "{many}"?',
)
_ADJECTIVE = (
    'Which word means "of the {noun}"?',
    "The finding concerns the {noun}. Which adjective says that?",
    "Which adjective belongs to: {noun}?",
    'What does a record call something "of the {noun}"?',
)


class _Body(StrictModel):
    parts: tuple[str, ...]
    terms: tuple[str, ...]


class _Bodies(DataFile):
    skills: dict[str, _Body]


class _Plural(StrictModel):
    one: str
    many: str
    rule: str
    wrong: tuple[str, str, str]


class _Adjective(StrictModel):
    noun: str
    word: str
    wrong: tuple[str, str, str]


class _Forms(DataFile):
    plurals: tuple[_Plural, ...] = Field(min_length=30)
    adjectives: tuple[_Adjective, ...] = Field(min_length=20)


@lru_cache(maxsize=1)
def bodies() -> dict[str, _Body]:
    """Return the word parts and terms of each skill of anatomy."""
    return read("bodies.yaml", _Bodies).skills


@lru_cache(maxsize=1)
def forms() -> _Forms:
    """Return plurals and adjectives."""
    return read("forms.yaml", _Forms)


@lru_cache(maxsize=64)
def _parts_of(skill: str) -> tuple[WordPart, ...]:
    body = bodies().get(skill)
    return word_parts().parts if body is None else tuple(word_parts()[part] for part in body.parts)


@lru_cache(maxsize=64)
def _terms_of(skill: str) -> tuple[Term, ...]:
    body = bodies().get(skill)
    return () if body is None else tuple(glossary()[term] for term in body.terms)


class Parts:
    """A part of a word, a term of anatomy, or another form of a word."""

    name: ClassVar[str] = "parts"
    typed: ClassVar[bool] = False

    def draw(self, given: Given) -> Question | None:
        """Return a question on a part's meaning, the part for a meaning, a term, or a form, as skill and level go."""
        random = given.random
        if given.skill == _CHANGE:
            return _form(random, given.level)
        terms = _terms_of(given.skill)
        if terms and random.random() < 0.5:
            return _term(random, terms)
        part = random.choice(_parts_of(given.skill))
        # At the first level a part is asked that has a look-alike only by chance; later always.
        if given.level > 1 and not part.confused:
            part = random.choice([one for one in word_parts().parts if one.confused])
        return _meaning(random, part) if given.level < 3 or random.random() < 0.5 else _which(random, part)


def _alike(one: str, other: str) -> bool:
    """Say whether two meanings could both be called right: they share a word that matters."""
    small = {
        "the",
        "of",
        "a",
        "an",
        "to",
        "in",
        "or",
        "and",
        "that",
        "from",
        "first",
        "last",
        "part",
        "part of",
    }
    words = [{w.strip(",;") for w in text.casefold().split()} - small for text in (one, other)]
    return bool(words[0] & words[1])


def _others(random: Random, part: WordPart) -> list[tuple[WordPart, str]]:
    """Return parts whose meaning is another, with why each tempts: look-alikes, the word's other parts, same kind."""
    parts = word_parts()
    found = [(parts[name], "look-alike") for name in part.confused]
    found += [(parts[name], "neighbor") for name in part.spelled if name != part.part]
    kin = [one for one in parts.parts if one.kind == part.kind]
    found += [(one, "kind") for one in random.sample(kin, 12)]
    fit: list[tuple[WordPart, str]] = []
    for one, why in found:
        if not any(_alike(one.means, told.means) for told in (part, *(kept for kept, _ in fit))):
            fit.append((one, why))
    return fit


def _why(other: WordPart, why: str, part: WordPart) -> str:
    if why == "look-alike":
        return f'That is "{other.part}", as in "{other.example}". It looks like "{part.part}" and is another part.'
    if why == "neighbor":
        return f'That is "{other.part}", another part of the same word "{part.example}".'
    return f'That is "{other.part}", as in "{other.example}".'


def _meaning(random: Random, part: WordPart) -> Question:
    said = random.choice(_WORDS).format(term=part.example)
    ask = random.choice(_MEANS).format(term=part.example, part=part.part)
    why = f'"{part.part}" means {part.means}: "{part.example}" is {" + ".join(part.spelled)}.'
    wrong = [
        Choice(other.means, _why(other, kind, part), (), ("word part",), f"{kind} {place}")
        for place, (other, kind) in enumerate(_others(random, part))
    ]
    return Question(slip(random, said, ask), None, Choice(part.means, why, ()), wrong)


def _which(random: Random, part: WordPart) -> Question:
    ask = random.choice(_WHICH).format(means=part.means)
    said = random.choice(_SMUDGED)
    why = f'"{part.part}" means {part.means}, as in "{part.example}".'
    wrong = [
        Choice(
            other.part,
            f'"{other.part}" means {other.means}, as in "{other.example}".',
            (),
            ("word part",),
            f"{kind} {n}",
        )
        for n, (other, kind) in enumerate(_others(random, part))
    ]
    return Question(slip(random, said, ask), None, Choice(part.part, why, ()), wrong)


def _term(random: Random, terms: tuple[Term, ...]) -> Question:
    term = random.choice(terms)
    near = [one for one in terms if one.term in term.confused] + random.sample(terms, min(len(terms), 8))
    said = random.choice(_WORDS).format(term=term.term)
    ask = random.choice(_TERM).format(term=term.term)
    wrong = [
        Choice(one.means, f'That is "{one.term}", not "{term.term}".', (), ("term",), f"term {one.term}")
        for one in near
        if one is not term
    ]
    return Question(slip(random, said, ask), None, Choice(term.means, f'That is "{term.term}".', ()), wrong)


def _form(random: Random, level: int) -> Question:
    if random.random() < 0.4:
        word = random.choice(forms().adjectives)
        said = random.choice(_WORDS).format(term=word.noun)
        ask = random.choice(_ADJECTIVE).format(noun=word.noun)
        wrong = [
            Choice(
                one,
                f'"{one}" is of another part of the body, not of the {word.noun}.',
                (),
                ("word form",),
                f"adjective {n}",
            )
            for n, one in enumerate(word.wrong)
        ]
        key = Choice(word.word, f'"{word.word}" is the adjective of the {word.noun}.', ())
        return Question(slip(random, said, ask), None, key, wrong)
    plural = random.choice(forms().plurals)
    back = level > 1 and random.random() < 0.5
    shown, meant = (plural.many, plural.one) if back else (plural.one, plural.many)
    said = random.choice(_WORDS).format(term=shown)
    ask = random.choice(_SINGLE if back else _PLURAL).format(one=plural.one, many=plural.many)
    if back:
        stem = plural.one[:-2]
        ends = [stem + end for end in ("us", "um", "is", "ex", "on", "a") if stem + end != plural.one]
        made = random.sample(ends, 3)
    else:
        made = list(plural.wrong)
    wrong = [
        Choice(one, f'Here {plural.rule}: "{plural.one}", "{plural.many}".', (), ("word form",), f"form {n}")
        for n, one in enumerate(made)
    ]
    key = Choice(meant, f'"{plural.one}" makes "{plural.many}": {plural.rule}.', ())
    return Question(slip(random, said, ask), None, key, wrong)
