"""Words of practice exams that several pages say. All through gettext."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.curriculum import Item, ItemClaim

__all__ = ["COLUMN_WORDS", "FAULT_WORDS", "claim_words", "length_words", "room_words"]

COLUMN_WORDS = {
    "code": gettext_lazy("Code"),
    "modifiers": gettext_lazy("Modifiers"),
    "poa": gettext_lazy("POA"),
    "units": gettext_lazy("Units"),
    "pointers": gettext_lazy("Pointers"),
    "date": gettext_lazy("Date"),
}
# AHIMA/ACDIS, Guidelines for Achieving a Compliant Query Practice (2022): what a query must not be.
FAULT_WORDS = {
    "leading": gettext_lazy("It leads to an answer"),
    "no_indicators": gettext_lazy("Clinical indicators are missing"),
    "payment_named": gettext_lazy("It names payment"),
    "unsupported_option": gettext_lazy("An option that nothing supports"),
    "no_other_or_unable": gettext_lazy("No “other” or “cannot be determined”"),
    "yes_no_new": gettext_lazy("Yes or no for a new diagnosis"),
}
_SETTINGS = {
    "inpatient": gettext_lazy("inpatient stay"),
    "observation": gettext_lazy("observation"),
    "emergency": gettext_lazy("emergency department"),
    "outpatient": gettext_lazy("outpatient hospital"),
    "office": gettext_lazy("office"),
    "home": gettext_lazy("home"),
    "nursing facility": gettext_lazy("nursing facility"),
    "asc": gettext_lazy("ambulatory surgery center"),
}
_PAYERS = {
    "commercial": gettext_lazy("commercial payer"),
    "medicare": gettext_lazy("Medicare"),
    "medicaid": gettext_lazy("Medicaid"),
    "self-pay": gettext_lazy("self-pay"),
    "workers-comp": gettext_lazy("workers’ compensation"),
    "other": gettext_lazy("other payer"),
}


def claim_words(item: Item) -> str:
    """The claim that a question is about, and its day: "Professional claim · office · Medicare · June 2, 2026"."""
    claim: ItemClaim | None = item.claim
    said: list[str] = []
    if claim is not None:
        said.append(_("Professional claim") if claim.type == "professional" else _("Facility claim"))
        said.append(str(_SETTINGS[claim.setting]))
        if claim.payer:
            said.append(str(_PAYERS[claim.payer]))
        if claim.visit:
            said.append(_("new patient") if claim.visit == "new" else _("established patient"))
        if claim.payment:
            said.append(claim.payment)
    return " · ".join(said)


def length_words(length: str, titles: dict[str, str]) -> str:
    """What a length is called: a section goes by its title."""
    named = {"whole": _("Whole exam"), "half": _("Half"), "short": _("25 minutes")}
    return named.get(length) or titles.get(length, length)


def room_words() -> dict[str, Any]:
    """What the room's script says. `%n` stands for what it fills in."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving"),
        "offline": _("Not saved yet: %n on this device. They are sent when you are connected again."),
        "away": _("You are signed out. Sign in in another tab: your answers are saved on this device."),
        "older": _("Question %n was changed on another device. You see that answer now."),
        "refused": _("This could not be saved. Reload the page."),
        "place": _("Question %n of %m"),
        "cell": _("Question %n"),
        "answered": _("answered"),
        "open": _("not answered"),
        "flagged": _("flagged"),
        "over": _("The time is over"),
        "close": _("Close"),
        "title": _("Codebook"),
        "home": _("Start again"),
        "search": _("Search the codebook"),
        "find": _("Search"),
        "to_next": _("Save and next"),
        "to_review": _("Save and review"),
    }
