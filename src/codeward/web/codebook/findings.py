"""What the edits say of a claim as pages show it: findings in their gravity, and what was not checked in plain words.

One home for every page that shows them: the scratchpad, the check of a claim, the workspace of a chart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from codeward.edits import Finding, Scrubbed, Unchecked
from codeward.web.codebook.citations import address, in_words

__all__ = ["SEVERITY", "Found", "findings", "unchecked", "worst"]

SEVERITY: dict[str, tuple[str, Promise]] = {
    "error": ("wrong", gettext_lazy("Fix")),
    "warn": ("partial", gettext_lazy("Look again")),
    "verify": ("info", gettext_lazy("Verify")),
}
# What is not checked, by the list that it needs; the edits' own words stand where it is not one of these.
NOT_CHECKED: dict[str, Promise] = {
    "mpfs": gettext_lazy("Whether the modifiers fit, and what the fee schedule says of the services"),
    "ncci-ptp": gettext_lazy("Services that are not paid together (NCCI pairs)"),
    "ncci-mue": gettext_lazy("How many units per day are usual (MUE)"),
    "add-on": gettext_lazy("Whether each add-on code has its main service"),
    "opps": gettext_lazy("How the hospital outpatient system pays each service (OPPS)"),
    "mce": gettext_lazy("The Medicare Code Editor's lists for hospital stays"),
    "payer": gettext_lazy("Rules of one payer, such as Medicare's: no payer is named"),
    "history": gettext_lazy("Whether the patient is new or established: what went before is not known"),
    "poa-exempt": gettext_lazy("Whether each diagnosis was present on admission"),
    "icd10cm": gettext_lazy("Notes of a later update than the one shown here: the date lies outside it"),
    "icd10pcs": gettext_lazy("Procedure codes: no update here covers the date"),
    "hcpcs": gettext_lazy("HCPCS codes: no update here covers the date"),
    "cpt": gettext_lazy("CPT codes: no edition here covers the date"),
}
# And by the rule, where not a list is missing but something on the claim; this goes first.
RULE_NOT_CHECKED: dict[str, Promise] = {
    "CW-GL": gettext_lazy("Days that a surgery's payment covers (global period)"),
    "CW-MC-017": gettext_lazy("The discharge status: none is given"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A finding: its status, the codes it names with where they open, what, why, the way out, where that is written."""

    kind: str
    word: Promise
    finding: Finding
    codes: tuple[str, ...]
    cited: tuple[tuple[str, str], ...]


def worst(said: Scrubbed) -> dict[str, str]:
    """The status of each line that a finding names, the gravest one."""
    found: dict[str, str] = {}
    for finding in sorted(said.findings, key=lambda one: list(SEVERITY).index(one.severity)):
        for line in finding.lines:
            found.setdefault(line, SEVERITY[finding.severity][0])
    return found


def findings(said: Scrubbed) -> tuple[Found, ...]:
    """The findings, the gravest first."""
    ordered = sorted(said.findings, key=lambda one: list(SEVERITY).index(one.severity))
    return tuple(
        Found(
            *SEVERITY[one.severity],
            one,
            one.codes,
            tuple((in_words(name), address(name)) for name in one.citation),
        )
        for one in ordered
    )


def unchecked(missing: Iterable[Unchecked], own: Mapping[str, Promise] | None = None) -> tuple[str, ...]:
    """What was not checked, each once, in plain words; `own` are a page's words for a rule, which go first."""
    rules = {**RULE_NOT_CHECKED, **(own or {})}
    told = (str(rules.get(one.rule) or NOT_CHECKED.get(one.list) or one.why) for one in missing)
    return tuple(dict.fromkeys(told))
