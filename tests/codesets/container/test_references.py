"""Every form in which the Tabular writes a reference is read, and what is not read is counted."""

from __future__ import annotations

import pytest

from codeward.codesets import Book, matches
from codeward.codesets.container.conditions import holds, understood
from codeward.codesets.container.references import looks_unparsed, parse

# text of a note: (text, first, last, condition) of each reference in it
FORMS: dict[str, list[tuple[str, str, str | None, str | None]]] = {
    "diabetes mellitus (E08-E13)": [("E08-E13", "E08", "E13", None)],
    "insulin (Z79.4)": [("Z79.4", "Z79.4", None, None)],
    "hypertensive CKD (I12.-)": [("I12.-", "I12", None, None)],
    "drug (T36-T50 with fifth or sixth character 5)": [
        ("T36-T50", "T36", "T50", "fifth or sixth character 5")
    ],
    "drug (T36-T50 with fifth or six character 5)": [("T36-T50", "T36", "T50", "fifth or six character 5")],
    "gangrene in diabetes (E08-E13 with .52)": [("E08-E13", "E08", "E13", ".52")],
    "angiopathy (E08-E13 with .51-.52)": [("E08-E13", "E08", "E13", ".51-.52")],
    "skin disorders in diabetes (E08-E13 with .62-)": [("E08-E13", "E08", "E13", ".62-")],
    "dysphagia (I69. with final characters -91)": [("I69.", "I69", None, "final characters -91")],
    "skull fracture (S02.- with 7th character B)": [("S02.-", "S02", None, "7th character B")],
    "shoulder (S42.- with 7th character B or C)": [("S42.-", "S42", None, "7th character B or C")],
    "elbow (S52.- with open fracture 7th character)": [
        ("S52.-", "S52", None, "open fracture 7th character"),
    ],
    "foot (S92.-with 7th character B)": [("S92.-", "S92", None, "7th character B")],
    "pelvis (S32.1--S32.9 with 7th character B)": [("S32.1--S32.9", "S32.1", "S32.9", "7th character B")],
    "multiple sclerosis (G35-)": [("G35-", "G35", None, None)],
    "epididymis (D29.2.-)": [("D29.2.-", "D29.2", None, None)],
    "atherosclerosis (I70.2--I70.7-)": [("I70.2--I70.7-", "I70.2", "I70.7", None)],
    "fracture of vertebra (S12.0--S12.6.-)": [("S12.0--S12.6.-", "S12.0", "S12.6", None)],
    "poisoning (T40.0-T40.2-)": [("T40.0-T40.2-", "T40.0", "T40.2", None)],
    "acute (J00-J06; J20-J22)": [("J00-J06", "J00", "J06", None), ("J20-J22", "J20", "J22", None)],
    "head injury (S00 - S09)": [("S00 - S09", "S00", "S09", None)],
    "rheumatic fever (I01.0 -I01.9)": [("I01.0 -I01.9", "I01.0", "I01.9", None)],
    "apnea (P28.3- - P28.4-)": [("P28.3- - P28.4-", "P28.3", "P28.4", None)],
    "syndactyly (Q70.0- -Q70.3-)": [("Q70.0- -Q70.3-", "Q70.0", "Q70.3", None)],
    "drug dependence (F11.-F17.-)": [("F11.-F17.-", "F11", "F17", None)],
    "drug dependence (F10.- -F19.-)": [("F10.- -F19.-", "F10", "F19", None)],
    "arthritis (M05.00 to M05.8A)": [("M05.00 to M05.8A", "M05.00", "M05.8A", None)],
    "sequelae (I69.91- I69.93-)": [("I69.91-", "I69.91", None, None), ("I69.93-", "I69.93", None, None)],
    "skin (C43.2-,C44.2-)": [("C43.2-", "C43.2", None, None), ("C44.2-", "C44.2", None, None)],
    "no closing bracket (Z89.52-": [("Z89.52-", "Z89.52", None, None)],
    "another bracket (E87.8}": [("E87.8", "E87.8", None, None)],
    "no bracket at all O34.-": [("O34.-", "O34", None, None)],
    "blank before the bracket (P03.82 )": [("P03.82", "P03.82", None, None)],
    "diabetes (E08, E09 with final characters .00 or .01)": [
        ("E08", "E08", None, "final characters .00 or .01"),
        ("E09", "E09", None, "final characters .00 or .01"),
    ],
    "drug use (F11-F19 with .15. .25, .95)": [("F11-F19", "F11", "F19", ".15. .25, .95")],
    "dementia (F10-F19, with .17, .27, .97)": [("F10-F19", "F10", "F19", ".17, .27, .97")],
    "poisoning (T39.0-, with sixth character 1-4)": [("T39.0-", "T39.0", None, "sixth character 1-4")],
    "whooping cough (A37 with fifth-character 1)": [("A37", "A37", None, "fifth-character 1")],
    "poisoning (T36-T65 with fifth or sixth character 1-4 or 6)": [
        ("T36-T65", "T36", "T65", "fifth or sixth character 1-4 or 6"),
    ],
    "poisoning (T51-T65 with fifth or sixth character to indicate intent), for toxic": [
        ("T51-T65", "T51", "T65", "fifth or sixth character to indicate intent"),
    ],
    "underdosing (T36-T50 with final character 6)": [("T36-T50", "T36", "T50", "final character 6")],
    "acidosis - see categories E08-E10, E11 with ketoacidosis": [
        ("E08-E10", "E08", "E10", "ketoacidosis"),
        ("E11", "E11", None, "ketoacidosis"),
    ],
    "Conditions in S00-T88, except T74 and T76": [("S00-T88", "S00", "T88", "except T74, T76")],
    "classifiable to O62.-, except O62.3": [("O62.-", "O62", None, "except O62.3")],
    "genetic disorder (QA0.0-)": [("QA0.0-", "QA0.0", None, None)],
    "weeks of gestation (Z3A)": [("Z3A", "Z3A", None, None)],
    "vitamin B12 deficiency anemia (D51.-)": [("D51.-", "D51", None, None)],
    "tinea, any type except those in B36.-": [("B36.-", "B36", None, None)],
    "Anoctamin-5-related LGMD R12": [],
    "E. coli O157:H7": [],
    "HTLV-1-associated": [],
    "22q11.2 deletion": [],
    "body mass index of 16.0-16.99 kg/m2": [],
    "two 7th characters": [],
}


