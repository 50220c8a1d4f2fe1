"""The real book, opened once; and lists of the second quarter of 2026 with a few rows, in their publishers' layouts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from codeward.claims import read_claim
from codeward.codesets import Book, Shelf, books
from codeward.codesets.install.installer import install_path
from codeward.edits import CaseFact, Finding, Scrubbed, scrub

Run = Callable[..., Scrubbed]

PAIRS = "Column 1,Column 2,Effective Date,Deletion Date,Modifier,PTP Edit Rationale\n"
FILES = {
    "ncci-ptp": {
        "ptp_practitioner_2026-04-01.csv": PAIRS
        + "29827,29822,20120101,*,1,Standards\n29827,64415,20120101,*,0,Misuse\n20610,99213,20120101,*,1,Manual\n"
        + "29827,99213,20120101,*,1,Manual\n29827,20610,20120101,20260511,1,Standards\n"
        + "11042,11720,20260513,*,1,Standards\n29827,29806,20120101,*,9,Standards\n45385,45380,20120101,*,1,More\n",
        "ptp_outpatient_2026-04-01.csv": PAIRS
        + "45385,45380,20120101,*,0,More\nG0463,99213,20140101,*,0,Policy\n",
    },
    "ncci-mue": {
        "mue_practitioner_2026-04-01.csv": "hcpcs_code,mue_value,mai,rationale\n"
        "29827,1,2,Anatomy\n97110,6,3,Data\n11720,1,1,Words\nJ1885,8,3,Data\n",
        "mue_outpatient_2026-04-01.csv": "hcpcs_code,mue_value,mai,rationale\n97110,8,3,Data\n",
        "mue_dme_supplier_2026-04-01.csv": "hcpcs_code,mue_value,mai,rationale\nE0601,1,2,Policy\n",
    },
    "add-on": {
        "add_on_2026-04-01.csv": "add_on_code,primary_code,aoc_type\n"
        "29826,29827,1\n29826,29806,1\n64727,CCCCC,3\n64727,64702,3\n99288,CCCCC,2\n99292,99291,1\n",
    },
    "opps": {
        "opps_addendum_b_2026-04.csv": "HCPCS Code,Short Descriptor,SI,APC\n"
        "27447,x,J1,\n45385,x,T,\n33533,x,C,\nG0463,Visit,J2,\nJ1885,Drug,N,\n"
        "36415,x,N,\n71046,x,S,\n99211,x,V,\n",
    },
}


@pytest.fixture(scope="session")
def book() -> Book:
    return books.open("icd10cm", on=date(2026, 5, 12))


@pytest.fixture(scope="session")
def with_lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the lists of `FILES` are installed."""
    home = tmp_path_factory.mktemp("lists")
    for name, files in FILES.items():
        folder = tmp_path_factory.mktemp(name)
        for called, text in files.items():
            (folder / called).write_text(text, encoding="utf-8")
        install_path(name, None, folder, home=home)
    return home


def claimed(
    lines: list[dict[str, Any]], kind: str = "professional", day: str = "2026-05-12", **more: Any
) -> Any:
    """A claim of services as JSON: lines get ids a, b, c … and are of *day* where they say none."""
    rows = [{"id": "abcdefghij"[n], "date": day, **line} for n, line in enumerate(lines)]
    days = sorted(row["date"] for row in rows)
    return read_claim(
        {
            "kind": kind,
            "statement": {"start": days[0], "through": days[-1]},
            "coding_date": day,
            "lines": rows,
            "history": [],
            **more,
        }
    )


def _scrubber(home: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    shelf = Shelf.on(date(2026, 5, 12))

    def scrubbed(lines: list[dict[str, Any]], *, facts: tuple[CaseFact, ...] = (), **more: Any) -> Scrubbed:
        monkeypatch.setenv("CODEWARD_HOME", str(home))
        return scrub(claimed(lines, **more), shelf, facts)

    return scrubbed


@pytest.fixture
def run(with_lists: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Scrub a claim of services with the lists of 2026: `run([{"code": "29827"}], kind="outpatient")`."""
    return _scrubber(with_lists, monkeypatch)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Scrub a claim of services where no list is installed."""
    return _scrubber(tmp_path, monkeypatch)


def said(result: Scrubbed, family: str) -> list[Finding]:
    """The findings of a family, in order."""
    return [one for one in result.findings if one.rule.startswith(family)]


def told(result: Scrubbed, family: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Rule, severity and codes of the findings of a family."""
    return [(one.rule, one.severity, one.codes) for one in said(result, family)]
