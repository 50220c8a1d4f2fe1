from __future__ import annotations

from pathlib import Path

import pytest

from codeward.errors import BookError, BookFormatError, BookTruncated
from codeward.search.plain.plainfile import HEADER, PlainFile, target, target_range
from codeward.search.plain.searcher import PlainSearcher


def test_a_word_has_a_bit_for_every_title_that_holds_it(pcs: PlainSearcher) -> None:
    index = pcs.index
    for word in ("appendix", "resection", "approach", "left", "platelet"):
        number = index.number[word]
        bits = index.bits(number)
        assert bits.bit_count() == index.count(number) > 0
        holders = (
            {n for n in range(index.size) if number in index.document(n).title}
            if word != "approach"
            else None
        )
        if holders is not None:
            assert {n for n in range(index.size) if bits >> n & 1} == holders


def test_a_title_is_put_together_from_its_two_parts(pcs: PlainSearcher) -> None:
    number = pcs._place("0DTJ4ZZ")
    words = {pcs.index.vocab[word] for word in pcs.index.document(number).title}
    assert words == {"resection", "appendix", "percutaneous", "endoscopic", "approach"}
    assert pcs.code_of(number) == "0DTJ4ZZ"
    assert pcs.index.document(number).alike == 2  # 0DTJ7ZZ and 0DTJ8ZZ follow


def test_masks_tell_what_is_billable_and_what_heads_others(cpt: PlainSearcher) -> None:
    for number in range(0, cpt.index.size, 97):
        document = cpt.index.document(number)
        assert bool(cpt.index.mask(0) >> number & 1) == document.billable
        assert bool(cpt.index.mask(1) >> number & 1) == document.heading


def test_names_and_headings_are_kept(cpt: PlainSearcher) -> None:
    document = cpt.index.document(cpt._place("99213"))
    assert document.names
    assert document.headings
    assert cpt.index.document(cpt._place("99202-99499")).heading


def test_a_target_is_a_range() -> None:
    assert target_range(target(12, 78_000)) == (12, 78_000)


def test_the_index_of_all_procedures_is_small(pcs: PlainSearcher) -> None:
    assert pcs.index.size > 78_603
    assert pcs.index.path.stat().st_size < 4_000_000


@pytest.mark.parametrize(
    ("damage", "error"), [("magic", BookFormatError), ("format", BookFormatError), ("cut", BookTruncated)]
)
def test_another_file_is_refused(
    hcpcs: PlainSearcher, tmp_path: Path, damage: str, error: type[BookError]
) -> None:
    whole = bytearray(hcpcs.index.path.read_bytes())
    if damage == "magic":
        whole[:4] = b"JUNK"
    elif damage == "format":
        whole[8] = 99
    else:
        del whole[HEADER.size + 100 :]
    path = tmp_path / "bad.find"
    path.write_bytes(whole)
    with pytest.raises(error, match=r"bad\.find"):
        PlainFile(path)
