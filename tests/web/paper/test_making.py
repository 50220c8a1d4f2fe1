"""Papers: made of data, with a bound, the same bytes again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from codeward.web.paper.api import MOST, PaperError, pdf

AT = dt.datetime(2026, 12, 1, tzinfo=dt.UTC)
HOUSE = Path(__file__).parents[3] / "src/codeward/web/exams/paper/result.typ"


def test_too_long_is_refused_before_anything_is_made() -> None:
    with pytest.raises(PaperError, match="More than 200,000"):
        pdf(HOUSE, {"x": "y" * MOST}, title="T", at=AT)
