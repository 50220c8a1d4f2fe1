from __future__ import annotations

import lzma
from pathlib import Path
from xml.etree import ElementTree

import pytest

from codeward.codesets.icd10pcs import operations
from codeward.codesets.icd10pcs.words import rows_of_text
from codeward.errors import LoaderError, UnknownCode

SECTIONS = "0123456789BCDFGHX"
# How many operations and types each section has in FY2024.
COUNTS = [31, 12, 7, 3, 2, 3, 11, 1, 1, 1, 6, 7, 4, 14, 12, 7, 18]
NEWER = {"X8"}  # in use since FY2025
EVERY = [each for section in SECTIONS for each in operations.of_section(section)]
LABELS = "icd10pcs_releases/icd10pcs_tables_2025.xml.xz"


def test_every_operation_of_every_section_is_there(codes: dict[str, str]) -> None:
    assert {each.id for each in EVERY} - NEWER == {code[0] + code[2] for code in codes}
    counts = [sum(each.id not in NEWER for each in operations.of_section(section)) for section in SECTIONS]
    assert counts == COUNTS
    assert {each.id for each in EVERY if each.verified == "code-2025"} == NEWER


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.id)
def test_the_example_is_a_lawful_code_of_that_operation(
    each: operations.Operation, codes: dict[str, str]
) -> None:
    assert each.example_code in codes or each.id in NEWER
    assert each.example_code[0] + each.example_code[2] == each.id
    assert all(len(text) > 10 for text in (each.explanation, each.decides, each.example))
    assert each.group in operations.GROUPS
    assert each.guidelines


def test_medical_and_surgical_operations_stand_in_the_nine_groups_of_the_manual() -> None:
    held = {group: len(each) for group, each in operations.groups().items()}
    assert list(held.values()) == [5, 3, 2, 4, 4, 6, 2, 2, 3]
    assert [each.name for each in operations.groups()["alters-route"]] == [
        "Bypass",
        "Dilation",
        "Occlusion",
        "Restriction",
    ]


def test_a_title_of_the_list_begins_with_the_name_of_the_operation(codes: dict[str, str]) -> None:
    for each in operations.of_section("0"):
        assert codes[each.example_code].startswith(each.name), each.id


def test_every_pair_has_two_operations_and_a_table_of_each(codes: dict[str, str]) -> None:
    tables = {code[:3] for code in codes}
    seen = set()
    for pair in operations.pairs():
        for end, table in ((pair.first, pair.first_table), (pair.second, pair.second_table)):
            assert operations.get(end[0], end[1]).id == end == table[0] + table[2]
            assert table in tables
        assert pair.guidelines
        assert len(pair.how) > 40
        seen.add(frozenset([pair.first, pair.second]) if pair.first != pair.second else pair.first)
    assert len(seen) == len(operations.pairs()) >= 60


def test_pairs_of_an_operation() -> None:
    assert {pair.second for pair in operations.pairs_of("0", "9")} >= {"0C"}
    assert operations.pairs_of("0", "9")[0].to_json()["names"] == ["Drainage", "Extirpation"]
    assert operations.pairs_of("9", "Z") == ()


def test_a_delivery_after_a_turning_from_outside_stays_a_delivery() -> None:
    """Guideline C1 and table 10S: an external version is coded beside the birth that follows and is not part of it."""
    decides = operations.get("1", "E").decides
    pair = next(pair for pair in operations.pairs_of("1", "E") if pair.first == "1S")
    assert "whatever birth follows" in pair.how
    assert "from outside (Reposition)" in decides
    assert "no version" not in decides.lower()


def test_every_citation_is_a_guideline_or_a_section_of_the_definitions() -> None:
    cited = {number for each in (*EVERY, *operations.pairs()) for number in each.guidelines}
    for number in cited:
        assert number in operations.guidelines() or number[12:] in set(SECTIONS), number
    assert operations.cite("B3.8") == "ICD-10-PCS Official Guidelines, B3.8"
    assert operations.cite("Definitions-2") == "ICD-10-PCS Definitions, section 2, 3rd character"


def test_an_unknown_operation_names_those_of_the_section() -> None:
    with pytest.raises(UnknownCode) as caught:
        operations.get("4", "7")
    assert caught.value.suggestions == ("40", "41")
    assert operations.get("0", "t").name == "Resection"
    assert operations.of_section("Z") == ()


def test_json_says_that_the_words_are_ours() -> None:
    said = operations.get("5", "2").to_json()
    assert (said["name"], said["example_code"], said["gloss"]) == ("Restoration", "5A2204Z", True)
    assert operations.guidelines()["B3.8"].to_json()["gloss"] is True


def test_a_row_without_source_is_not_shown_and_a_short_row_is_refused() -> None:
    assert rows_of_text("a,source,verified\nx,,by-hand\ny,CMS,by-hand\n", "t.csv") == (
        {"a": "y", "source": "CMS", "verified": "by-hand"},
    )
    with pytest.raises(LoaderError, match="2: has a row of another length"):
        rows_of_text("a,source,verified\nx,CMS\n", "t.csv")


@pytest.mark.shared
def test_names_are_those_of_the_official_tables_and_no_definition_is_repeated(shared: Path) -> None:
    root = ElementTree.fromstring(lzma.decompress((shared / LABELS).read_bytes()))
    named, defined = {}, set()
    for table in root.iter("pcsTable"):
        first, _, third = table.findall("axis")
        label = third.find("label")
        at = first.find("label")
        assert label is not None
        assert at is not None
        named[f"{at.get('code')}{label.get('code')}"] = label.text
        defined.add((third.findtext("definition") or "").casefold().rstrip("."))
    assert {each.id: each.name for each in EVERY}.items() <= named.items()
    assert not {each.explanation.casefold().rstrip(".") for each in EVERY} & defined


@pytest.mark.shared
def test_examples_marked_so_stand_in_the_official_tables_of_2021_too(shared: Path) -> None:
    root = ElementTree.fromstring(
        lzma.decompress((shared / "icd10pcs/icd10pcs_tables_2021.xml.xz").read_bytes())
    )
    wanted = {each.example_code for each in EVERY if each.verified == "code-2021-and-2024"}
    found = set()
    for table in root.iter("pcsTable"):
        head = "".join(
            label.get("code", "") for axis in table.findall("axis") for label in axis.iter("label")
        )
        for row in table.iter("pcsRow"):
            sets = [{label.get("code") for label in axis.iter("label")} for axis in row.findall("axis")]
            found |= {
                code
                for code in wanted
                if code.startswith(head) and all(c in held for c, held in zip(code[3:], sets, strict=True))
            }
    assert found == wanted
    assert len(wanted) >= 125


def test_guidelines_that_changed_are_those_of_the_year_named() -> None:
    """B4.1c speaks of vessels and of the heart since FY2023; B3.19 (Detachment) is new in that year."""
    assert "nearest the heart" in operations.guidelines()["B4.1c"].gist
    detachment = next(each for each in EVERY if each.name == "Detachment")
    assert "B3.19" in detachment.guidelines
