"""The data by which a difference finds its skill: `skill-rules.yaml`, checked against its schema once a process."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from pydantic import Field, ValidationError

from codeward.charts import QueryKind, StrictModel, parse_yaml
from codeward.codesets import InstructionKind
from codeward.curriculum import LessonError, content_folder
from codeward.edits import CodeSet
from codeward.faults import first_fault

__all__ = ["Leads", "SkillRules", "skill_rules"]

_FILE = "skill-rules.yaml"


class Leads(StrictModel):
    """The skill that a rule or a verdict leads to: by itself where it `decides`, else where nothing cited does."""

    skill: str
    decides: bool = False


class SkillRules(StrictModel):
    """What leads to a skill beside the skills' own authorities and axes. The comments of the file say each field."""

    version_of_schema: Literal[1] = Field(alias="schema")
    decisive: frozenset[str]
    weak: frozenset[str]
    axes: dict[str, str]
    values: dict[str, dict[str, tuple[str, ...]]]
    general: frozenset[str]
    broad: frozenset[str]
    citations: dict[str, str]
    instructions: dict[InstructionKind, str]
    tabular: dict[str, CodeSet]
    ledger: dict[str, Leads]
    states: dict[str, Leads]
    queries: dict[QueryKind, str]
    edits: dict[str, str]
    verdicts: dict[str, Leads]
    services: dict[str, tuple[str, ...]]
    procedures: dict[str, str]
    systems: dict[str, str]
    calculators: dict[str, dict[str, str]]
    checks_only: dict[str, str]


@lru_cache(maxsize=1)
def skill_rules() -> SkillRules:
    """Return the rules. Raises LessonError naming the place of the first fault."""
    text = (content_folder() / _FILE).read_text(encoding="utf-8")
    try:
        return SkillRules.model_validate(parse_yaml(text, _FILE))
    except ValidationError as error:
        where, message, way_out = first_fault(error)
        raise LessonError(f"{where}: {message}", way_out or "Mend the entry", path=_FILE) from None
