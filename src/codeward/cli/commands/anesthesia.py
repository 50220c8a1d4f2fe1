"""`codeward anesthesia`: base, time and modifying units, medical direction, and what they come to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import click

from codeward.cli.commands.options import json_option, on_option, payer_option
from codeward.cli.commands.reasons import print_reasons
from codeward.cli.output import CLEAN, FINDINGS, emit, styled


class _Number(click.ParamType[Decimal]):
    name = "number"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        from codeward.bounds import BoundsError, decimal

        try:
            return decimal(value)
        except BoundsError as error:
            self.fail(str(error), param, ctx)


@click.command("anesthesia")
@click.argument("code")
@click.option("--minutes", type=int, default=0, help="Minutes of anesthesia, exactly as recorded.")
@click.option("--base", type=_Number(), help="Base units; without them the CPT book's facts say.")
@click.option("--status", help="Physical status, P1 to P6.")
@click.option(
    "--circumstance", "circumstances", multiple=True, help="99100, 99116, 99135 or 99140; repeat for others."
)
@click.option("--factor", "conversion_factor", type=_Number(), help="The conversion factor, such as 20.50.")
@payer_option
@click.option(
    "--role", type=click.Choice(["physician", "anesthetist"]), default="physician", show_default=True,
    help="Whose claim it is.",
)  # fmt: skip
@click.option(
    "--concurrent", type=int, default=0, help="Cases that the physician directed at once; 0: given in person."
)
@click.option("--directed", is_flag=True, help="The anesthetist was directed by a physician.")
@click.option("--at-induction", is_flag=True, help="The supervising physician was present at induction.")
@click.option("--monitored", is_flag=True, help="Monitored anesthesia care: adds QS.")
@click.option(
    "--step", "steps", multiple=True, help="A documented step of medical direction; see the list with --json."
)
@click.option(
    "--time-rule", type=click.Choice(["tenth", "whole"]), default="tenth", show_default=True,
    help="How another payer rounds time units.",
)  # fmt: skip
@click.option(
    "--minutes-per-unit", type=int, default=15, show_default=True, help="Minutes a unit, for another payer."
)
@on_option
@json_option
def command(*, as_json: bool, steps: tuple[str, ...], **given: Any) -> int:
    """Reckon the units of anesthesia CODE, the modifier, and the amount where a factor is given.

    Exit code 1 where what is documented cannot be reported as medical direction.
    """
    from codeward.calculators.anesthesia import Case, reckon

    status = given.pop("status")
    case = Case(status=status.upper() if status else None, steps=steps or None, **given)
    answer = reckon(case)
    if as_json:
        emit(answer.to_json())
        return CLEAN if answer.lines else FINDINGS
    for line in answer.lines:
        much = f"{line.minutes} minutes" if line.minutes is not None else f"× {line.units}"
        print(styled("  ".join([line.code, *line.modifiers, much]), "1"))  # noqa: T201
    if answer.lines:
        amount = "" if answer.amount is None else f"  {answer.amount}"
        print(styled(f"{answer.total.normalize():f} units{amount}", "1"))  # noqa: T201
    print_reasons(answer.reasons)
    return CLEAN if answer.lines else FINDINGS
