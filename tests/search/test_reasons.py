from __future__ import annotations

import inspect
from typing import get_args

import pytest

from codeward.search import allbooks, searcher
from codeward.search.lexicon import KINDS
from codeward.search.plain.searcher import PlainSearcher
from codeward.search.reasons import Reason, ReasonKind, worded
from codeward.search.searcher import Searcher


def test_every_kind_of_the_lexicon_is_a_kind_of_reason() -> None:
    assert set(get_args(ReasonKind)) >= KINDS


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason("title"), "in the title"),
        (Reason("code", "I10"), "code I10"),
        (
            Reason("lay", "heart attack", "myocardial infarction"),
            "everyday word: heart attack → myocardial infarction",
        ),
        (Reason("drug", "Keytruda", "pembrolizumab"), "drug: Keytruda → pembrolizumab"),
        (Reason("usual", "pneumonia"), "usual code for pneumonia"),
        (Reason("includes", "x" * 90), f'includes "{"x" * 79}…"'),
    ],
)
def test_reasons_are_worded_for_people(reason: Reason, said: str) -> None:
    assert worded([reason, reason]) == said


def test_nothing_is_decided_by_the_words_of_a_reason() -> None:
    for module in (allbooks, searcher, inspect.getmodule(PlainSearcher)):
        assert ".why" not in inspect.getsource(module)  # type: ignore[arg-type]


def test_a_code_is_called_usual_only_for_what_it_is_named_for(searcher: Searcher) -> None:
    for hit in searcher.search("rule out pneumonia"):
        if hit.code != "J18.9":
            assert Reason("usual", "pneumonia") not in hit.reasons
