"""A chart's facts in words, and the words that the workspace's scripts say. All through gettext."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.charts import Chart
from codeward.charts.chart import Age

__all__ = ["age_words", "head", "policy_words", "workspace_words"]


def age_words(age: Age) -> str:
    """An age in years, or in days for the newborn."""
    if age.years is not None:
        return ngettext("%(n)d year", "%(n)d years", age.years) % {"n": age.years}
    days = age.days or 0
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def policy_words(chart: Chart) -> list[tuple[str, str]]:
    """What this employer reports: (what, how)."""
    how = {"report": _("report"), "open": _("counts on neither side"), "omit": _("do not report")}
    policy = chart.policy
    return [
        (_("External causes"), how[policy.external_causes]),
        (_("Place, activity, status of the person"), how[policy.place_activity_status]),
        (_("Social determinants"), how[policy.social_determinants]),
        (_("Status Z codes"), how[policy.status_z]),
    ]


def head(chart: Chart) -> dict[str, object]:
    """What stands above the record: claim, dates, person, in words."""
    sex = {"female": _("female"), "male": _("male"), "unknown": _("sex unknown")}
    status = {
        "inpatient": _("Inpatient"),
        "observation": _("Observation (outpatient)"),
        "emergency": _("Emergency"),
        "outpatient": _("Outpatient"),
        "office": _("Office"),
    }
    claim = {"facility": _("facility claim"), "professional": _("professional claim")}[chart.claim.type]
    rules = _("Guideline Sections II and III") if chart.rule_set == "inpatient" else _("Guideline Section IV")
    dates = chart.dates
    named = [
        (_("Admission"), dates.admission),
        (_("Discharge"), dates.discharge),
        (_("Service"), dates.service),
    ]
    return {
        "status": status[chart.patient_status],
        "claim": claim,
        "of": chart.claim.of or "",
        "rules": rules,
        "age": age_words(chart.patient.age),
        "sex": sex[chart.patient.sex],
        "gestation": chart.patient.gestational_age or "",
        "dates": [(word, date_format(day, "DATE_FORMAT")) for word, day in named if day is not None],
        "policy": policy_words(chart),
        "first_label": (
            _("Principal diagnosis") if chart.inpatient_facility else _("First-listed diagnosis")
        ),
    }


def workspace_words() -> dict[str, str]:
    """What the scripts say. `%s` and `%n` stand for what they fill in."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving"),
        "not_saved_one": _("Not saved yet: 1 change kept on this device"),
        "not_saved": _("Not saved yet: %n changes kept on this device"),
        "closed": _("This attempt was handed in elsewhere."),
        "no_evidence": _("no evidence yet"),
        "evidence_one": _("1 piece of evidence"),
        "evidence": _("%n pieces of evidence"),
        "first_principal": _("Principal diagnosis"),
        "first_listed": _("First-listed diagnosis"),
        "additional": _("Additional"),
        "move_up": _("Move %s up"),
        "move_down": _("Move %s down"),
        "remove": _("Remove %s"),
        "removed": _("Removed %s"),
        "undo": _("Undo"),
        "doubt": _("Doubt about %s"),
        "doubted": _("in doubt"),
        "added": _("Added %s at position %n"),
        "already": _("%s is already in the answer"),
        "moved": _("%s is now at position %n"),
        "attached": _("Attached to %s"),
        "detached": _("Evidence taken off %s"),
        "attach_to": _("Attach to %s"),
        "new_code": _("New code"),
        "choose_code": _("Choose a code in the answer first, or add one."),
        "take_off": _("Take off"),
        "results_none": _("No entry found"),
        "results_one": _("1 entry found"),
        "results": _("%n entries found"),
        "nearest": _("Nearest words in the book: %s"),
        "no_hit_advice": _("Search for the condition, not the body part."),
        "search_failed": _("The codebook did not answer. Try again."),
        "billable": _("billable"),
        "not_billable": _("not billable"),
        "add": _("Add %s"),
        "choose_seventh": _("Choose the 7th character"),
        "evidence_on": _("Evidence mode: arrows move by word, Shift extends, Enter attaches, Escape leaves."),
        "evidence_off": _("Evidence mode off"),
        "selected": _("Selected: %s"),
        "from_own": _("here"),
        "from": _("from %s"),
        "includes": _("Includes"),
        "inclusion_term": _("Inclusion terms"),
        "excludes1": _("Excludes1: not coded here"),
        "excludes2": _("Excludes2: not included here"),
        "code_first": _("Code first"),
        "use_additional": _("Use additional code"),
        "code_also": _("Code also"),
        "note": _("Note"),
        "seventh_character": _("7th character"),
        "below": _("Below this entry"),
        "query": _("Query to the provider"),
        "query_removed": _("Query removed"),
        "unknown_code": _("not in this release"),
        "answer_count": _("Answer (%n)"),
        "submit_empty": _("There are no codes in the answer. Hand it in all the same?"),
    }
