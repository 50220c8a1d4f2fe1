"""The answer as its claim form: what stands in which box, what has no place, and who may see it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from codeward.charts import AnswerLine, Chart, claim_of
from codeward.web.accounts.models import User
from codeward.web.charts.claim_form import Cms1500, Ub04, form_of
from tests.web.charts.conftest import CHART, begin, operation, post
from tests.web.results.work import handed_in

pytestmark = pytest.mark.django_db


def diagnosis(code: str, name: str, **more: Any) -> AnswerLine:
    """A diagnosis of an answer."""
    return AnswerLine(id=name, kind="diagnosis", system="icd10cm", code=code, **more)


def service(code: str, **more: Any) -> AnswerLine:
    """A CPT line of an answer."""
    return AnswerLine(id=f"s-{code}", kind="procedure", system="cpt", code=code, **more)


def professional(chart: Chart, *lines: AnswerLine) -> Cms1500:
    form = form_of(chart, claim_of(chart, lines))
    assert isinstance(form, Cms1500)
    return form


def facility(chart: Chart, *lines: AnswerLine) -> Ub04:
    form = form_of(chart, claim_of(chart, lines))
    assert isinstance(form, Ub04)
    return form


def test_a_professional_claim_letters_its_diagnoses_and_points_to_them(with_claims: dict[str, Chart]) -> None:
    visit = with_claims["visit"]
    form = professional(
        visit,
        diagnosis("R05.1", "a"),
        diagnosis("R50.9", "b"),
        service("99213", modifiers=("25",), pointers=("b", "a"), units=Decimal("1.0")),
    )
    assert [(one.place, one.code) for one in form.diagnoses[:3]] == [
        ("A", "R05.1"),
        ("B", "R50.9"),
        ("C", ""),
    ]
    [[row]] = form.sheets
    assert (row.code, row.modifiers, row.pointers, row.units, row.place) == (
        "99213",
        ("25",),
        "BA",
        "1",
        "11",
    )
    # The chart does not ask for dates: its own stands there.
    assert row.first == row.last == visit.coding_date.strftime("%m %d %y")
    boxes = {box.number: box.value for box in form.head}
    assert boxes["1"] == "Medicare"
    assert boxes["2"] == visit.patient.name
    assert form.notes == ()


def test_what_does_not_fit_a_sheet_is_told_or_goes_on_the_next(with_claims: dict[str, Chart]) -> None:
    codes = [diagnosis(f"R1{n // 10}.{n % 10}", f"d{n}") for n in range(13)]
    rows = [service(f"{99202 + n}") for n in range(7)]
    form = professional(with_claims["visit"], *codes, *rows, service("99499", pointers=("d12", "nobody")))
    assert [len(sheet) for sheet in form.sheets] == [6, 2]
    assert form.sheets[1][-1].pointers == "??"
    told = " ".join(form.notes)
    assert codes[-1].code in told
    assert "99499" in told


def test_a_stay_puts_every_field_in_its_locator(with_claims: dict[str, Chart]) -> None:
    stay = with_claims["stay"]
    form = facility(
        stay,
        diagnosis("K80.00", "a", poa="Y"),
        diagnosis("N17.9", "b", poa="N"),
        diagnosis("Z79.4", "c", poa="exempt"),
        diagnosis("W19.XXXA", "d", poa="Y"),
        AnswerLine(id="p", kind="procedure", system="icd10pcs", code="0FT44ZZ", date=stay.coding_date),
        AnswerLine(id="q", kind="procedure", system="icd10pcs", code="30233N1"),
    )
    assert (form.principal.code, form.principal.beside) == ("K80.00", "Y")
    assert [(one.place, one.code, one.beside) for one in form.others if one.code] == [
        ("67A", "N17.9", "N"),
        ("67B", "Z79.4", ""),
    ]
    assert [(one.place, one.code, one.beside) for one in form.causes if one.code] == [
        ("72a", "W19.XXXA", "Y")
    ]
    assert [(one.place, one.code) for one in form.procedures if one.code] == [
        ("74", "0FT44ZZ"),
        ("74a", "30233N1"),
    ]
    assert form.procedures[0].beside == stay.coding_date.strftime("%m%d%y")
    boxes = {box.number: box.value for box in form.head}
    assert (boxes["4"], boxes["13"], boxes["14"], boxes["15"], boxes["17"]) == (
        "111",
        "07",
        "2",
        "clinic",
        "01",
    )
    assert form.admitting == "R10.9"
    named = [one.author.name for one in stay.documents if one.author.role == "attending"]
    assert {box.number: box.value for box in form.foot}["76"] == named[0]


def test_an_external_cause_that_comes_first_stays_first(with_claims: dict[str, Chart]) -> None:
    """The form shows what the learner coded; whether it may come first is for the edits."""
    form = facility(with_claims["stay"], diagnosis("W19.XXXA", "a"))
    assert form.principal.code == "W19.XXXA"
    assert not any(one.code for one in form.causes)


def test_nineteen_diagnoses_and_seven_procedures_are_told(with_claims: dict[str, Chart]) -> None:
    codes = [diagnosis(f"R1{n // 10}.{n % 10}", f"d{n}") for n in range(19)]
    done = [AnswerLine(id=f"p{n}", kind="procedure", system="icd10pcs", code=f"0FT44Z{n}") for n in range(7)]
    form = facility(with_claims["stay"], *codes, *done)
    told = " ".join(form.notes)
    assert codes[-1].code in told
    assert done[-1].code in told
    assert codes[-2].code not in told


def boxed(page: str, number: str) -> str:
    """What stands in a numbered box of the page."""
    found = re.search(rf'class="form-number">{number}</span>[^<]*</dt><dd[^>]*>([^<]*)</dd>', page)
    assert found, number
    return found.group(1)


def test_the_page_of_the_open_answer(client: Client, with_claims: dict[str, Chart]) -> None:
    assert "No codes yet" in client.get("/charts/visit/claim").content.decode()
    state = begin(client, "visit")
    post(
        client,
        state["operations_url"],
        operation("add_line", line="a", rank=1.0, code="R05.1"),
        operation("add_line", line="s", rank=2.0, code="99213", system="cpt", line_kind="procedure"),
        operation("set_pointers", line="s", pointers=["a"]),
    )
    page = client.get("/charts/visit/claim").content.decode()
    assert "CMS-1500" in page
    assert "R05.1" in page
    assert "99213" in page
    assert boxed(page, "2") == with_claims["visit"].patient.name
    # Somebody else has an answer of their own.
    assert "R05.1" not in Client().get("/charts/visit/claim").content.decode()


def test_the_page_of_what_was_handed_in(as_alice: Client, alice: User, as_bob: Client) -> None:
    attempt = handed_in(alice, ["R05.1", "R50.9"])
    page = as_alice.get(f"/attempts/{attempt.public_id}/claim")
    assert page.status_code == 200
    assert "R50.9" in page.content.decode()
    assert as_bob.get(f"/attempts/{attempt.public_id}/claim").status_code == 404


def test_an_open_attempts_page_is_the_charts(as_alice: Client, alice: User) -> None:
    state = begin(as_alice)
    answer = as_alice.get(f"/attempts/{state['attempt']}/claim")
    assert answer.status_code == 302
    assert answer["Location"] == f"/charts/{CHART}/claim"


def test_a_chart_that_is_not_there(client: Client) -> None:
    assert client.get("/charts/nowhere/claim").status_code == 404
