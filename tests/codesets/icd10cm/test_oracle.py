"""Two independent readings of the same official files agree on every entry.

The other reading is `simple_icd_10_cm`, which builds a tree in memory with its own code. Whatever differs
must belong to one of the classes below; the count of each is asserted, so a new difference fails.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from codeward.codesets import Book, Concept

pytestmark = pytest.mark.proof

with warnings.catch_warnings():  # it reads its files by a call that Python 3.11 deprecates
    warnings.simplefilter("ignore", DeprecationWarning)
    import simple_icd_10_cm as peer

Note = Callable[[str, str, object, object, str | None], None]

# Every class of deliberate difference, why, and how many entries it touches.
DELIBERATE = {
    # A block that bears its only category's name is "B99-B99", so that no entry is its own parent.
    "code of a block named like a category": 39,
    "parent named like a category": 39,
    "children with a block named like a category": 18,
    # The note printed under a 7th character is an instruction of the code, not a piece of its title: 518
    # titles would end in "/ initial encounter for open fracture NOS", 9 in another inclusion term.
    "title without the note of the 7th character": 527,
    "note of the 7th character as an instruction": 527,
    "7th characters without the notes under them": 8882,
    # One official title begins with a blank.
    "title without the blank before it": 1,
    # The table of visual impairment, which the other reading leaves out.
    "table of visual impairment": 1,
    # A heading over blocks has no children of its own, but a claim cannot bear it.
    "block without children is not billable": 12,
}

OWN = {
    "excludes1": peer.get_excludes1,
    "excludes2": peer.get_excludes2,
    "includes": peer.get_includes,
    "inclusion_term": peer.get_inclusion_term,
}
INHERITED = {
    "use_additional": peer.get_use_additional_code,
    "code_first": peer.get_code_first,
    "code_also": peer.get_code_also,
    "note": peer.get_notes,
}


def pairs(book: Book) -> Iterator[tuple[str, bool, Concept]]:
    """Yield (the peer's name, whether it means the block, our concept) for every entry in tabular order."""
    seen: Counter[str] = Counter()
    names = peer.get_all_codes()
    twice = {name for name, count in Counter(names).items() if count > 1}
    for index, name in enumerate(names):
        block = name in twice and not seen[name]
        seen[name] += 1
        yield name, block, book.file.concept(index)


@pytest.fixture(scope="module")
def differences(book: Book) -> tuple[Counter[str], list[tuple[str, str, object, object]]]:
    counts: Counter[str] = Counter()
    unexplained: list[tuple[str, str, object, object]] = []
    renamed = set(book.manifest["renamed_blocks"])

    def note(what: str, code: str, ours: object, theirs: object, why: str | None) -> None:
        if why is None:
            unexplained.append((what, code, ours, theirs))
        else:
            counts[why] += 1

    for name, block, concept in pairs(book):
        if concept.code != name:
            why = "code of a block named like a category" if block and name in renamed else None
            note("code", name, concept.code, name, why)
        _titles(note, name, block, concept)
        _family(note, name, block, concept, renamed)
        _notes(note, name, block, concept, book)
        _sevenths(note, name, block, concept, book)
    return counts, unexplained


def _titles(note: Note, name: str, block: bool, concept: Concept) -> None:
    theirs = peer.get_description(name, prioritize_blocks=block)
    ours = concept.description
    if ours == theirs:
        return
    why = None
    if ours == theirs.strip():
        why = "title without the blank before it"
    elif theirs.startswith(f"{ours}/") and theirs[len(ours) + 1 :].strip() == concept.instructions[0].text:
        why = "title without the note of the 7th character"
    note("title", name, ours, theirs, why)


def _family(note: Note, name: str, block: bool, concept: Concept, renamed: set[str]) -> None:
    theirs = peer.get_parent(name, prioritize_blocks=block) or None
    if concept.parent != theirs:
        explained = theirs in renamed and concept.parent == f"{theirs}-{theirs}"
        why = "parent named like a category" if explained else None
        note("parent", name, concept.parent, theirs, why)
    children = peer.get_children(name, prioritize_blocks=block)
    if list(concept.children) != children:
        again = {f"{code}-{code}": code for code in renamed}
        same = [again.get(child, child) for child in concept.children]
        why = "children with a block named like a category" if same == children else None
        note("children", name, concept.children, children, why)
    if concept.billable != peer.is_leaf(name, prioritize_blocks=block):
        empty_block = concept.kind == "section" and not concept.children
        why = "block without children is not billable" if empty_block else None
        note("billable", name, concept.billable, not concept.billable, why)


def _notes(note: Note, name: str, block: bool, concept: Concept, book: Book) -> None:
    own = concept.instructions
    extension = _extension_notes(concept, book)
    for kind, ask in OWN.items():
        ours = [i.text for i in own if i.kind == kind]
        theirs = ask(name, prioritize_blocks=block)
        if ours != theirs:
            note(kind, name, ours, theirs, None)
    for kind, ask in INHERITED.items():
        ours = [i.text for i in own if i.kind == kind]
        if kind == "note" and extension and ours == extension:
            note(kind, name, ours, extension, "note of the 7th character as an instruction")
            ours = []
        if kind == "note" and name == "H54" and ours and "Maximum less than:" in ours[-1]:
            note(kind, name, ours[-1], "", "table of visual impairment")
            ours = ours[:-1]
        theirs = ask(name, prioritize_blocks=block)
        if "\n".join(ours) != theirs:
            note(kind, name, ours, theirs, None)


def _extension_notes(concept: Concept, book: Book) -> list[str]:
    """Return what the peer holds after the slash for the 7th character of *concept*."""
    if concept.kind != "code" or len(concept.code) != 8:
        return []
    theirs = peer.get_seven_chr_def(concept.code, search_in_ancestors=True).get(concept.code[-1], "")
    ours = (book.seventh_characters(concept.code) or {}).get(concept.code[-1], "")
    return [part.strip() for part in theirs[len(ours) :].split("/") if part.strip()]


def _sevenths(note: Note, name: str, block: bool, concept: Concept, book: Book) -> None:
    ours = book.seventh_characters(concept.code) or {}
    theirs = peer.get_seven_chr_def(name, search_in_ancestors=True, prioritize_blocks=block)
    if ours != theirs:
        plain = {char: text.split("/")[0] for char, text in theirs.items()}
        why = "7th characters without the notes under them" if plain == ours else None
        note("7th", name, ours, theirs, why)
    heading = [i.text for i in concept.instructions if i.kind == "seventh_character"][:1]
    their_heading = peer.get_seven_chr_note(name, prioritize_blocks=block)
    if "".join(heading) != their_heading:
        note("7th note", name, heading, their_heading, None)


def test_every_entry_is_there_in_the_same_order(book: Book) -> None:
    assert len(book) == len(peer.get_all_codes()) == 98_505


def test_nothing_differs_without_a_reason(differences) -> None:
    _, unexplained = differences
    assert unexplained == []


def test_each_deliberate_difference_touches_as_many_entries_as_listed(differences) -> None:
    counts, _ = differences
    assert dict(counts) == DELIBERATE


def test_notes_are_inherited_from_the_nearest_ancestor_that_has_one(book: Book) -> None:
    wrong = []
    for index, (name, block, concept) in enumerate(pairs(book)):
        if index % 7:  # a seventh of the book, spread evenly, is 14,000 entries
            continue
        found = book.instructions_for(concept.code)
        for kind, ask in INHERITED.items():
            theirs = ask(name, search_in_ancestors=True, prioritize_blocks=block)
            if any(i.kind == kind for i in concept.instructions):
                continue
            # the notes of headings beside the block, which only we pass on, have a test of their own
            ours = [i for i in found if i.kind == kind and i.origin in concept.ancestors]
            origin = ours[0].origin if ours else None
            text = "\n".join(i.text for i in ours if i.origin == origin)
            if text != theirs and "H54" not in concept.ancestors:
                wrong.append((name, kind, text, theirs))
    assert wrong == []
