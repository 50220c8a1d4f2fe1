"""What coders call codes: every code is one of its book, and the names lead to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codeward.codesets import Book
from codeward.search.plain.names import FILES, spoken
from codeward.search.plain.searcher import PlainSearcher
from codeward.search.structure.data import rows

SAYINGS = FILES["cpt"].parent / "sayings_icd10pcs.tsv"


@pytest.mark.parametrize("system", sorted(FILES))
def test_every_name_is_of_a_code_of_the_book(system: str, cpt_book: Book, hcpcs_book: Book) -> None:
    book = {"cpt": cpt_book, "hcpcs": hcpcs_book}[system]
    assert spoken(system)
    assert not [code for code in spoken(system) if code not in book]
    assert all(name == name.strip() and name for names in spoken(system).values() for name in names)


def test_a_name_alone_finds_its_code(cpt: PlainSearcher, hcpcs: PlainSearcher) -> None:
    for searcher in (cpt, hcpcs):
        single: dict[str, list[str]] = {}
        for code, names in spoken(searcher.book.system).items():
            for name in names:
                single.setdefault(name.lower(), []).append(code)
        asked = [(name, codes) for name, codes in sorted(single.items()) if len(codes) == 1][::9]
        missed = [
            name for name, codes in asked if codes[0] not in [hit.code for hit in searcher.search(name, 5)]
        ]
        assert len(missed) <= len(asked) // 50, missed


def test_what_is_said_of_procedures_leads_to_lawful_codes(pcs: PlainSearcher) -> None:
    codes = [pcs.code_of(number) for number in range(pcs.index.size)]
    sections = {code[0] for code in codes}
    missed: list[str] = []
    lines = list(rows(Path(SAYINGS), 3))
    for phrases, words, prefixes in lines:
        assert set(re.findall(r"[a-z0-9]+", words.lower())) or prefixes
        here = [prefix for prefix in prefixes.split() if prefix[0] in sections]
        patterns = [re.compile(prefix.replace("_", ".")) for prefix in here]
        for pattern in patterns:
            assert any(map(pattern.match, codes)), (phrases, pattern)
        if patterns:
            found = [hit.code for hit in pcs.search(phrases.split(";")[0], 5)]
            if not any(pattern.match(code) for pattern in patterns for code in found):
                missed.append(phrases)
    assert len(missed) <= len(lines) // 50, missed
