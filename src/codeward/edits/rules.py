"""Load the rules' data: checked against its schema, once for each process, with a digest that names it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from codeward.edits.codeset import CodeSet
from codeward.edits.model import Family, Kind, KindFile, KindWords, Pending, PendingFile, Rule, RuleFile
from codeward.edits.parting import Parting, PartingFile
from codeward.errors import CodewardError

__all__ = [
    "ClinicianRules",
    "PolicyRules",
    "RuleDataError",
    "clinicians",
    "digest",
    "families",
    "near_rules",
    "parting",
    "pending",
    "policies",
    "rules",
]

RULE_FILES = (
    "shape.yaml",
    "claim.yaml",
    "sequence.yaml",
    "external.yaml",
    "patient.yaml",
    "with.yaml",
    "lines.yaml",
    "line.yaml",
    "units.yaml",
    "stay.yaml",
    "pairs.yaml",
    "limits.yaml",
    "addon.yaml",
    "global.yaml",
    "outpatient.yaml",
)
OTHER_FILES = (
    "kinds.yaml",
    "pending.yaml",
    "families.yaml",
    "policy.yaml",
    "clinicians.yaml",
    "parting.yaml",
)
Model = TypeVar("Model", bound=BaseModel)


class RuleDataError(CodewardError):
    """A file of rules does not fit its schema."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
    version: Literal[1] = Field(alias="schema")


class FamilyFile(_File):
    """Near-miss families.

    `mixed` are the categories that hold conditions of many kinds, in which only the families and a differing side,
    trimester or 7th character are near; `generic` the beginnings of words that tell nothing of a title's subject.
    """

    mixed: CodeSet
    generic: frozenset[str]
    families: tuple[Family, ...]


class PolicyClass(BaseModel):
    """The codes of one line of a reporting policy."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
    about: str
    citation: tuple[str, ...]
    codes: CodeSet
    unless: CodeSet = CodeSet()


class PolicyRules(_File):
    """Which codes each line of a reporting policy speaks of."""

    classes: dict[str, PolicyClass]

    def class_of(self, code: str) -> str | None:
        """Return the policy line that *code* falls under, or None."""
        for name, item in self.classes.items():
            if item.codes.matches(code) and not item.unless.matches(code):
                return name
        return None


class ClinicianException(BaseModel):
    """Codes for which a clinician other than the provider counts (I.B.14)."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, defer_build=True)
    about: str
    codes: CodeSet
    patient: bool


class ClinicianRules(_File):
    """Whose word supports a code."""

    citation: tuple[str, ...]
    providers: frozenset[str]
    interpreters: frozenset[str]
    clinicians: frozenset[str]
    exceptions: tuple[ClinicianException, ...]

    def supports(self, role: str, code: str, *, inpatient: bool) -> bool:
        """Say whether a document by *role* can carry *code*. Inpatient: Sections II and III.

        Providers always do. A radiologist's or pathologist's interpretation does for outpatients (IV.K).
        Other clinicians do for what I.B.14 lists, the patient for social determinants alone; a laboratory
        never does.
        """
        if role in self.providers or (role in self.interpreters and not inpatient):
            return True
        exception = next((e for e in self.exceptions if e.codes.matches(code)), None)
        if exception is None:
            return False
        return (
            role in self.clinicians or role in self.interpreters or (role == "patient" and exception.patient)
        )


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return every rule of every date, sorted by id, with the words of its kind. Raises RuleDataError."""
    words = _load("kinds.yaml", KindFile).kinds
    found = [_worded(rule, words) for name in RULE_FILES for rule in _load(name, RuleFile).rules]
    ids = [rule.id for rule in found]
    twice = next((i for i in ids if ids.count(i) > 1), None)
    if twice:
        raise RuleDataError(f"the rule {twice} is there twice", "Give each rule its own id")
    return tuple(sorted(found, key=lambda rule: rule.id))


def _worded(rule: Rule, words: Mapping[Kind, KindWords]) -> Rule:
    """Return *rule* with what it does not say itself said by its kind."""
    kind = words.get(rule.kind)
    if kind is None:
        raise RuleDataError(f"edits/data/kinds.yaml has no words for {rule.kind}", "Add its line")
    said = rule.model_fields_set
    return rule.model_copy(update={n: v for n, v in kind.model_dump().items() if n not in said})


@lru_cache(maxsize=64)
def rules_on(on: dt.date) -> tuple[Rule, ...]:
    """Return the rules in force on *on*, sorted by id."""
    return tuple(rule for rule in rules() if rule.applies_on(on))


@lru_cache(maxsize=64)
def rules_of(kind: Kind, on: dt.date) -> tuple[Rule, ...]:
    """Return the rules of *kind* in force on *on*, sorted by id."""
    return tuple(rule for rule in rules_on(on) if rule.kind == kind)


@lru_cache(maxsize=64)
def cases(kind: Kind, on: dt.date) -> Mapping[str, Rule]:
    """Return the rules of *kind* in force on *on* by the case that each is about; none before the first of them."""
    return {str(rule.about): rule for rule in rules_of(kind, on)}


@lru_cache(maxsize=1)
def near_rules() -> FamilyFile:
    """Return what is near to what, as data. Raises RuleDataError."""
    return _load("families.yaml", FamilyFile)


def families() -> tuple[Family, ...]:
    """Return the near-miss families, in the order of the file. Raises RuleDataError."""
    return near_rules().families


@lru_cache(maxsize=1)
def pending() -> tuple[Pending, ...]:
    """Return the families of rules that no step asks yet. Raises RuleDataError."""
    return _load("pending.yaml", PendingFile).pending


@lru_cache(maxsize=1)
def parting() -> PartingFile:
    """Return the modifiers that part services else paid as one. Raises RuleDataError."""
    return _load("parting.yaml", PartingFile)


@lru_cache(maxsize=64)
def parting_on(day: dt.date) -> Mapping[str, Parting]:
    """Return the modifiers that part services on *day*, each with its group."""
    return parting().on(day)


@lru_cache(maxsize=1)
def policies() -> PolicyRules:
    """Return which codes each line of a policy speaks of. Raises RuleDataError."""
    return _load("policy.yaml", PolicyRules)


@lru_cache(maxsize=1)
def clinicians() -> ClinicianRules:
    """Return whose word supports a code. Raises RuleDataError."""
    return _load("clinicians.yaml", ClinicianRules)


@lru_cache(maxsize=1)
def digest() -> str:
    """Return 12 hex digits that name the content of all rule files."""
    sha = hashlib.sha256()
    for name in sorted(RULE_FILES + OTHER_FILES):
        sha.update(_text(name).encode("utf-8"))
    return sha.hexdigest()[:12]


def _text(name: str) -> str:
    return (files("codeward.edits") / "data" / name).read_text(encoding="utf-8")


def _load(name: str, model: type[Model]) -> Model:
    try:
        data: Any = yaml.load(_text(name), Loader=yaml.CSafeLoader)
        return model.model_validate(data)
    except yaml.YAMLError as error:
        raise RuleDataError(f"edits/data/{name} is not YAML: {error}", "Mend the file") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RuleDataError(f"edits/data/{name} at {where}: {first['msg']}", "Mend the entry") from None
