"""An independent way to the same score: the package hccinfhir computes 1,000 random beneficiaries of each model.

Where the package differs from CMS's rules the beneficiaries are drawn so that it does not matter; what differs is
pinned in test_hcc_differences.py and told in the documentation.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from codeward import crosswalks
from codeward.crosswalks.hcc import Demographics, Score, raf
from codeward.crosswalks.hcc.tables import load
from tests.crosswalks.peer import calculate_raf, hierarchies_default

pytestmark = pytest.mark.proof

NAMES = {
    "CMS-HCC V28": ("hcc", "CMS-HCC Model V28"),
    "CMS-HCC V24": ("hcc-v24", "CMS-HCC Model V24"),
    "RxHCC V08": ("rxhcc", "RxHCC Model V08"),
}
# The package keeps the hierarchies of Part D under a name that it does not look for.
HIERARCHIES = {
    (cc, model.replace("RxHCC Model R", "RxHCC Model V")): v for (cc, model), v in hierarchies_default.items()
}
DUAL = ("NA", "00", "01", "02", "03", "04", "05", "06", "08")


def beneficiary(rng: random.Random, model: str, number: int) -> dict[str, Any]:
    drug = model.startswith("Rx")
    new = not drug and rng.random() < 0.2
    institutional = not new and rng.random() < 0.25
    # V28 from 15 on: below, the package takes some diagnoses out of one of their two categories only.
    age = rng.randint(15, 100) if number % 4 else rng.randint(60, 70)
    orec = rng.choice("01") if new or (drug and age < 65) else rng.choice("0123")
    if drug and institutional and age >= 65:
        orec = rng.choice("023")
    return {
        "age": age, "sex": rng.choice("FM"), "dual": rng.choice(DUAL), "orec": orec, "new_enrollee": new,
        "institutional": institutional, "snp": rng.random() < 0.3, "low_income": rng.random() < 0.4,
    }  # fmt: skip


def theirs(model: str, diagnoses: list[str], who: dict[str, Any], **more: Any) -> Any:
    return calculate_raf(
        diagnoses, model_name=NAMES[model][1], age=who["age"], sex=who["sex"], dual_elgbl_cd=who["dual"],
        orec=who["orec"], new_enrollee=who["new_enrollee"], snp=who["snp"], low_income=who["low_income"],
        lti=who["institutional"], **{"hierarchies_mapping": HIERARCHIES, **more},
    )  # fmt: skip


def parts(score: Score) -> dict[str, float]:
    """Return our addends that are not 0, by the names that the package gives them."""
    segment = f"{score.segment}_"
    found = {each.name.removeprefix(segment): each.coefficient for each in score.demographic_factors}
    found |= {each.hcc: each.coefficient for each in score.hccs}
    found |= {each.name.removeprefix(segment): each.coefficient for each in score.interactions}
    if score.count_factor:
        found[score.count_factor.name.removeprefix(segment)] = score.count_factor.coefficient
    return {name: value for name, value in found.items() if value}


def draw(
    rng: random.Random, model: str, pool: tuple[str, ...], number: int
) -> tuple[list[str], dict[str, Any], Score]:
    """Draw a beneficiary; anew where a category that is set to 0 would set another to 0, had it stayed."""
    while True:
        diagnoses = rng.sample(pool, rng.choice((0, 1, 2, 3, 5, 8, 13, 21)))
        who = beneficiary(rng, model, number)
        score = raf(diagnoses, Demographics.of(**who), model)
        kept = {hcc.hcc for hcc in score.hccs}
        rules = load(model, 2026).hierarchies
        if not any(kept & set(rules.get(dropped.hcc, ())) for dropped in score.hierarchies):
            return diagnoses, who, score


@pytest.mark.parametrize("model", NAMES)
def test_a_thousand_random_beneficiaries_score_the_same(model: str) -> None:
    rng = random.Random(20_261_125)
    pool = crosswalks.open(NAMES[model][0]).sources()
    segments, counted = set(), 0
    for number in range(1000):
        diagnoses, who, score = draw(rng, model, pool, number)
        other = theirs(model, diagnoses, who)
        assert score.total == pytest.approx(other.risk_score, abs=1e-9), (diagnoses, who)
        assert {hcc.hcc for hcc in score.hccs} == set(other.hcc_list)
        assert parts(score) == {name: value for name, value in other.coefficients.items() if value}
        segments.add(score.segment)
        counted += bool(score.interactions)
    assert len(segments) == (5 if model.startswith("Rx") else 9)
    assert counted > (10 if model.startswith("Rx") else 80)
