"""Scratchpads: codes of any code set, in order, checked together, taken along; their learner's alone."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from codeward.claims import read_claim
from codeward.errors import QueryError
from codeward.web.accounts.models import User
from codeward.web.scratchpad import claim, pads, portability, views
from codeward.web.scratchpad.models import PadLine, Scratchpad

pytestmark = pytest.mark.django_db


def added(client: Client, system: str, code: str, **more: str) -> str:
    """Where a code stands after it was added."""
    answer = client.post("/scratchpad/add", {"system": system, "code": code, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def page(client: Client) -> str:
    """The scratchpad that codes go to."""
    return client.get("/scratchpad/").content.decode()


def codes(client: Client) -> list[str]:
    """The codes on it, section by section."""
    return re.findall(r'class="sp-code"><a class="code"[^>]*>([^<]+)<', page(client))


def test_looking_makes_nobody(client: Client) -> None:
    assert "No codes yet." in page(client)
    assert not User.objects.exists()


def test_a_guest_collects_codes_of_every_code_set_in_sections(client: Client) -> None:
    for system, code in (
        ("hcpcs", "j1885"), ("icd10cm", "e1122"), ("cpt", "99213"), ("icd10pcs", "0DTJ4ZZ"), ("icd10cm", "N18.32"),
    ):  # fmt: skip
        added(client, system, code)
    assert codes(client) == ["E11.22", "N18.32", "0DTJ4ZZ", "J1885", "99213"]
    assert Scratchpad.objects.get().learner.is_guest


def test_a_code_is_listed_once_and_a_service_once_with_the_same_modifiers(client: Client) -> None:
    for modifiers in ("", "25", "25", "25 59"):
        added(client, "cpt", "99213", modifiers=modifiers)
    assert [line.modifiers for line in PadLine.objects.all()] == ["", "25", "25 59"]
    answer = client.post("/scratchpad/collect", {"system": "cpt", "code": "99213"})
    assert "already" in answer.json()["said"]


def test_what_is_no_code_is_refused_in_words(client: Client) -> None:
    answer = client.post("/scratchpad/collect", {"system": "icd10cm", "code": "E11.23"})
    assert answer.status_code == 404
    assert "E11.23" in answer.json()["error"]
    assert client.post("/scratchpad/collect", {"system": "icd10cm", "code": "E08-E13"}).status_code == 404
    assert client.post("/scratchpad/collect", {"system": "teapots", "code": "E11.9"}).status_code == 400
    told = client.post("/scratchpad/add", {"system": "icd10cm", "code": "E11.9", "modifiers": "25"})
    assert told.status_code == 422
    assert "Only CPT and HCPCS codes take modifiers" in told.content.decode()
    assert not PadLine.objects.exists()


def test_codes_are_checked_together_with_what_why_and_a_way_out(client: Client) -> None:
    added(client, "icd10cm", "E11.22")
    added(client, "icd10cm", "E10.9")
    shown = page(client)
    assert "E11.22 excludes E10.9" in shown
    assert "What to do:" in shown
    assert re.search(r'href="/codebook/guidelines/I\.A\.12\.a/"[^>]*>I\.A\.12\.a<', shown)
    assert "see findings" in shown


def test_the_order_that_a_rule_asks_for_is_found_and_mended_by_moving(client: Client) -> None:
    added(client, "icd10cm", "Z37.0")
    added(client, "icd10cm", "O80")
    assert "Z37.0 comes after O80" in page(client)
    last = PadLine.objects.get(code="O80")
    assert client.post(f"/scratchpad/line/{last.public_id}/up")["Location"].endswith(
        f"#line-{last.public_id}"
    )
    assert codes(client) == ["O80", "Z37.0"]
    assert "Z37.0 comes after O80" not in page(client)
    client.post(f"/scratchpad/line/{last.public_id}/up")  # at the end it stays
    assert codes(client) == ["O80", "Z37.0"]


def test_a_line_moves_up_or_down_and_by_no_other_word(client: Client) -> None:
    for code in ("E11.22", "N18.32"):
        added(client, "icd10cm", code)
    first = PadLine.objects.get(code="E11.22")
    assert client.post(f"/scratchpad/line/{first.public_id}/sideways").status_code == 404
    assert codes(client) == ["E11.22", "N18.32"]
    client.post(f"/scratchpad/line/{first.public_id}/down")
    assert codes(client) == ["N18.32", "E11.22"]


def test_a_category_is_told_to_be_incomplete(client: Client) -> None:
    added(client, "icd10cm", "E11")
    shown = page(client)
    assert "not billable on this date" in shown
    assert "E11 cannot be billed on this date" in shown


def test_what_was_not_checked_is_said_without_a_command(client: Client) -> None:
    added(client, "cpt", "99213")
    shown = page(client)
    assert "How many units per day are usual (MUE)" in shown
    assert "no payer is named" in shown
    assert "Nothing found in what was checked" in shown
    assert "codeward codesets" not in shown


def test_the_kind_and_day_of_the_claim_decide(client: Client) -> None:
    added(client, "icd10pcs", "0DTJ4ZZ")
    assert "0DTJ4ZZ is not used on this kind of claim" in page(client)
    pad = Scratchpad.objects.get()
    given = {"name": "Appendix", "kind": "inpatient", "day": "2026-05-12", "age": "40", "sex": "male"}
    assert client.post(f"/scratchpad/{pad.public_id}/settings", given).status_code == 302
    shown = page(client)
    assert "is not used on this kind of claim" not in shown
    assert "Appendix" in shown
    wrong = client.post(f"/scratchpad/{pad.public_id}/settings", {**given, "age": "400"})
    assert wrong.status_code == 422
    pad.refresh_from_db()
    assert (pad.age, pad.day) == (40, dt.date(2026, 5, 12))


def test_a_line_has_a_date_and_modifiers_of_its_own(client: Client) -> None:
    added(client, "cpt", "99213")
    line = PadLine.objects.get()
    client.post(f"/scratchpad/line/{line.public_id}/change", {"modifiers": "25,59", "day": "2026-05-13"})
    line.refresh_from_db()
    assert (line.modifiers, line.day) == ("25 59", dt.date(2026, 5, 13))
    wrong = client.post(f"/scratchpad/line/{line.public_id}/change", {"modifiers": "2"})
    assert wrong.status_code == 422


def test_what_is_taken_along_is_text_a_table_and_a_claim(client: Client) -> None:
    for system, code in (("icd10cm", "E11.22"), ("cpt", "99213")):
        added(client, system, code)
    pad = Scratchpad.objects.get()
    text = client.get(f"/scratchpad/{pad.public_id}/codes.txt").content.decode()
    assert text.startswith("E11.22  Type 2 diabetes mellitus with diabetic chronic kidney disease\n")
    table = client.get(f"/scratchpad/{pad.public_id}/codes.csv")
    assert table["Content-Disposition"] == 'attachment; filename="scratchpad.csv"'
    rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row[:2] for row in rows[1:]] == [["ICD-10-CM", "E11.22"], ["CPT", "99213"]]
    shape = json.loads(client.get(f"/scratchpad/{pad.public_id}/codes.json").content)
    made = read_claim({key: value for key, value in shape.items() if value is not None})
    assert [one.code for one in made.diagnoses] == ["E11.22"]
    assert [(one.code, one.system) for one in made.lines] == [("99213", "cpt")]
    assert client.get(f"/scratchpad/{pad.public_id}/codes.exe").status_code == 404


def test_a_cell_that_a_spreadsheet_would_run_is_quoted(alice: User) -> None:
    line = pads.add(alice, "icd10cm", "E11.22").line
    line.modifiers = "=1+1"
    assert '"\'=1+1"' in claim.as_csv(line.pad, [line])


def test_several_by_name_for_an_account_and_one_for_a_guest(as_alice: Client, client: Client) -> None:
    added(as_alice, "icd10cm", "E11.22")
    first = Scratchpad.objects.get()
    there = as_alice.post("/scratchpad/new")["Location"]
    added(as_alice, "icd10cm", "J45.909")
    assert codes(as_alice) == ["J45.909"]
    as_alice.post(f"/scratchpad/{first.public_id}/here")
    assert codes(as_alice) == ["E11.22"]
    assert as_alice.get(there).status_code == 200
    as_alice.post(f"/scratchpad/{first.public_id}/delete")
    assert codes(as_alice) == ["J45.909"]
    added(client, "icd10cm", "E11.22")
    refused = client.post("/scratchpad/new")
    assert refused.status_code == 422
    assert "save several by name" in refused.content.decode()


def test_there_are_bounds_and_they_are_said(alice: User) -> None:
    codes = ["E11.9", "J45.909", "I10"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pads, "MAX_LINES", 2)
        patch.setattr(pads, "MAX_PADS", 2)
        for code in codes[:2]:
            pads.add(alice, "icd10cm", code)
        with pytest.raises(pads.BoundsError, match="has 2 codes"):
            pads.add(alice, "icd10cm", codes[2])
        pads.make(alice)
        with pytest.raises(pads.BoundsError, match="2 scratchpads"):
            pads.make(alice)


def test_somebody_elses_is_not_found(as_alice: Client, as_bob: Client) -> None:
    added(as_alice, "icd10cm", "E11.22")
    pad, line = Scratchpad.objects.get(), PadLine.objects.get()
    assert as_bob.get(f"/scratchpad/{pad.public_id}/").status_code == 404
    assert as_bob.post(f"/scratchpad/line/{line.public_id}/remove").status_code == 404
    assert (
        as_bob.post("/scratchpad/add", {"system": "cpt", "code": "99213", "pad": pad.public_id}).status_code
        == 404
    )
    assert as_alice.post(f"/scratchpad/line/{line.public_id}/remove").status_code == 302
    assert not PadLine.objects.exists()


def test_a_guests_scratchpad_comes_along_whole(as_alice: Client, client: Client, alice: User) -> None:
    added(as_alice, "icd10cm", "E11.22")
    added(client, "icd10cm", "J45.909")
    guest = User.objects.get(state="guest")
    assert portability.counted(guest) == "1 code on your scratchpad"
    assert portability.counted(User(pk=0)) == ""
    portability.merge(guest, alice)
    guest.delete()
    given = portability.give(alice)
    assert [[line["code"] for line in pad["lines"]] for pad in given] == [["J45.909"], ["E11.22"]]


def test_a_page_asks_the_database_little_and_is_quick(
    as_alice: Client, alice: User, django_assert_max_num_queries: object
) -> None:
    for code in ("E11.22", "N18.32", "I10", "J45.909", "E78.5", "Z79.4"):
        pads.add(alice, "icd10cm", code)
    page(as_alice)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        page(as_alice)


def test_a_code_newer_than_every_book_is_collected_by_the_list_of_valid_codes(alice: User) -> None:
    assert pads.add(alice, "icd10pcs", "02hm3jz").line.code == "02HM3JZ"


def shown_by(html: str) -> dict[str, str]:
    """What the form of the claim says it showed."""
    hidden = (dict(re.findall(r'(name|value)="([^"]*)"', one)) for one in re.findall(r"<input[^>]*>", html))
    return {one["name"]: one.get("value", "") for one in hidden if one.get("name", "").startswith("initial-")}


def test_two_tabs_that_save_different_settings_both_have_their_way(client: Client) -> None:
    pad = Scratchpad.objects.get(pk=_stay(client, kind="professional").pk)
    where, showed = f"/scratchpad/{pad.public_id}/settings", shown_by(page(client))
    assert showed["initial-kind"] == "professional"
    old = {"name": "", "kind": "professional", "day": "2026-05-12", "age": "40", "sex": "male"}
    assert client.post(where, {**showed, **old, "kind": "outpatient"}).status_code == 302
    assert client.post(where, {**showed, **old, "name": "Monday", "age": ""}).status_code == 302
    pad.refresh_from_db()
    assert (pad.name, pad.kind, pad.age, pad.day) == ("Monday", "outpatient", None, dt.date(2026, 5, 12))


def test_two_tabs_that_change_a_line_both_have_their_way(client: Client) -> None:
    added(client, "cpt", "99213")
    line = PadLine.objects.get()
    where, showed = f"/scratchpad/line/{line.public_id}/change", {"initial-modifiers": "", "initial-day": ""}
    client.post(where, {**showed, "modifiers": "25", "day": ""})
    client.post(where, {**showed, "modifiers": "", "day": "2026-05-13"})
    line.refresh_from_db()
    assert (line.modifiers, line.day) == ("25", dt.date(2026, 5, 13))


def deleted_after(patch: pytest.MonkeyPatch, door: str, what: type[Scratchpad | PadLine]) -> None:
    """Another tab deletes it when this request has read it and not yet changed it."""
    read = getattr(views, door)

    def then_deleted(*args: Any) -> Any:
        found = read(*args)
        what.objects.all().delete()
        return found

    patch.setattr(views, door, then_deleted)


@pytest.mark.parametrize(
    ("door", "gone", "path", "data"),
    [
        ("own_pad", Scratchpad, "{pad}/settings", {"name": "Back", "kind": "inpatient", "sex": "male"}),
        ("own_pad", Scratchpad, "{pad}/here", {}),
        ("own_pad", Scratchpad, "add", {"system": "icd10cm", "code": "I10", "pad": "{pad}"}),
        ("own_line", Scratchpad, "line/{line}/change", {"day": "2026-05-12"}),
        ("own_line", PadLine, "line/{line}/change", {"day": "2026-05-12"}),
        ("own_line", Scratchpad, "line/{line}/remove", {}),
        ("own_line", PadLine, "line/{line}/remove", {}),
        ("own_line", PadLine, "line/{line}/up", {}),
    ],
)
def test_what_another_tab_deleted_is_told_and_does_not_come_back(
    as_alice: Client,
    monkeypatch: pytest.MonkeyPatch,
    door: str,
    gone: type[Scratchpad | PadLine],
    path: str,
    data: dict[str, str],
) -> None:
    added(as_alice, "icd10cm", "E11.22")
    names = {"pad": Scratchpad.objects.get().public_id, "line": PadLine.objects.get().public_id}
    deleted_after(monkeypatch, door, gone)
    answer = as_alice.post(
        f"/scratchpad/{path.format(**names)}", {key: value.format(**names) for key, value in data.items()}
    )
    assert answer.status_code == 404
    assert "perhaps in another tab" in answer.content.decode()
    assert not gone.objects.exists()


def test_a_script_that_adds_to_a_deleted_scratchpad_is_told(
    as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    added(as_alice, "icd10cm", "E11.22")
    pad = Scratchpad.objects.get().public_id
    deleted_after(monkeypatch, "own_pad", Scratchpad)
    answer = as_alice.post("/scratchpad/collect", {"system": "icd10cm", "code": "I10", "pad": pad})
    assert answer.status_code == 404
    assert "perhaps in another tab" in answer.json()["error"]


def _stay(client: Client, **more: str) -> Scratchpad:
    """A hospital stay of a man of 40 with two diagnoses, as its forms make it."""
    for code in ("I21.4", "E11.22"):
        added(client, "icd10cm", code)
    pad = Scratchpad.objects.get()
    given = {"kind": "inpatient", "day": "2026-05-12", "age": "40", "sex": "male", **more}
    assert client.post(f"/scratchpad/{pad.public_id}/settings", given).status_code == 302
    pad.refresh_from_db()
    return pad


def test_a_stay_can_be_made_right(client: Client) -> None:
    pad = _stay(client)
    shown = page(client)
    assert "The discharge status: none is given." in shown
    assert "Medicare Code Editor&#x27;s lists for hospital stays" not in shown
    assert "in full" not in shown
    assert "What is listed above as not checked is left out." in shown
    wrong = client.post(
        f"/scratchpad/{pad.public_id}/settings", {"kind": "inpatient", "discharge_status": "1"}
    )
    assert wrong.status_code == 422
    _stay(client, discharge_status="01")
    assert "none is given" not in page(client)
    where = f"/scratchpad/line/{PadLine.objects.get(code='I21.4').public_id}/change"
    assert client.post(where, {"poa": "X"}).status_code == 422
    assert client.post(where, {"poa": "W"}).status_code == 302
    assert "I21.4 with W: the provider must say so" in page(client)
    client.post(where, {"initial-poa": "W", "poa": "Y"})
    assert "with W" not in page(client)
    client.post(where, {"initial-poa": "Y", "poa": ""})
    assert PadLine.objects.get(code="I21.4").poa == ""


def test_poa_and_discharge_status_are_taken_along_of_a_stay_alone(client: Client) -> None:
    pad = _stay(client, discharge_status="03")
    PadLine.objects.filter(code="E11.22").update(poa="Y")
    at = f"/scratchpad/{pad.public_id}/codes"
    text = client.get(f"{at}.txt").content.decode().splitlines()
    assert text[1].endswith("  POA Y")
    assert text[2] == "Discharge status  03"
    rows = list(csv.reader(io.StringIO(client.get(f"{at}.csv").content.decode("utf-8-sig"))))
    assert [row[5] for row in rows] == ["POA", "", "Y", ""]
    assert rows[3][:2] == ["discharge status", "03"]
    shape = json.loads(client.get(f"{at}.json").content)
    assert (shape["discharge_status"], [one["poa"] for one in shape["diagnoses"]]) == ("03", [None, "Y"])
    given = portability.give(pad.learner)[0]
    assert (given["discharge_status"], [line["poa"] for line in given["lines"]]) == ("03", ["", "Y"])
    pad.kind = "outpatient"
    pad.save()
    shape = json.loads(client.get(f"{at}.json").content)
    assert (shape["discharge_status"], [one["poa"] for one in shape["diagnoses"]]) == (None, [None, None])
    assert "POA Y" not in client.get(f"{at}.txt").content.decode()


def test_a_service_has_no_poa_indicator(alice: User) -> None:
    line = pads.add(alice, "cpt", "99213").line
    with pytest.raises(QueryError, match="Only diagnoses"):
        pads.change(line, {"poa": "Y"})


@pytest.mark.parametrize("path", ["/scratchpad/", "/account/", "/charts/"])
def test_a_guest_is_told_where_their_work_can_be_reached_and_not_that_it_is_here(
    client: Client, path: str
) -> None:
    added(client, "icd10cm", "E11.22")
    said = client.get(path).content.decode()
    assert "only from this browser" in said
    assert "in this browser only" not in said
