"""What tables, lists and menus are made of: columns one may sort by, pages, segments of a filter, items of a menu.

A table is sorted on the server: its heads are links that say ``aria-sort``, and the address keeps the order
(``?sort=due``, ``?sort=-due`` for the other way round).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.functional import Promise

__all__ = [
    "Column",
    "Head",
    "MenuItem",
    "Pages",
    "Segment",
    "Sorting",
    "paged",
    "pages_of",
    "sorted_rows",
    "sorting",
]

Text = str | Promise
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `key` is its word in the address; `kind` is its class: "num", or what the card shows it as.

    Kinds that a card on a phone has places for: "name", "state", "detail", "age", "due", "owner".
    """

    key: str
    name: Text
    kind: str = ""
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head. `order` is ``ascending``, ``descending`` or "" where another column has the order."""

    name: Text
    kind: str
    href: str
    order: str


@dataclass(frozen=True, slots=True)
class Sorting:
    """The order that a page was asked for: by which column, which way round, and the heads that change it."""

    key: str
    descending: bool
    heads: tuple[Head, ...]

    @property
    def asked(self) -> str:
        """As the address has it."""
        return f"-{self.key}" if self.descending else self.key


def sorting(columns: Sequence[Column], query: QueryDict, default: str) -> Sorting:
    """Read the order from an address. What is no column there is the `default`: a key, with ``-`` for descending.

    A head leads to its column in ascending order, and where it has that order already to the other way round. The rest
    of the address stays, but for the page.
    """
    asked = query.get("sort", "")
    known = {column.key for column in columns if column.sortable}
    if asked.removeprefix("-") not in known:
        asked = default
    key, descending = asked.removeprefix("-"), asked.startswith("-")
    heads = []
    for column in columns:
        present = column.key == key
        order = ("descending" if descending else "ascending") if present else ""
        rest = query.copy()
        rest.pop("page", None)
        rest["sort"] = f"-{column.key}" if present and not descending else column.key
        heads.append(Head(column.name, column.kind, f"?{rest.urlencode()}" if column.sortable else "", order))
    return Sorting(key, descending, tuple(heads))


def sorted_rows(rows: Iterable[T], order: Sorting, keys: Mapping[str, Callable[[T], Any]]) -> list[T]:
    """`rows` by the key that `order` names. Those whose key is None come last either way; ties stay as they came."""
    by = keys[order.key]
    known: list[T] = []
    unknown: list[T] = []
    for row in rows:
        (unknown if by(row) is None else known).append(row)
    return sorted(known, key=by, reverse=order.descending) + unknown


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page by its number; None as `number` is a gap."""

    number: int | None
    href: str = ""
    present: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The links between the pages of a list. `previous` and `next` are addresses, "" at either end."""

    number: int
    of: int
    previous: str
    next: str
    links: tuple[PageLink, ...]


def pages_of(number: int, of: int, address: Callable[[int], str]) -> Pages:
    """Links from page `number` to the others of `of`: first, last, and those beside it."""
    near = sorted({1, of, *(n for n in range(number - 1, number + 2) if 1 <= n <= of)})
    links: list[PageLink] = []
    for before, n in zip([0, *near], near, strict=False):
        if n - before == 2:
            links.append(PageLink(n - 1, address(n - 1)))
        elif n - before > 2:
            links.append(PageLink(None))
        links.append(PageLink(n, address(n), n == number))
    return Pages(
        number,
        of,
        address(number - 1) if number > 1 else "",
        address(number + 1) if number < of else "",
        tuple(links),
    )


def paged(page: Page[Any], query: str = "") -> Pages:
    """The same for a page of Django's. `query` is the rest of the address, encoded and without ``page``."""
    before = f"?{query}&page=" if query else "?page="
    return pages_of(page.number, page.paginator.num_pages, lambda n: f"{before}{n}")


@dataclass(frozen=True, slots=True)
class Segment:
    """A choice of a segmented filter, with how many it would show where that is known."""

    name: Text
    href: str
    present: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class MenuItem:
    """An item of a menu: a link, or with `post` a form that does something."""

    name: Text
    href: str = ""
    post: str = ""
    icon: str = ""
    present: bool = False
    danger: bool = False

    def __post_init__(self) -> None:
        if bool(self.href) == bool(self.post):
            raise ValueError("an item of a menu leads somewhere or does something, and not both")
