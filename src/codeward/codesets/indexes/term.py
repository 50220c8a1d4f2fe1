"""A term of an index while it is read or made: plain data, before it is packed."""

from __future__ import annotations

__all__ = ["Letter", "Term", "printed"]


class Term:
    """A main term or subterm as the book prints it.

    The title is `before`, the nonessential modifiers in their parentheses, `after`: "vein (peripheral) NEC".
    """

    __slots__ = (
        "after", "before", "cells", "children", "code", "line", "manifestation", "nonessential", "see",
        "see_also", "see_category", "see_subcategory", "warning",
    )  # fmt: skip

    def __init__(self, line: int = 0, before: str = "") -> None:
        self.line = line
        self.before = before
        self.nonessential = ""
        self.after = ""
        self.code = ""
        self.manifestation = ""
        self.see = ""
        self.see_also = ""
        self.see_category = ""
        self.see_subcategory = ""
        self.warning = ""
        self.cells: dict[int, str] = {}
        self.children: list[Term] = []

    @property
    def title(self) -> str:
        """The title without its nonessential modifiers."""
        return self.before + joint(self.after) + self.after

    @property
    def printed(self) -> str:
        """The title as the book prints it."""
        return printed(self.before, self.nonessential, self.after)


class Letter:
    """The main terms under one letter."""

    __slots__ = ("terms", "title")

    def __init__(self, title: str = "") -> None:
        self.title = title
        self.terms: list[Term] = []


def joint(after: str) -> str:
    """Return what stands before *after* when it continues a text: nothing before a comma."""
    return "" if not after or after[0] in ",;" else " "


def printed(before: str, nonessential: str, after: str) -> str:
    """Return a title as the book prints it: "Cresol(s)", "Adie(-Holmes) pupil", "vein (peripheral) NEC"."""
    if not nonessential:
        return (before + joint(after) + after).strip()
    glued = nonessential.startswith("(-") or nonessential.partition(")")[0] in (
        "(s",
        "(e",
        "(es",
        "(ly",
        "(ing",
    )
    text = f"{before}{'' if glued or not before else ' '}{nonessential}"
    return text + joint(after) + after
