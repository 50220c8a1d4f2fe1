"""Read one lesson from its folder or its files: every fault with file, line and way out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from pydantic import TypeAdapter

from codeward.charts import Chart, ChartError, load_snapshot, version_of
from codeward.curriculum.blocks import (
    BLOCK_KINDS,
    BLOCKS,
    Block,
    CardsBlock,
    Check,
    ClaimLine,
    Claims,
    Picture,
)
from codeward.curriculum.cards import Card, CardFile
from codeward.curriculum.errors import LESSON_FORMAT, LessonError
from codeward.curriculum.folders import read_text
from codeward.curriculum.item import Item
from codeward.curriculum.lesson import Lesson, LessonHead, Piece, Section
from codeward.curriculum.markdown import Fence, Heading, parts_of
from codeward.curriculum.pictures import check_picture
from codeward.curriculum.prose import Prose
from codeward.curriculum.yamltext import SeveralError, into, mapping, value_of

__all__ = ["LESSON", "RECORD", "lesson_files", "read_lesson"]

LESSON, CARDS, RECORD = "lesson.md", "cards.yaml", "record/"
MOST_PICTURES = 12
MOST_DOCUMENTS = 40
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)
_HEAD = re.compile(r"---\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


def lesson_files(folder: Path, shown: str) -> dict[str, str]:
    """Return the files of a lesson's folder by their names, without the settlement. Raises LessonError.

    *shown* is what the folder is called in errors.
    """
    names = [LESSON]
    if (folder / CARDS).is_file():
        names.append(CARDS)
    pictures = sorted(path.name for path in folder.glob("*.svg"))
    if len(pictures) > MOST_PICTURES:
        raise LessonError(f"more than {MOST_PICTURES} pictures", "Leave some out", path=shown)
    names += pictures
    if (folder / "record").is_dir():
        names += ["record/chart.yaml", "record/key.yaml"]
        documents = sorted(path.name for path in (folder / "record" / "documents").glob("*.txt"))
        names += [f"record/documents/{name}" for name in documents[:MOST_DOCUMENTS]]
    return {name: read_text(folder / name, f"{shown}/{name}") for name in names}


def read_lesson(files: Mapping[str, str], folder: str) -> Lesson:
    """Build a lesson from its files ({relative path: text}), as `Lesson.files` gave them.

    *folder* is what its folder is called in errors. Raises LessonError; where several things are wrong, one that holds
    them all (`.every`).
    """
    reader = _Reader(files, folder)
    lesson = reader.lesson()
    if lesson is None:
        raise SeveralError(reader.errors)
    return lesson


class _Reader:
    def __init__(self, files: Mapping[str, str], folder: str) -> None:
        self.files = dict(files)
        self.folder = folder
        self.errors: list[LessonError] = []
        self.path = f"{folder}/{LESSON}"

    def keep(self, error: LessonError) -> None:
        self.errors += error.every

    def lesson(self) -> Lesson | None:
        text = self.files.get(LESSON)
        if text is None:
            self.errors.append(LessonError("the file is missing", "Write it", path=self.path))
            return None
        head, sections = self.head(text), self.sections(text)
        cards = self.cards(head)
        record = self.record(head)
        self.pictures(sections)
        if head is None or self.errors:
            return None
        return Lesson(
            head=head,
            sections=sections,
            cards=cards,
            version=version_of(self.files),
            files=MappingProxyType(self.files),
            record=record,
            folder=self.folder,
        )

    def head(self, text: str) -> LessonHead | None:
        match = _HEAD.match(text)
        if match is None:
            way_out = "Begin with a line ---, the fields as YAML, and a line ---"
            self.errors.append(LessonError("the head is missing", way_out, path=self.path, line=1))
            return None
        try:
            value = mapping(match[1], self.path, 2)
            return into(LessonHead, value, text=match[1], path=self.path, line=2)
        except LessonError as error:
            self.keep(error)
            return None

    def sections(self, text: str) -> tuple[Section, ...]:
        match = _HEAD.match(text)
        begin = match.end() if match else 0
        try:
            parts = parts_of(text[begin:], self.path, text.count("\n", 0, begin) + 1)
        except LessonError as error:
            self.keep(error)
            return ()
        sections: list[Section] = []
        heading, line = "", 0
        pieces: list[Piece] = []
        for part in parts:
            if isinstance(part, Heading):
                if heading or pieces:
                    sections.append(Section(heading, tuple(pieces), line))
                heading, line, pieces = part.text, part.line, []
            elif isinstance(part, Prose):
                pieces.append(part)
            else:
                try:
                    pieces.append(self.block(part))
                except LessonError as error:
                    self.keep(error)
        if heading or pieces:
            sections.append(Section(heading, tuple(pieces), line))
        slugs = [section.slug for section in sections]
        for section in sections:
            if slugs.count(section.slug) > 1:
                message = f"two sections have the heading {section.heading!r}"
                self.errors.append(LessonError(message, "Name them apart", path=self.path, line=section.line))
                break
        return tuple(sections)

    def block(self, fence: Fence) -> Block:
        """Return the block that a fence is. Raises LessonError."""
        model = BLOCKS.get(fence.word)
        if model is None:
            message = f"the block {fence.word!r} is not known" if fence.word else "a fence without a word"
            way_out = f"Use one of {', '.join(BLOCK_KINDS)}"
            raise LessonError(message, way_out, path=self.path, line=fence.line)
        line, inside = fence.line, fence.line + 1
        value = value_of(fence.text, self.path, inside)
        if model is CardsBlock:
            value = {} if value == "all" else {"ids": value}
        elif model is Check:
            item: Item = into(_ITEM, value, text=fence.text, path=self.path, line=inside)
            return Check(item=item, line=line)
        elif model is Claims:
            value = {"claims": self.claims(value, fence)}
        if not isinstance(value, dict):
            raise LessonError(
                "should be an object with named fields", LESSON_FORMAT, path=self.path, line=inside
            )
        for own in ("kind", "line"):
            if own in value:
                message, way_out = f"the field {own!r} is not known", "Remove it: the fence's word says it"
                raise LessonError(message, way_out, path=self.path, line=inside)
        below = _BELOW.get(model, ())
        given = {**value, "line": line}
        found = into(model, given, text=fence.text, path=self.path, line=inside, below=below)
        return cast("Block", found)

    def claims(self, value: Any, fence: Fence) -> list[ClaimLine]:
        if not isinstance(value, list):
            raise LessonError("claims are a list", "Write - name: fields", path=self.path, line=fence.line)
        lines = [n for n, text in enumerate(fence.text.splitlines(), fence.line + 1) if text.startswith("-")]
        claims = []
        for place, entry in enumerate(value):
            line = lines[place] if len(lines) == len(value) else fence.line
            if not isinstance(entry, dict) or len(entry) != 1 or not isinstance(next(iter(entry)), str):
                raise LessonError("not a claim", "Write - name: fields", path=self.path, line=line)
            ((name, told),) = entry.items()
            raw = {"name": name, "told": told, "line": line}
            claims.append(into(ClaimLine, raw, text="", path=self.path, line=line))
        return claims

    def cards(self, head: LessonHead | None) -> tuple[Card, ...]:
        text = self.files.get(CARDS)
        path = f"{self.folder}/{CARDS}"
        if text is None:
            return ()
        try:
            found = into(CardFile, mapping(text, path), text=text, path=path)
        except LessonError as error:
            self.keep(error)
            return ()
        if head is not None and found.lesson != head.id:
            message = f"these are the cards of {found.lesson}, in the folder of {head.id}"
            self.errors.append(
                LessonError(message, f"Write lesson: {head.id}", path=path, line=1, where="lesson")
            )
        return found.cards

    def record(self, head: LessonHead | None) -> Chart | None:
        own = {
            name.removeprefix(RECORD): text for name, text in self.files.items() if name.startswith(RECORD)
        }
        if not own:
            return None
        path = f"{self.folder}/record"
        try:
            chart = load_snapshot(own)
        except ChartError as error:
            file = error.path.partition("/")[2] or error.path
            said = error.message.split(": ", 1)[-1] if error.path else error.message
            self.errors.append(LessonError(said, error.way_out, path=f"{path}/{file}", where=error.where))
            return None
        if head is not None and chart.id != f"{head.id}-record":
            message = f"the record of {head.id} is called {chart.id}"
            self.errors.append(
                LessonError(message, f"Write id: {head.id}-record", path=f"{path}/chart.yaml", where="id")
            )
        return chart

    def pictures(self, sections: tuple[Section, ...]) -> None:
        for name, text in self.files.items():
            if name.endswith(".svg"):
                try:
                    check_picture(text, f"{self.folder}/{name}")
                except LessonError as error:
                    self.keep(error)
        for section in sections:
            for block in section.blocks:
                if isinstance(block, Picture) and block.file not in self.files:
                    message = f"there is no picture {block.file}"
                    way_out = "Put it beside lesson.md"
                    self.errors.append(
                        LessonError(message, way_out, path=self.path, line=block.line, where="file")
                    )


_BELOW: dict[type, tuple[str | int, ...]] = {CardsBlock: ("ids",)}
