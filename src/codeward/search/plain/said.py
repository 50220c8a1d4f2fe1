"""What people say for the codes of a list: names of procedures, of equipment, of drugs, and lay words for the body.

`data/procedures.tsv` has the names of operations with the words and the first characters of ICD-10-PCS and the codes
of CPT that they stand for (the room of ICD-10-PCS knows more names, and finer), `data/supplies.tsv` the words for
HCPCS, `drugs.csv` brand and generic names. Codes that a book does not hold are left out, and so is an entry of which
nothing is left.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from codeward import codesets
from codeward.codesets import Book
from codeward.search import drugs, lexicon, shorthand, structure
from codeward.search.plain.names import FILES
from codeward.search.structure.data import rows
from codeward.words import tokens
from codeward.words import words as folded

__all__ = ["digest", "entries", "tabular_entries"]

_POISONING = "Poisoning by, adverse effect of and underdosing of "
_FOLDER = Path(__file__).parent.parent / "data"
_TERMS = Path(codesets.__file__).parent / "icd10pcs" / "data" / "procedures.csv"
_SAYINGS = _FOLDER / "sayings_icd10pcs.tsv"
_PROCEDURES, _SUPPLIES = _FOLDER / "procedures.tsv", _FOLDER / "supplies.tsv"


@cache
def digest(system: str) -> str:
    """Return a digest of everything said about *system*; an index compiled from other words is not used."""
    whole = hashlib.sha256(system.encode() + lexicon.digest().encode())
    plain = (
        _SAYINGS,
        _PROCEDURES,
        _SUPPLIES,
        _TERMS,
        drugs.FILE,
        *structure.FILES,
        *FILES.values(),
        shorthand.FILE,
    )
    for path in (drugs.FILE,) if system == "icd10cm" else plain:
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]


def tabular_entries(book: Book) -> Iterator[lexicon.Saying]:
    """Yield the lexicon of ICD-10-CM, then the drugs that it does not hold, in the words of their class."""
    said: set[str] = set()
    for entry in lexicon.entries():
        said.update(phrase.lower() for phrase in entry.phrases)
        yield entry
    for drug in drugs.load():
        phrases = tuple(name for name in (drug.generic, *drug.brands) if _key(name) not in said)
        heading = book.get(drug.poisoning) if drug.poisoning else None
        words = "" if heading is None else heading.description.replace(_POISONING, "")
        if phrases and (words or drug.long_term):
            yield lexicon.Saying(phrases, words, tuple(filter(None, (drug.long_term,))), "drug")


def entries(book: Book) -> Iterator[lexicon.Saying]:
    """Yield every entry for a list: the codes are prefixes of codes. Raises LoaderError for a line that is none."""
    system = book.system
    if system == "icd10cm":
        yield from tabular_entries(book)
        return
    if system == "cpt":
        for phrases, _, _, cpt in rows(_PROCEDURES, 4):
            yield lexicon.Saying(tuple(phrases.split(";")), "", tuple(cpt.split()), "term")
    if system == "icd10pcs":
        yield from _procedures()
    if system == "hcpcs":
        yield from _supplies()
        yield from _drugs(book)
    for entry in lexicon.entries():
        if not entry.codes:  # words for words: "shin bone" is the tibia in every book
            yield entry


def _drugs(book: Book) -> Iterator[lexicon.Saying]:
    """Yield the drugs: a code that prints the brand is meant before those of the substance."""
    printed: defaultdict[str, set[str]] = defaultdict(set)
    for code in book:
        for word in folded(book[code].description):
            printed[word].add(code)
    for drug in drugs.load():
        yield lexicon.Saying((drug.generic,), drug.generic, drug.hcpcs, "drug")
        for brand in drug.brands:
            known = [*drug.hcpcs, *sorted(printed[folded(brand)[0]])]
            own = sorted(set.intersection(*(printed[word] for word in folded(brand))), key=known.index)
            means = f"{drug.generic} {brand}" if own else drug.generic
            yield lexicon.Saying((brand,), means, tuple(dict.fromkeys((*own, *drug.hcpcs))), "drug")


def _procedures() -> Iterator[lexicon.Saying]:
    """Yield the procedures by name: codes of the room of ICD-10-PCS, words of the file here where it has some.

    What only the file here says has the codes that it gives.
    """
    from codeward.codesets.icd10pcs import keys, terms

    ours = {phrase: row for row in rows(_PROCEDURES, 4) for phrase in row[0].split(";")}
    said: set[str] = set()
    for phrases, words, codes in rows(_SAYINGS, 3):
        said.update(map(_key, phrases.split(";")))
        yield lexicon.Saying(tuple(phrases.split(";")), words, tuple(codes.split()), "term")
    for term in terms.all_terms():
        names = tuple(name for name in (term.term, *term.aliases) if _key(name) not in said)
        said.update(map(_key, names))
        for words in dict.fromkeys(_words(ours, name) for name in names):
            some = tuple(name for name in names if _words(ours, name) == words)
            yield lexicon.Saying(some, words, term.prefixes, "term")
    for key in keys.all_keys():
        if key.kind == "body part" and _key(key.term) not in said:
            yield lexicon.Saying((key.term,), key.label.replace(",", " ").lower(), (), "term")
    for phrases, words, pcs, _ in rows(_PROCEDURES, 4):
        rest = tuple(phrase for phrase in phrases.split(";") if _key(phrase) not in said)
        if rest:
            yield lexicon.Saying(rest, words, tuple(pcs.split()), "term")


def _key(phrase: str) -> str:
    """Return what two phrases share that the lexicon cannot tell apart."""
    return " ".join(sorted(tokens(phrase)))


def _words(ours: dict[str, list[str]], name: str) -> str:
    return ours[name.lower()][1] if name.lower() in ours else ""


def _supplies() -> Iterator[lexicon.Saying]:
    for phrases, words, codes in rows(_SUPPLIES, 3):
        yield lexicon.Saying(tuple(phrases.split(";")), words, tuple(codes.split()), "device")
