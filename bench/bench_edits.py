"""The edits: a claim scrubbed, a pair looked up, diagnoses edited, a stay scrubbed and grouped; one core.

The peer of the first row is `claim-validator` 0.3.0, put into a virtual environment of its own in the system's folder
for temporary files: it is never installed beside Codeward. It knows of no pairs, limits, packages or dates. The lists
are CMS's of July 2024 where CODEWARD_SHARED has them, else made up in the same size.
"""

from __future__ import annotations

import math
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from datetime import date
from pathlib import Path

from codeward import settings
from codeward.claims import Claim, Diagnosis, Line, Patient, Procedure, Provider, Statement
from codeward.codesets import Shelf, lists
from codeward.codesets.install.installer import install_path
from codeward.edits import Coded, check_diagnoses, scrub
from codeward.grouper import group
from measure import REFERENCE, Row, show

PEER = "claim-validator==0.3.0"
TURNS, LOOKUPS = 1_500, 200
LISTED, NOW = date(2024, 7, 15), date(2026, 5, 12)
VISIT = (("99213", ("25",)), ("20610", ("RT",)), ("73030", ("RT",)), ("83036", ()), ("36415", ()))
DIAGNOSES = ("M75.121", "E11.9", "I10", "Z79.84")
TEN = ("E11.22", "N18.32", "I12.9", "I50.22", "E66.813", "Z68.41", "J44.1", "M17.11", "Z79.4", "Z87.891")
_PEER_PROGRAM = """
import sys, time
from claim_validator import validate
claim = {
    "billing_provider_npi": "1234567893",
    "diagnosis_codes": [{"code": code} for code in %r],
    "lines": [{"procedure_code": code, "charge_amount": 100.0, "units": 1} for code in %r],
}
best = 9.0
for _ in range(200):
    begin = time.perf_counter()
    validate(claim)
    best = min(best, time.perf_counter() - begin)
print(best)
"""


def visit(day: date) -> Claim:
    """Return a visit with five services and four diagnoses."""
    lines = tuple(
        Line(code, "cpt", id=str(n), modifiers=modifiers, pointers=("A",))
        for n, (code, modifiers) in enumerate(VISIT)
    )
    return Claim(
        "professional",
        Statement(day, day),
        payer="medicare",
        place="11",
        patient=Patient(age_years=60, sex="male"),
        diagnoses=tuple(Diagnosis(code, id=name) for code, name in zip(DIAGNOSES, "ABCD", strict=True)),
        lines=lines,
        history=(),
    )


def stay() -> Claim:
    """Return a stay of eight diagnoses and two procedures."""
    codes = ("I50.23", "J96.01", "N17.9", "E11.22", "N18.32", "I13.0", "Z79.4", "Z87.891")
    return Claim(
        "inpatient",
        Statement(NOW, NOW),
        patient=Patient(age_years=72, sex="male"),
        discharge_status="01",
        provider=Provider(payment="ipps"),
        diagnoses=tuple(Diagnosis(code, poa="Y") for code in codes),
        procedures=(Procedure("02703DZ"), Procedure("5A09357")),
    )


def best(run: Callable[[], object], turns: int) -> float:
    """Return the seconds of the best of *turns*: each is short, so that some of them are not interrupted."""
    found = math.inf
    for _ in range(turns):
        begin = time.perf_counter()
        run()
        found = min(found, time.perf_counter() - begin)
    return found


def pace_of_short_turns() -> float:
    """Return how much slower this machine is than the one of the limits: a hundredth of what `measure.pace` turns."""

    def turn() -> None:
        found: dict[int, int] = {}
        for i in range(2_000):
            found[i & 1023] = found.get(i & 511, 0) + i

    return best(turn, 2_000) / (REFERENCE / 100)


def peer() -> str | None:
    """Return the Python of the peer's environment, made where it is not there yet; None where it cannot be had."""
    folder = Path(tempfile.gettempdir(), "codeward-bench-peer")
    python = folder / "bin" / "python"
    try:
        if not python.exists():
            venv.create(folder, with_pip=True)
        if subprocess.run(
            [python, "-c", "import claim_validator"], capture_output=True, check=False
        ).returncode:
            # It imports httpx, which it does not name as needed.
            install = [python, "-m", "pip", "install", "--quiet", PEER, "httpx"]
            subprocess.run(install, check=True, capture_output=True, timeout=300)
        subprocess.run([python, "-c", "import claim_validator"], check=True, capture_output=True)
    except (subprocess.SubprocessError, OSError):
        return None
    return str(python)


def theirs(python: str) -> float:
    """Return the seconds that the peer takes for the same visit, in a process of its own."""
    program = _PEER_PROGRAM % (list(DIAGNOSES), [code for code, _ in VISIT])
    said = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True).stdout
    return float(said)


