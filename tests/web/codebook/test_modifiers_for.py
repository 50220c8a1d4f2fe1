"""Modifiers for a line: what fits comes with its reason, what does not fit is told why."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ON = "2026-05-12"


def asked(client: Client, code: str, **more: str) -> Any:
    """What the workspace asks for a line."""
    response = client.get("/codebook/modifiers-for", {"code": code, "on": ON, "kind": "professional", **more})
    assert response.status_code == 200
    return response.json()


def codes(rows: list[dict[str, Any]]) -> list[str]:
    """The modifiers of rows."""
    return [row["code"] for row in rows]


def test_what_fits_has_a_reason_and_a_citation_and_nothing_else_is_shown_unasked(client: Client) -> None:
    found = asked(client, "99213")
    assert "25" in codes(found["fits"])
    assert all(row["why"] and row["fits"] for row in found["fits"])
    assert all(row["citation"] for row in found["fits"])
    assert found["against"] == []


def test_what_does_not_fit_the_code_is_told_why(client: Client) -> None:
    found = asked(client, "71046", q="25")
    [row] = [row for row in found["against"] if row["code"] == "25"]
    assert "25 does not belong to 71046" in row["why"]
    assert "25" not in codes(found["fits"])


def test_what_the_line_has_excludes_others_and_is_not_offered_again(client: Client) -> None:
    found = asked(client, "29827", q="side", **{"with": "RT"})
    assert codes(found["held"]) == ["RT"]
    assert "RT" not in codes(found["fits"])
    [row] = [row for row in found["against"] if row["code"] == "50"]
    assert "exclude each other" in row["why"]
    both = asked(client, "20610", **{"with": "50,LT"})["held"]
    assert [row["fits"] for row in both] == [False, False]


def test_a_facility_has_modifiers_that_no_professional_has(client: Client) -> None:
    assert "27" in codes(asked(client, "99284", kind="facility", q="27")["fits"])
    assert "27" in codes(asked(client, "99284", q="27")["against"])


def test_a_supplier_bills_on_the_professional_form(client: Client) -> None:
    assert "RR" in codes(asked(client, "E0601", q="rental")["fits"])


def test_two_letters_of_an_ambulance_are_a_trip(client: Client) -> None:
    found = asked(client, "A0425", q="NH")
    assert codes(found["fits"])[0] == "NH"
    assert "Trip" in found["fits"][0]["meaning"]


def test_two_characters_that_are_no_modifier_are_told_so(client: Client) -> None:
    [row] = asked(client, "99213", q="zz")["against"]
    assert (row["code"], row["fits"], row["why"]) == ("ZZ", False, "There is no modifier ZZ.")


def test_words_are_found_by_their_beginning(client: Client) -> None:
    found = asked(client, "99213", q="day of another serv")
    assert codes(found["fits"]) == ["25"]
    assert asked(client, "99213", q="xylophone") == {"held": [], "fits": [], "more": 0, "against": []}


def test_a_code_that_is_in_no_book_and_a_date_that_is_none(client: Client) -> None:
    assert asked(client, "nothing", q="25")["against"]
    refused = client.get("/codebook/modifiers-for", {"code": "99213", "on": "May"})
    assert refused.status_code == 400
    assert "2026-05-31" in refused.json()["way_out"]
