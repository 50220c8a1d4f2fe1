"""Cut the table of MS-DRG weights from the package that carries CMS's Table 5 (group `data`).

    python scripts/cut_drg_weights.py [TARGET]

The table is a work of the US government. Kept of it are number, category, type, title, both weights, both mean lengths
of stay and the two transfer flags; 998 and 999 have no weight and stay in, so that every group has a title.
"""

from __future__ import annotations

import csv
import importlib.resources
import io
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src/codeward/grouper/data/weights-fy2026.csv"
TYPES = {"MED": "medical", "SURG": "surgical", "**": "none"}
HEAD = [
    "drg", "mdc", "type", "weight_uncapped", "weight", "geometric_days", "arithmetic_days", "post_acute",
    "special_pay", "title",
]  # fmt: skip


def cut() -> str:
    """Return the table as it ships, one row a group, in order of number."""
    source = importlib.resources.files("drg") / "data" / "cms" / "drg_weights.txt"
    text = source.read_bytes().decode("cp1252")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEAD)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t"):
        if len(row) < 10 or not row[0].strip().isdigit():
            continue
        number, post_acute, special, mdc, kind, title, *figures = (
            " ".join(part.split()) for part in row[:10]
        )
        shown = ["" if figure == "." else figure for figure in figures]
        flags = ["yes" if flag.casefold() == "yes" else "no" for flag in (post_acute, special)]
        writer.writerow([f"{int(number):03d}", mdc, TYPES[kind], *shown, *flags, title])
    return out.getvalue()


if __name__ == "__main__":
    (Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET).write_text(cut(), encoding="utf-8")
