"""The page that checks a claim: what is typed, what is said of it, what may be tried; nothing is kept or lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from codeward.claims import read_claim
from codeward.web.scrub.examples import EXAMPLES, example
from codeward.web.scrub.form_fields import form_fields
from codeward.web.scrub.grid import MOST, from_claim
from tests.web.conftest import pseudo
from tests.web.pseudo import untranslated
from tests.web.scrub.pages import VISIT, check, fields, text

pytestmark = pytest.mark.django_db

STAY: dict[str, Any] = {
    "kind": "inpatient",
    "statement": {"start": "2026-05-05", "through": "2026-05-11"},
    "patient": {"age_years": 81, "sex": "female"},
    "discharge_status": "03",
    "provider": {"payment": "ipps", "teaching": True},
    "diagnoses": [{"id": "x1", "code": "S72.001A", "poa": "Y"}, {"id": "x2", "code": "L89.153", "poa": "N"}],
    "procedures": [{"code": "0SRR019", "date": "2026-05-06"}],
    "history": [{"code": "99213", "date": "2026-01-05"}],
}


def sent(client: Client, claim: object) -> Any:
    return client.post("/scrub", {"json": claim if isinstance(claim, str) else json.dumps(claim)})


def test_an_empty_form_asks_the_fields_of_its_form_by_their_numbers(client: Client) -> None:
    visit, stay = text(client.get("/scrub")), text(client.get("/scrub?kind=inpatient"))
    assert "24E Points to" in visit
    assert "24B Place of service" in visit
    assert "Discharge status" not in visit
    assert "17 Discharge status" in stay
    assert "67 Present on admission" in stay
    assert "Points to" not in stay
    assert "Nothing checked yet." in visit


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_invented_claim_of_each_kind_has_something_to_find(client: Client, kind: str) -> None:
    answer = client.get(f"/scrub?example={kind}")
    assert answer.status_code == 200
    assert answer.context["found"] >= 1
    assert answer.context["grid"].kind == kind
    assert answer["Cache-Control"].startswith("max-age=0")


def test_a_finding_stands_under_the_part_that_must_change(client: Client) -> None:
    answer = check(client, d0_code="J01")
    (group,) = [one for one in answer.context["groups"] if one.code == "J01"]
    assert (group.name, group.href) == ("Diagnosis A", "row-A")
    assert "J01 cannot be billed on this date" in text(answer)
    assert "What to do: Give the code that is valid on the date" in text(answer)


def test_nothing_found_is_not_called_clean_while_something_was_not_checked(client: Client) -> None:
    answer = check(client, d0_code="M17.11", d1_code="")
    assert answer.context["unchecked"]
    assert "Clean:" not in text(answer)
    assert "Not checked" in text(answer)


def test_what_is_typed_comes_back_as_it_was_typed(client: Client) -> None:
    back = fields(check(client))
    assert {name: back[name] for name in VISIT} == VISIT


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("l0_units", "-1", "Line 1, units: is no number of units. Give 0 to 99999."),
        ("l0_units", "1e-99999999", "Line 1, units:"),
        ("l0_units", "many", 'Line 1, units: "many" is not a number'),
        ("l0_charge", "1.005", 'Line 1, charge: "1.005" is no amount in dollars'),
        ("l0_modifiers", "25 59 76 77 91", "a line holds 4 modifiers"),
        ("l0_code", "", "Line 1, code: has no code. Enter its code, or empty the row."),
        ("age_years", "-3", 'age_years: "-3" is no whole number'),
        ("start", "", "statement"),
        ("start", "2026-13-01", "statement.start"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(
    client: Client, field: str, typed: str, said: str
) -> None:
    answer = check(client, **{field: typed})
    assert answer.status_code == 422
    assert said in text(answer)
    assert fields(answer)[field.replace("l0_", "l0-")] == typed
    assert fields(answer)["d1-code"] == "I10"
    assert 'role="alert"' in answer.content.decode()


def test_the_field_that_cannot_be_read_is_marked(client: Client) -> None:
    page = check(client, l0_units="-1").content.decode()
    (tag,) = [part for part in page.split("<") if 'aria-invalid="true"' in part]
    assert 'name="l0-units"' in tag
    assert 'aria-describedby="sc-problem"' in tag


def test_another_kind_of_claim_keeps_what_was_typed(client: Client) -> None:
    stay = check(client, switch="inpatient")
    assert fields(stay)["kind"] == "inpatient"
    assert "checked" not in stay.context
    back = client.post("/scrub", {**fields(stay), "switch": "professional"})
    assert {name: fields(back)[name] for name in VISIT} == VISIT


def test_more_rows_are_added_where_they_are_asked_for(client: Client) -> None:
    rows = len([name for name in fields(check(client)) if name.endswith("-code")])
    more = fields(check(client, more="lines"))
    assert len([name for name in more if name.endswith("-code")]) == rows + 6
    assert more["l0-code"] == "99214"


def test_pasted_json_fills_the_form_and_what_it_has_no_field_for_stays_with_the_claim(client: Client) -> None:
    answer = sent(client, STAY)
    assert answer.status_code == 200
    again = client.post("/scrub", {**fields(answer), "discharge_status": "01"})
    claim = again.context["claim"]
    assert claim.discharge_status == "01"
    assert claim.provider.teaching
    assert [line.code for line in claim.history] == ["99213"]
    assert [diagnosis.poa for diagnosis in claim.diagnoses] == ["Y", "N"]


def test_other_dates_choose_other_editions(client: Client) -> None:
    dated = fields(sent(client, {**STAY, "coding_date": "2026-05-11"}))
    moved = client.post("/scrub", {**dated, "start": "2025-01-05", "through": "2025-01-11"})
    assert moved.context["claim"].coded_on.isoformat() == "2025-01-11"


def test_a_file_is_read(client: Client) -> None:
    file = SimpleUploadedFile("a.json", b"\xef\xbb\xbf" + json.dumps(STAY).encode(), "application/json")
    answer = client.post("/scrub", {"file": file, "json": ""})
    assert answer.context["claim"].kind == "inpatient"


@pytest.mark.parametrize("given", ["{", "[]", "", "x" * 400_000], ids=["cut", "list", "nothing", "long"])
def test_text_that_is_no_claim_is_said_and_kept(client: Client, given: str) -> None:
    answer = sent(client, given)
    assert answer.status_code == 422
    assert answer.context["problem"]
    assert answer.context["text"] == given


def test_a_claim_longer_than_the_page_is_checked_and_shown_as_text(client: Client) -> None:
    lines = [{"code": "99213", "date": "2026-05-12"}] * (MOST["lines"] + 1)
    visit = {
        "kind": "outpatient",
        "statement": {"start": "2026-05-12", "through": "2026-05-12"},
        "lines": lines,
    }
    answer = sent(client, visit)
    assert answer.status_code == 200
    assert answer.context["grid"] is None
    assert json.loads(answer.context["text"]) == visit
    assert "more lines than this page has rows" in text(answer)


def test_the_group_of_a_stay_is_shown_with_what_each_code_did(client: Client) -> None:
    said = text(sent(client, STAY))
    assert "522 Hip Replacement" in said
    assert "Before hospital-acquired conditions 521" in said
    assert "$14,823.90 by an invented base rate" in said
    assert "L89.153 MCC, but acquired in the hospital" in said


def test_a_stay_that_has_no_group_says_why(client: Client) -> None:
    said = text(sent(client, {**STAY, "discharge_status": None}))
    assert "discharge status" in said.partition("What is paid")[2]


def test_no_amount_without_a_fee_schedule_and_the_page_says_so(client: Client) -> None:
    assert "No amounts can be shown: the fee schedule for this date is not installed" in text(check(client))


def test_a_change_is_tried_beside_the_claim_and_made_only_when_asked(client: Client) -> None:
    first = sent(client, STAY)
    (offer,) = [
        offer
        for group in first.context["groups"]
        for shown in group.shown
        for offer in shown.offers
        if shown.found.finding.rule == "CW-PO-003"
    ]
    assert offer.word == "L89.153 with POA Y"
    tried = client.post("/scrub", {**fields(first), "try": offer.text})
    assert "MS-DRG 522 → 521 Amount $14,823.90 → $20,091.40" in text(tried)
    assert [one.finding.rule for one in tried.context["gone"]] == ["CW-PO-003"]
    assert fields(tried)["d1-poa"] == "N"
    made = client.post("/scrub", {**fields(tried), "keep": offer.text})
    assert fields(made)["d1-poa"] == "Y"
    assert "CW-PO-003" not in [
        shown.found.finding.rule for group in made.context["groups"] for shown in group.shown
    ]


@pytest.mark.parametrize(
    "change",
    [
        "{",
        "[]",
        "{}",
        '{"poa": 1}',
        '{"remove": "nowhere"}',
        '{"units": {"line": "A"}}',
        '{"a": 1}',
        "x" * 400,
    ],
)
def test_a_change_that_is_none_is_said_with_the_claim_kept(client: Client, change: str) -> None:
    for act in ("try", "keep"):
        answer = check(client, **{act: change})
        assert answer.status_code == 422
        assert answer.context["problem"]
        assert fields(answer)["l0-code"] == "99214"


def test_pointers_go_with_their_diagnosis(client: Client) -> None:
    answer = check(client, d0_code="")  # the row of A is emptied: what was B is A now
    assert fields(answer)["d0-code"] == "I10"
    assert fields(answer)["l0-pointers"] == "A"
    assert answer.context["claim"].lines[0].pointers == ("A",)


def test_a_pointer_to_nothing_is_never_turned_to_another_diagnosis(client: Client) -> None:
    answer = check(client, d0_code="", l0_pointers="AB")
    assert fields(answer)["l0-pointers"] == "AB"
    assert (fields(answer)["d0-id"], fields(answer)["d0-code"]) == ("B", "I10")


def test_the_people_who_run_the_school_see_how_to_add_what_is_missing(
    client: Client, as_staff: Client
) -> None:
    assert "codeward codesets install" not in text(sent(client, STAY))
    assert "codeward codesets install poa-exempt" in text(sent(as_staff, STAY))


def test_the_scratchpad_goes_there_as_a_claim(client: Client) -> None:
    for system, code in (("icd10cm", "I10"), ("cpt", "99213")):
        client.post("/scratchpad/collect", {"system": system, "code": code})
    page = client.get("/scratchpad/")
    answer = client.post("/scrub", {"json": page.context["json"]})
    assert 'name="json"' in page.content.decode()
    assert (fields(answer)["d0-code"], fields(answer)["l0-code"]) == ("I10", "99213")


def test_too_many_claims_are_refused_and_nothing_typed_is_lost(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("codeward.web.scrub.views.CLAIMS", ("claim", 1, 60))
    check(client)
    answer = check(client)
    assert answer.status_code == 429
    assert "Wait a minute" in text(answer)
    assert fields(answer)["l0-code"] == "99214"


@pytest.mark.parametrize("kind", EXAMPLES)
def test_an_example_survives_the_form_as_the_same_claim(kind: str) -> None:
    claim = example(kind)
    again = from_claim(claim).claim()
    assert again == claim


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_field_has_its_number_on_the_form(kind: str) -> None:
    unnumbered = {name for name, field in form_fields(kind).items() if not field.number}
    assert unnumbered <= {"payment"}  # which no form asks


@pytest.mark.usefixtures("pseudo_locale")
@pytest.mark.parametrize("address", ["/scrub", "/scrub?kind=inpatient", "/scrub?example=inpatient"])
def test_the_page_speaks_the_language_of_its_reader(client: Client, address: str) -> None:
    assert pseudo("Check a claim") in client.get(address).content.decode()
    assert untranslated(client.get(address).content.decode()) == []


def test_reading_the_json_of_the_page_gives_the_claim(client: Client) -> None:
    answer = sent(client, STAY)
    claim = read_claim(json.dumps(json.loads(answer.context["text"])))
    assert [diagnosis.code for diagnosis in claim.diagnoses] == ["S72.001A", "L89.153"]
