"""`codeward guideline SECTION`: a section of the Official Guidelines, in our words and in the publisher's."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from codeward.cli.commands.options import json_option, on_option
from codeward.cli.output import CLEAN, FINDINGS, complain, emit, styled
from codeward.errors import quoted

if TYPE_CHECKING:
    from codeward.charts import Guide, Guideline

_WIDTH = 100


@click.command("guideline")
@click.argument("section", required=False)
@click.option("--search", "words", metavar="WORDS", help="Find the sections that have these words.")
@on_option
@json_option
def command(section: str | None, words: str | None, on: date | None, *, as_json: bool) -> int:
    """Show SECTION of the ICD-10-CM Official Guidelines, such as I.C.9.a: ours, and the official text if installed.

    Exit code 1 where a search finds nothing.
    """
    from codeward.charts import guide

    if (section is None) == (words is None):
        raise click.UsageError("Give a section, such as I.C.9.a, or --search WORDS")
    found = guide(on)
    _warn(found, on)
    if section is not None:
        one = found.section(section)
        if as_json:
            emit({**one.to_json(), "release": _release(found)})
        else:
            print("\n".join(_lines(found, one)))  # noqa: T201
        return CLEAN
    hits = found.search(words or "")
    if as_json:
        emit({"query": words, "hits": [hit.to_json() for hit in hits], "release": _release(found)})
    else:
        for hit in hits:
            print(f"{styled(hit.heading.id, '1')}  {hit.heading.title}")  # noqa: T201
            print(textwrap.fill(hit.excerpt, _WIDTH, initial_indent="  ", subsequent_indent="  "))  # noqa: T201
    if hits:
        return CLEAN
    complain(f"no section has all of {quoted(words)}. Try fewer words")
    return FINDINGS


def _warn(found: Guide, on: date | None) -> None:
    if found.release is None:
        complain(
            "the official text is not installed. Run: codeward codesets install guidelines"
            + (f"={on}" if on else "")
        )
    elif not found.in_force:
        from codeward.codesets import books

        complain(str(books.not_in_force(found.release, books.today() if on is None else on)))


def _release(found: Guide) -> dict[str, Any] | None:
    return None if found.release is None else {**found.release.to_json(), "in_force": found.in_force}


def _lines(found: Guide, one: Guideline) -> Iterator[str]:
    yield f"{styled(one.id, '1')}  {one.title}"
    for above in one.above:
        yield styled(f"  in {above.id} {above.title}", "2")
    if one.ours is not None:
        yield ""
        yield styled("In our own words", "1")
        yield textwrap.fill(one.ours.text, _WIDTH)
    if one.official_title and found.release is not None:
        yield ""
        yield styled(found.release.title, "1")
        for paragraph in one.paragraphs:
            yield textwrap.fill(
                paragraph, _WIDTH, subsequent_indent="  " if paragraph.startswith("•") else ""
            )
    if one.below:
        yield ""
        yield from (f"{styled(each.id, '1')}  {each.title}" for each in one.below)
