"""The codebook's JSON: hits, entries, 7th characters, citations, bad queries; and what it costs the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from codeward.charts import authorities
from codeward.codesets import validity
from codeward.web.codebook import lookup, words

pytestmark = pytest.mark.django_db


def found(client: Client, **parameters: str) -> Any:
    """A search."""
    return client.get("/codebook/search", parameters)


def test_a_search_finds_and_says_why(client: Client) -> None:
    hits = found(client, q="type 2 diabetes").json()["hits"]
    assert hits[0]["code"].startswith("E11")
    assert set(hits[0]) == {"code", "description", "billable", "why", "matched"}
    assert hits[0]["why"]


def test_an_opened_entry_is_as_valid_as_the_list_says_for_the_date(client: Client) -> None:
    listed = validity.opened()
    assert listed is not None
    ended = next(
        code
        for code in listed.outside("icd10cm", dt.date(2026, 10, 1))
        if listed.spans("icd10cm", code)[-1].last == dt.date(2026, 9, 30)
    )
    for on, valid in (("2026-09-30", True), ("2026-10-01", False)):
        shown = client.get(f"/codebook/concept/{ended}", {"on": on}).json()
        assert shown["billable"] is valid
        assert ("ended on September 30, 2026" in (shown["missing"] or "")) is not valid


def test_filters_narrow(client: Client) -> None:
    hits = found(client, q="diabetes", billable="1", chapter="15").json()["hits"]
    assert hits
    assert all(hit["billable"] and hit["code"].startswith("O") for hit in hits)


def test_the_coding_date_chooses_the_release(client: Client) -> None:
    assert found(client, q="cough", on="2026-05-12").json() == found(client, q="cough").json()
    refused = found(client, q="cough", on="12.5.2026")
    assert refused.status_code == 400
    assert "2026-05-31" in refused.json()["way_out"]


def test_no_hit_gives_the_nearest_words(client: Client) -> None:
    said = found(client, q="xylophonitis").json()
    assert said["hits"] == []
    assert isinstance(said["nearest"], list)


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "x" * 10_000,
        "\x00\x01",
        "<script>alert(1)</script>",
        "שלום",
        "e11.9\n",
        "(((",
        "%",
        "🩺",
        "'\";--",
    ],
)
def test_any_query_is_answered_or_refused_clearly(query: str, client: Client) -> None:
    response = found(client, q=query)
    said = response.json()
    assert response.status_code in {200, 400}
    assert "hits" in said if response.status_code == 200 else said["error"] and said["way_out"]


@pytest.mark.parametrize(
    ("stem", "first", "many"),
    [
        ("S52.531", "S52.531A", 16),
        ("W00.0", "W00.0XXA", 3),
        ("T38.3X6", "T38.3X6A", 3),
        ("H40.112", "H40.1120", 5),
        ("M80.08", "M80.08XA", 6),
        ("S06.1X7", "S06.1X7A", 1),
    ],
)
def test_the_picker_offers_only_codes_that_exist(stem: str, first: str, many: int, client: Client) -> None:
    choices = client.get(f"/codebook/concept/{stem}").json()["seventh"]
    assert (choices[0]["code"], len(choices)) == (first, many)
    # From an added code the same choices come, so that it can be exchanged.
    assert client.get(f"/codebook/concept/{first}").json()["seventh"] == choices


@pytest.mark.parametrize("code", ["E11.9", "E11", "S52", "S52.53", "1", "R00-R09"])
def test_no_picker_where_no_7th_character_is_next(code: str, client: Client) -> None:
    assert client.get(f"/codebook/concept/{code}").json()["seventh"] == []


def test_an_entry_says_where_it_stands_and_what_holds_for_it(client: Client) -> None:
    said = client.get("/codebook/concept/E11.22?on=2026-05-12").json()
    assert [one["code"] for one in said["ancestors"]] == ["4", "E08-E13", "E11", "E11.2"]
    groups = {(group["kind"], group["from"]): group for group in said["instructions"]}
    use = groups["use_additional", "E11.22"]
    assert use["own"]
    assert use["authority"] in authorities()
    assert use["items"][0]["references"][0]["first"].startswith("N18")
    assert groups["excludes1", "E11"]["own"] is False
    assert said["release"]["in_force"] is True


def test_outside_the_release_it_says_so(client: Client) -> None:
    assert client.get("/codebook/concept/I10?on=2030-01-01").json()["release"]["in_force"] is False


def test_bad_codes_and_dates(client: Client) -> None:
    unknown = client.get("/codebook/concept/Q99.99")
    assert unknown.status_code == 404
    assert "Q99.99" in unknown.json()["error"]
    assert client.get("/codebook/concept/I10?on=tomorrow").status_code == 400
    assert client.get("/codebook/concept/" + "x" * 3000).status_code == 404
    assert client.get("/codebook/concept/%3Cscript%3E").status_code == 404


def test_every_instruction_kind_has_a_citable_paragraph(client: Client) -> None:
    for kind, name in words.AUTHORITY_OF.items():
        said = client.get("/codebook/citation", {"c": name}).json()
        assert said["href"] == f"/codebook/guidelines/{name}/"
        assert said["text"], kind
    assert client.get("/codebook/citation", {"c": "nothing"}).status_code == 404


def test_the_book_costs_no_query(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """The page asks without cookies: no session is read, nothing is written."""
    with django_assert_num_queries(0):
        assert found(client, q="cough").status_code == 200
        assert client.get("/codebook/concept/R05.1").status_code == 200
        assert client.get("/codebook/citation", {"c": "I.A.13"}).status_code == 200


def test_the_chapters_are_all_there() -> None:
    from codeward.codesets import books

    assert len(lookup.chapters(books.open("icd10cm").release.id)) == 22


def test_the_search_of_every_page_answers_from_all_books_with_where_each_opens(client: Client) -> None:
    found = client.get("/codebook/search?q=appendectomy&system=all").json()
    assert {hit["system"] for hit in found["hits"]} >= {"icd10pcs", "cpt"}
    for hit in found["hits"]:
        assert client.get(hit["href"]).status_code == 200


def test_the_search_of_every_page_keeps_to_one_code_set(client: Client) -> None:
    found = client.get("/codebook/search?q=ketorolac&system=hcpcs").json()
    assert {hit["system"] for hit in found["hits"]} == {"hcpcs"}


def test_the_search_of_every_page_says_the_nearest_words(client: Client) -> None:
    found = client.get("/codebook/search?q=diabetessss&system=icd10cm").json()
    assert found["hits"] or found["nearest"]
    assert client.get("/codebook/search?q=&system=all").json() == {"hits": [], "ways": [], "nearest": []}


def test_a_code_with_a_modifier_finds_the_code_and_asks_about_the_modifier(client: Client) -> None:
    found = client.get("/codebook/search?q=99213-25&system=all").json()
    assert found["hits"][0]["code"] == "99213"
    assert [way["href"] for way in found["ways"]] == ["/codebook/modifiers/25?code=99213"]


def test_children_are_as_valid_as_the_list_says_for_the_date(client: Client) -> None:
    listed = validity.opened()
    assert listed is not None
    ended = next(
        code
        for code in listed.outside("icd10cm", dt.date(2026, 10, 1))
        if listed.spans("icd10cm", code)[-1].last == dt.date(2026, 9, 30)
    )
    opened = client.get(f"/codebook/concept/{ended}", {"on": "2026-09-30"}).json()
    ended, parent = opened["code"], opened["ancestors"][-1]["code"]
    for on, valid in (("2026-09-30", True), ("2026-10-01", False)):
        children = client.get(f"/codebook/concept/{parent}", {"on": on}).json()["children"]
        assert {row["code"]: row["billable"] for row in children}[ended] is valid
        shown = client.get(f"/codebook/icd10cm/{parent}", {"on": on}).content.decode()
        line = shown[shown.index(f'id="c-{ended}"') :]
        assert ("ended Sept. 30, 2026" in line[: line.index("</li>")]) is not valid


def test_several_code_sets_are_searched_at_once_and_billable_narrows_them(client: Client) -> None:
    hits = found(client, q="knee injection", system="cpt,hcpcs").json()["hits"]
    assert {hit["system"] for hit in hits} == {"cpt", "hcpcs"}
    hits = found(client, q="appendix", system="icd10pcs", billable="1").json()["hits"]
    assert hits
    assert all(hit["billable"] and hit["system"] == "icd10pcs" for hit in hits)


def test_an_entry_of_another_code_set_tells_its_facts(client: Client) -> None:
    drug = client.get("/codebook/concept/J1885?system=hcpcs").json()
    assert {"label": "One unit is", "value": "15 mg", "meaning": "", "codes": []} in drug["facts"]
    shoulder = client.get("/codebook/concept/29827?system=cpt").json()
    assert (shoulder["gloss"], client.get("/codebook/concept/I10").json()["gloss"]) == (True, False)
    assert {fact["value"] for fact in shoulder["facts"] if fact["label"] == "Global days"} == {"090"}
    assert not any("source" in fact["label"].casefold() for fact in shoulder["facts"])
    appendix = client.get("/codebook/concept/0DTJ4ZZ?system=icd10pcs").json()
    assert [fact["value"] for fact in appendix["facts"]] == list("0DTJ4ZZ")
    assert client.get("/codebook/concept/I10").json()["facts"] == []
    assert client.get("/codebook/concept/00000?system=cpt").status_code == 404
    refused = client.get("/codebook/concept/I10?system=teapot")
    assert refused.status_code == 400
    assert "icd10pcs" in refused.json()["way_out"]
