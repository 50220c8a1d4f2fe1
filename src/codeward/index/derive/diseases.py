"""The derived Alphabetic Index and External Cause Index: titles and terms of the Tabular, turned into paths.

A code stands where its title leads, and where each of its inclusion terms does; "unspecified" is the default of
its path, "other" stands under "specified NEC". What the lexicon of the search says for a code becomes a term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from codeward.codesets import Book, Concept
from codeward.codesets.indexes import Letter
from codeward.errors import LoaderError
from codeward.index.derive.invert import Inverted, heads, invert
from codeward.index.derive.tree import Tree
from codeward.search import lexicon

__all__ = ["Source", "causes", "diseases", "sent_away", "sources"]

_EPONYMS = Path(__file__).parents[1] / "data" / "eponyms.tsv"
_MOST_WORDS = 26  # longer texts are sentences, not terms
_TERMS = ("inclusion_term", "includes")
_UNSPECIFIED, _TITLE, _TERM, _SAID, _OTHER = 0, 1, 2, 3, 4
_MANIFESTATION = "in diseases classified elsewhere"
_KINDS = frozenset(("eponym", "term", "lay", "uk", "abbreviation"))
# What a chapter's codes are about without saying so each time.
_CHAPTERS = {"O": "(pregnancy)", "P": "(newborn)", "Q": "(congenital)"}
# The Neoplasm Table leads to these; the Alphabetic Index says so at its main term.
_OF_TABLE = re.compile(
    r"(?i)^(?:(?:other )?(?:unspecified )?(?:secondary )?malignant neoplasms?|(?:other )?benign neoplasms?"
    r"|carcinoma in situ|neoplasms? of (?:uncertain|unspecified) behavior) of\b"
)
# Everyday phrases that speak of somebody or something done are sentences, not terms.
_SENTENCE = frozenset(
    (
        "hx", "had", "has", "have", "got", "takes", "taking", "took", "on", "my", "your", "father", "mother",
        "kid", "it", "i", "can't", "won't", "not", "after", "old", "need", "needs", "while", "history", "h/o",
        "s/p", "prior", "second",
    )
)  # fmt: skip
_A_SIDE = re.compile(r"\b(right|left)\b")
_MOST_SAID = 3  # words of an everyday phrase that becomes a term
# Abbreviations that could be spoken as words, and ones that people write in small letters.
_SPELLED_OUT = frozenset(
    (
        "aodm",
        "iddm",
        "niddm",
        "aspd",
        "avb",
        "avs",
        "awv",
        "covid",
        "cva",
        "ecg",
        "eab",
        "eib",
        "fobt",
        "fuo",
        "hzo",
    )
)
_WRITTEN_SMALL = frozenset(
    ("1st", "2nd", "3rd", "4th", "5th", "frx", "fx", "sz", "vs", "mm", "hg", "lfts", "pfts", "dts")
)
_NO_VOWEL = re.compile(r"(?=[0-9]*[a-z])[b-df-hj-np-tv-xz0-9]{2,6}", re.IGNORECASE)
_MOST_LETTERS = 8  # of an abbreviation, its hyphen and what follows included: "IBS-D", "CADASIL"
_WORD = re.compile(r"\b(?:[a-z]{4,}|[A-Z][a-z]{4,})\b")  # shorter ones may be abbreviations all the same
_NOS_ELSEWHERE = re.compile(r"(.+?),? NOS \(([A-Z][0-9A-Z]{2}(?:\.[0-9A-Z]{1,4})?)(?:\.?-)?\)")
_LEADING = re.compile(r"(?i)^(encounter for|contact with and|other contact with and)\s+")


class Source(NamedTuple):
    """An entry of the Tabular below the blocks, with the texts that name it: its title first."""

    concept: Concept
    texts: tuple[str, ...]
    code: str  # as an index prints it: with a dash where characters are missing


def sources(book: Book, letters: str = "") -> list[Source]:
    """Return the entries of *book* that an index may lead to: no blocks, no 7th characters.

    With *letters* only codes that begin with one of them.
    """
    found = []
    for number, code in enumerate(book.file.codes()):
        if len(code) == 8 or (letters and code[0] not in letters):
            continue
        concept = book.file.concept(number)
        bare = concept.code.replace(".", "")
        if concept.kind in ("chapter", "section") or len(bare) == 7:
            continue
        terms = [i.text for i in book.file.instructions_at(number) if i.kind in _TERMS]
        found.append(Source(concept, (concept.description, *terms), _printed(concept, bare)))
    return found


def _printed(concept: Concept, bare: str) -> str:
    """Return the code as an index prints it. A 7th character is left to the Tabular, as in the official one."""
    children = () if concept.billable else concept.children
    if not children or all(len(child) == 8 for child in children):
        return concept.code
    return f"{concept.code}.-" if len(bare) == 3 else f"{concept.code}-"


def sent_away(book: Book) -> dict[str, str]:
    """Return {term in small letters: code} of what Excludes notes send away as "… NOS (CODE)": its default code."""
    found: dict[str, str] = {}
    for number, _code in enumerate(book.file.codes()):
        for note in book.file.instructions_at(number):
            told = _NOS_ELSEWHERE.fullmatch(note.text) if note.kind in ("excludes1", "excludes2") else None
            if told and told[2] in book:
                found.setdefault(told[1].lower(), told[2])
    return found


def diseases(rows: list[Source], elsewhere: Mapping[str, str]) -> list[Letter]:
    """Return the derived Alphabetic Index: all but external causes and the Table of Drugs.

    *elsewhere* is `sent_away`: what the Tabular itself says of a bare term goes before what people mean by it.
    """
    mine = [row for row in rows if row.code[0] not in "VWXY" and not _of_drugs(row.code)]
    tree = _grown(mine)
    codes = _sideless(mine)
    known = heads(row.texts[0] for row in mine)
    short = _abbreviations(rows)
    for entry in lexicon.entries():
        if entry.kind not in _KINDS or not entry.codes or entry.codes[0] not in codes:
            continue
        for phrase in entry.phrases:
            words = phrase.lower().split()
            # A kind of what is a term by itself: "acute blood loss anemia" beside "blood loss anemia".
            most = _MOST_SAID + (" ".join(words[1:]) in elsewhere)
            if len(phrase) > 2 and len(words) <= most and not _SENTENCE.intersection(words):
                said = " ".join(_abbreviated(word, short) for word in phrase.split())
                meant = codes.get(elsewhere.get(phrase.lower(), ""), codes[entry.codes[0]])
                for levels in _said_paths(said, known, short):
                    tree.add(levels, meant, _SAID)
    for name, code, kind in _eponyms():
        bare = code.rstrip("-").rstrip(".")
        known_as = codes.get(bare) or codes.get(bare[:7])  # 7th characters are left to the Tabular
        if known_as:
            tree.add((f"{name}'s {kind}",), known_as, _SAID)
            tree.add((kind.capitalize(), f"{name}'s"), known_as, _SAID)
    letters = tree.letters()
    _refer(letters)
    return letters


def _abbreviations(rows: list[Source]) -> frozenset[str]:
    """Return the words that the lexicon has as abbreviations by themselves: "ckd", "ibs", "ibs-d".

    What stands beside them there ("bypass", "lupus") is no abbreviation: the Tabular writes it as a word, or it is
    longer than any abbreviation.
    """
    spelled = {word.lower() for row in rows for text in row.texts for word in _WORD.findall(text)}
    return frozenset(
        phrase.lower()
        for entry in lexicon.entries()
        if entry.kind == "abbreviation"
        for phrase in entry.phrases
        if " " not in phrase and 1 < len(phrase) <= _MOST_LETTERS and phrase.lower() not in spelled
    )


def _abbreviated(word: str, short: frozenset[str]) -> str:
    """Return *word* in capitals where it, or what stands before its hyphen, is an abbreviation.

    So is what cannot be spoken as a word: no vowel, and no ordinal number.
    """
    parts = {word.lower(), word.partition("-")[0].lower()}
    if parts & (short | _SPELLED_OUT) or (_NO_VOWEL.fullmatch(word) and word.lower() not in _WRITTEN_SMALL):
        return word.upper()
    return word


def _said_paths(said: str, known: frozenset[str], short: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Yield the paths of what people say: under a noun of the Tabular or an abbreviation, else as it is said.

    "Bad dreams" is no kind of "Dreams", nor "CKD 3" a kind of "3".
    """
    whole = (said[:1].upper() + said[1:],)
    for path in invert(said, known):
        head = path.levels[0].split()[-1] if path.levels else ""
        fair = len(head) > 1 and head.isalpha() and (head.lower() in known or head.lower() in short)
        yield path.levels if fair or len(path.levels) == 1 else whole


