"""The table of roles is the school's contract, cell for cell, and a file that does not fit is refused."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from codeward.web.grants.table import Area, Need, Role, Table, cell, table

# The table as the school's contract writes it; the last three columns are decision 0022's.
CONTRACT = """
learner    | o w      | o r | o r | o w   | w   | o w | r   | o r | –  | – | –
mentor     | –        | –   | s r | –     | w   | –   | r   | –   | –  | – | –
instructor | –        | –   | c r | c w   | c d | –   | c w | –   | –  | – | –
adviser    | c r      | –   | c r | c w   | w   | –   | r   | –   | –  | – | –
support    | –        | –   | –   | w     | r   | –   | r   | –   | –  | – | –
registrar  | d        | –   | r   | –     | –   | –   | r   | –   | –  | – | –
bursar     | state: r | w   | –   | money: w | – | –  | r   | –   | –  | – | –
careers    | –        | –   | s r | –     | w   | d   | r   | –   | –  | – | –
moderator  | –        | –   | –   | –     | d   | –   | r   | –   | –  | – | –
auditor    | r, no files | r | r  | r     | r   | r   | r   | r   | r  | r | –
director   | d        | d   | r   | r     | d   | d   | d   | r   | d  | d | w
"""


def contract() -> dict[tuple[Role, Area], str]:
    """The cells of the contract by role and area."""
    found = {}
    for line in CONTRACT.strip().splitlines():
        name, *cells = (part.strip() for part in line.split("|"))
        found |= {(Role(name), area): text for area, text in zip(Area, cells, strict=True)}
    return found


def test_the_file_says_what_the_contract_says() -> None:
    assert len(contract()) == len(Role) * len(Area) == 121
    assert {key: str(cell(*key)) for key in contract()} == contract()


@pytest.mark.parametrize(
    ("given", "allowed"), [("r", {"r"}), ("w", {"r", "w"}), ("d", {"r", "w", "d"}), ("–", set())]
)
def test_each_need_holds_the_ones_before_it(given: str, allowed: set[str]) -> None:
    one = next(cell(role, area) for role, area in contract() if contract()[role, area] == given)
    assert {need.value for need in Need if one.allows(need)} == allowed


def test_a_part_that_is_not_open_is_shut_and_a_part_alone_is_no_whole() -> None:
    auditor, bursar = cell(Role.AUDITOR, Area.APPLICATIONS), cell(Role.BURSAR, Area.APPLICATIONS)
    assert auditor.allows(Need.READ)
    assert not auditor.allows(Need.READ, "files")
    assert bursar.allows(Need.READ, "state")
    assert not bursar.allows(Need.READ)
    assert not bursar.allows(Need.READ, "files")


def raw() -> dict[str, Any]:
    """The file as plain values."""
    return {
        "version": "1",
        "asks_second_step": ["money"],
        "two_people": ["director"],
        "roles": {
            role.value: {
                "scopes": [] if role is Role.LEARNER else ["school"],
                "may": {a.value: "–" for a in Area},
            }
            for role in Role
        },
        "presets": {name.value: [] for name in table().presets},
    }


def test_a_file_that_fits_is_read() -> None:
    assert not Table.model_validate(raw()).roles[Role.DIRECTOR].may[Area.MONEY].allows(Need.READ)


def without_an_area(file: dict[str, Any]) -> None:
    del file["roles"]["mentor"]["may"]["money"]


def without_a_role(file: dict[str, Any]) -> None:
    del file["roles"]["mentor"]


def with_a_word_that_is_no_cell(file: dict[str, Any]) -> None:
    file["roles"]["mentor"]["may"]["money"] = "rw"


def with_a_learner_that_is_given(file: dict[str, Any]) -> None:
    file["roles"]["learner"]["scopes"] = ["school"]


def with_a_column_nobody_knows(file: dict[str, Any]) -> None:
    file["roles"]["mentor"]["may"]["keys"] = "r"


@pytest.mark.parametrize(
    "spoil",
    [
        without_an_area,
        without_a_role,
        with_a_word_that_is_no_cell,
        with_a_learner_that_is_given,
        with_a_column_nobody_knows,
    ],
)
def test_a_file_that_does_not_fit_is_refused(spoil: Any) -> None:
    file = raw()
    spoil(file)
    with pytest.raises(ValidationError):
        Table.model_validate(file)
