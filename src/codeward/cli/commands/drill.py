"""`codeward drill`: questions on one skill, made from the books; asked in the terminal, or as JSON."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, cast

import click

from codeward.cli.commands.options import json_option, on_option
from codeward.cli.output import CLEAN, complain, emit, styled
from codeward.cli.text import input_lines
from codeward.errors import CodewardError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codeward.codesets import Shelf
    from codeward.practice.drills import Drill

MOST = 500
_LETTERS = "ABCD"


@click.command("drill")
@click.argument("skill", required=False)
@click.option("--seed", type=int, help="The number from which the first drill is made; without it, any.")
@click.option(
    "-n", "count", type=click.IntRange(1, MOST), default=5, show_default=True, help="How many drills."
)
@click.option("--topic", help="Draw below this code or range of categories, such as E11 or S00-T88.")
@click.option(
    "--level",
    type=click.IntRange(1, 3),
    default=1,
    show_default=True,
    help="1 use a fact, 2 apply a rule, 3 rules meet.",
)
@click.option("--typed/--chosen", "typed", default=None, help="Ask for typed codes, or for a choice.")
@click.option("--list", "listed", is_flag=True, help="List the skills that can be drilled.")
@on_option
@json_option
def command(  # noqa: PLR0913 - its options
    skill: str | None,
    *,
    seed: int | None,
    count: int,
    topic: str | None,
    level: int,
    typed: bool | None,
    listed: bool,
    on: date | None,
    as_json: bool,
) -> int:
    """Drill SKILL: each drill is made from the books, and the same seed makes the same drills.

    Answer with a letter, or with codes divided by blanks. An empty line passes; the end of input stops.
    """
    from codeward.codesets import Shelf, books
    from codeward.curriculum import program
    from codeward.practice import drills

    skills = program().skills
    if listed:
        _list(as_json=as_json)
        return CLEAN
    if skill is None:
        raise CodewardError("No skill is named", "Name one, such as dx.side", command="codeward drill --list")
    first = secrets.randbelow(2**31) if seed is None else seed
    shelf = Shelf.on(on or books.today())
    made = (
        (number, *drills.draw_for(
            skill, number, skills, shelf=shelf, topic=topic, level=cast(Literal[1, 2, 3], level), typed=typed
        ))
        for number in range(first, first + count)
    )  # fmt: skip
    if as_json:
        rows = [{"generator": name, "seed": number, "item": _json(item)} for number, name, item in made]
        emit(
            {
                "schema": 1,
                "skill": skill,
                "level": level,
                "topic": topic,
                "on": shelf.day.isoformat(),
                "drills": rows,
            }
        )
        return CLEAN
    _ask(made, shelf)
    return CLEAN


def _json(item: Drill) -> dict[str, Any]:
    return item.model_dump(mode="json", by_alias=True, exclude_none=True)


def _list(*, as_json: bool) -> None:
    from codeward.curriculum import program
    from codeward.practice import drills

    rows = [
        {"skill": one.id, "title": one.title, "generators": names}
        for one in program().skills.values()
        if (names := [name for name in one.generators if name in drills.ready()])
    ]
    if as_json:
        emit(rows)
        return
    for row in rows:
        print(f"{row['skill']:<24} {row['title']}")  # noqa: T201


def _ask(made: Iterator[tuple[int, str, Drill]], shelf: Shelf) -> None:
    """Ask each drill on standard output, read its answer from standard input, and say what it was."""
    answers = input_lines()
    right = asked = 0
    for number, _, item in made:
        print(f"\n{styled(f'[{number}]', '2')} {item.stem}")  # noqa: T201
        if item.kind == "sba":
            for letter, option in zip(_LETTERS, item.options, strict=False):
                print(f"  {letter}  {option.shown}")  # noqa: T201
        said = next(answers, None)
        if said is None:
            break
        asked += 1
        right += _tell(item, said.strip(), shelf)
    if asked:
        complain(f"{right} of {asked} right")


def _tell(item: Drill, said: str, shelf: Shelf) -> bool:
    """Say whether the answer *said* is right, why, and where that stands; return whether it is."""
    from codeward.practice import judge

    option, sure = None, False
    if item.kind == "sba":
        place = _LETTERS.find(said.upper()) if len(said) == 1 else -1
        option = item.options[place] if 0 <= place < len(item.options) else None
        sure = option is not None and option.right
    elif said:
        sure, option = judge(item, said.replace(",", " ").split(), shelf)
    key = item.right[0]
    mark = styled("right", "32") if sure else styled("no", "31") if said else "passed"
    print(f"  {mark}: {option.why if option else 'no foreseen answer' if said else 'not answered'}")  # noqa: T201
    if not sure:
        print(f"  {styled(key.shown, '1')}: {key.why}")  # noqa: T201
    print(f"  {styled(', '.join(key.cite), '2')}")  # noqa: T201
    return sure
