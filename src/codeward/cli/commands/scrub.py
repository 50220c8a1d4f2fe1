"""`codeward scrub FILE|-`: what a payer's edits say of a claim, and what could not be asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from codeward.claims import ClaimError
from codeward.cli.claims import AskedClaim, claims_of
from codeward.cli.commands.options import json_option, on_option
from codeward.cli.output import CLEAN, FINDINGS, USAGE, complain, emit, styled
from codeward.errors import CodewardError

if TYPE_CHECKING:
    from codeward.claims import Claim
    from codeward.codesets import Shelf
    from codeward.edits import Checked, Finding, Scrubbed

__all__ = ["command"]

UNCHECKED = 3
_SEVERITIES = (("error", "To fix", "31"), ("warn", "To look at again", "33"), ("verify", "To verify", "36"))


@click.command("scrub")
@click.argument("path", metavar="FILE")
@click.option("--payer", help="Who pays, of claims that do not say it.")
@click.option("--strict", is_flag=True, help="Exit code 3 where something could not be checked.")
@on_option
@json_option
def command(path: str, payer: str | None, on: date | None, *, strict: bool, as_json: bool) -> int:
    """Check the claim in FILE ("-" for standard input): JSON, JSON lines or CSV.

    Exit code 0 where no error was found, 1 where one was, 2 where a claim cannot be read, 3 with --strict where nothing
    was found but not everything could be asked.
    """
    shelves: dict[date, Shelf] = {}
    ends: set[int] = set()
    for asked in claims_of(path):
        try:
            if isinstance(asked.claim, CodewardError):
                raise asked.claim
            claim = replace(
                asked.claim, payer=asked.claim.payer or payer, coding_date=on or asked.claim.coding_date
            )
            said = _scrubbed(claim, shelves)
        except CodewardError as error:
            ends.add(USAGE)
            _refused(asked, error, as_json=as_json)
            continue
        ends.add(_code(said, strict=strict))
        if as_json:
            emit({"row": asked.row, "claim": claim.id, **said.to_json()})
        else:
            for line in _lines(asked, claim, said):
                print(line)  # noqa: T201
    return next((code for code in (USAGE, FINDINGS, UNCHECKED) if code in ends), CLEAN)


def _scrubbed(claim: Claim, shelves: dict[date, Shelf]) -> Scrubbed:
    from codeward.codesets import Shelf
    from codeward.edits import scrub

    day = claim.coded_on
    if day not in shelves:
        if len(shelves) > 50:  # a year of claims in any order asks few days at a time
            shelves.clear()
        shelves[day] = Shelf.on(day)
    return scrub(claim, shelves[day])


def _code(said: Scrubbed, *, strict: bool) -> int:
    if any(finding.severity == "error" for finding in said.findings):
        return FINDINGS
    return UNCHECKED if strict and said.unchecked else CLEAN


def _refused(asked: AskedClaim, error: CodewardError, *, as_json: bool) -> None:
    if not (as_json and asked.many):
        complain(f"line {asked.row}: {error}" if asked.many else str(error))
        return
    where = error.where if isinstance(error, ClaimError) else ""
    told = {"message": error.message, "way_out": error.way_out, "where": where}
    emit({"schema": 1, "row": asked.row, "claim": None, "error": told})


def _lines(asked: AskedClaim, claim: Claim, said: Scrubbed) -> list[str]:
    name = claim.id or (f"line {asked.row}" if asked.many else "")
    counts = [
        f"{n} {words.lower()}"
        for severity, words, _ in _SEVERITIES
        if (n := sum(finding.severity == severity for finding in said.findings))
    ]
    nothing = "clean" if said.clean else "nothing found in what was checked"
    kind = f"{claim.kind} claim{f' {name}' if name else ''}, {claim.coded_on}"
    lines = [styled(f"{kind}: {', '.join(counts) or nothing}", "1")]
    for severity, words, color in _SEVERITIES:
        found = [finding for finding in said.findings if finding.severity == severity]
        if found:
            lines += ["", styled(f"{words}:", color)]
            lines += [line for finding in found for line in _finding(finding)]
    if said.unchecked:
        lines += ["", styled("Not checked:", "1")]
        for item in said.unchecked:
            lines.append(f"  {item.rule}  {item.why}")
            if item.command:
                lines.append(f"    to check it: {item.command}")
    if said.checked:
        editions = dict.fromkeys(f"{item.rule} by {_edition(item)}" for item in said.checked)
        lines += ["", styled(f"Checked: {', '.join(editions)}", "2")]
    return [*lines, ""] if asked.many else lines


def _edition(item: Checked) -> str:
    """The edition with the name of its list, which that of a code system begins with anyway."""
    return item.edition if item.edition.startswith(item.list) else f"{item.list} {item.edition}"


def _finding(finding: Finding) -> list[str]:
    where = f" (line {', '.join(finding.lines)})" if finding.lines else ""
    lines = [f"  {finding.rule}  {styled(finding.what, '1')}{where}", f"    {finding.why}"]
    lines.append(f"    do: {finding.way_out}")
    if finding.bypass is not None:
        allowed: Any = finding.bypass
        lines.append(f"    {' '.join(allowed.modifiers)}: {allowed.where}. {allowed.record_must_show}")
    if finding.source is not None:
        row = f": {finding.source.row}" if finding.source.row else ""
        lines.append(f"    row: {finding.source.list} {finding.source.edition}{row}")
    lines.append(styled(f"    {', '.join(finding.citation)}", "2"))
    return lines
