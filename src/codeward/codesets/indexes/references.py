"""Cross references of an index, resolved to real entries.

"see Neoplasm, skin, malignant" names a main term and terms under it, mostly not letter by letter: plural for
singular, without "with" lines, modifiers left out, "by site" at the end. A reference is followed as far as the
index goes: what is found in whole is "term", what is found in part is "partly"; "see condition" and the like
tell the reader what to do and are no entries ("condition", "advice"); codes and the other index books are told
apart. What leads nowhere is counted and listed in the manifest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from codeward.codesets.indexes.store import LINK_FIELDS, OUTCOMES, walk
from codeward.codesets.indexes.term import Letter, Term

__all__ = ["resolve"]

_EXAMPLES = 40
_MOST_JOINED = 4  # commas within one title that a reference repeats
_CODES = re.compile(
    r"(?i)\b(?:categor(?:y|ies)|codes?|subcategor\w+)?\s*(?:[A-Z][0-9][0-9A-Z]|QA[0-9])(?:\.|\b)"
)
_ADVICE = re.compile(r"(?i)^(by |specified |as if|the |according to|nature of|if |when |where )")
_OTHER_BOOKS = (
    (re.compile(r"(?i)index to diseases?"), "index"),
    (re.compile(r"(?i)table of drugs|drugs? and chemicals"), "drugs"),
    (re.compile(r"(?i)^(table of )?neoplasms?\b"), "neoplasm"),
    (re.compile(r"(?i)external causes?\b"), "external_cause"),
)
_JOINING = (
    "with",
    "in",
    "due to",
    "of",
    "from",
    "by",
    "for",
    "following",
    "complicating",
    "complicated by",
    "with or",
)
# What a whole reference may say that names no entry; the code of a category stands in a field of its own.
_TOLD = {"condition": "condition", "category": "codes", "subcategory": "codes"}
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\]]*\]")


def folded(text: str) -> str:
    """Return the words of *text* in small letters without accents and plural endings."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("'s", "")).encode("ascii", "ignore").decode()
    return " ".join(map(_singular, re.findall(r"[a-z0-9]+", plain)))


def _singular(word: str) -> str:
    """Take a plural ending off, the same way on both sides; it need not be right, only the same."""
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] not in "su" else word


class _Node:
    """A term with its number, and the terms under it by what a reference may call them."""

    __slots__ = ("_by_name", "number", "term")

    def __init__(self, term: Term, number: int) -> None:
        self.term = term
        self.number = number
        self._by_name: dict[str, list[Term]] | None = None

    @property
    def by_name(self) -> dict[str, list[Term]]:
        if self._by_name is None:
            self._by_name = _by_name(self.term.children)
        return self._by_name


def _by_name(terms: Sequence[Term]) -> dict[str, list[Term]]:
    names: dict[str, list[Term]] = {}
    for term in terms:
        for name in dict.fromkeys(_names(term)):
            names.setdefault(name, []).append(term)
    return names


def _names(term: Term) -> Iterator[str]:
    """Yield what a reference may call a term: all of it, with its modifiers, each of its alternatives."""
    title = term.title
    yield folded(title)
    without = re.sub(r"\b(NEC|NOS)\b", "", title)
    yield folded(without)
    if term.nonessential:
        yield folded(term.printed)
    for part in without.split(","):
        if name := folded(part):
            yield name
            words = name.split()
            if words[0] in ("or", "and") and len(words) > 1:
                yield " ".join(words[1:])
    words = folded(without).split(" ")
    yield words[0]


