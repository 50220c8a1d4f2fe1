"""The measure of reading: syllables against counts by hand, grades against texts of known level, a page's prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import grade, prose_of, syllables, without_terms

# Counted by hand, aloud.
BY_HAND = {
    1: "the used codes notes changed makes year score sign chart whole stage",
    2: "patient assigned coded needed table little people special facial always statement severe question symptom "
    "before causes basement movement careful because answer correct language quiet create practice region social "
    "guideline trial stages",
    3: "condition evidence provider billable reported diseases injury injuries physician hospital admission official "
    "instruction encounter sequela outpatient procedure medical period infectious family history initial "
    "specific created area serious previous various medium insurance",
    4: "diabetes diagnosis hypertension additional severity underlying material radiation circumstances separately "
    "reasonable available situation usually pneumonia",
    5: "association associated university",
}
CASES = [(word, n) for n, words in BY_HAND.items() for word in words.split()]


def test_syllables_are_right_for_nearly_every_word_of_the_trade() -> None:
    wrong = {word: (n, syllables(word)) for word, n in CASES if syllables(word) != n}
    assert len(CASES) >= 90
    assert len(wrong) <= 3, wrong


@given(st.from_regex(r"[a-z]{1,20}", fullmatch=True))
def test_every_word_has_a_syllable_and_never_more_than_letters(word: str) -> None:
    assert 1 <= syllables(word) <= max(1, len(word))


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        # 10 words, 1 sentence, 10 syllables: 0.39 × 10 + 11.8 − 15.59 = 0.11
        ("The cat sat on the mat and saw the dog.", 0.1, 0.12),
        # 12 words, 2 sentences, 18 syllables: 0.39 × 6 + 11.8 × 1.5 − 15.59 = 4.45
        ("Open the little window. Then answer every question about your family doctor.", 4, 9),
        # A sentence of an official text, by hand 25 words and 52 syllables: 18.7
        (
            (
                "In the unusual instance when two or more conditions equally meet the definition, as determined by the "
                "circumstances of hospitalization, any of the conditions may be sequenced."
            ),
            16,
            20,
        ),
    ],
)
def test_a_grade_is_that_of_the_formula(text: str, least: float, most: float) -> None:
    assert least <= grade(text)[0] <= most


def test_terms_and_codes_do_not_count() -> None:
    assert without_terms("Use additional code E11.22 for the principal diagnosis.") == "it it for the it."
    assert grade("The principal diagnosis is E11.22.")[0] < 1


def test_prose_is_what_a_page_says_in_sentences() -> None:
    page = (
        "<p>Before main there is a line of words.</p><main><h1>Charts</h1>"
        '<p>Read the note and <button class="term">code</button><span class="gloss">A short name.</span> what it '
        "says.</p>"
        '<p translate="no">PATIENT COUGHS A LOT TODAY AT HOME</p><nav><a>One two three four five six</a></nav>'
        "<ul><li>Pick the code that says the same</li><li>Add</li></ul></main>"
    )
    assert prose_of(page) == "Read the note and code it what it says.\nPick the code that says the same."
