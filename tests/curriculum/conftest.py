"""The charts and the book that holds on all of their dates."""

from __future__ import annotations

from datetime import date

import pytest

from codeward.charts import Curriculum, load_curriculum
from codeward.codesets import Book, books


@pytest.fixture(scope="session")
def curriculum() -> Curriculum:
    return load_curriculum()


@pytest.fixture(scope="session")
def book() -> Book:
    return books.open("icd10cm", on=date(2026, 5, 12))