class _Resolver:
    def __init__(self, letters: Sequence[Letter], own: str) -> None:
        self.own = own
        self.nodes: dict[int, _Node] = {}
        for number, (term, _, _) in enumerate(walk(letters)):
            self.nodes[id(term)] = _Node(term, number)
        self.mains = _by_name([term for letter in letters for term in letter.terms])

    def find(self, text: str, origin: Term) -> tuple[str, int | None, int]:
        """Return (outcome, target, words not found) of one reference."""
        parts = [folded(part) for part in _BRACKETS.sub(" ", text).split(",")]
        parts = [part.removeprefix("also ") for part in parts if part and not part.startswith("by ")]
        parts = [part.split(" by ")[0] for part in parts]
        if not parts or parts[0] in _TOLD:
            return _TOLD.get(parts[0] if parts else "", "advice"), None, 0
        total = sum(map(_words, parts))
        best: tuple[int, int, bool, Term] | None = None
        for term, rest in self.starts(parts):
            if term is origin and not rest:
                continue
            found, depth, target = self.descend(term, rest)
            found += total - sum(map(_words, rest))
            # "Disease" is the main term of that name before "Blood-forming organs, disease".
            named = parts[0].startswith(folded(term.title.split(",")[0]))
            if best is None or (found, depth, named) > best[:3]:
                best = (found, depth, named, target)
        target_number = None if best is None else self.nodes[id(best[3])].number
        missing = total - (best[0] if best is not None else 0)
        if best is not None and not missing:
            return "term", target_number, 0
        return self.elsewhere(text, found=best is not None), target_number, missing

    def elsewhere(self, text: str, *, found: bool) -> str:
        """Return the outcome of a reference that is not found in whole."""
        for pattern, book in _OTHER_BOOKS:
            if book != self.own and pattern.search(text):
                return book
        if found:
            return "partly"
        if _CODES.search(text):
            return "codes"
        return "advice" if _ADVICE.search(text) else "nowhere"

    def starts(self, parts: list[str]) -> Iterator[tuple[Term, list[str]]]:
        """Yield (main term, what is left of the parts)."""
        for taken in range(min(_MOST_JOINED, len(parts)), 0, -1):
            for term in self.mains.get(" ".join(parts[:taken]), ()):
                yield term, parts[taken:]
        for first, second in _cuts(parts[0]):
            for term in self.mains.get(first, ()):
                yield term, [second, *parts[1:]]

    def descend(self, term: Term, parts: list[str]) -> tuple[int, int, Term]:
        """Return (words found, minus the steps over joining lines, the term reached) from *term* downwards."""
        if not parts:
            return 0, 0, term
        best = (0, 0, term)
        whole = sum(map(_words, parts))
        for child, rest, over in self.steps(term, parts):
            found, depth, target = self.descend(child, rest)
            found += whole - sum(map(_words, rest))
            if (found, depth - over) > best[:2]:
                best = (found, depth - over, target)
        if best[0] < whole and len(parts) > 1:  # a part that is not there may be left out
            found, depth, target = self.descend(term, parts[1:])
            if found > best[0]:
                best = (found, depth - 1, target)
        return best

    def steps(self, term: Term, parts: list[str]) -> Iterator[tuple[Term, list[str], int]]:
        """Yield (child, what is left of the parts, joining lines passed over)."""
        names = self.nodes[id(term)].by_name
        if not names:
            return
        for taken in range(min(_MOST_JOINED, len(parts)), 0, -1):
            for child in names.get(" ".join(parts[:taken]), ()):
                yield child, parts[taken:], 0
        for joining in _JOINING:
            for line in names.get(joining, ()):
                below = self.nodes[id(line)].by_name
                for name in (parts[0], parts[0].removeprefix(f"{joining} ")):
                    for child in below.get(name, ()):
                        yield child, parts[1:], 1
        for joining in ("with ", "in ", "due to "):
            for child in names.get(joining + parts[0], ()):
                yield child, parts[1:], 1
        for first, second in _cuts(parts[0]):
            for child in names.get(first, ()):
                yield child, [second, *parts[1:]], 1


def _words(part: str) -> int:
    return part.count(" ") + 1


def _cuts(part: str) -> Iterator[tuple[str, str]]:
    """Yield the two halves of a part both ways round: "upper limb" stands under limb, upper."""
    words = part.split(" ")
    for cut in range(1, len(words)):
        left, right = " ".join(words[:cut]), " ".join(words[cut:])
        yield left, right
        yield right, left


def resolve(
    letters: Sequence[Letter], own: str = "index"
) -> tuple[list[tuple[int, int, int, int | None, int]], dict[str, Any]]:
    """Return the links of all cross references, as `store.pack` takes them, and the manifest's account.

    *own* is the index book they stand in: "index", "external_cause", "neoplasm" or "drugs".
    """
    resolver = _Resolver(letters, own)
    links: list[tuple[int, int, int, int | None, int]] = []
    counts = dict.fromkeys(OUTCOMES, 0)
    examples: dict[str, list[dict[str, str]]] = {"nowhere": [], "partly": []}
    for number, (term, _, _) in enumerate(walk(letters)):
        for place, field in enumerate(LINK_FIELDS):
            text = getattr(term, field)
            for reference in filter(None, (part.strip() for part in text.split(";"))):
                outcome, target, missing = resolver.find(reference, term)
                links.append((number, place, OUTCOMES.index(outcome), target, missing))
                counts[outcome] += 1
                if outcome in examples and len(examples[outcome]) < _EXAMPLES:
                    examples[outcome].append({"term": term.printed, "reference": reference})
    return links, {"counts": counts, "nowhere": examples["nowhere"], "partly": examples["partly"]}
