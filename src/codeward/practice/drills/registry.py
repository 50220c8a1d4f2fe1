"""Every generator by its name: where it is, the skill that it serves when none is named, or that it is planned.

A generator is imported when it is first drawn from. To add one: a module with a class (`given.Generator`), a line here,
a line in the tests' table, a row in docs/reference/drills.md. Which skills it serves besides is said in `skills.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from functools import lru_cache
from importlib import import_module
from typing import NamedTuple

from codeward.curriculum import Skill
from codeward.errors import CodewardError, quoted
from codeward.practice.drills.given import Generator

__all__ = [
    "GENERATORS",
    "Entry",
    "NeedsList",
    "NoDrill",
    "PlannedDrill",
    "UnknownDrill",
    "generator",
    "generators_of",
    "ready",
]


class UnknownDrill(CodewardError, KeyError):  # noqa: N818 - named as people say it
    """No generator or skill has this name; `.suggestions` are the nearest ones."""

    def __init__(self, what: str, name: str, suggestions: tuple[str, ...]) -> None:
        self.name = name
        self.suggestions = suggestions
        way = f"Nearest: {', '.join(suggestions)}" if suggestions else f"See the list of {what}s"
        super().__init__(f"There is no {what} {quoted(name)}", way, command="codeward drill --list")


class PlannedDrill(CodewardError):  # noqa: N818
    """The generator is in the plan and not yet written."""


class NoDrill(CodewardError):  # noqa: N818
    """Nothing can be drawn: the skill has no generator, or the topic holds nothing to ask."""


class NeedsList(NoDrill):
    """The drill rests on an official list that is not installed."""


class Entry(NamedTuple):
    """One generator: what it asks, its place ("module:Class"; nothing while it is planned), its first skill."""

    asks: str
    place: str
    skill: str

    @property
    def planned(self) -> bool:
        """Whether it is still to be written."""
        return not self.place


# What each asks is told in docs/reference/drills.md.
GENERATORS: dict[str, Entry] = {
    "path": Entry("main term and way in the Index", "path:Path", "find.main_term"),
    "specific": Entry("the fullest code that the record supports", "specific:Specific", "dx.detail"),
    "side": Entry("the side, or both", "side:Side", "dx.side"),
    "seventh": Entry("the 7th character, and the X before it", "seventh:Seventh", "dx.seventh"),
    "excludes": Entry("which codes may stand together", "excludes:Excludes", "dx.excludes1"),
    "demand": Entry("what a note asks for besides, and in which order", "demand:Demand", "dx.demand"),
    "with": Entry("whether two conditions are linked", "linked:With", "dx.with"),
    "integral": Entry("whether a sign is coded beside its disease", "integral:Integral", "dx.integral"),
    "neoplasm": Entry("the cell of the Neoplasm Table", "neoplasm:Neoplasm", "dx.neoplasm_table"),
    "drugs": Entry("the cell of the Table of Drugs", "drugs:Drugs", "dx.poisoning"),
    "parts": Entry("what a word part means", "words:Parts", "term.parts"),
    "abbr": Entry("what an abbreviation means here", "abbreviated:Abbr", "abbr.record"),
    "mention": Entry("whether a mention can be coded", "mentions:Mention", "record.mention"),
    "uncertain": Entry("doubt, by the rule of the setting", "doubt:Uncertain", "dx.uncertain_out"),
    "first": Entry("which code stands first", "firsts:First", "dx.outpatient_first"),
    "poa": Entry("the present-on-admission letter", "present:PresentOnAdmission", "poa.letter"),
    "spot": Entry("the faulty line of a claim", "spot:Spot", "claim.form"),
    "mini": Entry("a short chart", "mini:Mini", "work.chart"),
    "query": Entry("the compliant question to the provider", "asking:Query", "query.compliant"),
    "pcs": Entry("the value of a PCS table", "", "pcs.table"),
    "root": Entry("the root operation", "", "pcs.root.out"),
    "hcpcs": Entry("the HCPCS code", "", "hcpcs.supply"),
    "units": Entry("the units of a drug, JW and JZ", "", "hcpcs.units"),
    "cpt": Entry("the service and its add-on", "", "cpt.included"),
    "modifier": Entry("which modifiers, in which order", "", "mod.professional"),
    "global": Entry("what a global package holds", "", "global.package"),
    "bundle": Entry("what is paid together", "", "cpt.included"),
    "em": Entry("the level of a visit", "", "em.level"),
    "anesthesia": Entry("anesthesia code and units", "", "anesthesia.code"),
}


def ready() -> tuple[str, ...]:
    """Return the names of the generators that can be drawn from, in the registry's order."""
    return tuple(name for name, entry in GENERATORS.items() if not entry.planned)


@lru_cache(maxsize=64)
def generator(name: str) -> Generator:
    """Return the generator called *name*. Raises UnknownDrill, or PlannedDrill where it is still to be written."""
    entry = GENERATORS.get(name)
    if entry is None:
        raise UnknownDrill("generator", name, tuple(get_close_matches(name, GENERATORS, 3)))
    if entry.planned:
        raise PlannedDrill(
            f"The drill {quoted(name)} ({entry.asks}) is planned, not yet written",
            f"Draw one of: {', '.join(ready())}",
        )
    module, _, made = entry.place.partition(":")
    found: Generator = getattr(import_module(f"codeward.practice.drills.{module}"), made)()
    return found


def generators_of(skill: str, skills: Mapping[str, Skill]) -> tuple[str, ...]:
    """Return the generators of *skill* that can be drawn from, in the order of the list of skills.

    Raises UnknownDrill for a skill that is not among *skills*, NoDrill for one without a generator, PlannedDrill where
    all of its generators are still to be written.
    """
    found = skills.get(skill)
    if found is None:
        raise UnknownDrill("skill", skill, tuple(get_close_matches(skill, skills, 3)))
    if not found.generators:
        raise NoDrill(
            f"The skill {quoted(skill)} ({found.title}) has no drill", f"Read the lesson {found.lesson}"
        )
    names = tuple(name for name in found.generators if not GENERATORS[name].planned)
    if not names:
        generator(found.generators[0])
    return names
