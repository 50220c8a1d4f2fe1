"""The publisher's own files, read by an independent reader of a few lines: every answer the same."""

from __future__ import annotations

import csv
import io
import lzma
import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from codeward.charts import load_curriculum
from codeward.codesets import Shelf, lists
from codeward.codesets.install.installer import install_path
from codeward.edits import scrub
from tests.edits.conftest import claimed, said

pytestmark = [pytest.mark.shared, pytest.mark.proof]
DAY = date(2024, 7, 15)


def rows(path: Path) -> Iterator[list[str]]:
    """The cells of a file below its line of names: the whole of the independent reader."""
    raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    yield from list(csv.reader(io.StringIO(raw.decode())))[1:]


@pytest.fixture(scope="module")
def installed(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the lists of July 2024."""
    home = tmp_path_factory.mktemp("ncci")
    for name, files in (("ncci-ptp", "ptp_*"), ("ncci-mue", "mue_*"), ("add-on", "add_on_*")):
        folder = tmp_path_factory.mktemp(name)
        for path in (shared / "ncci").glob(files):
            (folder / path.name).write_bytes(path.read_bytes())
        install_path(name, None, folder, home=home)
    return home


@pytest.fixture
def home(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CODEWARD_HOME", str(installed))
    return installed


Pairs = dict[tuple[str, str], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def pairs(shared: Path) -> Pairs:
    """CMS's pairs of practitioners: (column 1, column 2) to (day of deletion, indicator), one for each time."""
    found: Pairs = defaultdict(list)
    for first, second, deleted, indicator, _ in rows(shared / "ncci/ptp_practitioner_2024-07-01.csv.xz"):
        found[first, second].append((deleted, indicator))
    return found


def in_force(found: Pairs, first: str, second: str) -> list[str]:
    """The indicators of a pair on the day, by the file: not deleted, or deleted later."""
    return [
        indicator
        for deleted, indicator in found.get((first, second), [])
        if not deleted or deleted >= str(DAY)
    ]


def test_ten_thousand_pairs_in_both_orders(home: Path, pairs: Pairs) -> None:
    chance = random.Random(12)
    every = sorted(pairs)
    active = [pair for pair in every if in_force(pairs, *pair)]
    gone = [pair for pair in every if not in_force(pairs, *pair)]
    codes = sorted({code for pair in every for code in pair})
    absent: set[tuple[str, str]] = set()
    while len(absent) < 3000:
        one, other = chance.choice(codes), chance.choice(codes)
        if (one, other) not in pairs and (other, one) not in pairs and one != other:
            absent.add((one, other))
    sample = [*chance.sample(active, 4000), *chance.sample(gone, 3000), *sorted(absent)]
    assert len(sample) == 10_000
    known, different = lists.ptp(DAY), []
    for first, second in sample:
        expected = {(a, b, i) for a, b in ((first, second), (second, first)) for i in in_force(pairs, a, b)}
        for one, other in ((first, second), (second, first)):
            answer = {(p.column1, p.column2, p.indicator) for p in known.between(one, other, on=str(DAY))}
            if answer != expected:
                different.append((one, other, answer, expected))
    assert different == []


def test_the_edit_says_of_a_pair_what_its_indicator_says(home: Path, pairs: Pairs) -> None:
    chance, shelf = random.Random(7), Shelf.on(DAY)
    sample = chance.sample(sorted(pairs), 1500)
    rule = {"0": ["CW-PP-001"], "1": ["CW-PP-002"], "9": []}
    for first, second in sample:
        if first == second:
            continue
        # Neither code has to be one that we have a gloss of: what is not known is not stopped.
        claim = claimed([{"code": second}, {"code": first}], day=str(DAY))
        found = said(scrub(claim, shelf), "CW-PP")
        expected = [
            (each, (b, a))
            for a, b in ((first, second), (second, first))
            for indicator in in_force(pairs, a, b)
            for each in rule[indicator]
        ]
        assert sorted((one.rule, one.codes) for one in found) == sorted(expected), (first, second)


@pytest.mark.parametrize(
    ("name", "setting", "kind", "provider"),
    [
        ("mue_practitioner_2024-07-01.csv.xz", "practitioner", "professional", {}),
        ("mue_outpatient_hospital_2024-07-01.csv.xz", "outpatient", "outpatient", {}),
        ("mue_dme_supplier_2024-07-01.csv", "dme", "professional", {"billing": "supplier"}),
    ],
)
def test_every_limit_of_units(
    home: Path, shared: Path, name: str, setting: str, kind: str, provider: dict[str, str]
) -> None:
    known, shelf, chance = lists.mue(DAY), Shelf.on(DAY), random.Random(3)
    every = list(rows(shared / "ncci" / name))
    assert len(every) in (14677, 14628, 2928)
    for code, units, mai, rationale in every:
        facts = (known.get(code) or {}).get(setting)
        assert facts == {"units": int(units), "indicator": int(mai), "rationale": rationale}, code
    for code, units, mai, _ in chance.sample(every, 300):
        for count in (int(units), int(units) + 1):
            claim = claimed([{"code": code, "units": count}], day=str(DAY), kind=kind, provider=provider)
            found = [one.rule for one in said(scrub(claim, shelf), "CW-MU")]
            assert found == ([f"CW-MU-00{mai}"] if count > int(units) else []), (code, count)


def test_every_add_on_code(home: Path, shared: Path) -> None:
    by_code: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for add_on, primary, kind in rows(shared / "ncci/add_on_codes_2024-06-03.csv"):
        by_code[add_on].add((primary, int(kind)))
    assert sum(map(len, by_code.values())) == 7465
    known = lists.add_ons(DAY)
    assert set(known.book) == set(by_code)
    for add_on, expected in by_code.items():
        assert {(row.code, row.type) for row in known.primaries(add_on, DAY) or ()} == expected, add_on


def test_every_fact_of_a_case_is_a_row_of_its_list(home: Path, pairs: Pairs, shared: Path) -> None:
    """A chart's facts are authored; here they are proved against the publisher's files of their edition."""
    outpatient: Pairs = defaultdict(list)
    units: dict[tuple[str, str], tuple[int, int]] = {}
    for setting, name in (
        ("practitioner", "mue_practitioner_2024-07-01.csv.xz"),
        ("outpatient", "mue_outpatient_hospital_2024-07-01.csv.xz"),
        ("dme", "mue_dme_supplier_2024-07-01.csv"),
    ):
        for code, count, mai, _ in rows(shared / "ncci" / name):
            units[setting, code] = (int(count), int(mai))
    beside = {(a, b): f"type {kind}" for a, b, kind in rows(shared / "ncci/add_on_codes_2024-06-03.csv")}
    wrong = []
    for chart in load_curriculum().charts.values():
        for fact in chart.key.case_facts:
            setting = fact.list.rpartition("-")[2]
            value = fact.value if isinstance(fact.value, str) else (fact.value.units, fact.value.mai)
            if fact.list.startswith("ncci-ptp"):
                if setting == "outpatient" and not outpatient:
                    for a, b, gone, indicator, _ in rows(shared / "ncci/ptp_outpatient_2024-07-01.csv.xz"):
                        outpatient[a, b].append((gone, indicator))
                first, second = fact.codes
                told = in_force(outpatient if setting == "outpatient" else pairs, first, second)
                expected: object = told[0] if told else "none"
            elif fact.list.startswith("mue"):
                expected = units.get((setting, fact.codes[0]), "none")
            elif fact.list == "add-on":
                first, second = fact.codes
                expected = beside.get((first, second), "none")
            else:
                continue
            if value != expected:
                wrong.append((chart.id, fact.list, fact.codes, value, expected))
    assert wrong == []
