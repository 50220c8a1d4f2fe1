"""The Alphabetic Index and its tables, read and found."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from codeward.codesets import books
from codeward.index import BOOKS, COLUMNS, open_index
from codeward.web.codebook.asked import Asked
from codeward.web.codebook.present_index import letters, place_of, reading, slug
from codeward.web.codebook.typed import is_operation

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("book", BOOKS)
def test_reading_letter_by_letter_leaves_no_term_out(book: str) -> None:
    index = open_index()
    seen: set[str] = set()
    first = letters(index, book)[0]
    for letter in letters(index, book) if book == "neoplasm" else [first]:
        number, pages = 1, 1
        while number <= pages:
            shown = reading(index, book, letter, number, Asked())
            assert shown is not None
            pages = shown.pages
            rows = [row.id for row in shown.rows if not row.continued]
            assert len(rows) == len(set(rows))
            assert not seen.intersection(rows)
            seen.update(rows)
            number += 1
    terms = index.volume(book).terms
    if book == "neoplasm":
        main = terms.mains(terms.letters()[0][0])[0]
        wanted = range(main + 1, terms.end(main))
    else:
        wanted = range(*terms.letters()[0][1:])
    assert seen == {f"t-{terms.id_of(number)}" for number in wanted}


@pytest.mark.parametrize("book", BOOKS)
def test_the_deep_link_of_a_term_leads_to_its_line(book: str, client: Client) -> None:
    index = open_index()
    letter = letters(index, book)[-1]
    shown = reading(index, book, letter, 99, Asked())
    assert shown is not None
    row = shown.rows[-1]
    answer = client.get(f"/codebook/{slug(book)}/term/{row.id.removeprefix('t-')}")
    assert answer.status_code == 302
    path, _, fragment = answer["Location"].partition("#")
    assert f'id="{fragment}"' in client.get(path).content.decode()


def test_a_cell_of_a_table_has_a_link_of_its_own(client: Client) -> None:
    there = place_of(open_index(), "drugs", "aspirin.adverse_effect", Asked())
    assert there is not None
    path, _, fragment = there.partition("#")
    assert re.search(rf'<td id="{re.escape(fragment)}"', client.get(path).content.decode())


def test_a_table_has_its_columns(client: Client) -> None:
    for book in COLUMNS:
        shown = client.get(f"/codebook/{slug(book)}/A").content.decode()
        assert shown.count('<th scope="col">') == 7


def test_the_answer_of_the_index_is_verified_in_the_tabular(client: Client) -> None:
    found = client.get("/codebook/index/find?q=fracture+femur+neck+left", headers=HTMX).content.decode()
    assert "<html" not in found
    href = re.search(r'class="code" translate="no" href="([^"]*S72\.002[^"]*)"', found)
    assert href is not None
    page = client.get(href[1].replace("&amp;", "&")).content.decode()
    assert "Step 2: verify" in page
    assert 'href="/codebook/index/term/fracture.femur.neck.left"' in page


def test_a_derived_index_says_so(client: Client) -> None:
    assert "built by Codeward" in client.get("/codebook/index/").content.decode()


def test_the_continued_term_stands_above_a_later_page() -> None:
    index = open_index()
    terms = index.volume("index").terms
    letter = next(name for name, first, end in terms.letters() if end - first > 1000)
    for number in range(2, 6):
        shown = reading(index, "index", letter, number, Asked())
        assert shown is not None
        depth = next(row.depth for row in shown.rows if not row.continued)
        assert [row.depth for row in shown.rows if row.continued] == list(range(depth))


def test_step_one_and_step_two_stand_side_by_side(client: Client) -> None:
    shown = client.get("/codebook/index/?q=fracture+femur+neck").content.decode()
    row = shown[shown.index('class="cb-two-steps"') :]
    row = row[: row.index("</li>")]
    assert row.index("Fracture › femur › neck") < row.index("/codebook/icd10cm/S72.00?step=verify")
    assert "instructions to read" in row
    assert "codes to choose from" in row


@pytest.mark.parametrize(
    "operation", ["laparoscopic appendectomy", "colonoscopy with biopsy", "hip arthroplasty"]
)
def test_a_procedure_is_sent_to_the_index_of_procedures(operation: str, client: Client) -> None:
    shown = client.get("/codebook/index/", {"q": operation}).content.decode()
    assert ("Do you mean the procedure itself?" in shown) == ("the Index says" in shown)
    assert ("reads like a procedure" in shown) == ("the Index says" not in shown)
    assert "Hip fx" not in shown
    assert 'href="/codebook/pcs/index/?q=' in shown


@pytest.mark.parametrize(
    ("diagnosis", "code"),
    [
        ("colostomy status", "Z93.3"),
        ("encounter for screening colonoscopy", "Z12.11"),
        ("kidney stone", "N20.0"),
        ("postlaminectomy syndrome", "M96.1"),
        ("postcholecystectomy syndrome", "K91.5"),
        ("postcardiotomy syndrome", "I97.0"),
        ("postmastectomy lymphedema", "I97.2"),
        ("tracheostomy obstruction", "J95.03"),
        ("tracheostomy care", "Z43.0"),
        ("colostomy prolapsed", "K94.0"),
    ],
)
def test_a_diagnosis_that_names_a_procedure_is_looked_up(diagnosis: str, code: str, client: Client) -> None:
    shown = client.get("/codebook/index/", {"q": diagnosis}).content.decode()
    assert "the Index says" in shown
    assert f"/codebook/icd10cm/{code}" in shown


def test_what_is_named_after_an_operation_is_not_taken_for_one(client: Client) -> None:
    shown = client.get("/codebook/index/", {"q": "postcholecystectomy syndrome"}).content.decode()
    assert "/codebook/pcs/index/?q=" not in shown


def test_no_billable_title_that_names_an_operation_is_refused(client: Client) -> None:
    """Every title of the Tabular that reads like a procedure finds something in the Index of diagnoses."""
    book = books.open("icd10cm")
    named = (book[code] for code in book)
    titles = [one.description for one in named if one.billable and is_operation(one.description)]
    assert len(titles) > 10
    for title in titles:
        assert "the Index says" in client.get("/codebook/index/", {"q": title}).content.decode(), title
