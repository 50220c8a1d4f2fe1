"""Where marks stand: their address in the codebook, their order in the book, their book's name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from urllib.parse import quote, urlencode

from django.urls import NoReverseMatch, reverse

from codeward.codesets import SYSTEMS, Release, books
from codeward.errors import CodewardError
from codeward.web.ownbook.anchors import MARKABLE, MarkError, read_anchor
from codeward.web.ownbook.marks import Held
from codeward.web.ownbook.texts import OpenBooks, Place

__all__ = ["MarkedBooks"]

LAST = (1 << 60, 0)


class MarkedBooks:
    """The books that one page of marks speaks of, each opened once."""

    def __init__(self, opened: OpenBooks | None = None) -> None:
        self.opened = opened or OpenBooks()

    @cached_property
    def releases(self) -> dict[str, Release]:
        """Every release that can be opened here, by id."""
        return {release.id: release for release in books.releases()}

    @cached_property
    def _newest(self) -> dict[str, str]:
        """The release that a page without a date shows, of each system."""
        found: dict[str, str] = {}
        for release in sorted(self.releases.values(), key=lambda r: (r.in_force_from, not r.titles_only)):
            found[release.system] = release.id
        return found

    def href(self, mark: Held) -> str:
        """The address of a mark's place; "" where its release is not installed."""
        return self.address(mark.release, mark.anchor)

    def address(self, release_id: str, anchor: str) -> str:
        """The address of a place in a release; "" where there is none."""
        release = self.releases.get(release_id)
        try:
            place = read_anchor(anchor)
        except MarkError:
            return ""
        if release is None:
            return ""
        newest = self._newest.get(release.system) == release_id
        query = "" if newest else "?" + urlencode({"on": release.in_force_from.isoformat()})
        try:
            if place.system.startswith("icd10cm-"):
                behind = f".{place.column}" if place.column else ""
                slug = place.system.removeprefix("icd10cm-")
                return reverse("codebook:index-term", args=[slug, place.entry + behind]) + query
            path = reverse("codebook:entry", args=[place.system, place.entry])
        except NoReverseMatch:
            return ""
        return path + query + (f"#{quote(place.fragment)}" if place.fragment else "")

    def place(self, mark: Held) -> Place | None:
        """What stands at the mark's place today; None where the release is not here or holds nothing there."""
        try:
            return self.opened.place(mark.release, read_anchor(mark.anchor))
        except CodewardError:
            return None

    def in_order(self, marks: Iterable[Held]) -> list[Held]:
        """Marks in the order of their books: system, newest release first, place, then when they were made."""
        return sorted(marks, key=self._order)

    def _order(self, mark: Held) -> tuple[int, int, str, tuple[int, int], str, str]:
        system = mark.anchor.partition("/")[0]
        release = self.releases.get(mark.release)
        start = release.in_force_from.toordinal() if release else 0
        place = self.place(mark)
        return (
            MARKABLE.index(system) if system in MARKABLE else len(MARKABLE),
            -start,
            mark.release,
            place.order if place else LAST,
            mark.anchor,
            mark.made_at.isoformat(),
        )

    def book_name(self, release_id: str, system: str) -> str:
        """The name of a book as people say it."""
        release = self.releases.get(release_id)
        display = SYSTEMS[system].display if system in SYSTEMS else system
        if release is None:
            return f"{display} ({release_id})"
        return release.title if release.system == system else f"{display} ({release.title})"
