"""docs/reference/cryptography.md names every module of the web that uses cryptography, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src" / "codeward" / "web"
PAGE = (ROOT / "docs" / "reference" / "cryptography.md").read_text(encoding="utf-8")
MODULES = {"hashlib", "hmac", "secrets", "ssl", "cryptography", "django.core.signing", "django.utils.crypto"}


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found


def uses(path: Path) -> bool:
    return any(
        name == module or name.startswith(f"{module}.") for name in imported(path) for module in MODULES
    )


def test_every_use_has_its_line_and_every_line_its_use() -> None:
    using = {
        ".".join(path.relative_to(WEB).with_suffix("").parts)
        for path in WEB.rglob("*.py")
        if not {"migrations", "ui"} & set(path.parts) and uses(path)  # ui: ids of drawings
    }
    told = re.findall(r"^\| `([a-z_.]+)` \|", PAGE, re.MULTILINE)
    assert sorted(told) == sorted(using)


def test_each_key_says_where_it_lies_and_when_it_is_changed() -> None:
    table = PAGE.partition("## Keys")[2].partition("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == 4
    assert all(len(row) == 5 and all(len(cell) > 5 for cell in row) for row in rows)
