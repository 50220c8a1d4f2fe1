"""How near a wrong code is, on pairs that a coder would name the axes of."""

from __future__ import annotations

from datetime import date

import pytest

from codeward.codesets import Book
from codeward.edits import families
from codeward.grading.axes import compare

ON = date(2026, 5, 12)


@pytest.mark.parametrize(
    ("mine", "key", "axes"),
    [
        ("S52.532A", "S52.531A", ["laterality"]),
        ("S52.531D", "S52.531A", ["7th character"]),
        ("S52.532D", "S52.531A", ["laterality", "7th character"]),
        ("S52.531", "S52.531A", ["7th character missing"]),
        ("W00.0A", "W00.0XXA", ["placeholder X"]),
        ("S52.539A", "S52.531A", ["laterality"]),
        ("L97.412", "L97.422", ["laterality"]),
        ("L97.421", "L97.422", ["6th character"]),
        ("L97.411", "L97.422", ["laterality", "6th character"]),
        ("E11", "E11.22", ["specificity"]),
        ("E11.9", "E11.22", ["specificity"]),
        ("E11.21", "E11.22", ["5th character"]),
        ("K57.30", "K57.31", ["specificity"]),
        ("F32.9", "F32.A", ["4th character"]),
        ("T42.4X1A", "T42.4X2A", ["intent"]),
        ("T36.0X1A", "T36.0X5A", ["intent"]),
        ("H40.1113", "H40.1123", ["laterality"]),
        ("E10.22", "E11.22", ["type of diabetes"]),
        ("E10.9", "E11.22", ["type of diabetes", "detail"]),
        ("I10", "I12.9", ["hypertension combination"]),
        ("I11.0", "I13.0", ["hypertension combination"]),
        ("I25.2", "I21.4", ["age of the infarction"]),
        ("I63.9", "I69.354", ["current or past stroke"]),
        ("Z86.73", "I69.354", ["current or past stroke"]),
        ("I10", "O10.013", ["obstetric chapter"]),
        ("E11.9", "O24.410", ["obstetric chapter"]),
        ("S72.001A", "M80.051A", ["traumatic or pathological fracture"]),
    ],
)
def test_the_axes_on_which_two_codes_differ(book: Book, mine: str, key: str, axes: list[str]) -> None:
    near = compare(mine, key, book, ON)
    assert near is not None
    assert list(near.axes) == axes
    assert near.share == (0.5 if len(axes) == 1 else 0.25)


@pytest.mark.parametrize(
    ("mine", "key", "axes"),
    [
        ("Z90.11", "Z90.12", ["laterality"]),  # in a mixed category: nothing but the side differs
        ("O99.211", "O99.213", ["trimester"]),
        ("O10.013", "O10.012", ["trimester"]),
        ("R29.710", "R29.712", ["score"]),
        ("Z85.110", "Z85.118", ["kind of the former tumor"]),
        ("Z85.3", "C50.411", ["current or past neoplasm"]),
        ("L89.622", "L97.412", ["pressure or other ulcer", "laterality"]),
        ("T42.4X2A", "T50.902A", ["drug"]),
        ("W01.0XXD", "W00.0XXA", ["kind of external cause", "7th character"]),
        ("G35", "G35.A", ["specificity"]),
        ("N18.2", "N18.32", ["4th character"]),
        ("N18.9", "N18.32", ["specificity"]),
        ("R07.9", "R07.1", ["specificity"]),
        ("C50.211", "C50.411", ["4th character"]),
        ("C50.212", "C50.411", ["laterality", "4th character"]),
        ("I63.412", "I63.312", ["4th character"]),
        ("F02.C18", "F02.B18", ["4th character"]),
        ("L97.522", "L97.422", ["4th character"]),
        ("I50.9", "I50.23", ["specificity"]),
        ("S52.501A", "S52.531A", ["specificity"]),
        ("S52.502D", "S52.531A", ["laterality", "specificity", "7th character"]),
        ("Z59.86", "Z59.861", ["specificity"]),
    ],
)
def test_what_differs_in_one_thing_is_near_in_any_category(
    book: Book, mine: str, key: str, axes: list[str]
) -> None:
    near = compare(mine, key, book, ON)
    assert near is not None
    assert list(near.axes) == axes


@pytest.mark.parametrize(
    ("mine", "key"),
    [
        ("I10", "E11.9"),
        ("J18.9", "R05.1"),
        ("ZZZ", "E11.9"),
        ("E11.999", "E11.9"),
        # Strangers that share a category of many kinds.
        ("R29.810", "R29.712"),
        ("Z90.710", "Z90.79"),
        ("Z85.3", "Z85.118"),
        ("Z79.82", "Z79.84"),
        ("R09.89", "R09.02"),
        ("R03.1", "R03.0"),
        ("N39.3", "N39.0"),
        ("O99.211", "O99.331"),
        ("Z79", "Z79.4"),
        # A family holds for one site, one drug or one thing that happened.
        ("Z85.3", "C61"),
        ("C79.31", "C34.11"),
        ("L89.622", "L97.522"),
        ("S12.000A", "M80.051A"),
        ("T36.0X5A", "T46.4X6A"),
        # Two titles of one category that speak of two conditions.
        ("F45.41", "F45.8"),
        ("G47.33", "G47.63"),
        ("P07.18", "P07.37"),
        # Of one category and one subject, but they differ in more than one thing.
        ("E11.3531", "E11.22"),
        ("E11.65", "E11.22"),
        ("E11.42", "E11.22"),  # one character, after which 2 means another thing
        ("L89.612", "L89.152"),
        ("K57.80", "K57.31"),
        ("Y92.532", "Y92.014"),
        ("Y92.71", "Y92.010"),
        ("S52.361F", "S52.531A"),
        ("I69.391", "I69.351"),
        ("T42.5X3A", "T42.4X2A"),
    ],
)
def test_codes_of_other_conditions_are_not_near(book: Book, mine: str, key: str) -> None:
    assert compare(mine, key, book, ON) is None


def test_a_family_works_both_ways_and_only_in_its_dates() -> None:
    family = next(f for f in families() if f.axis == "COVID-19 now or after")
    assert family.holds("U07.1", "U09.9", ON)
    assert family.holds("U09.9", "U07.1", ON)
    assert not family.holds("U07.1", "U09.9", date(2019, 1, 1))
    assert not family.holds("U07.1", "U07.1", ON)
