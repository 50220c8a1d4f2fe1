"""Markdown into prose and fences: a small part of Markdown, our marks, and no HTML at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from codeward.curriculum.errors import LessonError
from codeward.curriculum.marks import MARK, mark_at, strays
from codeward.curriculum.prose import (
    Break,
    BulletList,
    CiteMark,
    CodeMark,
    Emphasis,
    Inline,
    Link,
    Literally,
    NumberedList,
    Paragraph,
    Prose,
    ProseBlock,
    Quote,
    Strong,
    SubHeading,
    TermMark,
    Words,
)

__all__ = ["Fence", "Heading", "Part", "inline_of", "parts_of"]

_RULES = (
    *("fence", "blockquote", "list", "heading", "paragraph", "text", "newline", "escape", "backticks"),
    *("emphasis", "link", "entity", "balance_pairs", "fragments_join"),
)
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>|<!--|<!\[?[A-Z]|<\?", re.IGNORECASE)
_HTTPS = re.compile(r"https://[a-z0-9.-]+(/[^\s]*)?", re.IGNORECASE)
DEEPEST = 8  # lists and quotes inside each other


class Fence(NamedTuple):
    """A fenced block: its word, its text, and the lines on which fence and text begin."""

    word: str
    text: str
    line: int


class Heading(NamedTuple):
    """A heading that begins a section."""

    text: str
    line: int


Part = Heading | Fence | Prose


def _mark_rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] not in "[{":
        return False
    match = MARK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("mark", "", 0)
        token.content = match[0]
    state.pos = match.end()
    return True


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "maxNesting": DEEPEST * 3})
    parser.enable(list(_RULES))
    parser.inline.ruler.before("escape", "mark", _mark_rule)
    return parser


def parts_of(text: str, path: str, line: int = 1) -> tuple[Part, ...]:
    """Return the headings, fences and runs of prose of *text*, which begins on *line* of the file *path*.

    Raises LessonError for HTML, for what our Markdown does not have, and for a code that stands outside its mark.
    """
    reader = _Reader(path, line)
    return tuple(reader.parts(_parser().parse(text)))


@lru_cache(maxsize=4096)
def inline_of(text: str) -> tuple[Inline, ...]:
    """Return one line of text with its marks and emphasis as nodes: a stem, a reason, the cell of a table.

    Raises LessonError as `parts_of` does, but for codes outside of marks: a question may show a note's own.
    """
    tokens = _parser().parseInline(text)
    return _Reader("", 0, bare_codes=True).inline(tokens[0].children or [], 0)


class _Reader:
    def __init__(self, path: str, first: int, *, bare_codes: bool = False) -> None:
        self.path = path
        self.first = first
        self.bare_codes = bare_codes

    def error(self, message: str, way_out: str, line: int) -> LessonError:
        return LessonError(message, way_out, path=self.path, line=line)

    def parts(self, tokens: Sequence[Token]) -> Iterator[Part]:
        run: list[ProseBlock] = []
        begun = 0
        place = 0
        while place < len(tokens):
            token = tokens[place]
            line = self.first + (token.map[0] if token.map else 0)
            if token.type == "fence" or (token.type == "heading_open" and token.tag in ("h1", "h2")):
                if run:
                    yield Prose(tuple(run), begun)
                    run = []
                if token.type == "fence":
                    yield Fence(token.info.strip(), token.content, line)
                    place += 1
                else:
                    yield self.heading(token, tokens[place + 1], line)
                    place += 3
                continue
            begun = begun if run else line
            block, place = self.block(tokens, place, 0)
            run.append(block)
        if run:
            yield Prose(tuple(run), begun)

    def heading(self, token: Token, inside: Token, line: int) -> Heading:
        if token.tag == "h1":
            raise self.error("a heading of the first rank", "The title stands in the head; write ## …", line)
        text = " ".join(inside.content.split())
        if MARK.search(text) or not text or len(text) > 120:
            raise self.error("not a heading", "Give it 1 to 120 characters without marks", line)
        self.bare(text, line)
        return Heading(text, line)

    def block(self, tokens: Sequence[Token], place: int, depth: int) -> tuple[ProseBlock, int]:
        """Return the block that begins at *place*, and the place after it."""
        token = tokens[place]
        line = self.first + (token.map[0] if token.map else 0)
        if depth > DEEPEST:
            raise self.error("lists inside lists inside lists", "Write it flatter", line)
        if token.type == "paragraph_open":
            return Paragraph(self.inline(tokens[place + 1].children or [], line)), place + 3
        if token.type == "heading_open":
            if token.tag != "h3" or depth:
                raise self.error(
                    "a heading of this rank or place", "Use ## for sections, ### inside one", line
                )
            return SubHeading(self.inline(tokens[place + 1].children or [], line)), place + 3
        if token.type in ("bullet_list_open", "ordered_list_open"):
            entries = []
            place += 1
            while tokens[place].type == "list_item_open":
                blocks, place = self.blocks(tokens, place + 1, "list_item_close", depth + 1)
                entries.append(blocks)
            if token.type == "bullet_list_open":
                return BulletList(tuple(entries)), place + 1
            start = int(token.attrs.get("start", 1))
            return NumberedList(tuple(entries), start), place + 1
        if token.type == "blockquote_open":
            blocks, place = self.blocks(tokens, place + 1, "blockquote_close", depth + 1)
            return Quote(blocks), place
        raise self.error("a fence inside a list or quote", "Put the block between two paragraphs", line)

    def blocks(
        self, tokens: Sequence[Token], place: int, end: str, depth: int
    ) -> tuple[tuple[ProseBlock, ...], int]:
        found = []
        while tokens[place].type != end:
            block, place = self.block(tokens, place, depth)
            found.append(block)
        return tuple(found), place + 1

    def inline(self, tokens: Sequence[Token], line: int) -> tuple[Inline, ...]:
        self.line = line
        nodes, _ = self.run(tokens, 0, "")
        return nodes

    def run(self, tokens: Sequence[Token], place: int, end: str) -> tuple[tuple[Inline, ...], int]:
        """Return the nodes from *place* to the token that ends them, and the place after that."""
        nodes: list[Inline] = []
        words = ""

        def finish() -> None:
            nonlocal words
            if words:
                self.bare(words, self.line)
                nodes.append(Words(words))
                words = ""

        while place < len(tokens):
            token = tokens[place]
            if end and token.type == end:
                place += 1
                break
            if token.type in ("text", "text_special", "entity"):
                words += token.content
            elif token.type == "softbreak":
                words += " "
                self.line += 1
            else:
                if token.type == "link_open" and words.endswith("!"):
                    raise self.error("a picture in the text", "Use a picture block", self.line)
                finish()
                node, place = self.node(tokens, place)
                nodes.append(node)
                continue
            place += 1
        finish()
        return tuple(nodes), place

    def node(self, tokens: Sequence[Token], place: int) -> tuple[Inline, int]:
        token = tokens[place]
        if token.type == "mark":
            return self.mark(token.content), place + 1
        if token.type == "hardbreak":
            self.line += 1
            return Break(), place + 1
        if token.type == "code_inline":
            self.no_html(token.content, self.line)
            return Literally(token.content), place + 1
        if token.type == "em_open":
            children, after = self.run(tokens, place + 1, "em_close")
            return Emphasis(children), after
        if token.type == "strong_open":
            children, after = self.run(tokens, place + 1, "strong_close")
            return Strong(children), after
        if token.type == "link_open":
            address = str(token.attrs.get("href", ""))
            if not _HTTPS.fullmatch(address):
                raise self.error("a link that is no https address", "Write https://…", self.line)
            children, after = self.run(tokens, place + 1, "link_close")
            return Link(address, children), after
        raise self.error(f"Markdown that lessons do not have ({token.type})", "Write it otherwise", self.line)

    def mark(self, text: str) -> CodeMark | CiteMark | TermMark:
        match = MARK.fullmatch(text)
        assert match is not None  # the rule that made the token
        found = mark_at(match, self.line)
        if found is None:
            way_out = "Write [[E11.22]], [[E11.-]] for all below a heading, [[E08-E13]] for a block"
            raise self.error(f"{text} is no code", way_out, self.line)
        self.line += text.count("\n")
        return found

    def bare(self, words: str, line: int) -> None:
        """Refuse HTML, pictures, marks that were not closed, and codes outside of their mark."""
        self.no_html(words, line)
        if "[[" in words or "[t:" in words:
            raise self.error("a mark that does not end", "Close it: [[E11.22]], [t:term]", line)
        if "![" in words:
            raise self.error("a picture in the text", "Use a picture block", line)
        if self.bare_codes:
            return
        for stray in strays(words):
            raise self.error(
                f"the code {stray.code} stands outside its mark",
                f"Write [[{stray.code}]]; where it is no code, write it otherwise (vitamin B-12, 12,000)",
                line,
            )

    def no_html(self, words: str, line: int) -> None:
        found = _HTML.search(words)
        if found is not None:
            raise self.error(
                f"HTML in the text: {found[0][:40]}", "Lessons have no HTML: use Markdown or a block", line
            )
