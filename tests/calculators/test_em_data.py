"""The data element: what counts, what counts once, what earns nothing."""

from __future__ import annotations

import lzma
import re
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.calculators import em
from codeward.calculators.em import Data, Test
from codeward.calculators.em.rules import cited, studies
from codeward.calculators.em.studies import count
from tests.calculators.em_cases import meet

DATA: list[tuple[Data, str, str]] = [
    (Data(), "minimal", "nothing"),
    (Data((Test("80053"),)), "minimal", "80053"),
    (Data((Test("80053"), Test("85025"))), "limited", "two of documents and tests"),
    (Data((Test("80053"), Test("80053"))), "minimal", "80053 counts once"),
    # Tests with overlapping elements are not unique (CPT E/M guidelines 2021 and 2023: a blood count holds the
    # hemoglobin, the count without differential and the platelets).
    (Data((Test("80053"), Test("80048"))), "minimal", "80048 is part of 80053"),
    (Data((Test("85025"), Test("85018"), Test("85049"))), "minimal", "85018 is part of 85025"),
    (Data((Test("85049"), Test("85027"), Test("85025"))), "minimal", "85027 is part of 85025"),
    (Data((Test("80048"), Test("84132"), Test("82565"))), "minimal", "84132 is part of 80048"),
    (Data((Test("80061"), Test("82465"), Test("83718"))), "minimal", "83718 is part of 80061"),
    (Data((Test("81001"), Test("81003"), Test("81015"))), "minimal", "81015 is part of 81001"),
    (Data((Test("81002"), Test("81003"))), "minimal", "81003 overlaps with 81002"),
    (Data((Test("80050"), Test("84443"), Test("85014"))), "minimal", "85014 is part of 80050"),
    (Data((Test("80053"), Test("80076"))), "minimal", "80076 overlaps with 80053"),
    (Data((Test("80053"), Test("80076"), Test("82248"))), "minimal", "82248 is part of 80076"),
    (Data((Test("87637"), Test("87635"), Test("87502"))), "minimal", "87502 is part of 87637"),
    (Data((Test("93010"), Test("93000"))), "minimal", "93010 is part of 93000"),
    # Parts of one panel without the panel are tests of their own.
    (Data((Test("84132"), Test("82565"), Test("84520"))), "moderate", "three or more"),
    (Data((Test("85018"), Test("85049"))), "limited", "85049"),
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
    # A result that the practice reports too still counts: no professional interpretation is reported with it.
    (
        Data((Test("85025", separately_reported=True), Test("80053", separately_reported=True))),
        "limited",
        "80053",
    ),
    (Data((Test("85025"), Test("85025", separately_reported=True))), "minimal", "(test 85025)"),
    (Data((Test("0240U", separately_reported=True), Test("G0328"))), "limited", "test 0240U"),
    # Reading a result is no independent interpretation (technical correction of March 2021).
    (Data((Test("85025", interpreted=True),)), "minimal", "reading it is not an independent interpretation"),
    (Data((Test("94760", interpreted=True),)), "minimal", "pulse oximetry"),
    # What is reported with its interpretation earns nothing, however and however often it was named.
    (Data((Test("93000"), Test("93000", separately_reported=True))), "minimal", "reported separately"),
    (Data((Test("88305", separately_reported=True),)), "minimal", "reported separately"),
    (Data((Test("84165", separately_reported=True),)), "minimal", "reported separately"),
    (Data((Test("0042T", separately_reported=True),)), "minimal", "reported separately"),
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


def test_parts_of_a_panel_raise_no_level() -> None:
    """Two chronic illnesses at goal with a drug managed would be 99214; one and a blood count in three names is not."""
    counts = Data((Test("85025"), Test("85018"), Test("85049")))
    visit = meet("office", patient="established", problems="low", data=counts, risk=("prescription_drug",))
    assert em.decide(visit).code == "99213"


def test_an_order_and_an_interpretation_of_one_test_count_both() -> None:
    both = Data((Test("71046", interpreted=True), Test("80053"), Test("85025")))
    one = Data((Test("71046", reviewed=False, interpreted=True), Test("80053"), Test("85025")))
    levels = [em.decide(meet("office", patient="new", data=data)).elements[1].word for data in (both, one)]
    assert levels == ["extensive", "moderate"]


ROWS = studies().panels
CHEMISTRY = {"82374", "82435", "84132", "84295"}


def test_the_panels_hold_what_their_publisher_says() -> None:
    parts = {row.code: set(row.parts) for row in ROWS}
    assert parts["80051"] == CHEMISTRY
    assert parts["80048"] == CHEMISTRY | {"82310", "82565", "82947", "84520"}
    assert parts["80047"] == parts["80048"] - {"82310"} | {"82330"}
    assert parts["80053"] == parts["80048"] | {"82040", "82247", "84075", "84155", "84450", "84460"}
    assert parts["80069"] == parts["80048"] | {"82040", "84100"}
    assert parts["80076"] == {"82040", "82247", "82248", "84075", "84155", "84450", "84460"}
    assert parts["80081"] == parts["80055"] | {"87389"}
    assert {code for code in parts if code < "80082"} == {
        "80047", "80048", "80050", "80051", "80053", "80055", "80061", "80069", "80074", "80076", "80081",
    }  # fmt: skip


def test_every_panel_has_parts_sources_and_stands_once() -> None:
    assert len({row.code for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row.code not in row.parts
        assert cited(*row.source)
    assert cited(*studies().source, *studies().results_only.source, *studies().no_test.source)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*(row.code for row in ROWS), *(p for row in ROWS for p in row.parts if p.isdigit())]
        ),
        max_size=8,
    )
)
def test_a_part_named_beside_its_panel_never_counts(codes: list[str]) -> None:
    """Adding the parts of a panel that is there changes nothing, in whatever order they are named."""
    whole = [row for row in ROWS if row.code in codes]
    with_parts = [part for row in whole for part in row.parts if part.isdigit()] + codes
    tests, again, backward = (
        set(count(tuple(map(Test, each))).tests) for each in (codes, with_parts, codes[::-1])
    )
    assert tests == again == backward


