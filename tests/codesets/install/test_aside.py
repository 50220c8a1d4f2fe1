"""Installing in a process of its own: told step by step, ended at any moment, gone with whoever ordered."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from codeward.codesets.install import Order, Step, Stopped, install_aside
from codeward.errors import CodewardError, LoaderError
from tests.codesets.install.conftest import ORDER, Trickle
from tests.codesets.install.test_archives import put


def books_of(home: Path) -> list[str]:
    return sorted(path.name.partition(".")[0] for path in (home / "releases").glob("*.book"))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def order(tmp_path: Path, home: Path) -> Order:
    return Order("icd10cm", None, home, put(tmp_path, "icd10cm_order_2025.txt", ORDER))


@pytest.fixture
def trickle() -> Iterator[str]:
    """A publisher whose file comes drop by drop and never ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Trickle) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/icd10cm_order_2025.zip"
        running.shutdown()


def test_it_installs_and_tells_each_step(order: Order) -> None:
    steps: list[Step] = []
    (done,) = install_aside(order, watch=steps.append)
    assert (done.release.id, done.already) == ("icd10cm-2024-10-01-titles", False)
    assert done.path.is_relative_to(order.home)
    assert [(step.kind, step.about) for step in steps] == [
        ("read", "icd10cm_order_2025.txt"),
        ("compile", "icd10cm-2024-10-01-titles"),
    ]
    (again,) = install_aside(order)
    assert again == done._replace(already=True)


def test_everything_of_a_folder(order: Order, tmp_path: Path) -> None:
    done = install_aside(order._replace(system=None, release="FY2025", source=tmp_path))
    assert [each.release.id for each in done] == ["icd10cm-2024-10-01-titles"]


def test_what_the_installer_refuses_is_raised_here_in_its_words(order: Order) -> None:
    with pytest.raises(CodewardError) as raised:
        install_aside(order._replace(system="hcpcs"))
    assert "holds no file for HCPCS" in raised.value.message
    assert raised.value.way_out == "Give the HCPCS Level II file. What is there is for ICD-10-CM."


def test_it_is_stopped_while_a_file_comes_and_leaves_nothing(
    trickle: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A folder of this test's own: in the machine's another test may be installing at this moment.
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    steps: list[Step] = []
    with pytest.raises(Stopped):
        install_aside(
            Order("icd10cm", None, home, trickle, loopback=True),
            watch=steps.append,
            go_on=lambda: len(steps) < 3,
            every=0.1,
        )
    assert 0 < Trickle.given < Trickle.drops  # it did not wait for what was still to come
    assert {step.kind for step in steps} == {"fetch"}
    assert steps[-1].total == 100_000_000
    assert steps[0].done < steps[-1].done
    assert books_of(home) == []
    assert list(temporary.iterdir()) == []


def test_it_ends_when_it_takes_too_long(trickle: str, home: Path) -> None:
    with pytest.raises(LoaderError, match="is not installed after 0 minutes"):
        install_aside(Order("icd10cm", None, home, trickle, loopback=True), every=0.1, most=1.0)


def test_a_process_that_is_killed_is_told(trickle: str, home: Path) -> None:
    def kill(_: Step) -> None:
        children = subprocess.run(
            ["pgrep", "-P", str(os.getpid()), "-f", "codeward.codesets.install"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        os.kill(int(children.stdout.split()[-1]), signal.SIGKILL)

    with pytest.raises(LoaderError, match=r"ended before it was done \(signal 9\)"):
        install_aside(Order("icd10cm", None, home, trickle, loopback=True), watch=kill)


def test_it_goes_with_whoever_ordered_it(trickle: str, home: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from codeward.codesets.install import Order, install_aside\n"
        f"install_aside(Order('icd10cm', None, Path({str(home)!r}), {trickle!r}, loopback=True),\n"
        "              watch=lambda step: print(step.kind, flush=True))\n"
    )
    worker = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "fetch\n"
    child = subprocess.run(
        ["pgrep", "-P", str(worker.pid)], capture_output=True, text=True, check=True
    ).stdout.split()[0]
    worker.kill()
    worker.wait()
    worker.stdout.close()
    deadline = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        if "Z" in Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]:
            break
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{child}").exists()
