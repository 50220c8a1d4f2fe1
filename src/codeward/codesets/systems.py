"""The code systems and desk lists that Codeward can hold, and how their codes look.

The canonical URLs are those registered with HL7 (terminology.hl7.org); what HL7 does not know has none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from codeward.errors import CodewardError, quoted

__all__ = [
    "CODING",
    "SYSTEMS",
    "System",
    "begins_procedure_code",
    "candidates",
    "system",
    "system_of_release",
]


class System(NamedTuple):
    """One code system or list: its id, name, publisher, canonical URL, how a code of it looks, and one."""

    id: str
    display: str
    publisher: str
    url: str | None
    pattern: str
    example: str

    def looks_like(self, asked: str) -> bool:
        """Say whether *asked* is written as a code of this system, whether or not it exists."""
        return _compiled(self.pattern).fullmatch(asked.strip().upper()) is not None


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_CM = r"[A-Z]([0-9][0-9A-Z]|A[0-9])(\.?[0-9A-Z]{1,4})?"
_PCS = r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}"
_HCPCS = r"[A-Z][0-9]{4}"
_CPT = r"[0-9]{4}[0-9A-Z]"
_ANY = r"[0-9A-Z]{2,11}"
_CDC, _CMS, _AMA = "CDC/NCHS", "CMS", "American Medical Association"

SYSTEMS: dict[str, System] = {
    row.id: row
    for row in (
        System("icd10cm", "ICD-10-CM", _CDC, "http://hl7.org/fhir/sid/icd-10-cm", _CM, "E11.9"),
        System("icd10pcs", "ICD-10-PCS", _CMS, "http://www.cms.gov/Medicare/Coding/ICD10", _PCS, "0DTJ4ZZ"),
        System(
            "hcpcs",
            "HCPCS Level II",
            _CMS,
            "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
            _HCPCS,
            "J1885",
        ),
        System("cpt", "CPT", _AMA, "http://www.ama-assn.org/go/cpt", _CPT, "99213"),
        System("icd10cm-index", "ICD-10-CM Alphabetic Index", _CDC, None, _ANY, ""),
        System("icd10cm-external-cause", "ICD-10-CM External Cause of Injuries Index", _CDC, None, _ANY, ""),
        System("icd10cm-neoplasm", "ICD-10-CM Neoplasm Table", _CDC, None, _ANY, ""),
        System("icd10cm-drugs", "ICD-10-CM Table of Drugs and Chemicals", _CDC, None, _ANY, ""),
        System("icd10cm-conversion", "ICD-10-CM conversion table", _CDC, None, _CM, "E11.9"),
        System("icd10pcs-index", "ICD-10-PCS Index", _CMS, None, _ANY, ""),
        System("icd10pcs-definitions", "ICD-10-PCS definitions and keys", _CMS, None, _ANY, ""),
        System("poa-exempt", "POA-exempt list", _CMS, None, _CM, "Z79.4"),
        System("mce", "Medicare Code Editor lists", _CMS, None, _ANY, "E11.9"),
        System("ncci-ptp", "NCCI procedure-to-procedure edits", _CMS, None, _CPT + "|" + _HCPCS, "11042"),
        System("ncci-mue", "NCCI medically unlikely edits", _CMS, None, _CPT + "|" + _HCPCS, "11042"),
        System(
            "mpfs", "Medicare Physician Fee Schedule indicators", _CMS, None, _CPT + "|" + _HCPCS, "99213"
        ),
        System("opps", "OPPS Addendum B", _CMS, None, _CPT + "|" + _HCPCS, "J1885"),
        System("guidelines", "ICD-10-CM Official Guidelines", _CDC, None, _ANY, ""),
        System("place-of-service", "Place of service codes", _CMS, None, r"[0-9]{2}", "11"),
    )
}

# The systems whose codes stand on a claim, in the order in which an undotted, ambiguous code is tried.
CODING: tuple[str, ...] = ("icd10cm", "icd10pcs", "hcpcs", "cpt")


def system(name: str) -> System:
    """Return the system called *name*. Raises CodewardError naming those that there are."""
    found = SYSTEMS.get(name)
    if found is None:
        raise CodewardError(f"There is no code system {quoted(name)}", f"Codeward knows {', '.join(SYSTEMS)}")
    return found


def system_of_release(release_id: str) -> str | None:
    """Return the system that a release's id begins with ("icd10cm-2026-04-01" → "icd10cm"), or None."""
    for name in SYSTEMS:  # without a pattern: every look-up passes here
        rest = release_id[len(name) :]
        if release_id.startswith(name) and rest[:1] == "-" and rest[1:5].isdigit():
            return name
    return None


def begins_procedure_code(asked: str) -> bool:
    """Say whether *asked* is written as the beginning of an ICD-10-PCS code, such as "0DT" or "0DTJ".

    Only what begins with a digit and has a letter tells itself from every other system's codes.
    """
    text = asked.strip().upper()
    return _compiled(r"(?=.*[A-Z])[0-9][0-9A-HJ-NP-Z]{1,5}").fullmatch(text) is not None


def candidates(asked: str) -> tuple[str, ...]:
    """Return the coding systems whose codes look like *asked*, the likeliest first."""
    return tuple(name for name in CODING if SYSTEMS[name].looks_like(asked))