@pytest.mark.parametrize("text", FORMS)
def test_each_form_is_read(text: str) -> None:
    assert [tuple(reference) for reference in parse(text)] == FORMS[text]


@pytest.mark.parametrize("text", FORMS)
def test_nothing_is_left_over_of_a_form_that_is_read(text: str) -> None:
    assert not looks_unparsed(text)


@pytest.mark.parametrize("text", FORMS)
def test_every_condition_of_these_forms_can_be_judged(text: str) -> None:
    conditions = [reference.condition for reference in parse(text) if reference.condition]
    assert [c for c in conditions if not understood(c)] == []


@pytest.mark.parametrize("text", FORMS)
def test_what_was_read_stands_in_the_text(text: str) -> None:
    assert all(reference.text in text and reference.first in text for reference in parse(text))


def test_a_relative_reference_is_counted_as_not_read() -> None:
    assert looks_unparsed("morphological lesion specified in .0-.8")


def test_an_open_fracture_is_what_the_seventh_character_calls_one(book: Book) -> None:
    """Official text of the 7th characters of S52, S72 and S82: B C, E F, H J, M N and Q R speak of an open fracture."""
    seen: dict[str, set[bool]] = {}
    for stem in ("S52.501", "S72.301", "S82.201"):
        for character, text in (book.seventh_characters(stem) or {}).items():
            code = stem.replace(".", "") + character
            opened = "open fracture" in text
            assert holds("open fracture 7th character", code) is opened, (stem, character, text)
            seen.setdefault(character, set()).add(opened)
    assert {character for character, opened in seen.items() if opened == {True}} == set("BCEFHJMNQR")
    assert {character for character, opened in seen.items() if opened == {False}} == set("ADGKPS")


