"""The derived Table of Drugs: what the Tabular names in T36–T65 by intent, and names of our own list under it.

A row is a stem whose codes differ by intent alone: "T39.01" with T39.011 (accidental) to T39.016 (underdosing).
"""

from __future__ import annotations

import re
from pathlib import Path

from codeward.codesets import Book
from codeward.codesets.indexes import Letter, Term
from codeward.errors import LoaderError
from codeward.index.derive.diseases import Source
from codeward.index.derive.tree import order

__all__ = ["COLUMNS", "drugs"]

COLUMNS = {
    1: "Substance", 2: "Poisoning Accidental (unintentional)", 3: "Poisoning Intentional self-harm",
    4: "Poisoning Assault", 5: "Poisoning Undetermined", 6: "Adverse effect", 7: "Underdosing",
}  # fmt: skip
_NAMES = Path(__file__).parents[1] / "data" / "drug_names.tsv"
_LEAF = re.compile(
    r"(?i)^(?:(?:poisoning by|toxic effect of|adverse effect of|underdosing of)\s+)(.*?)"
    r"(?:, (?:accidental|intentional|assault|undetermined).*)?$"
)
_GROUP = re.compile(
    r"(?i)^(?:poisoning by, adverse effect of and underdosing of|toxic effects? of(?: contact with)?)\s+"
)
_OTHER = re.compile(r"(?i)^(?:other and unspecified|other specified|other|unspecified)\s+")


def drugs(book: Book, rows: list[Source]) -> list[Letter]:
    """Return the derived table, letter by letter."""
    stems = _stems(book, rows)
    names: dict[str, tuple[str, str]] = {}  # folded name → (name, stem)
    for number, line in enumerate(_NAMES.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        stem, tab, listed = line.partition("\t")
        if not tab:
            raise LoaderError("no tab", path=_NAMES.name, line=number)
        for name in listed.split(";"):
            if stem.replace(".", "") in stems:
                names.setdefault(name.casefold(), (name, stem.replace(".", "")))
    for row in rows:
        if not "T36" <= row.code[:3] <= "T65":
            continue
        bare = row.concept.code.replace(".", "")
        found = next((known for known in (bare, bare + "X", bare + "0", bare + "9") if known in stems), None)
        if found is None:
            continue
        for text in row.texts:
            for name in _named(text):
                names.setdefault(name.casefold(), (name, found))
    return _letters(names, stems)


def _stems(book: Book, rows: list[Source]) -> dict[str, dict[int, str]]:
    """Return {stem without dot: {column: code}} of the codes that differ by intent alone."""
    found: dict[str, dict[int, str]] = {}
    for row in rows:
        bare = row.concept.code.replace(".", "")
        if len(bare) != 6 or not "T36" <= bare[:3] <= "T65" or not "1" <= bare[5] <= "6":
            if len(bare) == 5 and "T36" <= bare[:3] <= "T65" and "1" <= bare[4] <= "6" and bare not in found:
                # T58.0 and others tell the intent with their 5th character
                concept = row.concept
                if re.search(r"accidental|self-harm|assault|undetermined", concept.description):
                    found.setdefault(bare[:4], {})[int(bare[4]) + 1] = concept.code
            continue
        found.setdefault(bare[:5], {})[int(bare[5]) + 1] = row.concept.code
    return found


def _named(text: str) -> list[str]:
    """Return the substances that a title or term of the Tabular names."""
    match = _GROUP.match(text)
    body = text[match.end() :] if match else (leaf[1] if (leaf := _LEAF.match(text)) else "")
    body = _OTHER.sub("", body)
    body = re.sub(
        r"\s*[\[(][^\])]*[\])]|,? (?:NOS|NEC|not elsewhere classified|unspecified)\b", "", body
    ).strip(" ,")
    if not body or len(body) > 70:
        return []
    parts = [body] if " of " in body or " by " in body else re.split(r",\s+(?:and\s+)?|\s+and\s+", body)
    out = []
    for part in parts:
        name = _OTHER.sub("", part).strip()
        if name and name not in ("drugs", "agents", "substances"):
            out.append(name[:1].upper() + name[1:])
            if name.endswith("s") and not name.endswith(("ss", "us", "is")):
                out[-1] = (
                    out[-1][:-1]
                    if name.endswith(("ines", "ins", "als", "ates", "ides", "ants", "ics"))
                    else out[-1]
                )
    return out


def _letters(names: dict[str, tuple[str, str]], stems: dict[str, dict[int, str]]) -> list[Letter]:
    by_letter: dict[str, Letter] = {}
    for name, stem in sorted(names.values(), key=lambda row: order(row[0])):
        term = Term(0, name[:1].upper() + name[1:])
        term.cells = {column: stems[stem].get(column, "--") for column in range(2, 8)}
        initial = order(name)[1][:1].upper()
        by_letter.setdefault(initial if initial.isalpha() else "0-9", Letter(initial)).terms.append(term)
    for key, letter in by_letter.items():
        letter.title = key
    return [by_letter[key] for key in sorted(by_letter)]
