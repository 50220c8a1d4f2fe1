"""Rules about a hospital stay: the Medicare Code Editor, and present-on-admission indicators.

The editor itself is the grouper's library, which counts an edit and names no code. Which codes set it off is looked
up in the editor's own lists of the discharge date, so that a finding names what has to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from codeward.claims import Claim, Diagnosis
from codeward.codesets import Shelf, lists, undotted, validity
from codeward.edits.facts import Facts
from codeward.edits.finding import Checked, Finding, Source, Unchecked
from codeward.edits.model import Rule
from codeward.edits.registry import Said, carries_out_on_claims
from codeward.errors import CodewardError

if TYPE_CHECKING:
    from codeward.grouper import Grouped

__all__: list[str] = []

EDITOR, POA = "CW-MC", "CW-PO"
# Several rules share these, one for each list; of any other edit there is one rule, which has to name a code.
_SHARED = frozenset({"AGE_CONFLICT", "SEX_CONFLICT"})


@carries_out_on_claims("editor")
def _editor(rule: Rule, claim: Claim, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    if claim.kind != "inpatient" or not claim.diagnoses:
        return
    known = validity.editor_lists()
    counts = _counts(claim)
    if known is None or isinstance(counts, CodewardError):
        why = counts.message if isinstance(counts, CodewardError) else "The editor's lists are not here."
        yield Unchecked(EDITOR, "mce", why, counts.command if isinstance(counts, CodewardError) else None)
        return
    if not known.covers(claim.statement.through):
        why = f"The editor's lists here are those of {known.first} to {known.last}, not of {claim.statement.through}."
        yield Unchecked(EDITOR, "mce", why)
        return
    yield Checked(EDITOR, "mce", known.id)
    if rule.edit == "INVALID_DISCHARGE_STATUS" and claim.discharge_status is None:
        yield Unchecked(rule.id, "mce", "The claim gives no discharge status.")
        return
    if not _fires(rule, counts, claim):
        return
    on, named = claim.statement.through, False
    for system, code, line in _looked_up(rule, claim) if rule.lists else ():
        spans = ((one, known.span_on(f"{system} {one}", code, on)) for one in rule.lists)
        name, span = next((pair for pair in spans if pair[1]), ("", None))
        if span is not None:
            source = Source("mce", known.id, row=f"{undotted(code)} {name} {span}")
            found = rule.finding([code], source, text=claim.patient.described)
            yield found._replace(lines=(line,) if line else ())
            named = True
    if not named and rule.edit is not None and rule.edit not in _SHARED:
        # The editor stops the claim for no single code, or by a list that is not here: never silence.
        yield rule.finding([claim.diagnoses[0].code], text=claim.patient.described)


def _fires(rule: Rule, counts: Mapping[str, int], claim: Claim) -> bool:
    """Say whether the editor counts the rule's edit; a rule of days, which the library cannot see, is ours."""
    if rule.days_under is not None:
        began = claim.admission.date if claim.admission else claim.statement.start
        return (claim.statement.through - began).days < rule.days_under
    # Coverage under conditions has a name for each organ.
    return any(count and name.startswith(str(rule.edit)) for name, count in counts.items())


def _looked_up(rule: Rule, claim: Claim) -> Iterator[tuple[str, str, str | None]]:
    """Yield (system, code, id) of each code of the claim that the rule looks up, where it fits this patient."""
    if rule.ages is not None and (
        _ageless(claim) or rule.ages[0] <= (claim.patient.age_years or 0) <= rule.ages[1]
    ):
        return  # that the age is missing is told by a rule of its own
    if rule.sex is not None and claim.patient.sex in (rule.sex, "unknown"):
        return
    if rule.look_up in ("principal", "diagnosis", "claim"):
        for each in claim.diagnoses[: 1 if rule.look_up == "principal" else None]:
            yield "icd10cm", each.code, each.id
    if rule.look_up in ("procedure", "claim"):
        for done in claim.procedures:
            yield "icd10pcs", done.code, done.id


@lru_cache(maxsize=256)
def _counts(claim: Claim) -> Mapping[str, int] | CodewardError:
    """Return how often each edit of the editor fires; the error where it cannot be asked.

    What is missing on the claim is counted here: the library is given an age and a sex all the same.
    """
    from codeward.grouper import CannotGroup, edit_counts  # only a stay waits for the grouper

    try:
        counts = {each.name: each.times for each in edit_counts(claim)}
    except CannotGroup as error:
        return error
    if _ageless(claim):
        counts["INVALID_AGE"] = 1
    if claim.patient.sex == "unknown":
        counts["INVALID_SEX"] = 1
    return counts


def _ageless(claim: Claim) -> bool:
    who = claim.patient
    return who.age_years is None and who.age_days is None and not who.newborn


@lru_cache(maxsize=256)
def _grouped(claim: Claim) -> Grouped | None:
    """Return the group of the stay; None where it cannot be grouped, which other edits say."""
    from codeward.grouper import CannotGroup, group

    try:
        return group(claim)
    except CannotGroup:
        return None


# -- present on admission -----------------------------------------------------------------------------------


@carries_out_on_claims("poa")
def _poa(rule: Rule, claim: Claim, shelf: Shelf, facts: Facts) -> Iterator[Said]:
    if claim.kind != "inpatient" or not claim.provider.reports_poa:
        return
    if rule.poa == "undetermined":
        yield from (_at(rule.finding([each.code]), each) for each in claim.diagnoses if each.poa == "W")
    elif rule.poa == "acquired":
        yield from _acquired(rule, claim)
    else:
        yield from _by_list(rule, claim)


def _by_list(rule: Rule, claim: Claim) -> Iterator[Said]:
    on = claim.statement.through
    try:
        exempt = lists.poa_exempt(on, strict=True)
    except CodewardError as error:
        yield Unchecked(POA, "poa-exempt", error.message, error.command or None)
        return
    edition = exempt.book.release.id
    for each in claim.diagnoses:
        if (each.poa is not None) is (rule.poa == "surplus") and (each.code in exempt) is (
            rule.poa == "surplus"
        ):
            yield _at(rule.finding([each.code], Source("poa-exempt", edition)), each)
    yield Checked(POA, "poa-exempt", edition)


def _acquired(rule: Rule, claim: Claim) -> Iterator[Said]:
    whole = _grouped(claim)
    if whole is None:
        return
    for line, each in zip(whole.lines, claim.diagnoses, strict=False):
        met = [f"{hac.number:02d} {hac.title}" for hac in line.hacs if hac.met]
        if met and each.poa in ("N", "U"):
            yield _at(rule.finding([each.code, ", ".join(met)], text=each.poa), each)


def _at(found: Finding, each: Diagnosis) -> Finding:
    return found._replace(lines=(each.id,) if each.id else (), codes=found.codes[:1])
