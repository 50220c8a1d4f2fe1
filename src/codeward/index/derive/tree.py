"""The derived index while it grows: levels that mean the same are one node; a node keeps its best code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from codeward.codesets.indexes import Letter, Term
from codeward.index.words import stems

__all__ = ["Node", "Tree", "order"]

_OTHER = "specified NEC"
_JOINING = ("with", "due to", "in", "following", "complicating")  # they only lead on


class Node:
    """One term: its title, what stands below it by key, its code with how good a default that is."""

    __slots__ = ("children", "code", "nonessential", "rank", "title")

    def __init__(self, title: str) -> None:
        self.title = title
        self.code = ""
        self.rank = 99
        self.nonessential = ""
        self.children: dict[str, Node] = {}


class Tree:
    """All terms, by the key of their main term."""

    def __init__(self) -> None:
        self.roots: dict[str, Node] = {}
        self._keys: dict[str, str] = {}
        self.given_up = 0  # codes for which their path already had a better one

    def add(
        self, levels: Iterable[str], code: str, rank: int, nonessential: str = "", *, other: bool = False,
        closes: bool = False,
    ) -> None:  # fmt: skip
        """Put *code* at the end of the path *levels*; the code with the lowest *rank* stays as the default.

        At equal rank the first one stays, unless the new one *closes*: is below it and named by the same words.
        """
        children = self.roots
        node = None
        for level in (*levels, _OTHER) if other else levels:
            key = self._keys.get(level)
            if key is None:
                key = self._keys[level] = " ".join(sorted(stems(level))) or level.lower()
            node = children.get(key)
            if node is None:
                if children is self.roots and not stems(level):  # "due" and the like are no main terms
                    return
                node = children[key] = Node(level)
            elif len(level) < len(node.title):  # the singular, where both are said
                node.title = level
            children = node.children
        if node is None:
            return
        if rank < node.rank or (closes and rank == node.rank and _says_more(node.code, code)):
            self.given_up += bool(node.code)
            node.code, node.rank = code, rank
            if nonessential:
                node.nonessential = nonessential
        elif code.rstrip("-.") != node.code.rstrip("-."):
            self.given_up += 1

    def letters(self) -> list[Letter]:
        """Return the finished index, letter by letter."""
        by_letter: dict[str, Letter] = {}
        for node in sorted(self.roots.values(), key=lambda node: order(node.title)):
            initial = order(node.title)[1][:1].upper()
            name = initial if initial.isalpha() else "0-9"
            by_letter.setdefault(name, Letter(name)).terms.append(_term(node))
        return [by_letter[name] for name in sorted(by_letter)]


def _says_more(before: str, code: str) -> bool:
    """Say whether *code* is below the category *before*, which the same words name: J18.9 for J18.-."""
    return before.endswith("-") and code != before and code.startswith(before.rstrip("-."))


def _term(node: Node) -> Term:
    term = Term(0, node.title)
    term.code, term.nonessential = node.code, node.nonessential
    term.children = [_term(child) for child in sorted(node.children.values(), key=lambda n: order(n.title))]
    if not term.code and node.title not in _JOINING:
        term.code = _common([child.code for child in term.children])
    return term


def _common(codes: list[str]) -> str:
    """Return the code that a term without one of its own stands for: what all below it begin with, if anything."""
    bare = [code.replace(".", "").rstrip("-") for code in codes]
    if not bare or not all(bare):
        return ""
    if len(set(bare)) == 1:
        return codes[0]
    first, last = min(bare), max(bare)
    length = next(
        (i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(map(len, bare))
    )
    shared = first[:length]
    if len(shared) < 3:
        return ""
    return f"{shared[:3]}.{shared[3:]}-" if shared[2:] else ""


def order(title: str) -> tuple[bool, str]:
    """Sort as the book does: "with" and the like before all others, then by letter, accents ignored."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return (plain not in ("with", "due to", "in"), re.sub(r"[^a-z0-9 ]", "", plain).strip())
