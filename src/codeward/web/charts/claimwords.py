"""The words of a claim's answer pane: its sections, and what the scripts of its lines say. All through gettext."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from codeward.charts import Chart

__all__ = ["claim_words", "sections"]


def sections(chart: Chart, asked: dict[str, Any]) -> list[dict[str, str]]:
    """Return the sections of the answer as the page draws them, from `fields` of the chart."""
    drawn = {"diagnosis": _diagnoses(chart, asked), "procedure": _procedures(chart, asked)}
    return [{"kind": kind, **drawn[kind]} for kind in asked["sections"]]


def _diagnoses(chart: Chart, asked: dict[str, Any]) -> dict[str, str]:
    if chart.inpatient_facility:
        note = _("The first is the principal diagnosis.")
        if asked["poa"]:
            note += " " + _("POA: present on admission.")
    elif asked["letters"]:
        note = _("A is the first-listed diagnosis.")
    else:
        note = _("The first is the first-listed diagnosis.")
    empty = _(
        "No diagnoses yet. Search for the main word of one (/), open the code and read its notes, then add it."
    )
    return {"id": "answer-lines", "title": _("Diagnoses"), "note": note, "empty": empty}


def _procedures(chart: Chart, asked: dict[str, Any]) -> dict[str, str]:
    empty = _("No procedures yet. Search for what was done (/), read the code, then add it.")
    if chart.inpatient_facility:
        principal = "principal_procedure" in chart.asks
        note = _("The first is the principal procedure.") if principal else ""
        return {"id": "answer-procedures", "title": _("Procedures"), "note": note, "empty": empty}
    days = asked["days"]
    note = (
        ", ".join(one for one in (days[0]["words"], days[0]["place_words"]) if one)
        if len(days) == 1
        else asked["span"]
    )
    return {"id": "answer-procedures", "title": _("Procedures and services"), "note": note, "empty": empty}


def claim_words() -> dict[str, str]:
    """What the scripts of lines say. `%s` and `%n` stand for what they fill in."""
    return {
        **_modifier_words(),
        **_pointer_words(),
        "line_name": _("%s, line %n"),
        "principal_procedure": _("Principal procedure"),
        "own_words": _("in our own words"),
        "add_again": _("Add %s again"),
        "choose": _("Choose"),
        "close": _("Close"),
        "field_of": _("%s of %s"),
        "units": _("Units"),
        "units_bounds": _("Enter a number above 0, at most %s, with no more than 3 digits after the point."),
        "units_set": _("%s: units %n"),
        "date": _("Date"),
        "date_bounds": _("This claim covers %s. Choose a date within it."),
        "place": _("Place of service"),
        "poa": _("Present on admission"),
        "poa_short": _("POA"),
        "poa_exempt": _("exempt from reporting"),
        "poa_set": _("%s, present on admission: %s"),
        "count_diagnosis_one": _("1 diagnosis"),
        "count_diagnosis": _("%n diagnoses"),
        "count_procedure_one": _("1 procedure or service"),
        "count_procedure": _("%n procedures and services"),
        "lacks_poa": _("Present on admission is not chosen: %s"),
        "lacks_date": _("No date: %s"),
        "lacks_units": _("No units: %s"),
        "lacks_pointers": _("No diagnosis chosen that it was for: %s"),
        "lacks_place": _("No place of service: %s"),
        "fold": _("Hide the codebook"),
        "unfold": _("Show the codebook"),
    }


def _modifier_words() -> dict[str, str]:
    return {
        "modifiers": _("Modifiers"),
        "modifiers_of": _("Modifiers of %s"),
        "modifiers_most": _("A line can have at most four modifiers. Remove one first."),
        "modifiers_found": _("Modifiers found"),
        "modifiers_fit": _("Fits"),
        "modifiers_unfit": _("Does not fit"),
        "modifiers_none_found": _("No modifier says this. Try other words, or its two characters."),
        "modifiers_more": _("%n more fit. Type words to find them."),
        "modifier_add": _("Add a modifier to %s"),
        "modifier_none": _("Add"),
        "modifier_added": _("Modifier %s added to %s"),
        "modifier_removed": _("Modifier %s removed from %s"),
        "modifier_chip": _("Modifier %s, position %n"),
        "modifier_keys": _("Alt with left or right moves it, Del removes it"),
        "modifier_search": _("Modifier for %s: words or code"),
        "modifier_unchecked": _("Not checked: the codebook did not respond."),
        "modifier_anyway": _("Choose it again to use it anyway."),
    }


def _pointer_words() -> dict[str, str]:
    return {
        "points": _("Points to"),
        "points_of": _("Diagnoses that %s was for"),
        "points_none": _("Add a diagnosis first."),
        "points_most": _("A line points to four diagnoses at most. Remove one first."),
        "points_set": _("%s points to %s"),
        "points_cleared": _("%s points to no diagnosis"),
        "pointer_rank": _("%s, number %n"),
    }
