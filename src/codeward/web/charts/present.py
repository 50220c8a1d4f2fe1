"""A chart's facts in words, and the words that the workspace's scripts say. All through gettext."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.charts import Age, Chart
from codeward.web.charts.claimwords import claim_words
from codeward.web.charts.opening import deciding, opening, rules, uncounted_words
from codeward.web.codebook.api import INSTRUCTION_KINDS

__all__ = ["age_words", "head", "policy_words", "workspace_words"]


def age_words(age: Age) -> str:
    """An age in years, or in days for the newborn."""
    if age.years is not None:
        return ngettext("%(n)d year", "%(n)d years", age.years) % {"n": age.years}
    days = age.days or 0
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


def policy_words(chart: Chart) -> dict[str, str]:
    """What this employer reports, omits and leaves open: the topics of each in words, in one order; empty for none."""
    policy = chart.policy
    what = [
        (policy.external_causes, _("causes of an injury (external causes)")),
        (
            policy.place_activity_status,
            _("where it happened, what the person was doing, and whether at work"),
        ),
        (policy.social_determinants, _("social needs")),
        (policy.status_z, _("status codes (Z)")),
        (policy.history_z, _("history codes (Z)")),
    ]
    return {way: ", ".join(name for one, name in what if one == way) for way in ("report", "omit", "open")}


def asks_words(chart: Chart) -> str:
    """What is to be coded, in one line: what is not asked neither earns nor costs points."""
    what = {
        "diagnoses": _("diagnoses"),
        "poa": _("present on admission"),
        "procedures": _("procedures"),
        "principal_procedure": _("the principal procedure"),
        "em": _("the level of the visit"),
        "modifiers": _("modifiers"),
        "units": _("units"),
        "pointers": _("which diagnosis each service was for"),
        "dates": _("dates of service"),
    }
    return ", ".join(what[one] for one in chart.asks)


def payer_words(chart: Chart) -> str:
    """Who pays."""
    return {
        "commercial": _("commercial"),
        "medicare": _("Medicare"),
        "medicaid": _("Medicaid"),
        "self-pay": _("self-pay"),
        "workers-comp": _("workers' compensation"),
        "other": _("other"),
    }[chart.payer]


def role_words() -> dict[str, str]:
    """The roles of authors."""
    return {
        "attending": _("attending"),
        "consultant": _("consultant"),
        "radiologist": _("radiologist"),
        "pathologist": _("pathologist"),
        "resident": _("resident"),
        "anesthesiologist": _("anesthesiologist"),
        "advanced practice provider": _("advanced practice provider"),
        "nurse": _("nurse"),
        "dietitian": _("dietitian"),
        "social worker": _("social worker"),
        "therapist": _("therapist"),
        "emergency physician": _("emergency physician"),
        "pharmacist": _("pharmacist"),
        "laboratory": _("laboratory"),
        "patient": _("patient"),
        "other": _("other"),
    }


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
    roles = role_words()
    policy = policy_words(chart)
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
        "rules": (
            _("Guideline Sections II and III") if chart.rule_set == "inpatient" else _("Guideline Section IV")
        ),
        "age": age_words(chart.patient.age),
        "sex": sex[chart.patient.sex],
        "gestation": chart.patient.gestational_age or "",
        "dates": [(word, date_format(day, "DATE_FORMAT")) for word, day in named if day is not None],
        "asks": asks_words(chart),
        "opening": opening(chart),
        "deciding": deciding(chart) if "diagnoses" in chart.asks else None,
        "rule_list": rules(chart),
        "policy": policy,
        "uncounted": uncounted_words(policy["open"]),
        "abbreviations": sorted(chart.abbreviations.items(), key=lambda pair: (pair[0].casefold(), pair[0])),
        "omitted": ", ".join(chart.policy.procedures_omitted),
        "payer": payer_words(chart),
        "visit": {"new": _("new patient"), "established": _("established patient")}.get(
            chart.visit or "", ""
        ),
        "documents": [(document, roles[document.author.role]) for document in chart.physician_first()],
        "first_label": (
            _("Principal diagnosis") if chart.inpatient_facility else _("First-listed diagnosis")
        ),
    }


def query_kinds() -> dict[str, str]:
    """What can be wrong with a record, in words that say nothing of any answer. By `QueryKind`."""
    return {
        "conflict": _("Entries contradict each other"),
        "specificity": _("A diagnosis lacks detail"),
        "clinical-validity": _("Diagnosis and findings do not fit"),
        "cause": _("A cause or link is not stated"),
        "poa": _("Present on admission is not stated"),
        "procedure-detail": _("A procedure lacks detail"),
        "missing-documentation": _("A finding or treatment has no diagnosis"),
    }


def query_tos() -> dict[str, str]:
    """Whom a query can be for. By `QueryTo`."""
    return {
        "attending": _("attending"),
        "consultant": _("consultant"),
        "surgeon": _("surgeon"),
        "anesthesiologist": _("anesthesiologist"),
        "resident": _("resident"),
        "emergency physician": _("emergency physician"),
        "advanced practice provider": _("advanced practice provider"),
        "radiologist": _("radiologist"),
        "pathologist": _("pathologist"),
        "nurse": _("nurse"),
        "other": _("other"),
    }


def _query_words() -> dict[str, str]:
    return {
        "query_number": _("Query %n"),
        "query_choose": _("Choose"),
        "query_why": _(
            "Ask where the record leaves open what you need for a code: entries that disagree, a detail or a "
            "cause that is missing. Never ask for a code, and never lead to an answer."
        ),
        "query_mentions": _("About"),
        "query_mark": _("Mark the words in the record that the query is about."),
        "query_kind": _("What is unclear in the record"),
        "query_to": _("To"),
        "query_indicators": _("Other findings to show"),
        "query_no_indicators": _("Mark the words in the record that support the answers you offer."),
        "query_options": _("Answers to choose from"),
        "query_options_help": _("One per line, at most ten. Leave it empty for an open question."),
        "query_text": _("The question"),
        "query_as_mention": _("%s is about this"),
        "query_as_indicator": _("%s shows this too"),
        "mentions_one": _("1 place in the record"),
        "mentions": _("%n places in the record"),
        "indicators_one": _("1 further finding"),
        "indicators": _("%n further findings"),
        "queries_unfinished_one": _("1 query needs marked words or a reason"),
        "queries_unfinished": _("%n queries need marked words or a reason"),
    }


def workspace_words() -> dict[str, str]:
    """What the scripts say. `%s` and `%n` stand for what they fill in."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving"),
        "not_saved_one": _("Not sent yet: 1 change is saved on this device"),
        "not_saved": _("Not sent yet: %n changes are saved on this device"),
        "closed": _("You submitted this attempt somewhere else. Its answer can no longer change."),
        "to_charts": _("All charts"),
        "stranger": _(
            "You are signed out here. Your changes are saved on this device: sign in again, then reload."
        ),
        "reload": _("Reload"),
        "server_away": _("The school is not responding. Try again in a moment."),
        "no_evidence": _("no evidence yet"),
        "prove": _("%s: no evidence yet. Choose it in the record."),
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
        "doubt": _("Unsure about %s"),
        "doubted": _("unsure"),
        "added": _("Added %s at position %n"),
        "already": _("%s is already in the answer"),
        "exchange": _("Replace %s by %s"),
        "exchanged": _("%s is now %s"),
        "guideline": _("Guideline %s"),
        "moved": _("%s is now at position %n"),
        "attached": _("Attached to %s"),
        "detached": _("Evidence removed from %s"),
        "attach_to": _("Attach to %s"),
        "held_next": _("Evidence for the code you add"),
        "held_lacking": _("You selected, for %s or the next code you add:"),
        "new_code": _("New code"),
        "choose_code": _("Choose a code in the answer first, or add one."),
        "take_off": _("Remove"),
        "results_none": _("No entry found"),
        "results_one": _("1 entry found"),
        "results": _("%n entries found"),
        "nearest": _("Closest words in the code set: %s"),
        "no_hit_advice": _("Search for the condition, not the body part."),
        "search_failed": _("The codebook did not respond. Try again."),
        "billable": _("billable"),
        "not_billable": _("not billable"),
        "add": _("Add %s"),
        "in_answer": _("%s is in the answer"),
        "chapter": _("Chapter %s"),
        "choose_seventh": _("Choose the 7th character"),
        "evidence_on": _("Evidence mode: arrows move by word, Shift extends, Enter attaches, Escape leaves."),
        "evidence_off": _("Evidence mode off"),
        "selected": _("Selected: %s"),
        "from_own": _("at this code"),
        "from": _("from %s"),
        **{kind: str(word) for kind, word in INSTRUCTION_KINDS.items()},
        "below": _("Below this entry"),
        **_query_words(),
        **claim_words(),
        "remove_query": _("Remove this query"),
        "query_removed": _("Query removed"),
        "unknown_code": _("not in this edition"),
        "answer_count": _("Answer (%n)"),
        "no_codes": _("No codes: an empty answer."),
        "codes_one": _("1 code"),
        "codes": _("%n codes"),
        "queries_one": _("1 query to the provider"),
        "queries": _("%n queries to the provider"),
        "without_evidence_one": _("1 code has no evidence: %s. Evidence does not change your score."),
        "without_evidence": _("%n codes have no evidence: %s. Evidence does not change your score."),
        "with_doubt": _("Unsure: %s"),
    }
