"""The code systems and desk lists that Codeward can hold: what tells one from another, in one table.

The canonical URLs are those registered with HL7 (terminology.hl7.org); what HL7 does not know has none.
"""

from __future__ import annotations

import re

from codeward.codesets.container.system import Calendar, Recipe, System
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


_CM = r"[A-Z]([0-9][0-9A-Z]|A[0-9])(\.?[0-9A-Z]{1,4})?"
_PCS = r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}"
_HCPCS = r"[A-Z][0-9]{4}"
_CPT = r"[0-9]{4}[0-9A-Z]"
_CODED = _CPT + "|" + _HCPCS
_ANY = r"[0-9A-Z]{2,11}"
_CDC, _CMS, _AMA = "CDC/NCHS", "CMS", "American Medical Association"
_JUDGES = "codeward.codesets.{}.validation:validate"
_HCPCS_URL = "www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"


def _alone(kind: str, *, every: bool = False) -> tuple[Recipe, ...]:
    """Return the recipe of a book made from one kind of file (every file of it), by the compiler called so."""
    return (Recipe(kind.replace("-", "_"), (kind,), every=every),)


def _list(
    name: str,
    display: str,
    publisher: str,
    pattern: str = _ANY,
    example: str = "",
    calendar: Calendar = "fiscal",
    *,
    every: bool = False,
    numbers_of: str | None = None,
) -> System:
    """Return an index or list that HL7 has no URL for, made from one kind of file that is called as it is."""
    recipes = _alone(name, every=every)
    return System(name, display, publisher, None, pattern, example, recipes, calendar, numbers_of=numbers_of)


_CM_RECIPES = (
    Recipe("icd10cm", ("icd10cm-tabular",), ("icd10cm-valid", "icd10cm-order", "icd10cm-codes")),
    Recipe("icd10cm", ("icd10cm-tabular",)),
    Recipe("icd10cm_titles", ("icd10cm-order", "icd10cm-codes"), suffix="-titles"),
)
_PCS_RECIPES = (
    Recipe("icd10pcs_tables", ("icd10pcs-tables",), ("icd10pcs-order", "icd10pcs-codes")),
    Recipe("icd10pcs_tables", ("icd10pcs-tables",)),
    Recipe("icd10pcs_codes", ("icd10pcs-order", "icd10pcs-codes")),
)

SYSTEMS: dict[str, System] = {
    row.id: row
    for row in (
        System(
            "icd10cm", "ICD-10-CM", _CDC, "http://hl7.org/fhir/sid/icd-10-cm", _CM, "E11.9", _CM_RECIPES,
            validator=_JUDGES.format("icd10cm"), aliases=("urn:oid:2.16.840.1.113883.6.90",),
            concepts=("category", "subcategory", "code"), has_dot=True,
            beside=("icd10cm-index", "icd10cm-external-cause", "icd10cm-neoplasm", "icd10cm-drugs",
                    "icd10cm-conversion", "guidelines", "poa-exempt"),
        ),
        System(
            "icd10pcs", "ICD-10-PCS", _CMS, "http://www.cms.gov/Medicare/Coding/ICD10", _PCS, "0DTJ4ZZ", _PCS_RECIPES,
            validator=_JUDGES.format("icd10pcs"),
            aliases=("urn:oid:2.16.840.1.113883.6.4", "https://www.cms.gov/Medicare/Coding/ICD10"),
            beside=("icd10pcs-index", "icd10pcs-definitions"),
        ),
        System(
            "hcpcs", "HCPCS Level II", _CMS, f"http://{_HCPCS_URL}", _HCPCS, "J1885", _alone("hcpcs"), "quarter",
            aliases=("urn:oid:2.16.840.1.113883.6.285", f"https://{_HCPCS_URL}"),
        ),
        System(
            "cpt", "CPT", _AMA, "http://www.ama-assn.org/go/cpt", _CPT, "99213", _alone("cpt", every=True), "year",
            aliases=("urn:oid:2.16.840.1.113883.6.12",), licensed=True,
        ),
        _list("icd10cm-index", "ICD-10-CM Alphabetic Index", _CDC),
        _list("icd10cm-external-cause", "ICD-10-CM External Cause of Injuries Index", _CDC),
        _list("icd10cm-neoplasm", "ICD-10-CM Neoplasm Table", _CDC),
        _list("icd10cm-drugs", "ICD-10-CM Table of Drugs and Chemicals", _CDC),
        _list("icd10cm-conversion", "ICD-10-CM conversion table", _CDC, _CM, "E11.9"),
        _list("icd10pcs-index", "ICD-10-PCS Index", _CMS),
        _list("icd10pcs-definitions", "ICD-10-PCS definitions and keys", _CMS),
        _list("poa-exempt", "POA-exempt list", _CMS, _CM, "Z79.4"),
        _list("mce", "Medicare Code Editor lists", _CMS, _ANY, "E11.9"),
        _list("ncci-ptp", "NCCI procedure-to-procedure edits", _CMS, _CODED, "11042", "quarter",
              every=True, numbers_of="cpt"),
        _list("ncci-mue", "NCCI medically unlikely edits", _CMS, _CODED, "11042", "quarter",
              every=True, numbers_of="cpt"),
        _list("add-on", "NCCI add-on codes", _CMS, _CODED, "22614", "year", numbers_of="cpt"),
        _list("mpfs", "Medicare Physician Fee Schedule indicators", _CMS, _CODED, "99213", "quarter",
              every=True, numbers_of="cpt")._replace(beside=("localities",)),
        System("localities", "Medicare payment localities", _CMS, None, r"[0-9]{5}-[0-9]{2}", "10112-00",
               (Recipe("localities", ("gpci", "anesthesia-factors", "locality-counties"), every=True),), "quarter"),
        _list("opps", "OPPS Addendum B", _CMS, _CODED, "J1885", "quarter", numbers_of="cpt"),
        _list("opps-apc", "OPPS Addendum A", _CMS, r"[0-9]{4}", "5012", "quarter"),
        _list("guidelines", "ICD-10-CM Official Guidelines", _CDC),
        _list("place-of-service", "Place of service codes", _CMS, r"[0-9]{2}", "11", "none"),
    )
}  # fmt: skip

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
    return re.fullmatch(r"(?=.*[A-Z])[0-9][0-9A-HJ-NP-Z]{1,5}", text) is not None


def candidates(asked: str) -> tuple[str, ...]:
    """Return the coding systems whose codes look like *asked*, the likeliest first."""
    return tuple(name for name in CODING if SYSTEMS[name].looks_like(asked))
