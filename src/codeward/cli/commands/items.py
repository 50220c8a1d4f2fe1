"""`codeward items`: the bank of questions as its writers work on it: check, begin, show, count."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from codeward.cli.charts import curriculum_option
from codeward.cli.commands.options import date_type, json_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit
from codeward.errors import CodewardError, quoted

if TYPE_CHECKING:
    from codeward.curriculum import Item


@click.group("items")
def command() -> None:
    """The bank of questions: one item a file, proved against the books."""


@command.command("check")
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--only", default="", help="Check this id alone, or the ids that begin so.")
@click.option("--exam-day", type=date_type, help="Prove the keys on this day too.")
@curriculum_option
@json_option
def check(
    folder: Path | None, *, only: str, exam_day: date | None, folders: tuple[Path, ...], as_json: bool
) -> int:
    """Check the items in FOLDER, or those that Codeward and your own folders of content bring.

    Each key is proved on its coding date and today, each wrong option on the axis that it states. FOLDER may be one
    item's file. Exit code 1 where there are problems; what is only worth a look is none.
    """
    from codeward.codesets import books
    from codeward.practice import bank

    places = _places(folder, folders)
    if folder is not None and folder.is_file():
        places, only = (folder.parent,), folder.stem
    days = [books.today(), *([exam_day] if exam_day else [])]
    count, found = bank.check_bank(places, only, days)
    if not (count or found):
        raise CodewardError(
            f"No item is called {quoted(only) or 'anything'} there", "Name a folder of items, or an id"
        )
    errors = [one for one in found if one.severity == "error"]
    if as_json:
        emit([one.to_json() for one in found])
    else:
        for line in found:
            print(line)  # noqa: T201
        looks = len(found) - len(errors)
        said = f"{count} items checked, {len(errors)} problems{f', {looks} worth a look' if looks else ''}"
        (complain if errors else print)(said)
    return FINDINGS if errors else CLEAN


def _places(folder: Path | None, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    from codeward import settings
    from codeward.curriculum import content_folder, items_folder

    if folder is not None:
        return (items_folder(folder),)
    own = (content_folder() / "items",)
    return (*own, *(items_folder(one) for one in folders or settings.curriculum()))


@command.command("new")
@click.argument("kind")
@click.argument("name", metavar="ID")
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where; the school's own items without it.",
)
def new(kind: str, name: str, *, folder: Path | None) -> int:
    """Begin an item of KIND (sba, code, scenario, picklist, query, match) called ID, as in cpc-s4-031 or pr-d-012."""
    from codeward.codesets import books
    from codeward.curriculum import content_folder
    from codeward.practice import begin_item

    print(begin_item(kind, name, folder or content_folder() / "items", books.today()))  # noqa: T201
    return CLEAN


@command.command("preview")
@click.argument("name", metavar="ID")
@click.option("--key", is_flag=True, help="With what is right, and every reason.")
@curriculum_option
def preview(name: str, *, key: bool, folders: tuple[Path, ...]) -> int:
    """Show the item ID as a learner is asked it, from the files of this machine: no page shows an item of a form."""
    from codeward.practice import item_lines

    item = _item(name, folders)
    claim = item.claim
    told = [item.kind, item.skill, f"level {item.level}", item.use, str(item.coding_date or "undated")]
    told += [f"{claim.type} {claim.setting} {claim.payer or ''}".strip()] if claim else []
    print(f"{item.id}  {' · '.join(told)}")  # noqa: T201
    for line in item_lines(item, key=key):
        print(line)  # noqa: T201
    return CLEAN


@command.command("export")
@click.option(
    "--qti", type=click.Path(path_type=Path, dir_okay=False), help="Write a QTI 3.0 package (zip) there."
)
@click.option("--csv", "table", type=click.Path(path_type=Path, dir_okay=False), help="Write a table there.")
@click.option(
    "--form", is_flag=True, help="The questions of exams, which no learner may see, in place of practice."
)
@curriculum_option
def export(qti: Path | None, table: Path | None, *, form: bool, folders: tuple[Path, ...]) -> int:
    """Write the questions, with keys and reasons, for another system.

    Those of practice; with --form those of exams, from the files of this machine: keep that file from learners.
    """
    from codeward.interop.qti import HEAD, qti_package, table_rows
    from codeward.practice import bank

    if (qti is None) == (table is None):
        raise CodewardError("Name one file to write", "Use --qti FILE.zip or --csv FILE")
    held = bank.read_bank(_places(None, folders), "")
    items = [one for one, *_rest in held.items.values() if (one.use == "form") == form]
    if qti is not None:
        qti.write_bytes(qti_package(items))
    elif table is not None:
        with table.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_ALL)
            writer.writerows([HEAD, *table_rows(items)])
    print(f"{len(items)} questions written to {qti or table}")  # noqa: T201
    return CLEAN


def _item(name: str, folders: tuple[Path, ...]) -> Item:
    from codeward.practice import bank

    found = bank.read_bank(_places(None, folders), name)
    if name in found.items:
        return found.items[name][0]
    if found.faults:
        raise CodewardError(f"{found.faults[0].path}: {found.faults[0].message}", found.faults[0].way_out)
    near = ", ".join(list(found.items)[:5])
    raise CodewardError(
        f"There is no item {quoted(name)}", f"Name one of {near}" if near else "See codeward items stats"
    )


@command.command("stats")
@curriculum_option
@json_option
def stats(*, folders: tuple[Path, ...], as_json: bool) -> int:
    """Show the matrix of the bank: what each section has, what four CPC and three CCS forms need, what is lacking."""
    from codeward import settings
    from codeward.codesets import books
    from codeward.curriculum import blueprints
    from codeward.practice import bank, bank_matrix, practice_counts

    more = folders or settings.curriculum()
    items = [item for item, _, _ in bank.read_bank(_places(None, folders)).items.values()]
    rows = bank_matrix(items, blueprints(more).values(), books.today())
    practice = practice_counts(items)
    if as_json:
        emit({"schema": 1, "sections": [row.to_json() for row in rows], "practice": practice})
        return CLEAN
    print("exam section  what         there  blind  skills  a form  needed  lacking")  # noqa: T201
    for row in rows:
        print(  # noqa: T201
            f"{row.exam:4} {row.domain:8} {row.what:11} {row.there:6} {row.ready:6} {row.skills:7} {row.a_form:7}"
            f" {row.needed:7} {row.lacking or '':>8}"
        )
    print(f"practice: {sum(practice.values())} items ({', '.join(f'{n} {v}' for n, v in practice.items())})")  # noqa: T201
    return CLEAN


@command.command("impact")
@click.option(
    "--from", "before", type=date_type, required=True, help="The day whose books answers hold with now."
)
@click.option(
    "--to", "after", type=date_type, required=True, help="The day whose books they are proved with."
)
@curriculum_option
@json_option
def impact(*, before: date, after: date, folders: tuple[Path, ...], as_json: bool) -> int:
    """List items, charts and lessons whose answer changes between the books of two days. Exit code 1 where some do."""
    from codeward import settings
    from codeward.curriculum import load_program
    from codeward.practice import impact as changes
    from codeward.practice import suspended

    found = changes(load_program(folders or settings.curriculum(), strict=False), before, after)
    if as_json:
        rows = [one.to_json() for one in found]
        emit(
            {
                "schema": 1,
                "from": before.isoformat(),
                "to": after.isoformat(),
                "changed": rows,
                "suspended": list(suspended(found)),
            }
        )
    else:
        for one in found:
            print(f"{one.kind} {one.id}: {'; '.join(one.reasons)}")  # noqa: T201
        print(f"{len(found)} changed, {len(suspended(found))} items suspended")  # noqa: T201
    return FINDINGS if found else CLEAN
