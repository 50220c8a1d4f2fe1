"""`codeward drg DIAGNOSIS[:POA]… --age N --sex F|M --status NN`: the MS-DRG of a stay, and why it is that one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from codeward.claims import OLDEST
from codeward.cli.commands.options import json_option, on_option
from codeward.cli.output import CLEAN, asked_lines, emit, styled

if TYPE_CHECKING:
    from codeward.claims import Claim
    from codeward.grouper import Drg, Grouped, Why

_SEXES = {"F": "female", "M": "male"}
_PAYMENTS = ["ipps", "ipf", "irf", "ltch", "cah", "cancer", "childrens", "apr", "none"]


@click.command("drg")
@click.argument("diagnoses", nargs=-1, required=True, metavar="DIAGNOSIS[:POA]...")
@click.option("--pcs", "procedures", multiple=True, metavar="CODE", help="A procedure; may be repeated.")
@click.option("--age", type=click.IntRange(0, OLDEST), required=True, help="Years at admission.")
@click.option(
    "--sex", type=click.Choice([*_SEXES, "U"]), default="U", show_default=True, help="F, M or unknown."
)
@click.option("--status", default="01", show_default=True, help="Discharge status: 01 home, 20 died.")
@click.option(
    "--payment",
    type=click.Choice(_PAYMENTS),
    default="ipps",
    show_default=True,
    help="How the hospital is paid.",
)
@click.option("--why", is_flag=True, help="Say of each code what it did.")
@click.option("--without", multiple=True, metavar="CODE", help="Group again without this code.")
@on_option
@json_option
def command(  # noqa: PLR0913 - one parameter an option
    diagnoses: tuple[str, ...], procedures: tuple[str, ...], age: int, sex: str, status: str, payment: str,
    without: tuple[str, ...], on: date | None, *, why: bool, as_json: bool,
) -> int:  # fmt: skip
    """Group a stay that ended on the date (today): the principal DIAGNOSIS first, each with its POA letter, if any."""
    from codeward.codesets import books
    from codeward.grouper import explain, group, grouped_json, left_out

    claim = _claim(diagnoses, procedures, age, sex, status, payment, on or books.today())
    whole, reasons = explain(claim) if why else (group(claim), ())
    other = group(left_out(claim, without)) if without else None
    if as_json:
        emit(grouped_json(whole, reasons, other, without))
        return CLEAN
    for line in _lines(whole, reasons, other, without):
        print(line)  # noqa: T201
    return CLEAN


def _claim(
    diagnoses: tuple[str, ...], procedures: tuple[str, ...], age: int, sex: str, status: str, payment: str, on: date
) -> Claim:  # fmt: skip
    from codeward.claims import read_claim

    asked = [text.partition(":") for text in asked_lines(diagnoses)]
    return read_claim(
        {
            "kind": "inpatient",
            "statement": {"start": on.isoformat(), "through": on.isoformat()},
            "patient": {"age_years": age, "sex": _SEXES.get(sex, "unknown")},
            "discharge_status": status,
            "provider": {"payment": payment},
            "diagnoses": [{"code": code, "poa": poa.upper() or None} for code, _, poa in asked],
            "procedures": [{"code": code} for code in procedures],
        }
    )


def _lines(
    whole: Grouped, reasons: tuple[Why, ...], other: Grouped | None, without: tuple[str, ...]
) -> list[str]:
    from codeward.grouper import shown_code, told

    lines = [
        styled(_drg(whole.final), "1"),
        f"MS-DRG version {whole.version}, weights {whole.weights or 'not here'}",
    ]
    if whole.final.number != whole.initial.number:
        lines.append(f"Before hospital-acquired conditions: {_drg(whole.initial)}")
    if whole.reason:
        lines.append(f"{whole.reason}.")
    if not whole.paid_so:
        lines.append("Grouped for teaching: this hospital is not paid by MS-DRG.")
    lines += [f"  {shown_code(each):8}  {told(each, whole)}" for each in reasons]
    if other is not None:
        lines.append(f"Without {', '.join(without)}: {_drg(other.final)}")
    return lines


def _drg(drg: Drg) -> str:
    weight = f"  weight {drg.weight.weight}" if drg.weight and drg.weight.weight is not None else ""
    return f"{drg.number:03d}  {drg.title}{weight}"
