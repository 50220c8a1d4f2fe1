"""A licensee's own files: both layouts, every encoding, the lists; and files that are wrong or damaged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codeward.codesets import Book, validate
from codeward.codesets.cpt.layout import Range, shelved
from codeward.errors import LoaderError
from tests.codesets.cpt.conftest import TEXTS, fixed, tabbed

Made = Callable[[dict[str, bytes]], Book]
SHORT = {code: text[:20].upper() for code, text in TEXTS.items()}


def titles(book: Book) -> dict[str, str]:
    return {code: book[code].description for code in TEXTS}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("LONGULT.txt", tabbed(TEXTS).encode("cp1252")),
        ("LONGULT.TXT", tabbed(TEXTS).encode("utf-8-sig")),
        ("longult.txt", tabbed(TEXTS).encode("utf-8")),
        ("LONGULT.txt", tabbed(TEXTS).encode("utf-16")),
        ("LONGULF.txt", fixed(TEXTS).encode("latin-1")),
        ("LONGULF.txt", (fixed(TEXTS) + "\x1a").encode("cp1252")),
    ],
)
def test_the_long_file_in_every_layout(licensed: Made, name: str, content: bytes) -> None:
    book = licensed({name: content})
    assert titles(book) == TEXTS
    assert all(book[code].billable for code in TEXTS)
    assert not any(book[code].gloss for code in TEXTS)
    assert (book.manifest["licensed"], book.manifest["gloss"]) == (True, False)
    assert "may not be shown" in book.manifest["notice"]


def test_validating_never_repeats_a_licensees_descriptor(licensed: Made) -> None:
    book = licensed({"LONGULT.TXT": tabbed(TEXTS).encode("utf-8")})
    code, text = next(iter(TEXTS.items()))
    answer = validate(book, code)
    assert answer.valid
    assert answer.message == f"{code} is billable."
    assert text not in str(answer.to_json())


def test_a_table_with_named_columns(licensed: Made) -> None:
    heading = "Concept Id\tCPT Code\tLong\tNote"
    rows = "\n".join(f"10{code}x\t{code}\t{text}\tseen" for code, text in TEXTS.items())
    assert titles(licensed({"LONGULT.txt": f"{heading}\n{rows}\n".encode()})) == TEXTS


def test_all_the_files_together(licensed: Made) -> None:
    book = licensed(
        {
            "LONGULT.txt": tabbed(TEXTS).encode(),
            "LONGUT.txt": tabbed({code: text.upper() for code, text in TEXTS.items()}).encode(),
            "MEDU.txt": fixed(SHORT, counted=False).encode(),
            "SHORTU.txt": fixed(SHORT, counted=False).encode(),
            "MODUL.txt": b"22\tWider teapot\r\nP1 Teapot in good health\r\n2601 Teapot,\r\n2602 without the lid\r\n",
            "Headings.txt": b"10004-69990\tCraft\n10004-10999\tLanterns\n99202-99499\tVisits\n",
            "AddOnCodes.txt": b"These go with others\n10030\n",
            "Modifier 51 exempt.txt": b"44970\n",
            "Telemedicine.txt": b"99213\tTea\n",
            "ConsumerDescriptor.txt": tabbed({"99213": "Tea for people"}).encode(),
            "CPT README.doc": b"\xd0\xcf\x11\xe0",
        }
    )
    assert book["99213"].facts["short"] == SHORT["99213"]
    assert book["99213"].facts["consumer"] == "Tea for people"
    assert (book["99213"].facts["telemedicine"], book["44970"].facts["telemedicine"]) == (True, False)
    assert (book["10030"].facts["add_on"], book["44970"].facts["modifier_51_exempt"]) == (True, True)
    assert book["44970"].facts["global_days"] == "090"
    assert [book["10021"].parent, book["44970"].parent] == ["10004-10999", "10004-69990"]
    assert book["70010"].ancestors == ("00000-99999",)
    assert not book["99202-99499"].gloss
    extra = book.extra("modifiers")
    assert extra is not None
    assert json.loads(bytes(extra)) == {
        "22": "Wider teapot", "P1": "Teapot in good health", "26": "Teapot, without the lid",
    }  # fmt: skip
    assert book.manifest["not_read"] == ["CPT README.doc", "LONGUT.txt"]


def test_without_headings_ours_stand_and_say_so(licensed: Made) -> None:
    book = licensed({"MEDU.txt": fixed(SHORT, counted=False).encode()})
    assert book["44970"].parent == "44900-44979"
    assert book["44900-44979"].gloss
    assert book["44970"].description == SHORT["44970"]
    assert book["0001U"].ancestors == ("0000U-9999U",)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"README.txt": b"hello"}, "no descriptor file"),
        ({"LONGULT.txt": b""}, "holds no CPT code"),
        ({"LONGULT.txt": b"A notice\nand no code\n"}, "holds no CPT code"),
        ({"LONGULT.txt": b"PK\x03\x04\x00"}, "is an archive"),
        ({"LONGULT.txt": b"99213\tTea\x00\x00"}, "not a text file"),
        ({"LONGULT.txt": b"A0021\tAmbulance\n"}, "LONGULT.txt:1: holds HCPCS"),
        ({"LONGULT.txt": b"99213\tTea\n99213\tTea again\n"}, "LONGULT.txt:2: 99213 stands there twice"),
        ({"LONGULT.txt": b"99213\tTea\n99214\t\n"}, "LONGULT.txt:2: 99214 has no text"),
        ({"LONGULT.txt": b"99213\tTea\n99214"}, "LONGULT.txt:2: 99214 has no text"),
        ({"LONGULF.txt": b"9921301 Tea\n9921303 late\n"}, "LONGULF.txt:2: part 3 of 99213"),
        ({"LONGULF.txt": b"9921302 late\n"}, "part 2 of 99213 stands there without part 1"),
        ({"LONGULT.txt": b"99213\tTea\n", "MODUL.txt": b"nothing here\n"}, "holds no modifier"),
        ({"LONGULT.txt": b"99213\tTea\n", "AddOn.txt": b"none\n"}, "AddOn.txt: holds no CPT code"),
        ({"LONGULT.txt": b"99213\tTea\n", "Headings.txt": b"99499-99202\tBack\n"}, "is no heading"),
        ({"LONGULT.txt": b"99213\tTea\n", "Headings.txt": b"Tea\n"}, "holds no heading"),
        (
            {
                "LONGULT.txt": tabbed({str(n): "x" for n in range(20000, 20100)}).encode(),
                "MEDU.txt": tabbed({str(n): "x" for n in range(20006, 20106)}).encode(),
            },
            "MEDU.txt: is of another year than LONGULT.txt: 12 codes",
        ),
    ],
)  # fmt: skip
def test_a_wrong_or_damaged_file_says_what_and_where(
    licensed: Made, files: dict[str, bytes], message: str
) -> None:
    with pytest.raises(LoaderError, match=re.escape(message)) as error:
        licensed(files)
    assert error.value.way_out


def test_what_is_not_understood_is_counted(licensed: Made) -> None:
    book = licensed(
        {"LONGULT.txt": b"99213\tTea\nan odd line\n99214\tMore tea\n", "Telemedicine.txt": b"99999\n"}
    )
    assert book.manifest["not_understood"] == ["LONGULT.txt:2: an odd line"]
    assert book.manifest["listed_without_descriptor"] == ["99999"]


words = st.text(st.characters(codec="latin-1", exclude_categories=["C", "Z"]), min_size=1, max_size=12)
texts = st.dictionaries(
    st.from_regex(r"[0-9]{4}[0-9FTU]", fullmatch=True),
    st.lists(words, min_size=1, max_size=30).map(" ".join),
    min_size=1,
    max_size=8,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts)
def test_fixed_and_tabbed_files_say_the_same(licensed: Made, texts: dict[str, str]) -> None:
    texts = {code: text.replace('"', "'") for code, text in texts.items()}
    one = licensed({"LONGULF.txt": fixed(texts).encode("utf-8")})
    found = {code: one[code].description for code in texts}
    two = licensed({"LONGULT.txt": tabbed(texts).encode("utf-8")})
    assert found == {code: two[code].description for code in texts} == texts


ranges = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda pair: (min(pair), max(pair))),
    unique=True,
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(ranges, st.sets(st.integers(0, 99), max_size=10))
def test_every_code_is_shelved_once_and_no_deeper_than_one_below(
    pairs: list[tuple[int, int]], numbers: set[int]
) -> None:
    above: list[Range] = []
    shelf: list[Range] = []
    for first, last in pairs:
        found = Range(0, f"{first:05d}", f"{last:05d}", "x")
        while above and not above[-1].encloses(found):
            above.pop()
        shelf.append(found._replace(depth=len(above)))
        above.append(shelf[-1])
    codes = {f"{number:05d}" for number in numbers}
    placed = list(shelved(shelf, codes))
    assert sorted(item[0] for item in placed if not isinstance(item, Range)) == sorted(codes)
    depth = -1
    for item in placed:
        now = item.depth if isinstance(item, Range) else item[1]
        assert now <= depth + 1
        depth = now
