"""The room has one public face."""

from __future__ import annotations

import subprocess
import sys

from codeward import codesets


def test_every_public_name_is_there_and_nothing_else_is_promised() -> None:
    assert codesets.__all__ == [
        "Book",
        "Concept",
        "Edition",
        "Instruction",
        "Reference",
        "Release",
        "Shelf",
        "Validation",
        "books",
        "matches",
        "validate",
    ]
    assert all(hasattr(codesets, name) for name in codesets.__all__)


def test_importing_it_loads_no_compiler_and_nothing_heavy() -> None:
    program = (
        "import sys, codeward.codesets; heavy = {'codeward.codesets.icd10cm.compiler', "
        "'codeward.codesets.icd10cm.tabular', "
        "'codeward.codesets.container.references', 'hashlib', 'lzma', 'importlib.metadata', 'simple_icd_10_cm'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "[]\n"
