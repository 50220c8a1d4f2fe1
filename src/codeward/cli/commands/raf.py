"""`codeward raf DIAGNOSIS… --age N --sex F|M`: a risk score (RAF) with each of its addends."""

from __future__ import annotations

import click

from codeward.cli.commands.options import json_option
from codeward.cli.output import CLEAN, asked_lines, complain, emit, styled
from codeward.crosswalks.hcc import Demographics, Score, raf


@click.command("raf")
@click.argument("diagnoses", nargs=-1, metavar="[DIAGNOSIS]...")
@click.option("--age", type=int, required=True, help="Years on February 1 of the payment year.")
@click.option("--sex", required=True, metavar="F|M", help="F or M.")
@click.option(
    "--dual", default="none", show_default=True, help="none, partial or full, or CMS's code 00 to 10."
)
@click.option(
    "--orec", default="0", show_default=True,
    help="Original reason for entitlement: 0 age, 1 disability, 2 ESRD, 3 both.",
)  # fmt: skip
@click.option("--institutional", is_flag=True, help="Long-term institutional.")
@click.option(
    "--new-enrollee", is_flag=True, help="Less than twelve months of Part B before the payment year."
)
@click.option("--snp", is_flag=True, help="In a chronic condition special needs plan (new enrollees).")
@click.option("--low-income", is_flag=True, help="Low-income subsidy (Part D).")
@click.option("--model", default="CMS-HCC V28", show_default=True, help="V28, V24 or RxHCC.")
@click.option("--year", type=int, default=2026, show_default=True, help="The payment year.")
@click.option("--plan", type=click.Choice(["mapd", "pdp"]), help="Kind of drug plan (Part D, for payment).")
@json_option
def command(  # noqa: PLR0913 - one parameter an option
    diagnoses: tuple[str, ...], age: int, sex: str, dual: str, orec: str, model: str, year: int, plan: str | None,
    *, institutional: bool, new_enrollee: bool, snp: bool, low_income: bool, as_json: bool,
) -> int:  # fmt: skip
    """Compute the risk score of a beneficiary with these ICD-10-CM DIAGNOSES ("-" reads one a line)."""
    who = Demographics.of(
        age, sex, dual=dual, orec=orec, institutional=institutional, new_enrollee=new_enrollee, snp=snp,
        low_income=low_income,
    )  # fmt: skip
    score = raf(asked_lines(diagnoses), who, model, year, plan=plan)
    if as_json:
        emit(score.to_json())
        return CLEAN
    for line in _lines(score):
        print(line)  # noqa: T201
    for warning in score.warnings:
        complain(f"{warning}.")
    return CLEAN


def _lines(score: Score) -> list[str]:
    lines = [styled(f"{score.model}, payment year {score.year}, segment {score.segment}", "1")]
    lines += [_line(each.coefficient, each.label, each.reason) for each in score.demographic_factors]
    lines += [_line(each.coefficient, f"HCC{each.hcc} {each.label}", each.reason) for each in score.hccs]
    lines += [_line(each.coefficient, each.label, each.reason) for each in score.interactions]
    if score.count_factor:
        lines.append(
            _line(score.count_factor.coefficient, score.count_factor.label, score.count_factor.reason)
        )
    lines.append(styled(f"{score.total:7.3f}  total", "1"))
    if score.payment:
        paid = score.payment
        lines.append(
            f"{paid.score:7.3f}  for payment: {score.total:.3f} / {paid.normalization} = {paid.normalized:.3f}, "
            f"less {paid.coding:.1%} for coding patterns"
        )
    lines += [f"   drop  HCC{each.hcc} {each.label}: {each.reason}" for each in score.hierarchies]
    lines += [f"   none  {each.diagnosis}: {each.reason}" for each in score.uncounted]
    return lines


def _line(coefficient: float, label: str, reason: str) -> str:
    return f"{coefficient:7.3f}  {label}{styled(f'  [{reason}]', '2')}"
