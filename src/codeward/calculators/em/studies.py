"""Which tests count as data: each once, overlapping ones together, none whose interpretation is reported elsewhere.

CPT E/M guidelines, 2021 and 2023, on unique tests, on tests reported separately and on independent interpretation.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from codeward.calculators.em.encounter import Test
from codeward.calculators.em.rules import studies
from codeward.calculators.reasons import InputError
from codeward.errors import quoted

__all__ = ["Counted", "count"]


class Counted(NamedTuple):
    """The tests that count as ordered or reviewed, those interpreted independently, and why others do not count."""

    tests: list[str]
    interpreted: list[str]
    left_out: list[str]
    sources: tuple[str, ...]


def count(tests: tuple[Test, ...]) -> Counted:
    """Return which of *tests* count.

    One that was ordered and interpreted independently counts as both (technical correction of March 2023). Of tests
    that share elements the largest counts. Raises InputError for what is not a code.
    """
    coded = [(_code(test), test) for test in tests]
    reported = {code for code, test in coded if test.separately_reported and _interpretable(code)}
    left_out: dict[str, None] = {}
    able: dict[str, None] = {}
    interpreted: dict[str, None] = {}
    for code, test in coded:
        why_not = _why_not(code, test, reported, able)
        if why_not is None:
            able[code] = None
        elif why_not:
            left_out[why_not] = None
        if test.interpreted:
            why_not = _not_interpreted(code, reported)
            if why_not is None:
                interpreted[code] = None
            else:
                left_out[why_not] = None
    counted, within = _unique(list(able))
    left_out.update(dict.fromkeys(within))
    return Counted(counted, list(interpreted), list(left_out), _sources(coded))


def _sources(coded: list[tuple[str, Test]]) -> tuple[str, ...]:
    """Return the sources of the rules that these tests meet."""
    data = studies()
    codes = {code for code, _ in coded}
    found = list(data.source)
    found += [source for panel in data.panels if panel.code in codes for source in panel.source]
    if any(
        data.results_only.holds(code) for code, test in coded if test.separately_reported or test.interpreted
    ):
        found += data.results_only.source
    if codes & data.no_test.codes:
        found += data.no_test.source
    return tuple(dict.fromkeys(found))


def _why_not(code: str, test: Test, reported: set[str], able: dict[str, None]) -> str | None:
    """Say why a test does not count among documents and tests; None where it does, "" where nothing is to be said."""
    if code in reported:
        return f"{code} is reported separately and earns no credit"
    if code in studies().no_test.codes:
        return f"{code} (pulse oximetry) is not a test here"
    if not test.reviewed:
        return ""
    if test.ordered_before:
        return f"The review of {code} was counted with its order at an earlier encounter"
    if code not in able:
        return None
    # A result that is reported as well as ordered is often named twice: nothing to be said of it.
    return "" if test.separately_reported else f"{code} counts once"


def _not_interpreted(code: str, reported: set[str]) -> str | None:
    if code in reported:
        return f"{code} is reported separately and earns no credit"
    if code in studies().no_test.codes:
        return f"{code} (pulse oximetry) is not a test here"
    if not _interpretable(code):
        return f"{code} gives a result only: reading it is not an independent interpretation"
    return None


def _interpretable(code: str) -> bool:
    """Say whether a professional interpretation belongs to the test, which could be reported separately."""
    return not studies().results_only.holds(code)


def _unique(codes: list[str]) -> tuple[list[str], list[str]]:
    """Return the codes that count, in the order given, and why others do not: overlapping tests are not unique.

    A test does not count beside a larger one that shares an element with it, whether that counts itself or not; of
    two of one size the lower code is the larger. So the order in which they are named changes nothing.
    """
    ordered = sorted(codes, key=lambda each: (-len(_elements(each)), each))
    within: dict[str, str] = {}
    for place, code in enumerate(ordered):
        larger = next((each for each in ordered[:place] if _elements(each) & _elements(code)), None)
        if larger is not None:
            how = "is part of" if _elements(code) < _elements(larger) else "overlaps with"
            within[code] = f"{code} {how} {larger}, beside which it does not count"
    return [code for code in codes if code not in within], list(within.values())


@lru_cache(maxsize=512)
def _elements(code: str) -> frozenset[str]:
    """Return what a test is made of: the parts of a panel and of the panels in it; of another test itself."""
    return frozenset(_walked(code))


def _walked(code: str) -> Iterator[str]:
    panel = next((row for row in studies().panels if row.code == code), None)
    if panel is None:
        yield code
        return
    for part in panel.parts:
        yield from _walked(part)


def _code(test: Test) -> str:
    code = test.code.strip().upper()
    if not code.isascii() or not code.isalnum() or len(code) != 5:
        raise InputError(
            "data.tests", f"{quoted(test.code)} is not a code", "A test is named by its code, such as 80053"
        )
    return code