def _sideless(rows: list[Source]) -> dict[str, str]:
    """Return {code: what an index prints for it}: of "right", "left" and "unspecified side" the last is the dash."""
    sided = {row.concept.code[:-1] for row in rows if _A_SIDE.search(row.concept.description)}
    found = {}
    for row in rows:
        code = row.concept.code
        vague = "unspecified" in row.concept.description and len(code) > 5 and code[:-1] in sided
        found[code] = f"{code[:-1]}-" if vague else row.code
    return found


def _eponyms() -> list[tuple[str, str, str]]:
    rows = []
    with _EPONYMS.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip() and not line.startswith("#"):
                fields = line.rstrip("\n").split("\t")
                if len(fields) != 3:
                    raise LoaderError(f"{len(fields)} fields, not 3", path=_EPONYMS.name, line=number)
                rows.append((fields[0], fields[1], fields[2]))
    return rows


def _refer(letters: list[Letter]) -> None:
    """Send from the main term of neoplasms to their table, as the official Index does."""
    for letter in letters:
        for term in letter.terms:
            if term.before.lower() in ("neoplasm", "neoplasms"):
                term.see_also = "Table of Neoplasms"


def causes(rows: list[Source]) -> list[Letter]:
    """Return the derived External Cause Index: chapter 20."""
    return _grown([row for row in rows if row.code[0] in "VWXY"]).letters()


