"""Whatever happened to a file on its way, a list is made of it or one of our errors is raised."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets.container.book import Book
from tests.codesets.lists.conftest import Make
from tests.codesets.lists.test_addons import CMS as ADD_ON
from tests.codesets.lists.test_editor import SIMPLE
from tests.codesets.lists.test_mpfs import CMS as FEES
from tests.codesets.lists.test_mpfs import row
from tests.codesets.lists.test_pairs import CMS
from tests.codesets.lists.test_regions import ADDENDUM_A
from tests.codesets.lists.test_sections import many
from tests.codesets.lists.test_simple import MUE, POA
from tests.codesets.outcome import outcome
from tests.pricing.conftest import GPCI

FILES = {
    "poa_exempt": POA,
    "mce": SIMPLE,
    "ncci_ptp": CMS,
    "ncci_mue": MUE.format("Practitioner Services") + "11042,1,2 Date,Anatomy\n",
    "add_on": ADD_ON,
    "mpfs": FEES + row("43239") + row("70010", "26"),
    "opps": "HCPCS Code,Short Descriptor,SI,APC\nJ1885,Drug,N,\n",
    "opps_apc": ADDENDUM_A,
    "localities": GPCI,
    "guidelines": many(),
    "icd10cm_conversion": "Current code assignment,Effective,Previous Code(s) Assignment\nA04.71,2017,A04.7\n",
    "place_of_service": "pos_code,pos_name\n01,Shop\n",
}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, 40),
    cut=st.integers(1, 4000),
    flips=st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 255)), max_size=6),
    noise=st.binary(max_size=40),
)
def test_damage_raises_only_our_errors(
    make: Make, name: str, start: int, cut: int, flips: list[tuple[int, int]], noise: bytes
) -> None:
    raw = bytearray(FILES[name].encode()[start:cut] + noise)
    for place, value in flips:
        raw[place % max(len(raw), 1) : place % max(len(raw), 1) + 1] = bytes([value])
    came = outcome(lambda: make(name, bytes(raw), called="practitioner.txt"))
    assert len(came) > 0 if isinstance(came, Book) else "practitioner.txt" in str(came)


@pytest.mark.parametrize("name", FILES)
def test_undamaged_it_is_made(make: Make, name: str) -> None:
    assert len(make(name, FILES[name], called="practitioner.txt")) > 0
