"""A face imports what a short command does not need only when it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from codeward import codesets
from codeward.codesets.container.matching import matches
from codeward.later import later


def test_a_name_is_given_from_its_module_and_a_module_as_itself() -> None:
    found = later("codeward.codesets", {"container.matching": ["matches"], "": ["lists"]})
    assert found("matches") is matches
    assert found("lists").__name__ == "codeward.codesets.lists"


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"'codeward\.codesets' has no attribute 'nothing'"):
        _ = codesets.nothing
    assert not hasattr(codesets, "container_of_nothing")


def test_what_is_not_asked_for_is_not_imported() -> None:
    program = (
        "import sys; from codeward import codesets; later = 'codeward.codesets.container.matching'; "
        "before = later in sys.modules; codesets.matches; print(before, later in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "False True\n"