MATCHES = [
    ("(E08-E13)", ["E08", "E11.9", "E13.9", "e119"], ["E07.9", "E14", "E"]),
    ("(I12.-)", ["I12", "I12.9"], ["I13.0", "I1"]),
    ("(E08-E13 with .52)", ["E11.52"], ["E11.51", "E11.9", "E11.5"]),
    ("(E08-E13 with .51-.52)", ["E11.51", "E11.52"], ["E11.59", "E11.49"]),
    (
        "(T36-T50 with fifth or sixth character 5)",
        ["T36.0X5A", "T42.75XA", "T38.3X5D"],
        ["T36.0X1A", "T43.651A"],
    ),
    ("(T36-T50 with final character 6)", ["T36.0X6A", "T42.76XA"], ["T36.0X5A"]),
    ("(S02.- with 7th character B)", ["S02.0XXB"], ["S02.0XXA", "S02.0"]),
    (
        "(S52.- with open fracture 7th character)",
        ["S52.501B", "S52.501C", "S52.501M"],
        ["S52.501A", "S52.501K"],
    ),
    ("(I69. with final characters -91)", ["I69.391", "I69.091"], ["I69.390", "I69.1"]),
    ("(E08, E09 with final characters .00 or .01)", ["E08.00", "E09.01"], ["E08.10"]),
    ("(F11-F19 with .15. .25, .95)", ["F11.150", "F19.25", "F14.951"], ["F11.14"]),
    ("(F11-F19 with fifth to sixth characters 51)", ["F11.151"], ["F11.150", "F11.250"]),
    ("(A37 with fifth-character 1)", ["A37.01", "A37.91"], ["A37.00"]),
    ("(T51-T65 with fifth or sixth character to indicate intent)", ["T51.0X1A", "T65.94XA"], ["T51.0X5A"]),
    ("Conditions in S00-T88, except T74 and T76", ["S72.001A", "T75.1"], ["T74.11XA", "T76.02XA"]),
    ("see categories E08-E10, E11 with ketoacidosis", ["E11.10", "E10.11"], ["E11.9", "E11.00"]),
    ("(I70.2--I70.7-)", ["I70.201", "I70.799"], ["I70.0", "I70.8"]),
    (
        "S06 with 6th character 7 - death prior to waking, or 8 - death due to other cause",
        ["S06.1X7A", "S06.1X8A"],
        ["S06.1X6A"],
    ),
    ("(O98-O9A)", ["O98.011", "O9A.111"], ["O94"]),
]


@pytest.mark.parametrize(("text", "yes", "no"), MATCHES)
def test_a_reference_matches_what_it_means(text: str, yes: list[str], no: list[str]) -> None:
    references = parse(text)
    assert [code for code in yes if not any(matches(r, code) for r in references)] == []
    assert [code for code in no if any(matches(r, code) for r in references)] == []


def test_a_condition_that_cannot_be_judged_matches_nothing() -> None:
    (reference,) = parse("(T36-T50 with fifth character of one's own choice)")
    assert not understood(reference.condition or "")
    assert not matches(reference, "T36.0X5A")


def test_the_manifest_counts_what_was_not_read(book: Book) -> None:
    report = book.manifest["references"]
    assert report["parsed"] == 12_099
    # 16 sentences about 7th characters 1 through 9, and two references relative to their own entry
    assert report["unparsed"] == 18
    assert report["conditions_not_understood"] == 0
    # the official text itself names seven codes that do not exist, such as K93
    assert report["naming_no_entry"] == 7


def test_almost_every_reference_of_the_book_names_an_entry_of_it(book: Book) -> None:
    named = 0
    for code in book:
        for instruction in book[code].instructions:
            named += sum(reference.first in book for reference in instruction.references)
    assert named >= 12_090