@pytest.mark.shared
def test_medicare_bundles_every_part_into_its_panel_too(shared: Path) -> None:
    """Another hand wrote CMS's pairs of 2024: what they hold together is what our panels hold, but for two."""
    ours = {row.code for row in ROWS} | {part for row in ROWS for part in row.parts}
    pairs = set()
    for name in ("practitioner", "outpatient"):
        with lzma.open(shared / "ncci" / f"ptp_{name}_2024-07-01.csv.xz", "rt", encoding="ascii") as stream:
            pairs |= {frozenset(line[:11].split(",")) for line in stream if line[:5] in ours}
    unknown = {
        (row.code, part)
        for row in ROWS
        for part in row.parts
        if part.isdigit() and frozenset((row.code, part)) not in pairs
    }
    assert unknown == {("80050", "80053"), ("80055", "87340")}


# Turns of CPT's table of decision making. What raises a level is said in our own words.
OF_CPT = re.compile(
    r"self-limited|systemic symptoms|effects? of treatment|bod(?:il)?y function|poor prognosis"
    r"|significantly limited|social determinants|takes responsibility|inherent risk|de-escalate|drug therapy",
    re.IGNORECASE,
)


def test_the_rules_do_not_speak_in_the_words_of_cpt() -> None:
    files = sorted(Path(str(resources.files("codeward.calculators.em") / "data")).glob("*.yaml"))
    told = {
        file.name: [
            words
            for words in re.findall(r"words: *(.+?)(?:, level:|$)", file.read_text(), re.MULTILINE)
            if OF_CPT.search(words.replace("(", "").replace(")", ""))
        ]
        for file in files
    }
    assert len(told) > 3
    assert {name: words for name, words in told.items() if words} == {}
