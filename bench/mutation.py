"""Break one thing in a room's code at a time and run its tests: what no test notices survives.

python bench/mutation.py grading --sample 60 --seed 1

The source is copied into a temporary folder, so nothing of the tree is touched. A mutant is one change of one place: a
comparison, `and` for `or`, a condition turned round, a number one higher, plus for minus, a result left out. With
`--sample` a seeded choice is run, the same every time; without it all are. Prints every survivor and exits with 1 where
there are more than `--allow`.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
# The tests of a room that are quick enough to be run once for every mutant.
TESTS = {
    "grading": ["tests/grading", "--ignore=tests/grading/test_properties.py"],
    "edits": ["tests/edits"],
    "pricing": ["tests/pricing", "--ignore=tests/pricing/test_published.py"],
}
TIMEOUT = 120  # seconds; a mutant that runs for ever is noticed by that

COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMES = {"any": "all", "all": "any", "min": "max", "max": "min"}


class Mutant(NamedTuple):
    """One change: the file, the line, what it was and became, and the file's text with it."""

    file: Path
    line: int
    change: str
    text: str

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT / 'src' / 'codeward')}:{self.line} {self.change}"


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in the place of *node*."""
    new = copy.deepcopy(node)
    if isinstance(new, ast.Compare) and len(new.ops) == 1 and type(new.ops[0]) in COMPARE:
        new.ops = [COMPARE[type(new.ops[0])]()]
        yield new
    elif isinstance(new, ast.BoolOp):
        new.op = ast.Or() if isinstance(new.op, ast.And) else ast.And()
        yield new
    elif isinstance(new, ast.UnaryOp) and isinstance(new.op, ast.Not):
        yield new.operand
    elif isinstance(new, ast.BinOp) and type(new.op) in BINARY:
        new.op = BINARY[type(new.op)]()
        yield new
    elif isinstance(new, ast.Constant) and type(new.value) is int:
        new.value += 1
        yield new
    elif isinstance(new, ast.Constant) and type(new.value) is bool:
        new.value = not new.value
        yield new
    elif isinstance(new, ast.IfExp):
        new.body, new.orelse = new.orelse, new.body
        yield new
    elif isinstance(new, ast.Call) and isinstance(new.func, ast.Name) and new.func.id in NAMES:
        new.func.id = NAMES[new.func.id]
        yield new
    elif isinstance(new, ast.If):
        new.test = ast.UnaryOp(ast.Not(), new.test)
        yield new
    elif isinstance(new, ast.Continue):
        yield ast.Break()
    elif isinstance(new, ast.AugAssign) and type(new.op) in BINARY:
        new.op = BINARY[type(new.op)]()
        yield new


def places(tree: ast.AST, path: tuple[tuple[str, int | None], ...] = ()) -> Iterator[tuple[ast.AST, tuple]]:
    """Yield every node that runs, with the way to it; annotations and defaults of data are passed over."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for i, child in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(child, ast.AST):
                continue
            here = (*path, (name, i if isinstance(value, list) else None))
            # What a module states at its top are types and constants; only numbers there are rules.
            if isinstance(child, ast.Assign | ast.AnnAssign) and _is_alias(child):
                continue
            yield child, here
            yield from places(child, here)


def _is_alias(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    names = [target.id for target in targets if isinstance(target, ast.Name)]
    return any(name == "__all__" or (name[:1].isupper() and not name.isupper()) for name in names)


def mutants(file: Path) -> Iterator[Mutant]:
    """Yield every mutant of one file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node, path in places(tree):
        for new in changed(node):
            whole = copy.deepcopy(tree)
            parent: ast.AST = whole
            for name, i in path[:-1]:
                parent = getattr(parent, name) if i is None else getattr(parent, name)[i]
            name, i = path[-1]
            if i is None:
                setattr(parent, name, new)
            else:
                getattr(parent, name)[i] = new
            ast.fix_missing_locations(whole)
            change = f"{_short(node)}  →  {_short(new)}"
            yield Mutant(file, getattr(node, "lineno", 0), change, ast.unparse(whole))


def _short(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        return f"if {ast.unparse(node.test)}"
    return " ".join(ast.unparse(ast.fix_missing_locations(node)).split())[:90]


def survives(mutant: Mutant, source: Path, tests: list[str]) -> bool:
    """Say whether the tests pass with the mutant in place."""
    place = source / mutant.file.relative_to(ROOT / "src")
    kept = place.read_text(encoding="utf-8")
    place.write_text(mutant.text, encoding="utf-8")
    try:
        return passes(source, tests)
    except subprocess.TimeoutExpired:
        return False
    finally:
        place.write_text(kept, encoding="utf-8")


def passes(source: Path, tests: list[str]) -> bool:
    """Say whether the tests pass with the code in *source*. Raises TimeoutExpired."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    env = {**os.environ, "PYTHONPATH": str(source), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, timeout=TIMEOUT, check=False)
    return done.returncode == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("room", choices=sorted(TESTS))
    parser.add_argument("--file", help="only this file of the room, by its name without .py")
    parser.add_argument("--sample", type=int, help="how many mutants to run; all without it")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--allow", type=int, default=0, help="how many survivors are no failure")
    given = parser.parse_args()
    files = sorted((ROOT / "src" / "codeward" / given.room).glob(f"{given.file or '*'}.py"))
    every = [mutant for file in files for mutant in mutants(file)]
    chosen = every
    if given.sample is not None and given.sample < len(every):
        chosen = sorted(random.Random(given.seed).sample(every, given.sample), key=lambda m: (m.file, m.line))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "src"
        shutil.copytree(ROOT / "src", source, ignore=shutil.ignore_patterns("__pycache__"))
        if not passes(source, TESTS[given.room]):
            print(f"The tests of {given.room} fail without any mutant: {' '.join(TESTS[given.room])}")
            return 2
        left = []
        for number, mutant in enumerate(chosen, start=1):
            alive = survives(mutant, source, TESTS[given.room])
            left += [mutant] if alive else []
            print(f"{number}/{len(chosen)} {'SURVIVES' if alive else 'killed'} {mutant}", flush=True)
    print(f"\n{len(every)} mutants of {given.room}, {len(chosen)} run, {len(left)} survive:")
    for mutant in left:
        print(f"- {mutant}")
    return 1 if len(left) > given.allow else 0


if __name__ == "__main__":
    sys.exit(main())
