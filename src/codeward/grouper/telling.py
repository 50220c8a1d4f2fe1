"""The effect of a code in a sentence, for people: what it did to the group, and what would be without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from codeward.claims import Claim
from codeward.codesets import dotted, undotted
from codeward.grouper.model import CannotGroup, Drg, Grouped
from codeward.grouper.why import Effect, Why

__all__ = ["grouped_json", "left_out", "shown_code", "told"]

# `level` is the code's own, `group_level` that of the stay, `without` the group without the code, `others` the codes
# that would step in, `hacs` the conditions acquired in the hospital.
_SENTENCES: Final[dict[Effect, str]] = {
    "principal": "The principal diagnosis. It leads to MDC {mdc}.",
    "gives": "Gives the {group_level}.{without}",
    "gives too": "Gives the {group_level} too. Without it the group stays, because of {others}.",
    "lower": "{level}. Another code counts for more, so it does not change the group.",
    "excluded": "{level}, but not beside this principal diagnosis (CC exclusion).",
    "only alive": "{level} only for a patient who left alive.",
    "acquired": "{level}, but acquired in the hospital (HAC {hacs}): it does not count. POA Y would count.",
    "no split": "{level}, but this group is not split by it.",
    "uncounted": "{level}, but this group does not count it.",
    "no group": "The stay has no group, so nothing counts.",
    "nothing": "Neither CC nor MCC.",
    "moves": "Changes the group by itself.{without}",
    "class": "Decides the group.{without}",
    "lower class": "Does not change the group: {others} counts for more.",
    "no class": "Does not affect the group.",
}


def told(why: Why, grouped: Grouped) -> str:
    """Return what a code did, in a sentence or two."""
    effect = why.effect
    if effect == "principal" and grouped.final.mdc is None:
        return "The principal diagnosis."
    if effect == "lower class" and not why.instead:
        effect = "no class"
    return _SENTENCES[effect].format(
        level=why.line.level,
        group_level=grouped.final_level,
        mdc=grouped.final.mdc,
        without=_without(why.without),
        others=_listed(why.instead),
        hacs=", ".join(f"{hac.number:02d} {hac.title}" for hac in why.line.hacs if hac.met),
    )


def grouped_json(
    whole: Grouped, reasons: Sequence[Why] = (), other: Grouped | None = None, without: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the public JSON shape of a group, with its reasons, and the group *other* of the stay *without* codes."""
    found = whole.to_json()
    for line, reason in zip(found["lines"], reasons, strict=False):
        line["effect"] = reason.effect
        line["why"] = told(reason, whole)
        line["without"] = f"{reason.without.number:03d}" if reason.without else None
    found["without"] = {"codes": list(without), **other.to_json()} if other else None
    return found


def left_out(claim: Claim, codes: Sequence[str]) -> Claim:
    """Return *claim* without the diagnoses and procedures of these codes. Raises CannotGroup for one it has not."""
    gone = {undotted(code.upper()) for code in codes}
    here = {undotted(each.code.upper()) for each in claim.diagnoses}
    here |= {undotted(each.code.upper()) for each in claim.procedures}
    if not gone <= here:
        missing = ", ".join(sorted(gone - here))
        raise CannotGroup(f"{missing} is not on the claim", "Leave out a code that is")
    return replace(
        claim,
        diagnoses=tuple(each for each in claim.diagnoses if undotted(each.code.upper()) not in gone),
        procedures=tuple(each for each in claim.procedures if undotted(each.code.upper()) not in gone),
    )


def shown_code(why: Why) -> str:
    """Return the code as it is written on a page: a diagnosis with its dot."""
    return why.line.code if why.line.role == "procedure" else dotted(why.line.code)


def _without(drg: Drg | None) -> str:
    if drg is None:
        return ""
    weight = f", weight {drg.weight.weight}" if drg.weight and drg.weight.weight is not None else ""
    return f" Without it: {drg.number:03d}{weight}."


def _listed(codes: tuple[str, ...]) -> str:
    # A procedure code begins with a figure, a diagnosis with a letter.
    shown = [code if code[0].isdigit() else dotted(code) for code in dict.fromkeys(codes)]
    return ", ".join(shown[:3]) + (" and others" if len(shown) > 3 else "")
