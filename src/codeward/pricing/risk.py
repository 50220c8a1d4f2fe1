"""What a claim's diagnoses make of a risk score: that of the patient with these diagnoses and no others."""

from __future__ import annotations

from codeward.claims import Claim
from codeward.errors import CodewardError
from codeward.pricing.model import Risk

__all__ = ["risk"]

_MODEL = "CMS-HCC V28"
_ADULT = 18
_SEXES = {"male": "M", "female": "F"}


def risk(claim: Claim) -> Risk | None:
    """Return the risk score of the claim's diagnoses; None for who is known not to be Medicare's, or not known enough.

    Diagnoses of a year count for the payment of the next (42 CFR 422.310). What a claim does not say is taken for
    granted and said: at home in the community, without Medicaid, entitled by age, or by disability below 65.
    """
    age, sex = claim.patient.age_years, _SEXES.get(claim.patient.sex)
    if (
        age is None
        or sex is None
        or not claim.diagnoses
        or age < _ADULT
        or claim.payer not in (None, "medicare")
    ):
        return None
    from codeward.crosswalks.hcc import Demographics, models, raf

    wanted = claim.coded_on.year + 1
    years = models()[_MODEL]
    year = wanted if wanted in years else max(years)
    try:
        who = Demographics.of(age, sex, orec="0" if age >= 65 else "1")
        score = raf([each.code for each in claim.diagnoses], who, _MODEL, year)
    except CodewardError:  # a figure is missing: no score rather than a wrong one
        return None
    assumed = ["Lives at home, no Medicaid, enrolled for a year or more"]
    assumed.append("Entitled by age" if age >= 65 else "Entitled by disability, being under 65")
    if year != wanted:
        assumed.append(f"The figures of payment year {year} stand for {wanted}")
    return Risk(score, tuple(assumed))
