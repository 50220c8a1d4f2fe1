"""CMS's own file, in the layouts that it comes in, and what is done with a damaged or foreign one."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets import Book, validate
from codeward.codesets.hcpcs.official import compile_official, read_contents
from codeward.errors import LoaderError
from tests.codesets.hcpcs.conftest import HEADING, RELEASE, record
from tests.codesets.outcome import outcome

Write = Callable[..., Path]
Opened = Callable[[bytes], Book]


def check(book: Book) -> None:
    """Say of either layout the same things."""
    assert [code for code in book if book[code].kind == "code"] == ["A0021", "J1885", "J9310", "V5364"]
    drug = book["j1885"]
    assert drug.description.endswith("15 mg")
    assert drug.facts["short"] == "Trial inj"
    assert drug.facts["pricing"] == ["51"]
    assert drug.facts["unit"] == {"amount": 15, "unit": "mg"}
    assert drug.facts["tos"] == ["1", "P"]
    assert (drug.parent, drug.billable) == ("J1000-J1999", True)
    ended = book["J9310"]
    assert (ended.billable, ended.facts["effective_to"], ended.facts["replaced_by"]) == (
        False,
        "2018-12-31",
        ["J1885"],
    )
    answer = validate(book, "J9310", date(2019, 3, 1))
    assert (answer.valid, answer.reason, answer.suggestions) == (False, "not_in_force", ("J1885",))
    assert "2018-12-31" in answer.message


def holds_a_code(book: Book) -> bool:
    return any(book[code].kind == "code" for code in book)


def test_the_fixed_width_file(lines: list[str], write: Write, opened: Opened) -> None:
    book = opened(compile_official(RELEASE, [write(lines)]))
    check(book)
    assert (
        book["J1885"].description
        == "Injection, trial drug, that is long enough to need a second record, per 15 mg"
    )
    assert book.manifest["modifiers"] == 2
    assert book.manifest["ended"] == 1
    blob = book.extra("modifiers")
    assert blob is not None
    assert [row["title"] for row in json.loads(bytes(blob))] == ["Trial dressing", "Trial left side"]


@pytest.mark.parametrize(
    ("end", "encoding"), [("\r\n", "latin-1"), ("\n", "utf-8-sig"), ("\r\n", "cp1252"), ("\n", "utf-8")]
)
def test_line_ends_marks_and_encodings(
    lines: list[str], write: Write, opened: Opened, end: str, encoding: str
) -> None:
    lines[4] = record("A0021", "Trial ride – café, per mile" if encoding != "latin-1" else "Trial café")
    book = opened(compile_official(RELEASE, [write(lines, end=end, encoding=encoding)]))
    assert "café" in book["A0021"].description
    check(book)


def test_the_workbook(table: list[list[object]], workbook: Write, opened: Opened) -> None:
    book = opened(compile_official(RELEASE, [workbook(table)]))
    check(book)
    assert book["A0021"].facts["effective_from"] == "1985-01-01"
    assert book["A0021"].facts["pricing"] == ["00"]  # the workbook keeps a number where the code is "00"
    assert book["A0021"].facts["cross_reference"] == ["A0030"]
    assert book.manifest["modifiers"] == 1


@pytest.mark.parametrize("mark", [",", "\t"])
def test_separated_text(table: list[list[object]], write: Write, opened: Opened, mark: str) -> None:
    rows = [mark.join(f'"{cell}"' for cell in [*row, *[""] * (len(HEADING) - len(row))]) for row in table]
    book = opened(compile_official(RELEASE, [write(rows, name="hcpcs.csv")]))
    check(book)
    assert book.manifest["modifiers"] == 1


def test_what_is_not_understood_is_reported_and_not_lost(
    table: list[list[object]], workbook: Write, opened: Opened
) -> None:
    table.append(["99213", 100, 3, "not ours", *[""] * (len(HEADING) - 4)])
    table[3][13] = 20251350
    book = opened(compile_official(RELEASE, [workbook(table)]))
    reported = [row["what"] for row in book.manifest["not_understood"]]
    assert reported == ["effective_from of A0021: 20251350", "not a HCPCS code: 99213"]
    assert book.manifest["not_understood_count"] == 2
    assert "effective_from" not in book["A0021"].facts


def test_a_code_that_stands_there_twice(lines: list[str], write: Write) -> None:
    with pytest.raises(LoaderError, match=r"A0021 stands in lines 5 and 6"):
        compile_official(RELEASE, [write([*lines[:5], lines[4], *lines[5:]])])


def test_a_file_that_ends_in_the_middle(lines: list[str], write: Write) -> None:
    path = write(lines)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(
        LoaderError, match=r"HCPC\.txt:9: (ends in the middle|the record of V5364 is cut short)"
    ):
        compile_official(RELEASE, [path])


def test_a_file_that_lacks_its_end(lines: list[str], write: Write) -> None:
    with pytest.raises(LoaderError, match="runs from A to J; a release runs from A to V"):
        compile_official(RELEASE, [write(lines[:-1])])


def test_a_record_cut_short(lines: list[str], write: Write) -> None:
    with pytest.raises(LoaderError, match=r":5: the record of A0021 is cut short"):
        compile_official(RELEASE, [write([*lines[:4], lines[4][:120], *lines[5:]])])


def test_a_continuation_of_nothing(lines: list[str], write: Write) -> None:
    with pytest.raises(LoaderError, match="J1885 is continued but not begun"):
        compile_official(RELEASE, [write([*lines[:5], lines[6], *lines[7:]])])


def test_a_row_of_a_table_cut_short(table: list[list[object]], write: Write) -> None:
    rows = [",".join(f'"{cell}"' for cell in row) for row in table]
    rows[4] = '"J1885","100"'
    with pytest.raises(LoaderError, match=r"csv:5: the row is cut short"):
        compile_official(RELEASE, [write(rows, name="hcpcs.csv")])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", b"nothing of the kind\n"),
        ("empty.txt", b""),
        ("order.csv", b"a,b,c\n1,2,3\n"),
        ("broken.xlsx", b"PK\x03\x04not a workbook"),
        ("noise.bin", bytes(range(256)) * 20),
    ],
)
def test_another_file_is_refused_with_a_way_out(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LoaderError) as caught:
        compile_official(RELEASE, [path])
    assert name in str(caught.value)
    assert caught.value.way_out


def test_a_workbook_of_something_else(workbook: Write) -> None:
    with pytest.raises(LoaderError, match="no sheet with the columns of HCPCS"):
        compile_official(RELEASE, [workbook([["code", "price"], ["A0021", 5]])])


def test_the_right_one_of_several_files_is_found(
    lines: list[str], write: Write, opened: Opened, tmp_path: Path
) -> None:
    other = tmp_path / "readme.txt"
    other.write_text("Read me\n")
    book = opened(compile_official(RELEASE, [other, write(lines)]))
    check(book)
    assert [file["file"] for file in book.manifest["source"]["files"]] == ["HCPC.txt"]


def test_another_digest_is_refused(lines: list[str], write: Write) -> None:
    with pytest.raises(LoaderError, match="SHA-256"):
        compile_official(RELEASE, [write(lines)], ["0" * 64])


def test_compiling_twice_gives_the_same_bytes(lines: list[str], write: Write) -> None:
    path = write(lines)
    assert compile_official(RELEASE, [path]) == compile_official(RELEASE, [path])


def test_no_file_at_all() -> None:
    with pytest.raises(LoaderError, match="there is no file"):
        compile_official(RELEASE, [])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=3000))
def test_any_bytes_are_read_or_refused(tmp_path: Path, opened: Opened, content: bytes) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(content)
    came = outcome(lambda: opened(compile_official(RELEASE, [path])))
    assert holds_a_code(came) if isinstance(came, Book) else "any.txt" in str(came)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_workbook_is_read_or_refused(
    tmp_path: Path, table: list[list[object]], workbook: Write, opened: Opened, data: st.DataObject
) -> None:
    content = bytearray(workbook(table).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        del content[place:]
    else:
        content[place] ^= data.draw(st.integers(1, 255))
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(bytes(content))
    came = outcome(lambda: opened(compile_official(RELEASE, [path])))
    assert holds_a_code(came) if isinstance(came, Book) else "damaged.xlsx" in str(came)


def test_a_workbook_that_would_unpack_to_more_than_memory_holds(
    workbook: Write, table: list[list[object]]
) -> None:
    path = workbook(table)
    with zipfile.ZipFile(path, "a", compression=zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * 200_000_001)
    with pytest.raises(LoaderError, match="unpacks to more"):
        compile_official(RELEASE, [path])


def test_a_field_longer_than_any_description(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text("hcpc,long description\nA0021," + "x" * 200_000 + "\n")
    with pytest.raises(LoaderError, match=r"long\.csv"):
        compile_official(RELEASE, [path])


def test_the_records_can_be_read_alone(lines: list[str], write: Write) -> None:
    contents = read_contents(write(lines))
    assert [row.code for row in contents.records if row.is_modifier] == ["A1", "LT"]
