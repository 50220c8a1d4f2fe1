"""The derived Neoplasm Table: a row for each primary site of chapter 2, the other columns by where the site lies.

The primaries and their sites come from the Tabular. Which code of the other columns belongs to a primary is in
`data/neoplasm_columns.tsv`; every code is checked against the Tabular and left out where it does not stand.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from codeward.codesets import Book
from codeward.codesets.indexes import Letter, Term
from codeward.errors import LoaderError
from codeward.index.derive.diseases import Source
from codeward.index.derive.invert import invert
from codeward.index.derive.tree import Node, order

__all__ = ["COLUMNS", "neoplasms"]

COLUMNS = {
    1: "Neoplasm", 2: "Malignant Primary", 3: "Malignant Secondary", 4: "Ca in situ", 5: "Benign",
    6: "Uncertain Behavior", 7: "Unspecified Behavior",
}  # fmt: skip
_DATA = Path(__file__).parents[1] / "data"
_PRIMARY = re.compile(
    r"(?i)^(?:other and unspecified |other specified |other |unspecified )?malignant neoplasms? of "
)
# The beginning of a title → the column that the code stands in.
_OTHERS = (
    (3, re.compile(r"(?i)^(?:other )?secondary (?:and unspecified )?malignant neoplasms? of ")),
    (4, re.compile(r"(?i)^carcinoma in situ of ")),
    (5, re.compile(r"(?i)^(?:other )?benign neoplasms? of ")),
    (6, re.compile(r"(?i)^neoplasms? of uncertain behavior of ")),
    (7, re.compile(r"(?i)^neoplasms? of unspecified behavior of ")),
)
_NO_SITE = re.compile(r"(?i)overlapping sites|melanoma|mesothelioma|kaposi|primary malignant neoplasm of$")


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    rows = {}
    with (_DATA / "neoplasm_columns.tsv").open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if line.startswith("#") or not line.strip():
                continue
            prefix, *cells = line.rstrip("\n").split("\t")
            if len(cells) != 5:
                raise LoaderError(f"{len(cells)} columns, not 5", path="neoplasm_columns.tsv", line=number)
            rows[prefix] = tuple(cells)
    return rows


@cache
def _sites() -> list[tuple[str, str]]:
    with (_DATA / "neoplasm_sites.tsv").open(encoding="utf-8") as stream:
        lines = [
            line.rstrip("\n").split("\t") for line in stream if line.strip() and not line.startswith("#")
        ]
    return [(name, code) for name, code in lines]


def neoplasms(book: Book, rows: list[Source]) -> list[Letter]:
    """Return the derived table: one letter, one main term, the sites below it."""
    main = Term(0, "Neoplasm, neoplastic")
    main.cells = _cells(book, "C80.1")
    root = Node(main.before)
    for row in rows:
        if not "C00" <= row.code[:3] <= "C80" or row.code[:3] in ("C43", "C45", "C46", "C77", "C78", "C79"):
            continue
        for text in row.texts:
            site = _PRIMARY.match(text)
            if site is None or _NO_SITE.search(text):
                continue
            for path in invert(f"Neoplasm of {text[site.end() :]}", frozenset({"neoplasm"})):
                _put(root, path.levels[1:], row.code, vague=path.vague)
    _put_others(root, rows)
    for name, code in _sites():
        if book.get(code.rstrip("-.")) is not None:
            _put(root, tuple(name.split(", ")), code, vague=True)
    main.children = _terms(book, root)
    letter = Letter("N")
    letter.terms.append(main)
    return [letter]


def _put(node: Node, levels: tuple[str, ...], code: str, *, vague: bool) -> None:
    if not levels:
        return
    for level in levels:
        node = node.children.setdefault(level.casefold(), Node(level[:1].lower() + level[1:]))
    rank = 2 if code[1:2] == "=" else 0 if vague else 1  # a primary has a whole row, another column one cell
    if rank < node.rank:
        node.code, node.rank = code, rank
    elif rank == 2 == node.rank and not any(cell[:2] == code[:2] for cell in node.code.split()):
        node.code += f" {code}"


def _put_others(root: Node, rows: list[Source]) -> None:
    """Add the sites that only another column knows, such as lymph nodes, which are secondary."""
    for row in rows:
        if not ("C77" <= row.code[:3] <= "C79" or "D00" <= row.code[:3] <= "D49"):
            continue
        for text in row.texts:
            for column, pattern in _OTHERS:
                site = pattern.match(text)
                if site is None or _NO_SITE.search(text):
                    continue
                for path in invert(f"Neoplasm of {text[site.end() :]}", frozenset({"neoplasm"})):
                    if path.levels[1:] and not path.other:
                        _put(root, path.levels[1:], f"{column}={row.code}", vague=False)


def _terms(book: Book, node: Node) -> list[Term]:
    out = []
    for child in sorted(node.children.values(), key=lambda n: order(n.title)):
        term = Term(0, child.title)
        if child.code:
            term.cells = _cells(book, child.code)
        term.children = _terms(book, child)
        out.append(term)
    return out


def _cells(book: Book, primary: str) -> dict[int, str]:
    """Return the row of a primary; a column without a code that stands has a dash."""
    if "=" in primary:
        cells = dict.fromkeys(range(2, 8), "-")
        cells.update((int(column), code) for column, code in (cell.split("=") for cell in primary.split()))
        return cells
    bare = primary.replace(".", "").rstrip("-")
    known = _columns()
    others = next((known[bare[:n]] for n in range(len(bare), 2, -1) if bare[:n] in known), ("-",) * 5)
    cells = {2: primary}
    for column, code in enumerate(others, 3):
        cells[column] = code if code != "-" and book.get(code.rstrip("-.")) is not None else "-"
    return cells
