"""What the program's pages call things: sections of the examinations, states of a skill."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from codeward.curriculum import Domains
from codeward.practice.mastery import Mastery

__all__ = ["CCS", "CPC", "STATES", "domain_words"]

# The sections of the CPC examination as AAPC's public outline orders them, of the CCS as AHIMA's does; in our words.
CPC: Final[dict[str, Promise]] = {
    "t": _("Medical terminology"),
    "a": _("Anatomy"),
    "d": _("ICD-10-CM"),
    "g": _("Coding guidelines"),
    "h": _("HCPCS Level II"),
    "c": _("Compliance and regulation"),
    "e": _("Evaluation and management"),
    "n": _("Anesthesia"),
    "r": _("Radiology"),
    "l": _("Pathology and laboratory"),
    "m": _("Medicine"),
    "k": _("Cases"),
    "s1": _("Surgery: skin"),
    "s2": _("Surgery: muscles and bones"),
    "s3": _("Surgery: airways, heart, blood"),
    "s4": _("Surgery: digestive"),
    "s5": _("Surgery: urinary, genital, birth, glands"),
    "s6": _("Surgery: nerves, eye, ear"),
}
CCS: Final[dict[str, Promise]] = {
    "i": _("Coding knowledge and skills"),
    "ii": _("Coding documentation"),
    "iii": _("Provider queries"),
    "iv": _("Regulatory compliance"),
    "v": _("Information technologies"),
}
STATES: Final[dict[Mastery, Promise]] = {
    Mastery.NEW: _("new"),
    Mastery.LEARNING: _("learning"),
    Mastery.PASSED: _("passed"),
    Mastery.KEPT: _("kept"),
    Mastery.SLIPPED: _("slipped"),
}


def domain_words(domains: Domains) -> str:
    """The sections of the examinations that something serves: "CPC: Anatomy · CCS: Coding documentation"."""
    told = [_told("CPC", CPC, domains.cpc), _told("CCS", CCS, domains.ccs)]
    return " · ".join(one for one in told if one)


def _told(exam: str, names: dict[str, Promise], held: Iterable[str]) -> str:
    words = ", ".join(str(names[one]) for one in held)
    return f"{exam}: {words}" if words else ""
