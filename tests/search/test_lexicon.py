from __future__ import annotations

from collections import Counter

import pytest

from codeward.codesets import Book
from codeward.errors import LoaderError
from codeward.search import lexicon
from codeward.search.indexfile import IndexFile
from codeward.words import tokens

CODES = 50  # an entry may name so many at most; more would be a list, not a meaning


def test_it_has_at_least_three_thousand_entries_of_every_kind_but_spelling() -> None:
    entries = list(lexicon.entries())
    assert sum(len(entry.phrases) for entry in entries) >= 3000
    assert {entry.kind for entry in entries} == lexicon.KINDS - {"uk"}
    assert len(lexicon.spellings()[1]) >= 100


def test_every_code_is_in_the_book(book: Book) -> None:
    named = {code for entry in lexicon.entries() for code in entry.codes} | set(lexicon.priors())
    assert {code for code in named if code not in book} == set()


def test_every_code_is_one_that_search_can_rank(book: Book) -> None:
    expansions = [
        code
        for entry in lexicon.entries()
        for code in entry.codes
        if len(code) == 8 and book.seventh_characters(code)
    ]
    assert expansions == []


def test_every_word_of_a_replacement_is_in_the_book(index: IndexFile) -> None:
    known = set(index.vocab[: index.book_words])
    missing = {w for entry in lexicon.entries() for w in tokens(entry.words) if w not in known}
    assert missing == set()


def test_no_phrase_stands_twice_in_one_line_and_few_in_two() -> None:
    counts: Counter[str] = Counter()
    for entry in lexicon.entries():
        assert len(set(entry.phrases)) == len(entry.phrases), entry
        assert all(phrase == phrase.strip().lower() and phrase for phrase in entry.phrases), entry
        assert len(entry.codes) < CODES
        counts.update(entry.phrases)
    assert sum(count > 1 for count in counts.values()) < 60


def test_every_chapter_is_spoken_of(book: Book) -> None:
    chapters = {book[code].ancestors[-1] for entry in lexicon.entries() for code in entry.codes}
    assert chapters == {str(number) for number in range(1, 23)}


def test_priors_are_weights_from_0_to_3_and_never_say_the_ordinary() -> None:
    assert set(lexicon.priors().values()) == {0, 2, 3}


def test_british_rules_change_something() -> None:
    rules, whole = lexicon.spellings()
    assert all(british != american for british, american in rules)
    assert whole["oesophagus"] == "esophagus"


def test_aliases_are_words() -> None:
    assert all(said.isalpha() and meant.isalpha() for said, meant in lexicon.aliases().items())


@pytest.mark.parametrize("line", ["one\ttwo\n", "a\tb\tE11\tnosuchkind\n", "a\t\t\tlay\n"])
def test_a_bad_line_is_named(line: str, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "bad.tsv").write_text("phrases\twords\tcodes\tkind\n" + line)
    monkeypatch.setattr(lexicon, "_FOLDER", tmp_path)
    with pytest.raises(LoaderError, match=r"bad\.tsv:2"):
        list(lexicon.entries())
