from __future__ import annotations

import pytest

from codeward.search.indexfile import DENIED, IndexFile
from codeward.search.query import read
from codeward.search.rank import Weigher
from codeward.search.reasons import Reason
from codeward.search.scale import others, sought, worth
from codeward.search.weights import DENIED_COST, EXACT_TITLE


def test_a_title_that_says_just_what_is_sought_earns_the_most(index: IndexFile) -> None:
    asked = sought(read(index, "cholera")[0])
    word = next(iter(asked.lookup))
    value, credit = worth((word,), asked, asked.exact, {})
    assert all(credit)
    assert value == pytest.approx(1.0 + asked.exact)
    assert asked.exact > EXACT_TITLE
    more, _ = worth((word, DENIED), asked, asked.exact, {DENIED: 2.0})
    assert 0 < more < 1.0


def test_what_a_reading_names_is_said_with_the_word_that_was_corrected(index: IndexFile) -> None:
    asked = sought(read(index, "cholera")[0])
    lay, other, slip = Reason("lay", "a", "b"), Reason("lay", "a", "x"), Reason("spelling", "c", "d")
    usual = Reason("usual", "a")
    every, none = (lambda _: True), (lambda _: False)
    assert asked.why(every, [1.0]) == ()
    told = asked._replace(notes={0: (lay, other)}, usual={0: usual}, owner=[0], spelt={0: (slip,)})
    assert told.why(every, [1.0]) == (lay, slip)
    assert told.why(every, [0.0]) == ()
    assert told.why(every, [0.0], named=0) == told.why(every, [0.0], near=0) == (lay,)
    assert told.why(lambda meant: meant == "x", [1.0], named=0) == (other,)
    assert told.why(none, [1.0]) == told.why(none, [1.0], near=0) == ()
    assert told.why(none, [1.0], named=0) == (usual,)


def test_a_phrase_is_all_that_was_asked_where_every_group_is_its_own(index: IndexFile) -> None:
    *_, alone = read(index, "heart attack")
    *_, beside = read(index, "heart attack fracture")
    assert sought(alone).whole(0)
    assert not sought(beside).whole(0)
    assert not sought(alone).whole(None)


def test_groups_of_a_phrase_are_not_others_to_it(index: IndexFile) -> None:
    for reading in read(index, "heart attack fracture"):
        for phrase, (places, weight) in enumerate(others(reading)):
            assert all(reading.owner[place] != phrase for place in places)
            assert weight == sum(reading.groups[place].weight for place in places)


def test_what_is_absent_costs_little_unless_absence_is_sought(index: IndexFile) -> None:
    weigher = Weigher(index)
    assert weigher.costs[3 + DENIED] == DENIED_COST
    assert weigher.costs_denying[3 + DENIED] == weigher.costs_denying[3] == weigher.costs[3]
