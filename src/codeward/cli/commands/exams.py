"""`codeward exams`: which examinations there are forms of, and one form without its keys."""

from __future__ import annotations

import secrets
from datetime import date
from pathlib import Path

import click

from codeward.cli.charts import curriculum_option
from codeward.cli.commands.options import date_type, json_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit
from codeward.errors import CodewardError

MAX_SEED = 9_007_199_254_740_991  # as of drills: what a page can hold


@click.group("exams")
def command() -> None:
    """Forms in the style of an examination, drawn from the bank by its blueprint."""


@command.command("list")
@click.option(
    "--on", "day", type=date_type, help="The planned day, which chooses the edition; today without it."
)
@json_option
def listed(*, day: date | None, as_json: bool) -> int:
    """List the examinations: edition, questions, minutes, what passes; figures that nobody confirmed are marked (?)."""
    from codeward.codesets import books
    from codeward.curriculum import blueprints

    planned = day or books.today()
    rows = []
    for exam, found in blueprints().items():
        edition, exact = found.on(planned)
        passing = edition.passing
        rows.append(
            {
                "exam": exam,
                "title": found.title,
                "body": found.body,
                "version": edition.version,
                "from": edition.from_.isoformat(),
                "to": edition.to.isoformat(),
                "exact": exact,
                "scored": edition.scored,
                "unscored": edition.unscored,
                "minutes": edition.minutes.is_,
                "pass": {"percent": passing.percent, "scaled": passing.scaled},
                "unconfirmed": sorted(name for name in edition.sources if edition.unconfirmed(name)),
                "sections": [
                    {
                        "domain": part.domain,
                        "title": part.title,
                        "scored": part.scored,
                        "unscored": part.unscored,
                        "confirmed": not edition.unconfirmed(part.source),
                    }
                    for part in edition.sections
                ],
            }
        )
    if as_json:
        emit(rows)
        return CLEAN
    for found in blueprints().values():
        edition, exact = found.on(planned)
        need = (
            f"{edition.passing.percent} %" if edition.passing.percent else f"scaled {edition.passing.scaled}"
        )
        beside = "" if exact else f"  no edition for {planned}: practice on that of {edition.version}"
        count = f"{edition.scored} + {edition.unscored}" if edition.unscored else str(edition.scored)
        print(  # noqa: T201
            f"{found.exam:4} {edition.version}  {count} questions, {edition.minutes.is_} min, {need}{beside}"
        )
        for part in edition.sections:
            doubt = " (?)" if edition.unconfirmed(part.source) else ""
            print(f"     {part.domain:8} {part.scored:3}  {part.title}{doubt}")  # noqa: T201
    return CLEAN


@command.command("form")
@click.argument("exam")
@click.option(
    "--seed", type=click.IntRange(0, MAX_SEED), help="The number from which it is drawn; without it, any."
)
@click.option("--half", is_flag=True, help="Half of the examination, in its proportions.")
@click.option("--domain", help="One section alone.")
@click.option("--minutes", type=click.IntRange(5, 600), help="What fits into so many minutes.")
@click.option(
    "--on", "day", type=date_type, help="The planned day, which chooses the edition; today without it."
)
@curriculum_option
@json_option
def form(
    exam: str,
    *,
    seed: int | None,
    half: bool,
    domain: str | None,
    minutes: int | None,
    day: date | None,
    folders: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Draw a form of EXAM (CPC, CCS, …) from the bank: its questions by id, without keys.

    The same bank and seed draw the same form. Exit code 1 where the bank lacks questions; they are named by section.
    """
    from codeward import settings
    from codeward.codesets import books
    from codeward.curriculum import blueprint_of, load_program
    from codeward.practice import Size, assemble, pieces, usable

    if sum((half, domain is not None, minutes is not None)) > 1:
        raise CodewardError("A form has one size", "Give --half, --domain or --minutes, one of them")
    chosen = {"kind": "half" if half else "domain" if domain else "minutes" if minutes else "full"}
    size = Size.model_validate({**chosen, "domain": domain, "minutes": minutes})
    more = folders or settings.curriculum()
    blueprint = blueprint_of(exam, more)
    planned = day or books.today()
    edition = blueprint.on(planned).edition
    if domain is not None and domain not in {part.domain for part in edition.sections}:
        names = ", ".join(part.domain for part in edition.sections)
        raise CodewardError(f"{blueprint.exam} has no section {domain}", f"Name one of {names}")
    program = load_program(more, strict=False)
    items = usable(program.form_items.values(), edition.books.day)
    number = secrets.randbelow(2**31) if seed is None else seed
    paper = assemble(blueprint, pieces(items), number, day=planned, size=size)
    if as_json:
        emit(
            {
                "exam": paper.exam,
                "version": paper.version,
                "seed": paper.seed,
                "items": [
                    _item(one.id, one.kind, one.domain, one.parts, scored=one.scored) for one in paper.items
                ],
                "lacking": [lack.model_dump() for lack in paper.lacking],
            }
        )
    else:
        for one in paper.items:
            print(f"{one.id:16} {one.kind:9} {one.domain:8}{'' if one.scored else ' not scored'}")  # noqa: T201
        complain(
            f"{paper.exam} {paper.version}, seed {paper.seed}: {paper.scored} scored, {paper.minutes} minutes"
        )
    for lack in paper.lacking:
        what = "questions" if lack.what == "questions" else f"{lack.what} scenarios"
        complain(f"{paper.exam} {lack.domain}: {lack.drawn} of {lack.wanted} {what}")
    return FINDINGS if paper.lacking else CLEAN


def _item(name: str, kind: str, domain: str, parts: int, *, scored: bool) -> dict[str, object]:
    beside = {"parts": parts} if parts > 1 else {}
    return {"id": name, "kind": kind, "domain": domain, "scored": scored, **beside}
