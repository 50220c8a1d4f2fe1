"""Importing the room costs a look-up nothing; what its face shows is held by tests/test_faces.py."""

from __future__ import annotations

import subprocess
import sys


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
