"""Cross references resolved: what a reference may leave out, turn round and add."""

from __future__ import annotations

import pytest

from codeward.codesets.indexes.references import resolve
from codeward.codesets.indexes.store import OUTCOMES, walk
from codeward.codesets.indexes.term import Letter, Term


def term(title: str, *children: Term) -> Term:
    made = Term(0, title)
    made.children = list(children)
    return made


def book() -> Letter:
    letter = Letter("A")
    letter.terms = [
        term("Abscess", term("limb", term("upper"), term("lower")), term("with", term("fistula"))),
        term("Calculus, calculi", term("gallbladder", term("with", term("cholecystitis", term("acute"))))),
        term("Fracture, pathological", term("femur")),
        term("Fracture, traumatic", term("femur, femoral", term("upper end", term("neck")))),
        term("Wound, open", term("nose")),
    ]
    return letter


@pytest.mark.parametrize(("reference", "outcome", "path"), [
    ("Fracture, femur, upper end, neck", "term", "Fracture, traumatic > femur, femoral > upper end > neck"),
    ("Abscess, upper limb", "term", "Abscess > limb > upper"),
    ("Abscesses, limb, upper", "term", "Abscess > limb > upper"),
    ("Calculus, gallbladder, with cholecystitis", "term", "Calculus, calculi > gallbladder > with > cholecystitis"),
    ("Calculi, gallbladder, cholecystitis, acute", "term",
     "Calculus, calculi > gallbladder > with > cholecystitis > acute"),
    ("Wound, open, nose", "term", "Wound, open > nose"),
    ("Abscess, by site", "term", "Abscess"),
    ("Abscess, knee", "partly", "Abscess"),
    ("condition", "condition", None),
    ("by type", "advice", None),
    ("E08-E13 with .40", "codes", None),
    ("Table of Drugs and Chemicals, by substance", "drugs", None),
    ("Neoplasm, breast, malignant", "neoplasm", None),
    ("Peridontitis", "nowhere", None),
])  # fmt: skip
def test_a_reference_is_followed(reference: str, outcome: str, path: str | None) -> None:
    letter = book()
    origin = term("Origin")
    origin.see = reference
    letter.terms.append(origin)
    links, report = resolve([letter])
    ((_, field, found, target, _),) = links
    assert (field, OUTCOMES[found]) == (0, outcome)
    assert report["counts"][outcome] == 1
    if path is None:
        assert target is None
        return
    rows = list(walk([letter]))
    assert target is not None
    names = []
    above: Term | None = rows[target][0]
    parents = {id(row[0]): row[1] for row in rows}
    while above is not None:
        names.append(above.title)
        above = parents[id(above)]
    assert " > ".join(reversed(names)) == path


def test_a_term_does_not_refer_to_itself() -> None:
    letter = book()
    letter.terms[0].see_also = "Abscess"
    links, report = resolve([letter])
    assert links[0][3] is None
    assert report["counts"]["nowhere"] == 1
