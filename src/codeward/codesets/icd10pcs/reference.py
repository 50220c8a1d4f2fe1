"""Compile CMS's ICD-10-PCS Index and Definitions into books, nothing left out.

The Index keeps its order and nesting in a blob of lines, read when it is asked; its entries are the letters. The
Definitions become entries (section, axis, term) with their texts as facts. Cross references of the index that lead to
no main term are counted and listed in the manifest, not fatal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from codeward.codesets.compile.plain import PlainEntry, compile_plain
from codeward.codesets.compile.writer import refuse_other_year
from codeward.codesets.container.model import Release
from codeward.codesets.files.tree import Element, load
from codeward.errors import LoaderError

__all__ = ["FIELD", "PART", "RELATION", "compile_definitions", "compile_index"]

FIELD, RELATION, PART = "\x1f", "\x1e", "\x1d"
_TARGETS = ("codes", "tab", "code")
_RELATIONS = ("see", "use", *_TARGETS)
_MOST_REPORTED = 200


def compile_index(release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()) -> bytes:
    """Return the bytes of the ICD-10-PCS Index. Raises LoaderError for another file or another year's."""
    root = load(_only(files, "Index"), "ICD10PCS.index")
    _check_year(root, release, files[0].name)
    lines: list[str] = []
    entries: list[PlainEntry] = []
    counts = dict.fromkeys(("main_terms", "subterms", *_RELATIONS), 0)
    unknown: list[str] = []
    for letter in root.all("letter"):
        first = len(lines)
        for term in letter.all("mainTerm"):
            _term(term, 0, lines, counts, unknown)
        heads = [line.split(FIELD)[1] for line in lines[first:] if line[0] == "0"]
        if heads:
            code = letter.words("title").upper()
            code = code if len(code) == 1 and code.isascii() and code.isalnum() else f"L{len(entries)}"
            title = f"{letter.words('title')}: {heads[0]} – {heads[-1]}"
            facts = {"first": first, "end": len(lines), "main_terms": len(heads)}
            entries.append(PlainEntry(code, "chapter", title, 0, facts=facts))
    if not lines:
        raise LoaderError("holds no term", "Give CMS's icd10pcs_index_YYYY.xml.", path=files[0].name)
    nowhere = _leading_nowhere(lines)
    more = {
        "version": root.words("version"),
        "index": counts,
        "see_nowhere": nowhere[:_MOST_REPORTED],
        "see_nowhere_count": len(nowhere),
        "not_understood": unknown[:_MOST_REPORTED],
        "not_understood_count": len(unknown),
    }
    blob = "\n".join(lines).encode()
    return compile_plain(
        release, entries, sources=files, expected=expected, extras={"terms": blob}, more=more
    )


def _term(element: Element, depth: int, lines: list[str], counts: dict[str, int], unknown: list[str]) -> None:
    counts["subterms" if depth else "main_terms"] += 1
    relations = []
    for child in element.children:
        if child.name in _RELATIONS:
            counts[child.name] += 1
            targets = [" ".join(t.text.split()) for t in child.children if t.name in _TARGETS]
            for target in child.children:
                if target.name in counts:
                    counts[target.name] += 1
                else:
                    unknown.append(f"<{target.name}> at line {target.line}")
            relations.append(PART.join((child.name, " ".join(child.text.split()), *targets)))
        elif child.name not in ("title", "term"):
            unknown.append(f"<{child.name}> at line {child.line}")
    lines.append(FIELD.join((str(depth), element.words("title"), RELATION.join(relations))))
    for child in element.all("term"):
        _term(child, depth + 1, lines, counts, unknown)


def _leading_nowhere(lines: Sequence[str]) -> list[str]:
    """Return the "see" texts without codes whose first words are no main term."""
    heads = {line.split(FIELD)[1].casefold() for line in lines if line[0] == "0"}
    out = []
    for line in lines:
        for relation in filter(None, line.split(FIELD)[2].split(RELATION)):
            kind, text, *targets = relation.split(PART)
            if kind != "see" or targets:
                continue
            words = text.casefold().split()
            starts = {" ".join(words[:size]).rstrip(",") for size in range(1, len(words) + 1)}
            if not starts & heads:
                out.append(text)
    return out


def compile_definitions(
    release: Release, files: Sequence[Path], expected: Sequence[str | None] = ()
) -> bytes:
    """Return the bytes of the Definitions: operations, approaches, keys, device aggregation. Raises LoaderError."""
    root = load(_only(files, "Definitions"), "ICD10PCS.definitions")
    _check_year(root, release, files[0].name)
    counts = dict.fromkeys(("sections", "axes", "terms", "includes", "aggregated"), 0)
    unknown: list[str] = []
    entries = [*_sections(root, counts, unknown), *_aggregation(root, counts)]
    more = {
        "version": root.words("version"),
        "definitions": counts,
        "not_understood": unknown[:_MOST_REPORTED],
        "not_understood_count": len(unknown),
    }
    return compile_plain(release, entries, sources=files, expected=expected, more=more)


def _sections(root: Element, counts: dict[str, int], unknown: list[str]) -> Iterator[PlainEntry]:
    for section in root.all("section"):
        counts["sections"] += 1
        code = section.attributes.get("code", "")
        yield PlainEntry(code, "chapter", section.words("title"), 0)
        for axis in section.all("axis"):
            counts["axes"] += 1
            position = axis.attributes.get("pos", "")
            yield PlainEntry(f"{code}-{position}", "section", axis.words("title"), 1)
            for number, term in enumerate(axis.all("terms"), 1):
                counts["terms"] += 1
                facts: dict[str, Any] = {}
                for child in term.children:
                    text = " ".join(child.text.split())
                    if child.name in ("definition", "explanation", "includes"):
                        facts.setdefault(child.name, []).append(text)
                        counts["includes"] += child.name == "includes"
                    elif child.name != "title":
                        unknown.append(f"<{child.name}> at line {child.line}")
                yield PlainEntry(
                    f"{code}{position}-{number:04d}", "category", term.words("title"), 2, facts=facts or None
                )


def _aggregation(root: Element, counts: dict[str, int]) -> Iterator[PlainEntry]:
    table = root.first("deviceAggregation")
    if table is None:
        return
    yield PlainEntry("AGG", "chapter", "Device aggregation", 0)
    for number, row in enumerate(table.all("aggregate"), 1):
        counts["aggregated"] += 1
        parent = row.first("parent")
        facts = {
            "operation": row.words("operation"),
            "body_systems": [" ".join(each.text.split()) for each in row.all("bodySys")],
            "parent": row.words("parent"),
            "value": parent.attributes.get("value", "") if parent is not None else "",
        }
        yield PlainEntry(f"AGG-{number:04d}", "category", row.words("device"), 1, facts=facts)


def _only(files: Sequence[Path], what: str) -> Path:
    if len(files) != 1:
        raise LoaderError(
            f"{len(files)} files were given", f"Give the one XML file of the ICD-10-PCS {what}."
        )
    return files[0]


def _check_year(root: Element, release: Release, name: str) -> None:
    """Refuse a file of another fiscal year than the release's: a book that mixes years answers wrongly."""
    version = root.words("version")
    refuse_other_year(release, int(version) if version.isdigit() else None, name)
