"""What a chart asks, in plain words: the line it opens with, and the rules that a learner may unfold.

Everything follows from the claim, the setting and what the chart asks for. Nothing here reads the key, so nothing can
give it away.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.charts import Chart
from codeward.web.codebook.api import address

__all__ = ["Rule", "deciding", "opening", "rules", "uncounted_words"]

Words = str | Promise
STAY: Words = gettext_lazy(
    "List the diagnoses that mattered in this hospital stay. First comes the one that, after study, was the reason to "
    "admit the patient."
)
# By setting, for every claim that is not an inpatient facility's.
VISITS: dict[str, Words] = {
    "office": gettext_lazy(
        "List the diagnoses the doctor confirmed at this visit. Not confirmed? List the sign or symptom. "
        "Main reason for the visit first."
    ),
    "outpatient": gettext_lazy(
        "List the diagnoses the doctor confirmed at this hospital visit. Not confirmed? List the sign or symptom. "
        "Main reason for the visit first."
    ),
    "emergency": gettext_lazy(
        "List the diagnoses the emergency doctor confirmed. Not confirmed? List the sign or symptom. "
        "Main reason for the visit first."
    ),
    "observation": gettext_lazy(
        "List the diagnoses the doctor confirmed while the patient was under observation. Not confirmed? "
        "List the sign or symptom. Main reason first."
    ),
    "inpatient": gettext_lazy(
        "List the diagnoses this doctor confirmed on this day of the stay. Not confirmed? "
        "List the sign or symptom. Main reason for the care first."
    ),
}
MORE: dict[str, Words] = {
    "poa": gettext_lazy("Say for each diagnosis whether it was present on admission."),
    "procedures": gettext_lazy("List the procedures that were done."),
    "principal_procedure": gettext_lazy("Put the main procedure first."),
    "em": gettext_lazy("Choose the level of the visit."),
    "modifiers": gettext_lazy("Add the modifiers."),
    "units": gettext_lazy("Count the units."),
    "pointers": gettext_lazy("Say which diagnosis each service was for."),
    "dates": gettext_lazy("Give each procedure its date."),
}
# What a service is given, where a chart asks for several of them: one sentence is enough.
GIVEN: dict[str, Words] = {
    "modifiers": gettext_lazy("its modifiers"),
    "units": gettext_lazy("its units"),
    "pointers": gettext_lazy("the diagnosis it was for"),
    "dates": gettext_lazy("its date"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that holds for this kind of claim: in a sentence, with the section that says it and where it is read."""

    says: Words
    section: str
    href: str


def opening(chart: Chart) -> str:
    """The plain line of what is asked."""
    given = [str(GIVEN[one]) for one in chart.asks if one in GIVEN]
    several = len(given) > 1
    said = [str(MORE[one]) for one in chart.asks if one in MORE and not (several and one in GIVEN)]
    if several:
        said.append(
            _("Give each service %(most)s and %(last)s.") % {"most": ", ".join(given[:-1]), "last": given[-1]}
        )
    if "diagnoses" in chart.asks:
        said.insert(0, str(STAY if chart.inpatient_facility else VISITS[chart.patient_status]))
    return " ".join(said)


def rules(chart: Chart) -> list[Rule]:
    """The rules that every claim of this kind goes by: what comes first, what is uncertain, what else is listed."""
    if chart.inpatient_facility:
        told: list[tuple[Words, str]] = [
            (_("First: the condition that, after study, was the reason for the admission."), "II"),
            (_("Still possible, probable or suspected at discharge: code it as if it were certain."), "II.H"),
            (
                _(
                    "Then: every other condition that was treated, worked up, watched, or made the stay longer."
                ),
                "III",
            ),
            (_("A test result alone is not a diagnosis. The provider must say what it means."), "III.B"),
        ]
    else:
        told = [
            (_("First: what was mainly responsible for the care given."), "IV.G"),
            (
                _(
                    "Possible, probable, suspected, or to be ruled out: do not code it. Code the sign or symptom."
                ),
                "IV.H",
            ),
            (_("A sign or symptom is coded where no cause is certain yet."), "IV.D"),
            (
                _("Then: every condition that is there at this visit and needs or affects the care."),
                "IV.J",
            ),
        ]
    return [Rule(says, section, address(section)) for says, section in told]


def deciding(chart: Chart) -> Rule:
    """The rule that beginners break most, said beneath the opening: what becomes of a diagnosis that is not certain.

    ICD-10-CM guidelines: Section II.H for a hospital stay, Section IV.H for everything else.
    """
    if chart.inpatient_facility:
        says, section = (
            _("Written as possible, probable or suspected at discharge? Code it as if it were certain."),
            "II.H",
        )
    else:
        says, section = (
            _("Possible, probable, suspected or to be ruled out is not confirmed."),
            "IV.H",
        )
    return Rule(says, section, address(section))


def uncounted_words(left_open: str) -> str:
    """What the tip says of what counts on neither side; empty where nothing does. `left_open`: the topics in words."""
    if not left_open:
        return ""
    return _(
        "This employer leaves it to you whether to code these: %(topics)s. "
        "Coded or not, they do not change your score."
    ) % {"topics": left_open}
