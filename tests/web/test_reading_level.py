"""Each learner's page reads at the level of the eighth grade: the Flesch–Kincaid grade of its prose is at most 8.9."""

from __future__ import annotations

import pytest
from django.test import Client

from codeward.web.accounts.models import User
from codeward.web.charts.api import submit
from tests.reading import grade, prose_of
from tests.web.codebook.pages import PAGES
from tests.web.results.work import coded
from tests.web.test_pages_browser import OPEN_PAGES, OWN_PAGES
from tests.web.test_plain_words import OTHERS

pytestmark = pytest.mark.django_db

MOST = 8.9
# Fewer words say nothing certain about how hard a page is.
LEAST = 100
EVERYBODYS = {**PAGES, **OTHERS, **{k: v for k, v in OPEN_PAGES.items() if k != "design"}}


def level(page: str) -> float:
    """The grade of a page's prose, or 0 for a page with too little of it."""
    found, words = grade(prose_of(page))
    return round(found, 1) if words >= LEAST else 0.0


@pytest.mark.parametrize("name", EVERYBODYS)
def test_a_page_that_everybody_sees_is_easy_to_read(client: Client, name: str) -> None:
    page = client.get(EVERYBODYS[name]).content.decode()
    assert level(page) <= MOST, prose_of(page)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_persons_own_page_is_easy_to_read(as_alice: Client, name: str) -> None:
    page = as_alice.get(OWN_PAGES[name]).content.decode()
    assert level(page) <= MOST, prose_of(page)


def test_a_result_is_easy_to_read(as_alice: Client, alice: User) -> None:
    attempt = coded(alice, ["R05.9", "J18.9"], "walk-in-cough")
    submit(attempt)
    page = as_alice.get(f"/attempts/{attempt.public_id}/result").content.decode()
    assert level(page) <= MOST, prose_of(page)


def test_the_measure_tells_a_hard_page_from_an_easy_one() -> None:
    hard = (
        "<main><p>"
        + "The institutional determination of reimbursement methodologies necessitates comprehensive "
        "documentation substantiating individualized clinical justifications. " * 9 + "</p></main>"
    )
    assert level(hard) > MOST
    assert level("<main><p>" + "Read the note. Find the word. Check the code. " * 15 + "</p></main>") < 5
