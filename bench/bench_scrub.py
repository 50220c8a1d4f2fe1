"""`codeward scrub` as a whole cold process: its time and its memory, beside what was wanted of it.

The claims are those that the page "Check a claim" shows. No peer: none that we know checks a claim by notes, pairs,
packages and the Medicare Code Editor at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from codeward.codesets import books
from measure import alternate, pace, process_seconds, show

CODEWARD = str(Path(sys.executable).with_name("codeward"))
EXAMPLES = Path(books.__file__).parents[1] / "web" / "scrub" / "examples"
WANTED = 0.150  # seconds of a whole process, on the machine on which limits were set
MOST_MB = 60.0  # above the pages of the books, which processes share


def main() -> int:
    claims = [EXAMPLES / f"{kind}.json" for kind in ("professional", "outpatient", "inpatient")]
    for claim in claims:  # books compiled before anything is measured
        subprocess.run([CODEWARD, "scrub", str(claim)], stdout=subprocess.DEVNULL, check=False)
    times = alternate([_timed(claim) for claim in claims], turns=7)
    allowed = WANTED * pace()
    rows = [
        (
            f"whole process, cold, {claim.stem} (best; median)",
            f"{best * 1000:.0f} ms; {median * 1000:.0f}",
            f"{allowed * 1000:.0f} ms allowed",
            allowed / best,
            1.0,
        )
        for claim, (best, median) in zip(claims, times, strict=True)
    ]
    held = max(_own_memory(claim) for claim in claims)
    rows.append(("memory of its own (MB)", f"{held:.0f}", f"{MOST_MB:.0f} allowed", MOST_MB / held, 1.0))
    return show("Scrub a claim, cold", rows)


def _timed(claim: Path) -> Callable[[], float]:
    command = [CODEWARD, "scrub", "--json", str(claim)]
    # Findings end with exit code 1, which is no failure here.
    return lambda: process_seconds(["sh", "-c", '"$@" || [ $? = 1 ]', "sh", *command])


_MEMORY = """
import sys
from codeward.cli.main import main
sys.stdout = open("/dev/null", "w")
main(["scrub", "--json", sys.argv[1]])
rollup = {line.split()[0]: int(line.split()[1]) for line in open("/proc/self/smaps_rollup") if line.endswith("kB\\n")}
print((rollup["Anonymous:"]) / 1024, file=sys.stderr)
"""


def _own_memory(claim: Path) -> float:
    """Return the MB that no file stands behind, at the end of the command: books and libraries are left out."""
    done = subprocess.run(
        [sys.executable, "-c", _MEMORY, str(claim)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ,
    )
    return float(done.stderr.split()[-1])


if __name__ == "__main__":
    sys.exit(main())
