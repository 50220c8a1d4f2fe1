"""Marks as pages show them: places with their marks, books with their places, and words. All through gettext."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.codesets import SYSTEMS
from codeward.web.codebook.api import INSTRUCTION_KINDS
from codeward.web.ownbook.anchors import Anchor, read_anchor
from codeward.web.ownbook.marks import Held
from codeward.web.ownbook.places import MarkedBooks

__all__ = [
    "COLOUR_WORDS", "HOW_WORDS", "KIND_WORDS", "REASON_WORDS", "Asked", "MarksOfRelease", "Spot", "groups",
    "script_words", "spot_word",
]  # fmt: skip

KIND_WORDS: dict[str, Promise] = {
    "highlight": gettext_lazy("Highlights"),
    "note": gettext_lazy("Margin notes"),
    "tab": gettext_lazy("Tabs"),
}
COLOUR_WORDS: dict[str, Promise] = {
    "yellow": gettext_lazy("yellow"),
    "green": gettext_lazy("green"),
    "blue": gettext_lazy("blue"),
    "pink": gettext_lazy("pink"),
}
REASON_WORDS: dict[str, Promise] = {
    "same": gettext_lazy("same as before"),
    "other_number": gettext_lazy("same words, now at another number"),
    "other_entry": gettext_lazy("same words, now at another entry"),
    "same_title": gettext_lazy("same title, now with another code"),
    "retitled": gettext_lazy("the title changed"),
    "not_billable": gettext_lazy("no longer billable: more characters are needed"),
    "reworded": gettext_lazy("the words changed"),
    "struck": gettext_lazy("the instruction is gone"),
    "no_entry": gettext_lazy("the entry is gone"),
    "no_instructions": gettext_lazy("this edition has only titles, no instructions"),
    "not_compared": gettext_lazy(
        "the words changed and are too long to search for: choose the place yourself"
    ),
    "no_term": gettext_lazy("the term is gone"),
}
HOW_WORDS: dict[str, Promise] = {
    "successor": gettext_lazy("replaced it"),
    "below": gettext_lazy("is now listed below it"),
    "nearest": gettext_lazy("the closest heading still there"),
    "entry": gettext_lazy("the entry is still there"),
    "same_text": gettext_lazy("has the same words"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; an empty string or a value of no meaning narrows nothing."""

    kind: str = ""
    colour: str = ""
    system: str = ""
    q: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        """Read the query of a page."""
        known: list[tuple[str, Iterable[str]]] = [
            ("kind", KIND_WORDS),
            ("colour", COLOUR_WORDS),
            ("system", SYSTEMS),
        ]
        chosen = {name: given.get(name, "") for name, values in known if given.get(name, "") in values}
        return cls(**chosen, q=given.get("q", "").strip()[:200])

    @property
    def any(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.kind or self.colour or self.system or self.q)

    def fits(self, mark: Held) -> bool:
        """Whether a mark is asked for."""
        if (self.kind and mark.kind != self.kind) or (self.colour and mark.colour != self.colour):
            return False
        if self.system and not mark.anchor.startswith(f"{self.system}/"):
            return False
        words = " ".join((mark.anchor, mark.quote, mark.text, mark.label)).casefold()
        return all(word in words for word in self.q.casefold().split())


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of a book with everything that is marked there."""

    anchor: str
    entry: str
    word: str
    quote: str
    href: str
    highlights: tuple[Held, ...]
    notes: tuple[Held, ...]
    tabs: tuple[Held, ...]

    @property
    def colour(self) -> str:
        """The colour that shows: the one put last."""
        return max(self.highlights, key=lambda mark: mark.changed_at).colour if self.highlights else ""


@dataclass(frozen=True, slots=True)
class MarksOfRelease:
    """One book with its marked places in book order, and the releases that its marks can be carried to."""

    release: str
    system: str
    name: str
    spots: tuple[Spot, ...]
    here: bool
    others: tuple[tuple[str, str], ...] = field(default=())

    @property
    def count(self) -> int:
        """How many marks."""
        return sum(len(s.highlights) + len(s.notes) + len(s.tabs) for s in self.spots)


def groups(marks: Iterable[Held], marked: MarkedBooks) -> tuple[MarksOfRelease, ...]:
    """Books with their marked places, in order."""
    made = []
    ordered = marked.in_order(marks)
    for (release, system), held in groupby(ordered, key=lambda m: (m.release, m.anchor.partition("/")[0])):
        spots = tuple(
            _spot(anchor, tuple(at), marked) for anchor, at in groupby(held, key=lambda m: m.anchor)
        )
        here = marked.releases.get(release)
        of = here.system if here is not None else system
        others = tuple(
            (r.id, r.title) for r in marked.releases.values() if r.system == of and r.id != release
        )
        made.append(
            MarksOfRelease(
                release, system, marked.book_name(release, system), spots, here is not None, others
            )
        )
    return tuple(made)


def _spot(anchor: str, held: tuple[Held, ...], marked: MarkedBooks) -> Spot:
    place = read_anchor(anchor)
    of = {kind: tuple(mark for mark in held if mark.kind == kind) for kind in KIND_WORDS}
    in_index = place.system.startswith("icd10cm-")
    return Spot(
        anchor, "" if in_index else place.entry, spot_word(place), held[0].quote, marked.href(held[0]),
        of["highlight"], of["note"], of["tab"],
    )  # fmt: skip


def spot_word(place: Anchor) -> str:
    """What stands there, in words: "Excludes1 2", or nothing for an entry."""
    if place.kind is None:
        return ""
    return f"{INSTRUCTION_KINDS[place.kind]} {place.number}"


def script_words() -> dict[str, str]:
    """What the page script says. `%s` and `%n` stand for what it fills in."""
    return {
        "mark": _("Mark %s"),
        "marked": _("Marked: %s"),
        "highlight_on": _("Highlighted %s"),
        "highlight_off": _("Highlight removed"),
        "highlighted": _("highlighted %s"),
        "note_saved": _("Note saved"),
        "note_removed": _("Note deleted"),
        "tab_saved": _("Tab “%s” added"),
        "tab_removed": _("Tab “%s” removed"),
        "restored": _("Brought back"),
        "undo": _("Undo"),
        "edit": _("Edit"),
        "edit_note": _("Edit the note at %s"),
        "remove": _("Remove"),
        "remove_note": _("Remove the note at %s"),
        "note_at": _("Note at %s"),
        "empty_note": _("Write a note first."),
        "empty_label": _("Write what the tab says first."),
        "left": _("%n characters left"),
        "too_long": _("%n characters too many"),
        "saved": _("Saved"),
        "saving": _("Saving"),
        "not_saved_one": _("Not sent yet: 1 change is saved on this device"),
        "not_saved": _("Not sent yet: %n changes are saved on this device"),
        "waiting_one": _("1 change by another person is waiting on this device until they sign in"),
        "waiting": _("%n changes by another person are waiting on this device until they sign in"),
        "copied": _("This was also changed somewhere else: both versions are saved."),
        "refused": _("Not saved: %s"),
        "write_again": _("Write it again"),
        "gone": _("That mark is no longer in your book."),
        "not_read": _(
            "Your highlights and notes could not be loaded. What you mark now is saved on this device."
        ),
        "margin_notes": _("Margin notes"),
        "tabs_one": _("1 tab"),
        "tabs": _("%n tabs"),
        **{f"colour_{name}": str(word) for name, word in COLOUR_WORDS.items()},
        **{f"kind_{name}": str(word) for name, word in INSTRUCTION_KINDS.items()},
    }
