"""The table of weights: it can be cut again byte for byte, and it holds together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from scripts import cut_drg_weights

from codeward.grouper import table_on


def test_cutting_again_gives_the_same_bytes() -> None:
    assert cut_drg_weights.cut() == cut_drg_weights.TARGET.read_text(encoding="utf-8")


def test_the_table() -> None:
    table = table_on(date(2026, 5, 14))
    assert table is not None
    assert (table.name, len(table.rows)) == ("FY2026", 772)
    weighted = [row for row in table.rows.values() if row.weight is not None]
    assert len(weighted) == 770
    assert all(row.weight and row.geometric and row.arithmetic for row in weighted)
    assert all(row.geometric <= row.arithmetic for row in weighted if row.geometric and row.arithmetic)
    # The cap of 10 percent on a fall raises a weight and never lowers one.
    assert all(
        row.weight >= row.uncapped - Decimal("0.03") for row in weighted if row.weight and row.uncapped
    )
    assert (
        table.rows[470].title
        == "MAJOR HIP AND KNEE JOINT REPLACEMENT OR REATTACHMENT OF LOWER EXTREMITY WITHOUT MCC"
    )


def test_a_year_without_a_table_has_none() -> None:
    assert table_on(date(2026, 10, 1)) is None
    assert table_on(date(2025, 9, 30)) is None
    assert table_on(date(2025, 10, 1)) is not None


def test_the_table_is_small() -> None:
    assert Path(cut_drg_weights.TARGET).stat().st_size < 300_000