def installed(home: Path) -> str:
    """Install the lists into *home* and say whose they are."""
    shared = Path(os.environ.get("CODEWARD_SHARED", "../shared"), "data", "ncci")
    for name, parts in (("ncci-ptp", "ptp_*"), ("ncci-mue", "mue_*"), ("add-on", "add_on_*")):
        folder = home / name
        folder.mkdir(parents=True)
        for path in shared.glob(parts):
            shutil.copyfile(path, folder / path.name)
        if not any(folder.iterdir()):
            _made_up(name, folder)
        install_path(name, None, folder, home=home)
    return "CMS's lists of July 2024" if shared.is_dir() else "made up lists"


def _made_up(name: str, folder: Path) -> None:
    chance = random.Random(1)
    codes = sorted({f"{chance.randrange(10000, 99999)}" for _ in range(11_000)})
    if name == "ncci-ptp":
        rows = "".join(f"{chance.choice(codes)},{chance.choice(codes)},,1,x\n" for _ in range(1_500_000))
        text, called = (
            "column_1,column_2,deletion_date,modifier_indicator,rationale\n" + rows,
            "ptp_practitioner",
        )
    elif name == "ncci-mue":
        text = "hcpcs_code,mue_value,mai,rationale\n" + "".join(f"{code},1,2,x\n" for code in codes)
        called = "mue_practitioner"
    else:
        text, called = "add_on_code,primary_code,aoc_type\n22614,22600,1\n", "add_on_codes"
    (folder / f"{called}_2024-07-01.csv").write_text(text, encoding="utf-8")


def pairs_of(count: int) -> list[tuple[str, str]]:
    """Return pairs of codes to look up: half of them with an edit, half without, in mixed order."""
    known, chance = lists.ptp(LISTED), random.Random(5)
    codes = list(known.book)
    found: list[tuple[str, str]] = [(chance.choice(codes), chance.choice(codes)) for _ in range(count // 2)]
    while len(found) < count:
        edits = known.pairs(chance.choice(codes))
        one = chance.choice(edits) if edits else None
        found += [(one.column1, one.column2)] if one else []
    chance.shuffle(found)
    return found


def main() -> int:
    """Print the table."""
    python = peer()
    print(
        f"peer {PEER}: {'measured in an environment of its own' if python else 'absent, it could not be installed'}"
    )
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CODEWARD_HOME"] = folder
        print(f"lists: {installed(settings.home())}")
        return _measured(python)


def _measured(python: str | None) -> int:
    known, wanted = lists.ptp(LISTED), pairs_of(LOOKUPS)
    listed, shelf, now = visit(LISTED), Shelf.on(LISTED), Shelf.on(NOW)
    coded, book = Coded(TEN, visit(NOW)), now.book("icd10cm")
    ill = stay()

    def look_up() -> None:
        between = known.between
        for one, other in wanted:
            between(one, other, "practitioner", "2024-07-15")

    scrub(listed, shelf)
    visit_s = best(lambda: scrub(listed, shelf), TURNS)
    pair = best(look_up, TURNS) / len(wanted)
    ten = best(lambda: check_diagnoses(coded, book), TURNS)
    stay_s = best(lambda: (scrub(ill, now), group(ill)), TURNS // 3)
    peers = [] if python is None else [theirs(python)]
    slow = pace_of_short_turns()
    limits = {"visit": slow / 5000, "pair": slow * 1e-6, "ten": slow * 150e-6, "stay": slow / 1500}
    rows: list[Row] = [
        _row("scrub a visit of 5 lines, 4 diagnoses, with lists", visit_s, limits["visit"]),
        (
            "look up a pair, both orders",
            f"{pair * 1e9:.0f} ns",
            f"{limits['pair'] * 1e9:.0f} ns allowed",
            limits["pair"] / pair,
            1,
        ),
        _row("diagnosis edits of 10 codes", ten, limits["ten"]),
        _row("scrub and group a stay of 8 diagnoses, 2 procedures", stay_s, limits["stay"]),
    ]
    if peers:
        other = peers[0]
        rows.insert(
            1, ("the same visit, beside claim-validator", _us(visit_s), _us(other), other / visit_s, 1)
        )
    print(f"pace of this run: {slow:.1f} times the reference")
    return show("Edits", rows)


def _row(what: str, ours: float, allowed: float) -> Row:
    return what, _us(ours), f"{allowed * 1e6:.0f} µs allowed", allowed / ours, 1


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs ({1 / seconds:,.0f}/s)"


if __name__ == "__main__":
    sys.exit(main())
