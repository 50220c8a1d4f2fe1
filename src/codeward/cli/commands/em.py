"""`codeward em`: the code of an encounter, by decision making, time, minutes or age."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from codeward.cli.commands.options import json_option, on_option
from codeward.cli.commands.reasons import print_reasons
from codeward.cli.output import CLEAN, FINDINGS, emit, styled

if TYPE_CHECKING:
    from codeward.calculators.em import Decision, Encounter

CATEGORIES = (
    "office", "home", "hospital", "same_day", "consultation", "nursing", "emergency", "critical_care",
    "discharge", "nursing_discharge", "preventive", "prolonged_other_day",
)  # fmt: skip
LEVELS = ("minimal", "low", "moderate", "high")


@click.command("em")
@click.argument("source", required=False, metavar="[FILE|-]")
@click.option("--category", type=click.Choice(CATEGORIES), help="The kind of encounter.")
@click.option(
    "--new", "patient", flag_value="new", help="A new patient: nobody of group and specialty in three years."
)
@click.option("--established", "patient", flag_value="established", help="An established patient.")
@click.option(
    "--last-seen", help="Date of the last service by the group and specialty, instead of these two."
)
@click.option("--initial", "stage", flag_value="initial", help="The first service of this stay.")
@click.option("--subsequent", "stage", flag_value="subsequent", help="A later service of this stay.")
@click.option(
    "--setting", type=click.Choice(["office", "inpatient", "nursing"]), help="Where a consultation was."
)
@click.option(
    "--problem", "problems", multiple=True, help="A level, or KIND or KIND:COUNT; repeat for others."
)
@click.option(
    "--data", type=click.Choice(["minimal", "limited", "moderate", "extensive"]), help="The data's level."
)
@click.option("--test", "tests", multiple=True, help="Code of a test ordered or reviewed; repeat for others.")
@click.option(
    "--interpreted", multiple=True, help="Code of a test interpreted independently, not reported separately."
)
@click.option(
    "--reported",
    multiple=True,
    help="Code of a test that is reported too: no credit where a professional interpretation belongs to it.",
)
@click.option("--note", "notes", multiple=True, help="Source of an external note; repeat for others.")
@click.option("--historian", is_flag=True, help="An independent historian was needed.")
@click.option("--discussion", is_flag=True, help="Discussed with someone external.")
@click.option("--risk", "risks", multiple=True, help="A level, or a kind; repeat for others.")
@click.option("--minutes", type=int, help="The practitioner's total minutes on the date.")
@click.option(
    "--minutes-reported", type=int, default=0, help="Of these, minutes of services reported on their own."
)
@click.option(
    "--minutes-other-days",
    type=int,
    default=0,
    help="Minutes on the days before and after, which some prolonged services of Medicare count.",
)
@click.option(
    "--principal-physician", is_flag=True, help="The principal physician of record reports it (AI)."
)
@click.option(
    "--split-shared", is_flag=True, help="Two practitioners of the group gave it between them (FS)."
)
@click.option("--minutes-by-other", type=int, help="Of the minutes, those of the one who does not report it.")
@click.option("--age", type=int, help="Age in whole years.")
@click.option("--hours", type=float, help="How long a stay of one date lasted; Medicare's codes ask for 8.")
@click.option("--staff-only", is_flag=True, help="Clinical staff alone saw the patient.")
@click.option("--code", help="The code that was chosen: does it agree, does it still stand?")
@click.option(
    "--payer", type=click.Choice(["medicare", "other"]), default="other", show_default=True,
    help="Medicare has rules of its own.",
)  # fmt: skip
@on_option
@json_option
@click.pass_context
def command(ctx: click.Context, /, source: str | None, *, as_json: bool, **given: Any) -> int:
    """Choose the evaluation and management code of an encounter, with the reason for each element.

    The encounter is given by options, or as JSON in FILE or on standard input (-). Exit code 1 where nothing that is
    documented leads to a code, or --code is another.
    """
    from codeward.calculators import em

    encounter = _from_json(ctx, source) if source else _from_options(given)
    decision = em.decide(encounter)
    if as_json or source:
        emit(decision.to_json())
    else:
        _print(decision)
    return CLEAN if decision.code and decision.agrees is not False else FINDINGS


def _from_json(ctx: click.Context, source: str) -> Encounter:
    from codeward.calculators import InputError
    from codeward.calculators.em import read_encounter
    from codeward.cli.text import TextError, read_text

    for name in ctx.params:
        chosen = ctx.get_parameter_source(name)
        if name not in ("source", "as_json") and chosen is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError("give the encounter either as JSON or by options", ctx)
    try:
        raw = json.loads(read_text(source))
    except TextError as e:
        raise InputError("encounter", e.message, e.way_out) from e
    except (ValueError, RecursionError) as e:
        raise InputError(
            "encounter", "is not JSON", 'Give an object such as {"category": "office", …}'
        ) from e
    return read_encounter(raw)


def _from_options(given: dict[str, Any]) -> Encounter:
    from codeward.calculators.em import Encounter
    from codeward.codesets.books import today

    if given["category"] is None:
        raise click.UsageError(f"--category is missing: one of {', '.join(CATEGORIES)}")
    return Encounter(
        category=given["category"],
        on=given["on"] or today(),
        payer=given["payer"],
        patient=given["patient"],
        last_seen=_date(given["last_seen"]),
        stage=given["stage"],
        setting=given["setting"],
        problems=_problems(given["problems"]),
        data=_data(given),
        risk=_levels(given["risks"]),
        minutes=given["minutes"],
        minutes_separately_reported=given["minutes_reported"],
        minutes_other_days=given["minutes_other_days"],
        principal_physician=given["principal_physician"],
        split_shared=given["split_shared"],
        minutes_by_other=given["minutes_by_other"],
        staff_only=given["staff_only"],
        age=given["age"],
        hours=None if given["hours"] is None else Decimal(str(given["hours"])),
        code=given["code"],
    )


def _date(text: str | None) -> Any:
    from codeward.cli.plain import iso_date

    if text is None:
        return None
    try:
        return iso_date(text)
    except ValueError as e:
        raise click.UsageError(f'"{text}" is not a date. Write it as YYYY-MM-DD, such as 2026-05-12') from e


def _levels(words: tuple[str, ...]) -> Any:
    if len(words) == 1 and words[0] in LEVELS:
        return words[0]
    return words or None


def _problems(words: tuple[str, ...]) -> Any:
    from codeward.calculators.em import Problem
    from codeward.errors import quoted

    read = _levels(words)
    if isinstance(read, str) or read is None:
        return read
    problems = []
    for word in read:
        kind, _, count = word.partition(":")
        if count and not (count.isascii() and count.isdigit() and len(count) < 4):
            raise click.UsageError(f"{quoted(word)} is not KIND:COUNT, such as stable_chronic:2")
        problems.append(Problem(kind, int(count or 1)))
    return tuple(problems)


def _data(given: dict[str, Any]) -> Any:
    from codeward.calculators.em import Data, Test

    reviewed, interpreted = (
        [code.strip().upper() for code in given[name]] for name in ("tests", "interpreted")
    )
    tests = [
        *(Test(code, interpreted=code in interpreted) for code in reviewed),
        *(Test(code, reviewed=False, interpreted=True) for code in interpreted if code not in reviewed),
        *(Test(code, separately_reported=True) for code in given["reported"]),
    ]
    found = Data(tuple(tests), given["notes"], given["historian"], given["discussion"])
    if found == Data():
        return given["data"]
    if given["data"] is not None:
        raise click.UsageError("give the data either as a level or by what was counted")
    return found


def _print(decision: Decision) -> None:
    for line in decision.lines:
        units = f"× {line.units}" if line.units > 1 else ""
        print(styled("  ".join(filter(None, [line.code, *line.modifiers, units])), "1"))  # noqa: T201
    if decision.code is None:
        print(styled("no code", "1"))  # noqa: T201
    if decision.agrees is False:
        print(f"  not {decision.encounter.code}")  # noqa: T201
    for element in decision.elements:
        mark = "●" if element.decides else "○"
        print(f"  {mark} {element.name}: {element.word}. {element.reason}")  # noqa: T201
    print_reasons(decision.reasons)
