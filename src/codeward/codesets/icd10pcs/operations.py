"""Every root operation and type of ICD-10-PCS in our own words, and the pairs that are confused.

Names and characters are those of the official tables; the explanations are ours and do not repeat the definitions.
Each citation is a number of the Official Guidelines, or "Definitions-0": the definitions of that section's 3rd
character. Every example ends in a code that stands in the list of FY2024.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from codeward.codesets.icd10pcs.words import rows_of
from codeward.errors import UnknownCode

__all__ = ["GROUPS", "Guideline", "Operation", "Pair", "cite", "get", "groups", "guidelines", "of_section",
           "pairs", "pairs_of"]  # fmt: skip

# The groups in which the 31 operations of section 0 are taught (objective in common), then those of other sections.
GROUPS: dict[str, str] = {
    "takes-out": "Takes out or destroys some or all of a body part",
    "takes-out-matter": "Takes out solids, fluids or gases from a body part",
    "cuts": "Cuts or separates, and nothing more",
    "moves": "Puts in, puts back or moves some or all of a body part",
    "alters-route": "Alters the diameter or route of a tubular body part",
    "device": "Always involves a device",
    "examination": "Examines, and nothing more",
    "other-repairs": "Other repairs",
    "other-objectives": "Other objectives",
    "obstetric": "Ends a pregnancy or a birth",
    "placement": "Puts something on, in or around a region from outside",
    "administration": "Gives a substance or washes",
    "measurement": "Finds or follows a level",
    "extracorporeal": "Does or helps a function from outside the body",
    "therapy": "Treats from outside the body",
    "manual": "Treats by hand",
    "other": "Methods that fit nowhere else",
    "imaging": "Makes a picture",
    "nuclear": "Uses a radioactive tracer or drug",
    "radiation": "Treats with radiation",
    "rehabilitation": "Tests or trains a function",
    "audiology": "Tests hearing or balance",
    "mental-health": "Tests or treats the mind",
    "substance-use": "Treats a substance problem",
}


class Operation(NamedTuple):
    """One root operation or type: section and 3rd character, what it is, what decides it, an example with its code."""

    section: str
    code: str
    name: str
    group: str
    explanation: str
    decides: str
    example: str
    example_code: str
    guidelines: tuple[str, ...]
    source: str
    verified: str

    @property
    def id(self) -> str:
        """Section and 3rd character: "0T"."""
        return self.section + self.code

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape; the words are ours (`gloss`)."""
        return {
            **self._asdict(),
            "gloss": True,
            "group_name": GROUPS[self.group],
            "guidelines": list(self.guidelines),
        }


class Pair(NamedTuple):
    """Two operations that are confused (ids such as "0B"), how to decide, an example phrase with a table for each."""

    first: str
    second: str
    how: str
    first_example: str
    first_table: str
    second_example: str
    second_table: str
    guidelines: tuple[str, ...]
    source: str
    verified: str

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape with the names of both operations."""
        names = [get(each[0], each[1]).name for each in (self.first, self.second)]
        return {**self._asdict(), "names": names, "gloss": True, "guidelines": list(self.guidelines)}


class Guideline(NamedTuple):
    """A number of the Official Guidelines and its gist in our words; read the text itself before relying on it."""

    number: str
    gist: str
    source: str
    verified: str

    def to_json(self) -> dict[str, Any]:
        """Return the public JSON shape."""
        return {**self._asdict(), "gloss": True}


@lru_cache(maxsize=1)
def _operations() -> dict[str, Operation]:
    return {
        row["section"] + row["code"]: Operation(
            **{**row, "guidelines": tuple(row["guidelines"].split())}  # type: ignore[arg-type]
        )
        for row in rows_of("operations.csv")
    }


def get(section: str, code: str) -> Operation:
    """Return the operation of a *section* with that 3rd character. Raises UnknownCode with the section's others."""
    found = _operations().get((section + code).upper())
    if found is None:
        others = tuple(each.id for each in of_section(section))
        raise UnknownCode(section + code, "the operations of ICD-10-PCS", others)
    return found


def of_section(section: str) -> tuple[Operation, ...]:
    """Return the operations of a section in the order of their characters; none for a section that is not."""
    return tuple(each for each in _operations().values() if each.section == section.upper())


def groups(section: str = "0") -> dict[str, tuple[Operation, ...]]:
    """Return the operations of a section by group, in the order in which they are taught."""
    every = of_section(section)
    return {group: held for group in GROUPS if (held := tuple(each for each in every if each.group == group))}


@lru_cache(maxsize=1)
def pairs() -> tuple[Pair, ...]:
    """Return every confused pair."""
    return tuple(
        Pair(**{**row, "guidelines": tuple(row["guidelines"].split())})  # type: ignore[arg-type]
        for row in rows_of("pairs.csv")
    )


def pairs_of(section: str, code: str) -> tuple[Pair, ...]:
    """Return the pairs in which an operation stands."""
    wanted = (section + code).upper()
    return tuple(pair for pair in pairs() if wanted in (pair.first, pair.second))


@lru_cache(maxsize=1)
def guidelines() -> dict[str, Guideline]:
    """Return the cited guidelines by number."""
    return {
        row["number"]: Guideline(row["number"], row["gist"], row["source"], row["verified"])
        for row in rows_of("guidelines.csv")
    }


def cite(reference: str) -> str:
    """Return how a reference is written out: "B3.8" and "Definitions-0" as a coder would cite them."""
    if reference.startswith("Definitions-"):
        return f"ICD-10-PCS Definitions, section {reference[-1]}, 3rd character"
    return f"ICD-10-PCS Official Guidelines, {reference}"
