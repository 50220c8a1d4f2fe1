"""What search adds to words."""

from __future__ import annotations

from codeward.search.normal import family, kindred_key


def test_related_forms_are_one_family() -> None:
    assert family("fracture") == family("fractured") == family("fracturing")
    assert family("femur") != family("femoral")  # no linguist: what it does not know stays apart


def test_kindred_phrases_share_a_key() -> None:
    aliases = {"busted": "fracture"}
    wanted = kindred_key(["collarbone", "fracture"], aliases)
    assert kindred_key(["busted", "collarbone"], aliases) == wanted
    assert kindred_key(["fractured", "collarbone"], aliases) == wanted
    assert kindred_key(["collarbone", "sprain"], aliases) != wanted
