"""Finding what was reworded: the same answer as comparing every pair in full, with the work counted and bounded."""

from __future__ import annotations

import random
from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codeward.bounds import BoundsError, Budget
from codeward.codesets import books
from codeward.web.ownbook.alike import ALIKE, STEPS, budget, most_alike
from codeward.web.ownbook.carry import Carrier

WORDS = st.lists(st.sampled_from(["acute", "chronic", "of", "unspecified", "A00.0", "use", "x"]), max_size=7)
TEXTS = st.one_of(WORDS.map(" ".join), st.text("abc ", max_size=24))


def in_full(quote: str, texts: list[tuple[int, str]]) -> int | None:
    """What was done before: every pair compared in full."""
    rated = [(SequenceMatcher(None, quote, text, autojunk=False).ratio(), -n) for n, text in texts]
    best = max(rated, default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


@settings(max_examples=600, deadline=None)
@given(quote=TEXTS, texts=st.lists(TEXTS, max_size=6))
def test_it_finds_what_comparing_every_pair_in_full_finds(quote: str, texts: list[str]) -> None:
    numbered = list(enumerate(texts, start=1))
    assert most_alike(quote, numbered, budget()) == in_full(quote, numbered)


def test_texts_that_cannot_be_alike_cost_one_step_each() -> None:
    texts = [(n, "typhoid fever (A01.0)" * n) for n in range(1, 29)]
    work = Budget(len(texts), "too much", "Ask for less")
    assert most_alike("q" * 4_000, texts, work) is None
    assert work.left == 0


def test_the_work_is_counted_as_it_grows() -> None:
    """Twice the length is about four times the pairs of equal letters: the budget sees it, whatever the clock says."""

    def steps(times: int) -> int:
        work = Budget(10**9, "too much", "Ask for less")
        most_alike("acute cough of a child " * times, [(1, "chronic cough of a man " * times)], work)
        return 10**9 - work.left

    assert 3 < steps(8) / steps(4) < 12
    with pytest.raises(BoundsError):
        most_alike(
            "acute cough " * 300, [(1, "chronic cough " * 300)], Budget(10_000, "too much", "Ask for less")
        )


def hard_quotes(count: int, texts: list[str]) -> list[str]:
    """The worst that can be asked: words as long as the book's and much like them, each different."""
    dice = random.Random(7)
    found = []
    for n in range(count):
        letters = list(max(texts, key=len)) if n % 2 else [dice.choice("etaoin shr") for _ in range(4_000)]
        for _ in range(len(letters) // 6):
            letters[dice.randrange(len(letters))] = dice.choice("etaoin")
        found.append("".join(letters))
    return found


def test_many_marks_of_hostile_words_stay_within_the_budget() -> None:
    """At the entry of the book with the longest instructions; what is not compared is left to the learner."""
    new = books.open()
    _, code, kind = max(
        (len(item.text) * len(new[code].instructions), code, item.kind)
        for code in new
        for item in new[code].instructions
    )
    texts = [item.text for item in new[code].instructions if item.kind == kind]
    carrier = Carrier(None, new)
    outcomes = [carrier.carry(f"icd10cm/{code}#{kind}-1", quote) for quote in hard_quotes(1_500, texts)]
    assert carrier._work.left > -STEPS
    reasons = {outcome.reason for outcome in outcomes}
    assert reasons == {"reworded", "struck", "not_compared"}
    left = next(outcome for outcome in outcomes if outcome.reason == "not_compared")
    assert left.verdict == "vanished"
    assert [went.anchor for went in left.went] == [f"icd10cm/{code}"]
