"""Options that several commands share."""

from __future__ import annotations

from datetime import date

import click

from codeward.cli.plain import iso_date

__all__ = ["any_system_option", "date_type", "json_option", "on_option", "payer_option", "strict_option"]


class _Date(click.ParamType[date]):
    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return iso_date(str(value))
        except ValueError:
            self.fail(f'"{value}" is not a date. Write it as YYYY-MM-DD, such as 2026-05-12', param, ctx)


json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON, the same shape in every release."
)
date_type = _Date()
on_option = click.option(
    "--on", type=date_type, help="The coding date, YYYY-MM-DD: chooses the release in force."
)
payer_option = click.option(
    "--payer",
    type=click.Choice(["medicare", "other"]),
    default="medicare",
    show_default=True,
    help="Who pays.",
)
strict_option = click.option("--strict", is_flag=True, help="Refuse where no release covers the date.")
any_system_option = click.option(
    "--system", default=None, help="The code system; without it the one whose codes look like yours."
)
