"""Words as every room reads them: folded, split, without plural and possessive endings, and those that tell nothing.

The book, the lexicon and the query pass through the same functions, so a rule need not be linguistically right, only
the same on all sides.
"""

from __future__ import annotations

import unicodedata

__all__ = ["ROMAN", "STOP", "fold", "stem", "tokens", "words"]

# Words that tell no two entries apart: not indexed and not asked for.
_STOP = "a an and as at by due for from her his in is it my of on or our she the their to was with your"
STOP = frozenset(_STOP.split())
ROMAN = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12",
    "xiii": "13", "iiia": "3a", "iiib": "3b", "iiic": "3c",
}  # fmt: skip
_AFTER = frozenset(("type", "stage", "grade", "class", "factor", "group", "level"))
_LONE_ROMAN = {"i": "1", "v": "5", "x": "10", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda",
    "μ": "mu", "ω": "omega",
}  # fmt: skip
_IRREGULAR = {
    "feet": "foot", "teeth": "tooth", "metastases": "metastasis", "diagnoses": "diagnosis",
    "prostheses": "prosthesis", "psychoses": "psychosis", "neuroses": "neurosis", "stenoses": "stenosis",
    "thromboses": "thrombosis", "vertebrae": "vertebra", "bacteria": "bacterium", "fungi": "fungus",
    "calculi": "calculus", "emboli": "embolus", "nevi": "nevus", "testes": "testis", "crises": "crisis",
    "paralyses": "paralysis", "pelves": "pelvis", "knives": "knife", "lice": "louse", "mice": "mouse",
    "men": "man", "women": "woman", "children": "child", "ova": "ovum", "viruses": "virus", "uteri": "uterus",
    "lenses": "lens", "sequelae": "sequela", "bursae": "bursa", "varices": "varix",
}  # fmt: skip

_TABLE = {i: " " for i in range(128) if not chr(i).isalnum()}
_TABLE[ord("'")] = "'"
_TABLE.update({ord(mark): "'" for mark in "’‘`´"})
_TABLE.update({ord(letter): f" {name} " for letter, name in _GREEK.items()})


def fold(text: str) -> str:
    """Return *text* in lower case without accents, with punctuation as blanks and possessives taken off."""
    low = text.lower().translate(_TABLE)
    if not low.isascii():
        plain = unicodedata.normalize("NFKD", low).lower()
        kept = (
            char if char.isalnum() or char == "'" else " "
            for char in plain
            if not unicodedata.combining(char)
        )
        low = "".join(kept)
    if "'" in low:
        low = (low + " ").replace("'s ", " ").replace("s' ", "s ").replace("'", "")
    return low


def words(text: str) -> list[str]:
    """Return the folded words of *text* in order, roman numerals as digits, without stemming."""
    parts = fold(text).split()
    for i, part in enumerate(parts):
        if part in ROMAN:
            parts[i] = ROMAN[part]
        elif part in _LONE_ROMAN and i and parts[i - 1] in _AFTER:
            parts[i] = _LONE_ROMAN[part]
    return parts


def stem(word: str) -> str:
    """Return *word* without a plural ending: "fractures" → "fracture", "biopsies" → "biopsy"."""
    if len(word) <= 3 or word[-1] not in "sie":
        return _IRREGULAR.get(word, word)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word[-1] != "s":
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith(("ss", "us", "is")):
        return word
    return word[:-1]


def tokens(text: str) -> list[str]:
    """Return the stems of the words of *text* that are not stop words, in order."""
    return [stem(word) for word in words(text) if word not in STOP]
