"""A fee schedule of a few codes with round figures, in CMS's own layout, on a shelf of its quarter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from codeward.claims import Claim, read_claim
from codeward.codesets import Book, BookFile, Release, Shelf
from codeward.codesets.compile.compilers import compiler

DAY = date(2024, 8, 1)
NAMES = (
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,"
    "PROC,SURG,SURG,SURG,SURG,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT\n"
)
GPCI = (
    "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2024 PW GPCI (without 1.0 Floor),"
    "2024 PW GPCI (with 1.0 Floor),2024 PE GPCI,2024 MP GPCI\n"
    "10112,AL,00,ALABAMA*,0.980,1.000,0.869,0.575\n01112,CA,54,BAKERSFIELD,1.017,1.017,1.093,0.662\n"
    "01112,CA,55,CHICO,1.014,1.014,1.093,0.56\n"
)
ANES = "Contractor,Locality,Locality Name,National Anes CF of 20.4349\n10112,00,ALABAMA,19.77\n\x1a\n"
LOCCO = (
    "Medicare Adminstrative Contractor,Locality Number,State,Fee Schedule Area,Counties\n"
    "10112,00,ALABAMA,STATEWIDE,ALL COUNTIES\n"
)
Priceable = Callable[..., Shelf]


def row(code: str, worth: str = "100", mod: str = "", **more: str) -> str:
    """A row in the publisher's columns: *worth* is the work value, dollars where the factor is 1."""
    said = {
        "status": "A", "pe": "0", "pe_facility": "0", "na": "", "na_facility": "", "mp": "0", "pctc": "0",
        "days": "000", "pre": "0", "intra": "0", "post": "0", "mult": "0", "bilat": "0", "asst": "2", "co": "1",
        "team": "0", "base": "", "factor": "1.0000", "cap": "0", "cap_facility": "0", "cap_mp": "0",
    } | more  # fmt: skip
    total = ["0", "0"]
    cells = [
        code, mod, "words", said["status"], "", worth, said["pe"], said["na"], said["pe_facility"], said["na_facility"],
        said["mp"], *total, said["pctc"], said["days"], said["pre"], said["intra"], said["post"], said["mult"],
        said["bilat"], said["asst"], said["co"], said["team"], said["base"], said["factor"], "09", "0", "99",
        said["cap"], said["cap_facility"], said["cap_mp"],
    ]  # fmt: skip
    return ",".join(cells) + "\n"


def made(folder: Path, system: str, files: dict[str, str], day: date = DAY) -> Book:
    """Compile a list of the quarter of *day* from the text of its files."""
    paths = []
    for name, text in files.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    start = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    release = Release(f"{system}-{start}", system, "A list", start, date(day.year, start.month + 2, 28))
    target = folder / f"{system}-{len(list(folder.glob('*.book')))}.book"
    target.write_bytes(compiler(system.replace("-", "_"))(release, paths, []))
    return Book(BookFile(target), in_force=True, asked=day)


@pytest.fixture
def shelf_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Priceable:
    """Put rows of the relative value file on a shelf, with localities: `shelf_of(row("99213"), …)`."""
    monkeypatch.setenv("CODEWARD_HOME", str(tmp_path))

    def of(*rows: str, localities: bool = True, day: date = DAY, qualifying: str = "") -> Shelf:
        files = {"PPRRVU24_JUL_nonQPP.csv": f"2024 file,,\n{NAMES}" + "".join(rows)}
        if qualifying:
            files["PPRRVU24_JUL_QPP.csv"] = files["PPRRVU24_JUL_nonQPP.csv"].replace("1.0000", qualifying)
        books = [made(tmp_path, "mpfs", files, day)]
        if localities:
            texts = {"GPCI2024.csv": GPCI, "ANES2024.csv": ANES, "24LOCCO.csv": LOCCO}
            books.append(made(tmp_path, "localities", texts, day))
        return Shelf(day, books)

    return of


def line(written: str, **more: Any) -> dict[str, Any]:
    """A line as `codeward price` writes it: "11042-RT:2"."""
    service, _, units = written.partition(":")
    code, *modifiers = service.split("-")
    return {"code": code, "modifiers": modifiers, "units": float(units) if units else None, **more}


def claim_of(*lines: str | dict[str, Any], place: str | None = "11", **more: Any) -> Claim:
    """A professional claim of one day; lines as text or as they stand in JSON."""
    given = [line(each) if isinstance(each, str) else each for each in lines]
    return read_claim(
        {
            "kind": "professional",
            "statement": {"start": DAY.isoformat(), "through": DAY.isoformat()},
            "place": place,
            "lines": [{"id": f"l{number}", **each} for number, each in enumerate(given)],
            **more,
        }
    )
