"""No error's way out holds a command to type: commands have a field of their own, which pages do not show."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import codeward

ROOT = Path(codeward.__file__).parent
COMMAND = re.compile(
    r"\bcodeward (?:codesets|search|charts|map|index|books|validate|lookup|pcs|units|em|grade)\b"
)
# Rooms that only whoever runs the school meets, on the command line.
OPERATORS = ("cli/", "codesets/install/", "web/serving/", "web/command.py")


def texts(node: ast.AST) -> str:
    """The constant text within an expression."""
    return " ".join(
        n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    )


def test_commands_stand_only_in_their_field() -> None:
    found = []
    for path in ROOT.rglob("*.py"):
        where = path.relative_to(ROOT).as_posix()
        if where.startswith(OPERATORS):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                found += [f"{where}:{arg.lineno}" for arg in node.args if COMMAND.search(texts(arg))]
    assert not found
