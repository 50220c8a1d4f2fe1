"""The data element: what counts, what counts once, what earns nothing."""

from __future__ import annotations

import pytest

from codeward.calculators import em
from codeward.calculators.em import Data, Test
from tests.calculators.em_cases import meet

DATA: list[tuple[Data, str, str]] = [
    (Data(), "minimal", "nothing"),
    (Data((Test("80053"),)), "minimal", "80053"),
    (Data((Test("80053"), Test("85025"))), "limited", "two of documents and tests"),
    (Data((Test("80053"), Test("80053"))), "minimal", "80053 counts once"),
    (Data((Test("80053"), Test("80048"))), "minimal", "80048 is part of 80053"),
    (Data((Test("80053"),), ("Clinic A",)), "limited", "note from Clinic A"),
    (Data((), ("Clinic A", "Clinic A")), "minimal", "note from Clinic A"),
    (Data((), ("Clinic A", "Clinic B")), "limited", "note from Clinic B"),
    (Data(independent_historian=True), "limited", "historian"),
    (Data((Test("80053"), Test("85025")), independent_historian=True), "moderate", "independent historian"),
    (Data((Test("80053"), Test("85025"), Test("84443"))), "moderate", "three or more"),
    (Data((Test("71046", interpreted=True),)), "moderate", "interpretation of 71046"),
    (Data((Test("71046", reviewed=False, interpreted=True),)), "moderate", "interpretation of 71046"),
    (Data(discussion=True), "moderate", "discussion"),
    (Data((Test("71046", interpreted=True),), discussion=True), "extensive", "and discussion"),
    (Data((Test("80053"), Test("85025"), Test("71046", interpreted=True))), "extensive", "test 71046"),
    (Data((Test("80053"), Test("85025"), Test("84443")), discussion=True), "extensive", "84443"),
    # What is reported separately earns nothing, however it was used.
    (Data((Test("93000", interpreted=True, separately_reported=True),)), "minimal", "reported separately"),
    (
        Data((Test("80053"), Test("93000", separately_reported=True))),
        "minimal",
        "93000 is reported separately",
    ),
    (Data((Test("80053", ordered_before=True), Test("85025"))), "minimal", "earlier encounter"),
    (Data((Test("94760"), Test("85025"))), "minimal", "pulse oximetry"),
]


@pytest.mark.parametrize(("data", "level", "words"), DATA)
def test_data_is_counted_by_its_categories(data: Data, level: str, words: str) -> None:
    decision = em.decide(meet("office", patient="new", data=data))
    element = decision.elements[1]
    assert element.word == level
    assert words.lower() in element.reason.lower()


def test_an_order_and_an_interpretation_of_one_test_count_both() -> None:
    both = Data((Test("71046", interpreted=True), Test("80053"), Test("85025")))
    one = Data((Test("71046", reviewed=False, interpreted=True), Test("80053"), Test("85025")))
    levels = [em.decide(meet("office", patient="new", data=data)).elements[1].word for data in (both, one)]
    assert levels == ["extensive", "moderate"]