def _of_drugs(code: str) -> bool:
    return "T36" <= code[:3] <= "T50"


def _grown(rows: list[Source]) -> Tree:
    known = heads(text for row in rows for text in row.texts)
    common = _common(rows)
    tree = Tree()
    codes = _sideless(rows)
    for row in rows:
        chapter = _CHAPTERS.get(row.code[0], "")
        for place, text in enumerate(row.texts):
            if text.count(" ") > _MOST_WORDS or (not place and _OF_TABLE.match(text)):
                continue
            for path in _paths(text, known):
                rank = _TERM if place else _OTHER if path.other else _UNSPECIFIED if path.vague else _TITLE
                if not place and _MANIFESTATION in text:
                    rank = _OTHER  # second to an underlying disease, so never the default of its name
                levels = [_lowered(level, common) if i else level for i, level in enumerate(path.levels)]
                more = " ".join(filter(None, (path.nonessential, chapter)))
                named = codes[row.concept.code] == row.code and not path.other  # nor of an unspecified side
                tree.add(levels, row.code, rank, more, other=path.other and not place, closes=named)
    return tree


def _paths(text: str, known: frozenset[str]) -> Iterator[Inverted]:
    bare = _LEADING.sub("", text)
    texts = [text] if bare == text else [text, bare[:1].upper() + bare[1:]]
    for one in texts:  # "Encounter for screening for …" stands under screening as well
        for path in invert(one, known):
            head = path.levels[0] if path.levels else ""
            if len(head) > 1 and any(map(str.isalpha, head)):  # no main term is a figure or one letter
                yield path


def _common(rows: list[Source]) -> frozenset[str]:
    """Return the words that stand in small letters somewhere: at the head of a level they lose their capital."""
    return frozenset(word for row in rows for text in row.texts for word in text.split() if word.islower())


def _lowered(level: str, common: frozenset[str]) -> str:
    first = level.split(" ", 1)[0]
    return level[:1].lower() + level[1:] if first.lower() in common else level
