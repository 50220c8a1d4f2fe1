"""`codeward price CODE[-MODIFIER…][:UNITS]…`: what services pay under Medicare's fee schedule, every factor shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import click

from codeward.cli.commands.options import json_option, on_option
from codeward.cli.output import CLEAN, FINDINGS, USAGE, complain, emit, styled
from codeward.errors import CodewardError

if TYPE_CHECKING:
    from codeward.claims import Claim, ClaimError
    from codeward.codesets import Shelf
    from codeward.pricing import Priced, PricedLine, Stay

__all__ = ["command"]

_SERVICE = re.compile(
    r"(?P<code>[0-9A-Za-z]{5})(?P<modifiers>(?:-[0-9A-Za-z]{2}){0,4})(?::(?P<units>[0-9.]{1,10}))?"
)
_UNIT_DIGITS = 5  # a claim from outside has 99,999 units on a line
_MOST_SHELVES = 50  # a year of claims in any order asks few days at a time


@click.command("price")
@click.argument("services", nargs=-1, required=True, metavar="CODE[-MODIFIER][:UNITS]...")
@click.option(
    "--locality",
    metavar="PLACE",
    help="Payment locality, such as 10112-00 or AL; without it the national amount.",
)
@click.option("--place", default="11", show_default=True, help="Place of service of the CODEs.")
@click.option(
    "--apm", is_flag=True, help="A qualifying participant of an alternative payment model (from 2026 on)."
)
@click.option("--base-rate", type=float, metavar="DOLLARS", help="What a hospital gets for a weight of 1.")
@on_option
@json_option
def command(
    services: tuple[str, ...], locality: str | None, place: str, base_rate: float | None, on: date | None,
    *, apm: bool, as_json: bool,
) -> int:  # fmt: skip
    """Price services of one day (today), or claims: "-" reads JSON lines from standard input and prices each.

    Exit code 0 where everything has an amount, 1 where something has none, 2 where a claim cannot be read.
    """
    given: dict[str, Any] = {"apm": apm}
    if base_rate is not None:
        given["base_rate"] = round(Decimal(str(base_rate)) * 100)
    if services == ("-",):
        return _claims(locality, on, given, as_json=as_json)
    claim = _claim(services, locality, place, on)
    return _shown(_priced(claim, {}, given), as_json=as_json)


def _claim(services: tuple[str, ...], locality: str | None, place: str, on: date | None) -> Claim:
    from codeward import bounds
    from codeward.claims import Claim, Line, Provider, Statement
    from codeward.codesets import SYSTEMS, books

    day = on or books.today()
    lines = []
    for number, written in enumerate(services, 1):
        found = _SERVICE.fullmatch(written)
        if found is None:
            raise click.UsageError(f'"{written}" is no service. Write 99213, 99213-25 or 97110-GP:2.')
        code = found["code"].upper()
        system: Literal["cpt", "hcpcs"] = "hcpcs" if SYSTEMS["hcpcs"].looks_like(code) else "cpt"
        modifiers = tuple(each.upper() for each in found["modifiers"].split("-") if each)
        units = bounds.decimal(found["units"], digits=_UNIT_DIGITS) if found["units"] else None
        lines.append(Line(code, system, id=f"l{number}", modifiers=modifiers, units=units, date=day))
    return Claim(
        "professional",
        Statement(day, day),
        place=place,
        provider=Provider(locality=locality),
        lines=tuple(lines),
    )


def _claims(locality: str | None, on: date | None, given: dict[str, Any], *, as_json: bool) -> int:
    """Price the claims of standard input, each in its turn; of one that cannot be read say why and go on."""
    from codeward.cli.claims import claims_of

    shelves: dict[date, Shelf] = {}
    worst = CLEAN
    for asked in claims_of("-"):
        try:
            if isinstance(asked.claim, CodewardError):
                raise asked.claim
            claim = replace(asked.claim, coding_date=on or asked.claim.coding_date)
            if locality is not None and claim.provider.locality is None:
                claim = replace(claim, provider=replace(claim.provider, locality=locality))
            code = _shown(_priced(claim, shelves, given), as_json=as_json, row=asked.row, claim=claim)
        except CodewardError as error:
            code = USAGE
            _refused(asked.row, error, as_json=as_json and asked.many)
        worst = max(worst, code)
    return worst


def _priced(claim: Claim, shelves: dict[date, Shelf], given: dict[str, Any]) -> Priced:
    from codeward.codesets import Shelf
    from codeward.pricing import price

    day = claim.coded_on
    if day not in shelves:
        if len(shelves) >= _MOST_SHELVES:
            shelves.clear()
        shelves[day] = Shelf.on(day)
    return price(claim, shelves[day], **given)


def _refused(row: int, error: CodewardError | ClaimError, *, as_json: bool) -> None:
    if as_json:
        told = {"message": error.message, "way_out": error.way_out, "where": getattr(error, "where", "")}
        emit({"schema": 1, "row": row, "claim": None, "error": told})
    else:
        complain(f"line {row}: {error}")


def _shown(priced: Priced, *, as_json: bool, row: int | None = None, claim: Claim | None = None) -> int:
    if as_json:
        emit({**({"row": row, "claim": claim.id} if claim else {}), **priced.to_json()})
    else:
        for line in _lines(priced, claim):
            print(line)  # noqa: T201
    return CLEAN if priced.complete else FINDINGS


def _lines(priced: Priced, claim: Claim | None) -> list[str]:
    from codeward.pricing import dollars

    lines = [styled(f"claim {claim.id or ''}".rstrip(), "1")] if claim else []
    for each in priced.lines:
        lines += _line(each)
    if priced.stay is not None:
        lines += _stay(priced.stay)
    for missing in priced.unpriced:
        lines.append(f"No amount{f' for {missing.code}' if missing.code else ''}: {missing.why}")
        if missing.command:
            lines.append(f"    to have it: {missing.command}")
    if priced.total is not None:
        lines.append(
            styled(
                f"{dollars(priced.total)}  total{'' if priced.complete else ' of what has an amount'}", "1"
            )
        )
    if priced.risk is not None:
        score = priced.risk.score
        lines.append(f"Risk score of these diagnoses alone: {score.total:.3f} ({score.model}, {score.year})")
    if priced.editions:
        lines.append(styled(f"By {', '.join(each.edition for each in priced.editions)}", "2"))
    if priced.total is not None:
        lines += [styled(text, "2") for text in (*priced.notes, *_citations(priced))]
    return [*lines, ""] if claim else lines


def _citations(priced: Priced) -> list[str]:
    """Return where the steps are written, each once."""
    steps = [step for each in priced.lines for step in each.steps] + list(
        priced.stay.steps if priced.stay else ()
    )
    named = dict.fromkeys(citation for step in steps for citation in step.citation)
    return [f"Rules: {'; '.join(named)}."] if named else []


def _line(each: PricedLine) -> list[str]:
    from codeward.pricing import dollars

    name = "-".join((each.code, *each.modifiers))
    amount = (
        dollars(each.amount)
        if each.rate is None
        else f"{dollars(each.amount)} (national rate {dollars(each.rate)})"
    )
    lines = [styled(f"{name}  {amount}", "1")]
    for step in each.steps:
        after = f"{step.after.quantize(Decimal('0.0001')).normalize():f}"
        lines.append(f"  {step.name:<20} {step.figure:<16} {after:>12}  {step.reason}")
    return lines


def _stay(stay: Stay) -> list[str]:
    from codeward.pricing import dollars

    final = stay.grouped.final
    lines = [styled(f"{final.number:03d}  {final.title}  {dollars(stay.amount)}", "1")]
    lines += [f"  {step.name:<20} {step.figure:<16} {step.reason}" for step in stay.steps]
    return lines
