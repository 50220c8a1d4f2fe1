"""The reference pages name every command, option, reason, manifest field and error there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import click
import pytest

from codeward.cli.group import COMMANDS, cli
from codeward.codesets import Book, books, releases, validate
from codeward.codesets.container.bookfile import BookFile
from codeward.codesets.container.model import InstructionKind, Reason
from codeward.codesets.icd10cm.compiler import compile_files
from tests.cli.conftest import SCHEMAS

DOCS = SCHEMAS.parent
CLI = (DOCS / "cli.md").read_text()
BOOKS = (DOCS / "books.md").read_text()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_on_the_page(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert re.search(rf"\*\*(\w+\*\*, \*\*)*{name}\b", CLI)
    options = [option for param in command.params if isinstance(param, click.Option) for option in param.opts]
    assert [option for option in options if option not in CLI] == []


def test_every_reason_of_validate_is_on_the_page() -> None:
    assert [reason for reason in get_args(Reason) if f"`{reason}`" not in CLI] == []


def test_every_schema_is_on_the_page() -> None:
    assert [path.name for path in SCHEMAS.glob("*.json") if f"schemas/{path.name}" not in CLI] == []


def test_every_kind_of_instruction_and_every_release_is_on_the_page() -> None:
    assert [kind for kind in get_args(InstructionKind) if f"`{kind}`" not in BOOKS] == []
    assert [row.release.id for row in releases.packaged() if f"`{row.release.id}`" not in BOOKS] == []


def test_every_field_of_the_manifest_is_on_the_page(tmp_path: Path) -> None:
    row = releases.packaged()[0]
    path = tmp_path / "a.book"
    path.write_bytes(compile_files(row.release, row.paths, row.digests))
    manifest = Book(BookFile(path), in_force=True).manifest
    assert [field for field in manifest if f"`{field}`" not in BOOKS] == []


def test_the_example_of_an_answer_is_an_answer() -> None:
    from codeward.charts import load_answer

    (example,) = re.findall(r"```json\n(\{.*?\})\n```", CLI, re.DOTALL)
    assert load_answer(example).lines[0].code == "I10"


def test_the_examples_of_the_books_page_are_true() -> None:
    book = books.open("icd10cm")
    assert book["E11.9"].description == "Type 2 diabetes mellitus without complications"
    assert book["e119"].ancestors == ("E11", "E08-E13", "4")
    assert validate(book, "W00.0A").message.startswith("W00.0A lacks the placeholder X: ")
