"""The loader takes the format with all its quirks, and reports what it does not know."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from codeward.codesets.icd10cm.tabular import Tabular, load
from codeward.errors import LoaderError

HEAD = '<?xml version="1.0" encoding="{encoding}"?>\n<ICD10CM.tabular><version>2026</version>'
BODY = """<chapter><name>1</name><desc>Infections (A00-B99)</desc>{extra}
<section id="A00-A09"><desc>Intestinal</desc>
<diag><name>A00</name><desc>Cholera</desc>{inside}</diag></section></chapter></ICD10CM.tabular>"""


def written(tmp_path: Path, *, extra: str = "", inside: str = "", encoding: str = "utf-8") -> Path:
    path = tmp_path / "tabular.xml"
    text = HEAD.format(encoding=encoding) + BODY.format(extra=extra, inside=inside)
    path.write_bytes(text.encode(encoding))
    return path


def cholera(tabular: Tabular):
    return tabular.chapters[0].children[0].children[0]


def test_it_reads_version_chapters_blocks_and_entries(tmp_path: Path) -> None:
    tabular = load(written(tmp_path))
    chapter = tabular.chapters[0]
    assert (tabular.version, chapter.kind, chapter.name, chapter.title) == (
        "2026",
        "chapter",
        "1",
        "Infections (A00-B99)",
    )
    assert (chapter.children[0].kind, chapter.children[0].name) == ("section", "A00-A09")
    assert (cholera(tabular).kind, cholera(tabular).name, cholera(tabular).title) == (
        "category",
        "A00",
        "Cholera",
    )
    assert tabular.unknown == []


@pytest.mark.parametrize("empty", ["<codeAlso><note/></codeAlso>", "<codeAlso><note> </note></codeAlso>"])
def test_an_empty_note_is_counted_and_skipped(tmp_path: Path, empty: str) -> None:
    tabular = load(written(tmp_path, inside=f"{empty}<codeAlso><note>fever (R50.9)</note></codeAlso>"))
    assert cholera(tabular).notes == [("code_also", "fever (R50.9)")]
    assert tabular.empty == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_it_reads_the_encoding_that_the_file_declares(tmp_path: Path, encoding: str) -> None:
    inside = "<inclusionTerm><note>Hand-Schüller-Christian disease</note></inclusionTerm>"
    tabular = load(written(tmp_path, inside=inside, encoding=encoding))
    assert cholera(tabular).notes == [("inclusion_term", "Hand-Schüller-Christian disease")]


def test_it_reads_xz(tmp_path: Path) -> None:
    path = tmp_path / "tabular.xml.xz"
    path.write_bytes(lzma.compress(written(tmp_path).read_bytes()))
    assert load(path).chapters[0].name == "1"


def test_it_keeps_and_reports_what_it_does_not_know(tmp_path: Path) -> None:
    inside = (
        '<novelty colour="red"><note>kept <b>whole</b></note></novelty>'
        "<includes><note>plain <i>slanted</i> end</note></includes>loose words"
    )
    tabular = load(written(tmp_path, inside=inside, extra='<desc era="new">Infections</desc>'))
    seen = [(row["what"], row["entry"], row["text"]) for row in tabular.unknown]
    assert seen == [
        ("desc@era", "1", "new"),
        ("diag/novelty colour='red'", "A00", "kept whole"),
        ("note/i", "A00", "slanted"),
        ("diag/text", "A00", "loose words"),
    ]
    assert all(row["line"] in (2, 3, 4) for row in tabular.unknown)
    assert cholera(tabular).notes == [("includes", "plain  end")]


def test_notes_under_a_7th_character_belong_to_the_character_above_them(tmp_path: Path) -> None:
    inside = (
        '<sevenChrDef><note>of all</note><extension char="a">initial</extension>'
        '<extension char="B">open</extension><note>\topen NOS</note></sevenChrDef>'
    )
    node = cholera(load(written(tmp_path, inside=inside)))
    assert [(s.char, s.text, s.notes) for s in node.seventh] == [
        ("A", "initial", []),
        ("B", "open", ["open NOS"]),
    ]
    assert node.notes == [("seventh_character", "of all")]


def test_malformed_xml_is_an_error_with_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.xml"
    path.write_text(HEAD.format(encoding="utf-8") + "\n<chapter>\n<name>1</nam>")
    with pytest.raises(LoaderError, match=r"broken\.xml:4: malformed XML \(mismatched tag\)") as caught:
        load(path)
    assert caught.value.line == 4


REFUSED = {
    "entity": ("<!DOCTYPE x [<!ENTITY a 'b'>]><ICD10CM.tabular/>", "declares an entity"),
    "another root": ("<ICD10.index/>", "starts with <ICD10.index>"),
    "no chapter": ("<ICD10CM.tabular/>", "holds no chapter"),
    "no name": ("<ICD10CM.tabular><chapter><desc>x</desc></chapter></ICD10CM.tabular>", "without a name"),
    "no text": ("", "malformed XML"),
    "encoding": ("<?xml version='1.0' encoding='klingon'?><ICD10CM.tabular/>", "klingon|unknown encoding"),
    "character": (
        "<ICD10CM.tabular><chapter><section id='A'><sevenChrDef><extension/>",
        "whose char is",
    ),
    "depth": ("<ICD10CM.tabular><chapter><section id='A'>" + "<diag>" * 40, "deep"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_refuses_with_a_typed_error(tmp_path: Path, case: str) -> None:
    text, message = REFUSED[case]
    path = tmp_path / "bad.xml"
    path.write_text(text)
    with pytest.raises(LoaderError, match=message):
        load(path)


def test_a_truncated_archive_and_a_missing_file_are_typed_errors(tmp_path: Path) -> None:
    path = tmp_path / "tabular.xml.xz"
    path.write_bytes(lzma.compress(written(tmp_path).read_bytes())[:-20])
    with pytest.raises(LoaderError, match="unpacked"):
        load(path)
    with pytest.raises(LoaderError, match="No such file"):
        load(tmp_path / "nowhere.xml")


def test_bytes_that_are_not_of_the_encoding_are_a_typed_error(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Cholera", b"Chol\xff\xfe"))
    with pytest.raises(LoaderError, match=r"tabular\.xml:4"):
        load(path)
