"""From a seed to a drill: the item that a generator makes of chance, the books and a level.

The same generator, skill, topic, level, way of answering and seed give the same item for ever on the same books: all
chance comes from a generator of random numbers that is started with these words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from random import Random
from typing import Any

from codeward.codesets import Shelf
from codeward.curriculum import CodeItem, SbaItem, Skill
from codeward.errors import CodewardError
from codeward.practice.drills.datafiles import skill_topics
from codeward.practice.drills.given import Choice, Given, Level, Question
from codeward.practice.drills.registry import GENERATORS, NoDrill, generator, generators_of
from codeward.practice.drills.shorthand import explained
from codeward.practice.drills.tables import topic_of
from codeward.practice.proof import key_findings

__all__ = ["MAX_SEED", "WRONG", "Drill", "draw", "draw_for"]

Drill = SbaItem | CodeItem
MAX_SEED = 2**53 - 1
"""The largest seed: what every reader of JSON keeps whole."""
WRONG = 3
_TRIES = 200
_SHORT_FORMS = 3
"""The first level that leaves the short forms of a note to the learner."""
_HOSPITAL = frozenset({"inpatient"})


def draw(
    name: str,
    seed: int,
    *,
    shelf: Shelf,
    skill: str | None = None,
    topic: str | None = None,
    level: Level = 1,
    typed: bool | None = None,
) -> Drill:
    """Return the drill of the generator *name* for *seed* on the books of *shelf*.

    *skill* is what the answer counts for (the generator's first one without it); *topic* names codes or ranges of
    categories below which it is drawn (the skill's own without it); *level* is 1 to 3. *typed* asks for typed codes
    (True), for a choice (False), or lets the seed decide; a generator that cannot ask for one asks for the other. What
    the edits call unlawful is thrown away and the next chance taken. Raises UnknownDrill, PlannedDrill, NoDrill where
    the topic gives nothing, and CodewardError for a seed, level or topic that cannot be.
    """
    made_by = generator(name)
    if not 0 <= seed <= MAX_SEED:
        raise CodewardError(f"The seed is {seed}", f"Give a whole number from 0 to {MAX_SEED}")
    if level not in (1, 2, 3):
        raise CodewardError(f"The level is {level}", "Levels are 1, 2 and 3")
    served = skill or GENERATORS[name].skill
    where = topic or skill_topics().get(served)
    below = None if where is None else topic_of(where, shelf.book("icd10cm").file)
    words = "|".join(
        (name, served, where or "", str(level), {None: "", True: "typed", False: "chosen"}[typed], str(seed))
    )
    for chance in range(_TRIES):
        random = Random(f"{words}|{chance}")  # noqa: S311 - practice, not secrets
        asked = random.random() < 0.5 if typed is None else typed
        question = made_by.draw(Given(random, shelf, below, level, asked and made_by.typed, served))
        if question is None:
            continue
        if level < _SHORT_FORMS and name != "abbr":
            question = question._replace(stem=explained(question.stem))
        item = _item(question, f"drill-{name}-{_digest(words)}", served, level, shelf)
        if item is not None and not key_findings(item, shelf):
            return item
    told = f" below {where}" if where else ""
    raise NoDrill(
        f"The drill {name} finds nothing to ask{told} at level {level}", "Take another topic or level"
    )


def draw_for(
    skill: str,
    seed: int,
    skills: Mapping[str, Skill],
    *,
    shelf: Shelf,
    topic: str | None = None,
    level: Level = 1,
    typed: bool | None = None,
) -> tuple[str, Drill]:
    """Return (generator, drill) of *skill*: where several generators serve it, the seed chooses one.

    Raises what `generators_of` and `draw` raise.
    """
    names = generators_of(skill, skills)
    name = Random(f"{skill}|{seed}").choice(names)  # noqa: S311 - practice, not secrets
    return name, draw(name, seed, shelf=shelf, skill=skill, topic=topic, level=level, typed=typed)


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def _item(question: Question, name: str, skill: str, level: int, shelf: Shelf) -> Drill | None:
    """Return the item of a question, or None where it lacks wrong options that differ in source and words."""
    wrong = _chosen(question)
    if len(wrong) < (1 if question.typed else 2):
        return None
    options = sorted((_option(one, right=one is question.key) for one in (question.key, *wrong)), key=_shown)
    fields: dict[str, Any] = {
        "id": name,
        "skill": skill,
        "level": level,
        "coding_date": shelf.day,
        "stem": question.stem,
        "options": options,
    }
    if question.setting is not None:
        hospital = question.setting in _HOSPITAL
        fields["claim"] = {"type": "facility" if hospital else "professional", "setting": question.setting}
    if question.typed:
        return CodeItem.model_validate({**fields, "kind": "code", "asks": ("diagnoses",)})
    return SbaItem.model_validate({**fields, "kind": "sba"})


def _chosen(question: Question) -> list[Choice]:
    """Return the wrong choices that are shown: the first of each source, each different from all others.

    A family whose axis is a list of words ("weeks, weight or count") is no axis that an item can state.
    """
    sources: set[str] = set()
    said = {(question.key.said, question.key.poa)}
    found: list[Choice] = []
    for one in question.wrong:
        new = one.source not in sources and (one.said, one.poa) not in said
        if new and not any("," in axis for axis in one.axes):
            sources.add(one.source)
            said.add((one.said, one.poa))
            found.append(one)
        if len(found) == WRONG:
            break
    return found


def _option(one: Choice, *, right: bool) -> dict[str, Any]:
    option: dict[str, Any] = {"right": right, "why": one.why, "cite": one.cite}
    if isinstance(one.said, str):
        option["text"] = one.said
    else:
        option["lines"] = [{"system": "icd10cm", "code": code, "poa": one.poa} for code in one.said]
    if right:
        option["proof"] = one.proof
    else:
        option["wrong"] = {"axis": one.axes, "proof": one.proof}
    return option


def _shown(option: dict[str, Any]) -> str:
    """Return what options are sorted by, as `Option.shown` has it: codes or text, so never by which is right."""
    text: str | None = option.get("text")
    if text is not None:
        return text
    return " ".join(part for line in option["lines"] for part in (line["code"], line["poa"]) if part)
