"""The real book and the real curriculum, opened once."""

from __future__ import annotations

from datetime import date

import pytest

from codeward.charts import Curriculum, load_curriculum
from codeward.codesets import Book, Shelf, books


@pytest.fixture(scope="session")
def book() -> Book:
    return books.open("icd10cm", on=date(2026, 5, 12))


@pytest.fixture(scope="session")
def curriculum() -> Curriculum:
    return load_curriculum()


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """The books of a day on which the charts of the curriculum are coded, opened once."""
    return Shelf.on(date(2026, 5, 12))
