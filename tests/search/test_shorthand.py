from __future__ import annotations

import pytest

from codeward.search.reasons import Reason
from codeward.search.shorthand import knows, written_out


@pytest.mark.parametrize(
    ("said", "system", "meant"),
    [
        ("est pt lvl 4", "cpt", "established patient level 4"),
        ("PT INR", "cpt", "prothrombin time"),
        ("pt eval", "cpt", "physical therapy evaluation"),
        ("I&D abscess", "cpt", "incision and drainage abscess"),
        ("mri l spine w/o", "cpt", "mri lumbar spine without"),
        ("lightweight w/c", "hcpcs", "lightweight wheelchair"),
        ("bxx", "cpt", "bxx"),
    ],
)
def test_shorthand_is_written_out_in_the_books_where_it_means_that(
    said: str, system: str, meant: str
) -> None:
    assert written_out(said, system)[0].split() == meant.split()


def test_each_word_that_was_put_in_has_its_reason() -> None:
    _, told = written_out("colon bx", "cpt")
    assert told == (("biopsy", Reason("abbreviation", "bx", "biopsy")),)


def test_shorthand_is_known_and_no_slip_of_the_pen() -> None:
    assert knows("bx", "cpt")
    assert not knows("bxq", "cpt")
