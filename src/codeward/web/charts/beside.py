"""The tools beside a record: which fit the kind of claim, where each opens, and what of the chart fills it in.

A tool is one of the codebook's pages. It is told what stands at the top of the chart (age, new or established, payer,
place, day), and never anything of the key.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from codeward.charts import Chart
from codeward.web.charts.mode import helps

__all__ = ["beside", "beside_words"]

# The kind of encounter that a place of service suggests (CMS place of service codes). A start, which can be changed.
_BY_PLACE = {
    "02": "office", "10": "office", "11": "office", "19": "office", "22": "office", "49": "office",
    "12": "home", "13": "home", "14": "home", "21": "hospital", "23": "emergency", "31": "nursing", "32": "nursing",
}  # fmt: skip
_BY_STATUS = {
    "office": "office", "outpatient": "office", "emergency": "emergency", "inpatient": "hospital",
    "observation": "hospital",
}  # fmt: skip


def beside(chart: Chart) -> dict[str, Any]:
    """What the page's scripts need: tools by id with name and address, and where help is asked for."""
    return {
        "list": [
            {"id": name, "name": word, "url": url, "system": system}
            for name, word, url, system in _tools(chart)
        ],
        "helps": helps(chart),
        "hints": reverse("charts:query-hints", args=[chart.id]),
        "words": beside_words(),
    }


def _tools(chart: Chart) -> list[tuple[str, str, str, str]]:
    """(id, name, address, code system of what comes out) of each tool that the claim may need."""
    asks = set(chart.asks)
    if chart.inpatient_facility:
        if not asks & {"procedures", "principal_procedure"}:
            return []
        return [("pcs", _("Procedure code (PCS)"), _address("pcs", chart), "icd10pcs")]
    found = []
    if asks & {"em", "procedures"}:
        found.append(("em", _("E/M level"), _address("em", chart, **_visit(chart)), "cpt"))
    if asks & {"units", "procedures"}:
        found.append(("units", _("Drug units"), _address("units", chart, payer=_payer(chart)), "hcpcs"))
    if "procedures" in asks and chart.claim.type == "professional":
        found.append(
            ("anesthesia", _("Anesthesia"), _address("anesthesia", chart, payer=_payer(chart)), "cpt")
        )
    return found


def _address(tool: str, chart: Chart, **given: object) -> str:
    asked = {name: value for name, value in given.items() if value not in (None, "")}
    fill = {"fill": "1", **asked} if tool != "pcs" else {}
    return f"{reverse(f'codebook:{tool}')}?{urlencode({'on': chart.coding_date.isoformat(), **fill})}"


def _payer(chart: Chart) -> str:
    return "medicare" if chart.payer == "medicare" else "other"


def _visit(chart: Chart) -> dict[str, object]:
    place = next((one.place for one in chart.services if one.place), None)
    return {
        "category": _BY_PLACE.get(place or "") or _BY_STATUS[chart.patient_status],
        "payer": _payer(chart),
        "patient": chart.visit,
        "age": chart.patient.age.in_years,
    }


def beside_words() -> dict[str, str]:
    """What the tools' scripts say. `%s` and `%n` stand for what they fill in."""
    return {
        "edits": _("Run the edits"),
        "edits_wait": _("Checking the saved answer"),
        "edits_unsaved": _("Your last changes are not saved yet. Try again when the page says Saved."),
        "edits_empty": _("Add a code first."),
        "failed": _("The page did not respond. Try again."),
        "loading": _("Loading"),
        "new_line": _("a new line"),
        "use": _("Use"),
        "use_on": _("Use %s on"),
        "used": _("%s is on the claim"),
        "use_all": _("Use all on new lines"),
        "line": _("line %n: %s"),
        "worked": _("How it was worked out"),
        "worked_by": _("%s: how it was worked out"),
        "hints": _("Before you send it"),
        "hints_none": _("Nothing in this query is against the rules we check."),
    }
