from __future__ import annotations

import re

from codeward.codesets import Book
from codeward.search.drugs import SOURCES, VERIFIED, load


def test_there_are_many_and_each_generic_stands_there_once() -> None:
    generics = [drug.generic for drug in load()]
    assert len(generics) >= 330
    assert len(set(generics)) == len(generics)
    assert sum(bool(drug.brands) for drug in load()) >= 330


def test_every_row_says_what_it_is_and_where_it_is_from() -> None:
    for drug in load():
        assert drug.kind, drug.generic
        assert drug.source, drug
        assert set(drug.source) <= set(SOURCES), drug
        assert drug.verified, drug
        assert set(drug.verified) <= set(VERIFIED), drug
        assert all(name == name.strip() for name in (drug.generic, *drug.brands))
        assert ("hcpcs" in drug.source) == bool(drug.hcpcs), drug


def test_every_code_of_the_tabular_exists(book: Book) -> None:
    for drug in load():
        if drug.poisoning:
            assert re.fullmatch(r"T(3[6-9]|4\d|50)\.[0-9AXZ]{1,3}", drug.poisoning), drug
            assert "adverse effect" in book[drug.poisoning].description, drug
        if drug.long_term:
            assert drug.long_term.startswith("Z79"), drug
            assert book[drug.long_term].billable, drug


def test_every_hcpcs_code_exists_and_names_the_drug(hcpcs_book: Book) -> None:
    for drug in load():
        for code in drug.hcpcs:
            concept = hcpcs_book[code]
            assert concept.billable, (drug.generic, code)
            said = f"{concept.description} {concept.facts.get('generic', '')}".lower()
            names = [drug.generic.split()[0], *drug.brands]
            assert any(name.lower() in said for name in names), (drug.generic, code, said)


def test_drugs_that_everybody_knows() -> None:
    by_name = {name.lower(): drug for drug in load() for name in (drug.generic, *drug.brands)}
    assert by_name["coumadin"].generic == "warfarin"
    assert by_name["coumadin"].poisoning == "T45.51"
    assert by_name["coumadin"].long_term == "Z79.01"
    assert by_name["keytruda"].hcpcs == ("J9271",)
    assert "J1885" in by_name["toradol"].hcpcs
    assert by_name["tylenol"].poisoning == "T39.1X"
    assert by_name["lantus"].long_term == "Z79.4"
