"""The Table of Drugs: the substance is the row, what happened the column, which decides the order (I.C.19.e.5)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import ClassVar, NamedTuple

from codeward.charts import StrictModel
from codeward.index import COLUMNS, Index
from codeward.practice.drills.datafiles import DataFile, Lines, read
from codeward.practice.drills.given import Choice, Given, Question
from codeward.practice.drills.phases import whole
from codeward.practice.drills.scenes import Person, ask, scene
from codeward.practice.drills.tables import Topic, index_of, stem_of

__all__ = ["Drugs"]

_NAMES = COLUMNS["drugs"]
_POISONING = ("accidental", "self_harm", "assault", "undetermined")
# The skill's own columns, and one that is taken for them.
_SKILLS = {
    "dx.adverse_effect": ("adverse_effect", "adverse_effect", "accidental"),
    "dx.underdosing": ("underdosing", "underdosing", "underdosing", "adverse_effect"),
    "dx.poisoning": (*_POISONING, "adverse_effect"),
}
# Nobody takes these as prescribed at home: street drugs, and what puts to sleep in an operation.
_NOT_AT_HOME = re.compile(r"^T(?:40\.[1579]|41)")
_CITES = {
    **dict.fromkeys(_POISONING, ("I.C.19.e.5.b",)),
    "adverse_effect": ("I.C.19.e.5.a",),
    "underdosing": ("I.C.19.e.5.c",),
}
# Rows that name a group and not what somebody takes.
_GROUP = re.compile(
    r"(?i)agent|drug|deriv|group|other|substance|product|affecting|unspecified|compound|preparation|acting|fumes|"
    r"\band\b|vaccine|therap|inhibitor|blocker|antagonist|medicament|systemic|nonmedicinal|poison|venom|plant"
)
_MOST_WORDS = 2
_HAS_ALL = 6


class _Told(StrictModel):
    code: str
    say: tuple[str, ...]
    below: str = ""


class _Words(DataFile):
    columns: dict[str, Lines]
    effects: tuple[_Told, ...]
    conditions: tuple[_Told, ...]
    reasons: tuple[_Told, ...]


class Row(NamedTuple):
    """A substance that somebody takes, with its code by column, 7th character and all."""

    drug: str
    cells: dict[str, str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    return read("drugs.yaml", _Words)


@lru_cache(maxsize=4)
def _rows(index: Index) -> tuple[Row, ...]:
    volume = index.volume("drugs")
    file = index.tabular.file
    found = []
    for number in range(volume.terms.size):
        name = volume.path(number)[-1]
        cells = volume.terms.fields(number).cells
        if _GROUP.search(name) or name.count(" ") >= _MOST_WORDS or len(cells) < _HAS_ALL:
            continue
        codes = {
            _NAMES[column]: whole(stem, "A")
            for column, text in cells.items()
            if (stem := stem_of(file, text)) is not None and stem.seventh
        }
        if len(codes) == _HAS_ALL:
            found.append(Row(name, codes))
    return tuple(found)


@lru_cache(maxsize=64)
def _pool(index: Index, topic: Topic | None) -> tuple[Row, ...]:
    return tuple(row for row in _rows(index) if topic is None or topic.holds(row.cells["accidental"]))


class Drugs:
    """A drug, what was done with it, and what it did: the column and the order."""

    name: ClassVar[str] = "drugs"
    typed: ClassVar[bool] = True

    def draw(self, given: Given) -> Question | None:
        """Return a question on a poisoning, an adverse effect or underdosing."""
        pool = _pool(index_of(given.shelf), given.topic)
        if not pool:
            return None
        random = given.random
        column = random.choice(_SKILLS.get(given.skill, (*_NAMES.values(), "adverse_effect", "underdosing")))
        row = random.choice(pool)
        if column not in _POISONING and _NOT_AT_HOME.match(row.cells[column]):
            return None
        return self.under(given, row) if column == "underdosing" else self.taken(given, row, column)

    def taken(self, given: Given, row: Row, column: str) -> Question | None:
        """Return a question on a drug that did something: its column, and whether it stands before what it did."""
        random = given.random
        effect = random.choice(_words().effects)
        quote = random.choice(_words().columns[column]).format(drug=row.drug).rstrip(".")
        quote = quote[:1].upper() + quote[1:]
        did = random.choice(effect.say)
        forms = ("{q}. Now {d}.", "{q}; {d}.", "{d}: {q}.", "{q}. Since then {d}.", "{q}. Came in with {d}.")
        said = random.choice(forms).format(q=quote, d=did)
        note = scene(random, said, Person(), random.choice(("emergency", "office", "outpatient")))
        effect_first = column == "adverse_effect"
        lines = _ordered(row.cells[column], effect.code, effect_first=effect_first)
        cite = _CITES[column]
        why = (
            f'"{quote}": an adverse effect. What it did, "{did}", comes first, then the drug.'
            if effect_first
            else f'"{quote}": a poisoning comes first, then what it did, "{did}".'
        )
        turned = Choice(
            lines[::-1],
            f'The right codes in the wrong order for "{quote}".',
            cite,
            ("order",),
            "order",
        )
        others = [name for name in _NAMES.values() if name not in (column, "underdosing")]
        random.shuffle(others)
        wrong = [turned] + [
            Choice(
                _ordered(row.cells[name], effect.code, effect_first=name == "adverse_effect"),
                f'That is the column {_heading(name)}. The record says "{quote}".',
                cite,
                ("intent",),
                name,
            )
            for name in others
        ]
        alone = Choice(
            (effect.code,),
            f'Nothing tells the drug, though the record says "{quote}".',
            cite,
            ("missing line",),
            "alone",
        )
        wrong.insert(random.randrange(2, 4), alone)
        question = ask(random, "typed_set" if given.typed else "set")
        return Question(f"{note.text} {question}", note.setting, Choice(lines, why, cite), wrong, given.typed)

    def under(self, given: Given, row: Row) -> Question | None:
        """Return a question on too little of a drug: what got worse, the drug, and why."""
        random = given.random
        code = row.cells["underdosing"]
        fits = [
            one for one in _words().conditions if code.replace(".", "").startswith(one.below.replace(".", ""))
        ]
        if not fits:
            return None
        worse = random.choice(fits)
        reason, other = random.sample(_words().reasons, 2)
        quote = random.choice(_words().columns["underdosing"]).format(drug=row.drug).rstrip(".")
        quote = quote[:1].upper() + quote[1:]
        why_little = random.choice(reason.say)
        condition = random.choice(worse.say)
        said = f"{condition[:1].upper() + condition[1:]}, worse. {quote}: {why_little}."
        note = scene(random, said, Person(), random.choice(("office", "outpatient")))
        lines = (worse.code, code, reason.code)
        cite = ("I.C.19.e.5.c",)
        wrong = [
            Choice(
                (code, worse.code, reason.code),
                f'Underdosing never comes first; "{condition}" does.',
                cite,
                ("order",),
                "order",
            ),
            Choice(
                (worse.code, row.cells["adverse_effect"], reason.code),
                f'An adverse effect is of a drug rightly taken. The record says "{quote}".',
                cite,
                ("intent",),
                "column",
            ),
            Choice(
                (worse.code, code, other.code),
                f'The reason is another one: "{why_little}".',
                cite,
                ("how and why treatment was not followed",),
                "reason",
            ),
            Choice(
                (worse.code, reason.code),
                f'Nothing tells the drug. The record says "{quote}".',
                cite,
                ("missing line",),
                "no drug",
            ),
        ]
        random.shuffle(wrong)
        key = Choice(
            lines, f'"{condition}" comes first, then the drug, "{quote}", and why, "{why_little}".', cite
        )
        question = ask(random, "typed_set" if given.typed else "set")
        return Question(f"{note.text} {question}", note.setting, key, wrong, given.typed)


def _ordered(drug: str, effect: str, *, effect_first: bool) -> tuple[str, ...]:
    return (effect, drug) if effect_first else (drug, effect)


def _heading(column: str) -> str:
    return {"adverse_effect": "adverse effect", "self_harm": "self-harm"}.get(column, column)
