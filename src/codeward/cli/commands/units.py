"""`codeward units`: a drug's billing units, administered and discarded, with JW and JZ."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from codeward.cli.commands.options import json_option, on_option, payer_option
from codeward.cli.commands.reasons import print_reasons
from codeward.cli.output import CLEAN, complain, emit, styled

if TYPE_CHECKING:
    from codeward.calculators import Amount


@click.command("units")
@click.argument("code")
@click.option("--dose", required=True, help='What was given, such as "40 mg" or "2 ml".')
@click.option(
    "--vial", "vials", multiple=True, help='A size that can be had, such as "30 mg"; repeat for others.'
)
@click.option("--per", help='What one unit is, such as "15 mg"; without it the HCPCS book says.')
@click.option("--strength", help='How much is in a volume, such as "30 mg/ml", where the dose is one.')
@click.option(
    "--single/--multi", "single", default=True, help="Single-dose (usual) or multi-dose containers."
)
@payer_option
@click.option("--packaged", is_flag=True, help="Not paid separately: neither JW nor JZ.")
@click.option(
    "--dispensed/--administered",
    default=None,
    help="Handed out by a supplier for the patient to take; without it the HCPCS book's route decides.",
)
@on_option
@json_option
def command(  # noqa: PLR0913 - one for each option
    code: str, dose: str, vials: tuple[str, ...], per: str | None, strength: str | None, payer: str, on: date | None,
    *, single: bool, packaged: bool, dispensed: bool | None, as_json: bool,
) -> int:  # fmt: skip
    """Reckon the billing units of a dose of CODE, and what is discarded.

    Containers are opened so that least is wasted.
    """
    from codeward.calculators import amount, drug_units, route_of
    from codeward.calculators import strength as strength_of

    given_strength = strength_of(strength, "strength") if strength else None
    answer = drug_units(
        code,
        dose=amount(dose, "dose"),
        per=amount(per, "per") if per else _from_book(code, on),
        containers=[amount(each, "vial") for each in vials],
        single_dose=single,
        payer="medicare" if payer == "medicare" else "other",
        on=on,
        strength=given_strength,
        separately_payable=not packaged,
        route=route_of(code, on),
        dispensed=dispensed,
    )
    if as_json:
        emit(answer.to_json())
        return CLEAN
    for line in answer.lines:
        print(styled("  ".join([line.code, *line.modifiers, f"× {line.units}"]), "1"))  # noqa: T201
    print_reasons(answer.reasons)
    return CLEAN


def _from_book(code: str, on: date | None) -> Amount:
    from codeward.calculators import billing_unit

    unit = billing_unit(code.strip().upper(), on)
    if not unit.in_force:
        complain(f"The billing unit is that of {unit.release}, which does not cover the date.")
    return unit.per
