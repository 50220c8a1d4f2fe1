"""Locks in files, and that the house is imported where Unix's own module for them is missing."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from codeward.locks import locked

HOLD = "import sys, time; from pathlib import Path; from codeward.locks import locked\n"
HOLD += "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
# All rooms, and what of the web room works without Django's apps.
IMPORTED = """
import importlib, pkgutil, sys
sys.modules["fcntl"] = None
import codeward
for found in pkgutil.walk_packages(codeward.__path__, "codeward."):
    if not found.name.startswith("codeward.web"):
        importlib.import_module(found.name)
for name in ("archive", "backup", "collect", "home", "supervise"):
    importlib.import_module(f"codeward.web.serving.{name}")
"""


def test_a_lock_keeps_others_out_and_goes_with_a_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(BlockingIOError, match="another process"), locked(path, wait=False):
            pass
        holder.kill()
    with locked(path, wait=False):
        pass


def test_threads_take_turns(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        with locked(tmp_path / "a.lock"):
            inside.append(1)
            most.append(len(inside))
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


def test_the_house_is_imported_without_unix_locks() -> None:
    subprocess.run([sys.executable, "-W", "ignore", "-c", IMPORTED], check=True, timeout=120)
