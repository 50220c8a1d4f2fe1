"""Words to paths: the derived index of the real Tabular, asked as coders ask."""

from __future__ import annotations

import pytest

from codeward.errors import CodewardError, QueryError
from codeward.index import Index


def first(index: Index, text: str, book: str | None = None) -> str:
    entry = index.find(text, 1, book=book)[0]
    return f"{' > '.join(entry.path)} {entry.code}"


@pytest.mark.parametrize(("text", "wanted"), [
    ("fracture femur neck left", "Fracture > femur > neck > left S72.002"),
    ("femoral neck fracture left", "Fracture > femur > neck > left S72.002"),
    ("Fracture", "Fracture"),
    ("crohn's disease", "Crohn's disease K50.9-"),
    ("addisons disease", "E27.1"),
    ("cough", "Cough R05.9"),
    ("sclerotic kidney", "N26"),
    ("heart attack", "I21.9"),
    ("ulcer, ulcerated, ulcerating stomach", "K25"),
    ("appendicitis acute abscess", "K35"),
])  # fmt: skip
def test_words_lead_to_a_path(index: Index, text: str, wanted: str) -> None:
    assert any(wanted in f"{' > '.join(e.path)} {e.code}" for e in index.find(text, 3))


@pytest.mark.parametrize(("text", "book", "column", "code"), [
    ("neoplasm lung", "neoplasm", None, None),
    ("malignant neoplasm of prostate", "neoplasm", "malignant_primary", "C61"),
    ("secondary neoplasm brain", "neoplasm", "malignant_secondary", "C79.31"),
    ("benign neoplasm thyroid", "neoplasm", "benign", "D34"),
    ("poisoning aspirin", "drugs", "accidental", "T39.011"),
    ("aspirin", "drugs", None, None),
    ("adverse effect of penicillin", "drugs", "adverse_effect", "T36.0X5"),
    ("adverse effect of ciprofloxacin", "drugs", "adverse_effect", "T36.AX5"),
    ("cyanide poisoning", "drugs", "accidental", "T65.0X1"),
    ("poisoning by amphetamine", "drugs", "accidental", "T43.621"),
    ("poisoning by ethylene glycol", "drugs", "accidental", "T52.8X1"),
    ("adverse effect of bactrim", "drugs", "adverse_effect", "T36.8X5"),
    ("adverse effect of folic acid", "drugs", "adverse_effect", "T45.8X5"),
    ("underdosing insulin", "drugs", "underdosing", "T38.3X6"),
    ("fall from ladder", "external_cause", None, "W11"),
    ("dog bite", "external_cause", None, "W54.0"),
])  # fmt: skip
def test_tables_and_causes_answer_where_the_words_ask(
    index: Index, text: str, book: str, column: str | None, code: str | None
) -> None:
    entry = next(e for e in index.find(text, 5) if e.book == book)
    assert (entry.column, entry.code) == (column, code)


def test_a_row_of_a_table_has_all_its_columns(index: Index) -> None:
    (lung,) = [e for e in index.find("neoplasm lung", 5) if e.path[1:] == ("lung",)]
    assert lung.table == {
        "malignant_primary": "C34.9-", "malignant_secondary": "C78.0-", "in_situ": "D02.2-", "benign": "D14.3-",
        "uncertain": "D38.1", "unspecified": "D49.1",
    }  # fmt: skip
    aspirin = next(e for e in index.find("aspirin") if e.book == "drugs")
    assert aspirin.table is not None
    assert list(aspirin.table.values()) == [f"T39.01{n}" for n in range(1, 7)]


def test_slips_and_beginnings_are_understood(index: Index) -> None:
    assert "S72" in first(index, "fractur femr")
    assert any("J44" in (e.code or "") for e in index.find("chronic obstructive pulm", 5))
    assert any(e.code == "J86.0" for e in index.find("bronchopleural fistula", 5))


def test_entries_are_best_first_and_no_more_than_asked(index: Index) -> None:
    found = index.find("diabetic neuropathy", 7)
    assert len(found) == 7
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    assert len({e.id for e in found}) == 7


@pytest.mark.parametrize("text", ["", "   ", "of the", "qqqxyzzy", "\x00\x01", "مرض", "- - -"])
def test_what_says_nothing_finds_nothing_and_breaks_nothing(index: Index, text: str) -> None:
    assert index.find(text, 3) == []


def test_marks_are_no_syntax(index: Index) -> None:
    found = index.find("'\" OR 1=1", 3)
    assert len(found) == 3
    assert [entry.id for entry in found] == [entry.id for entry in index.find("or 1 1", 3)]


def test_wrong_questions_are_told(index: Index) -> None:
    with pytest.raises(QueryError, match="1001 characters"):
        index.find("a" * 1001)
    with pytest.raises(QueryError, match="limit is 0"):
        index.find("cough", 0)
    with pytest.raises(CodewardError, match="no index book"):
        index.find("cough", book="atlas")


def test_asking_twice_gives_the_same(index: Index) -> None:
    for text in ("fracture", "pneumonia klebsiella", "tylenol suicide attempt"):
        assert index.find(text) == index.find(text)


@pytest.mark.parametrize(("text", "code"), [
    ("pneumonia", "J18.9"), ("gonorrhea", "A54.9"), ("MRSA infection", "A49.02"), ("diabetic neuropathy", "E11.40"),
    ("diabetic peripheral neuropathy", "E11.42"), ("multiple myeloma", "C90.0-"), ("BMI", "Z68.-"),
])  # fmt: skip
def test_what_stands_second_or_says_more_is_not_the_default_of_a_name(
    index: Index, text: str, code: str
) -> None:
    assert index.find(text, 1)[0].code == code
