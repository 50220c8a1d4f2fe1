"""Write the bytes of a book from its entries, whatever system they are of."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from codeward.codesets.compile.entry import Entry, SeventhCharacter
from codeward.codesets.container import layout
from codeward.codesets.container.codes import pack, undotted
from codeward.codesets.container.conditions import understood
from codeward.codesets.container.model import InstructionKind, Reference, Release
from codeward.codesets.container.references import looks_unparsed, parse
from codeward.errors import LoaderError

__all__ = ["Writer", "checked_digests", "manifest_of", "refuse_other_year", "source_digest"]

_LETTERS = {kind: letter for letter, kind in layout.INSTRUCTION_KINDS.items()}
_KINDS: dict[str, int] = {kind: number for number, kind in enumerate(layout.KINDS)}
_EXAMPLES = 20
_MOST_FACTS = 0xFFFF  # bytes of one entry's facts: their length is 16 bits wide


def source_digest(digests: Sequence[str]) -> str:
    """Return one SHA-256 for the SHA-256 digests of a release's files, in order."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def checked_digests(
    release: Release, paths: Sequence[Path], expected: Sequence[str | None] = ()
) -> list[str]:
    """Return the SHA-256 of each file. Raises LoaderError where one is not the file that was *expected*."""
    found = [_digest(path) for path in paths]
    for path, digest, wanted in zip(paths, found, expected, strict=False):
        if wanted is not None and digest != wanted:
            raise LoaderError(
                f"is not the file of {release.id} (SHA-256 {digest[:16]}…, expected {wanted[:16]}…)",
                "Install the pinned package again: pip install --force-reinstall codeward.",
                path=path.name,
            )
    return found


def refuse_other_year(release: Release, year: int | None, name: str) -> None:
    """Refuse the file *name* of another fiscal *year* than the release's: a book that mixes years answers wrongly."""
    start = release.in_force_from
    fiscal = start.year + (start.month >= 10)
    if year is not None and year != fiscal:
        raise LoaderError(
            f"is the edition of FY{year}; {release.id} begins in FY{fiscal}",
            f"Install it as the release of FY{year}, or give the file of FY{fiscal}.",
            path=name,
        )


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as e:
        raise LoaderError(
            f"cannot be read ({e.strerror or e})", "Check the path and its rights.", path=str(path)
        ) from e


def manifest_of(release: Release, paths: Sequence[Path], digests: Sequence[str]) -> dict[str, Any]:
    """Return what every manifest says: the format, the release and the files it was compiled from."""
    return {
        "format": layout.FORMAT,
        "system": release.system,
        "release": {
            "id": release.id,
            "title": release.title,
            **release.to_json(),
        },  # in the order of format 2
        "source": {
            "digest": source_digest(digests),
            "files": [{"file": p.name, "sha256": d} for p, d in zip(paths, digests, strict=True)],
        },
    }


class Writer:
    """Gathers the sections of a book and counts what the manifest reports."""

    def __init__(
        self,
        entries: Sequence[Entry],
        seventh: Sequence[tuple[int, list[SeventhCharacter]]] = (),
        *,
        references: bool = True,
    ) -> None:
        self.entries = entries
        self.seventh = seventh
        self.reads_references = references
        self.titles = bytearray()
        self.notes = bytearray()
        self.facts = bytearray()
        self.records = bytearray()
        self.kinds: dict[str, int] = {}
        self.instructions: dict[str, int] = {}
        self.parsed: dict[str, tuple[Reference, ...]] = {}
        self.references = 0
        self.unparsed: list[dict[str, str]] = []
        self.unjudged: list[dict[str, str]] = []
        self.named: list[tuple[str, Reference]] = []
        self.packed_titles: dict[str, tuple[int, int]] = {}
        self.packed_facts: dict[bytes, tuple[int, int]] = {}
        for entry in self.entries:
            self.write(entry)

    def write(self, entry: Entry) -> None:
        title = self.packed_titles.get(entry.title) or self.pack_title(entry.title)
        start = len(self.notes)
        if entry.notes:
            self.notes += layout.RS.join(self.instruction(entry, *note) for note in entry.notes).encode()
        self.kinds[entry.kind] = self.kinds.get(entry.kind, 0) + 1
        flags = layout.BILLABLE * entry.billable | layout.EXTENDS * entry.extends
        self.records += layout.RECORD.pack(
            entry.code.encode("ascii"), entry.parent + 1, entry.end, title[0], start, len(self.notes) - start,
            title[1], entry.seventh, _KINDS[entry.kind], flags, *self.pack_facts(entry.facts),
        )  # fmt: skip

    def pack_facts(self, facts: dict[str, Any] | None) -> tuple[int, int]:
        if not facts:
            return 0, 0
        raw = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
        place = self.packed_facts.get(raw)
        if place is None:
            if len(raw) > _MOST_FACTS:
                raise LoaderError(
                    f"an entry has {len(raw)} bytes of facts", f"At most {_MOST_FACTS} fit a book."
                )
            place = self.packed_facts[raw] = (len(self.facts), len(raw))
            self.facts += raw
        return place

    def pack_title(self, title: str) -> tuple[int, int]:
        raw = title.encode()
        place = (len(self.titles), len(raw))
        self.titles += raw
        self.packed_titles[title] = place
        return place

    def instruction(self, entry: Entry, kind: InstructionKind, text: str) -> str:
        self.instructions[kind] = self.instructions.get(kind, 0) + 1
        if not self.reads_references:
            return _LETTERS[kind] + text
        references = self.parsed.get(text)
        if references is None:
            references = self.parsed[text] = parse(text)
            self.examine(entry, text, references)
        if not references:
            return _LETTERS[kind] + text
        self.references += len(references)
        fields = (layout.US.join((r.text, r.first, r.last or "", r.condition or "")) for r in references)
        return _LETTERS[kind] + text + layout.GS + layout.GS.join(fields)

    def examine(self, entry: Entry, text: str, references: tuple[Reference, ...]) -> None:
        """Note what could not be read in a text that is met for the first time."""
        if looks_unparsed(text):
            self.unparsed.append({"entry": entry.code, "text": text})
        for reference in references:
            if reference.condition is not None and not understood(reference.condition):
                self.unjudged.append({"entry": entry.code, "condition": reference.condition})
            self.named.append((entry.code, reference))

    def reference_report(self) -> dict[str, Any]:
        """Return the manifest's account of references, with examples of each trouble."""
        keys = {undotted(entry.code) for entry in self.entries}
        missing = []
        for origin, reference in self.named:
            for code in (reference.first, reference.last):
                key = (code or "").replace(".", "")
                if code and key not in keys and key.ljust(6, "X") not in keys and key.rstrip("X") not in keys:
                    missing.append({"entry": origin, "reference": reference.text, "code": code})
        return {
            "parsed": self.references,
            "unparsed": len(self.unparsed),
            "unparsed_examples": self.unparsed[:_EXAMPLES],
            "conditions_not_understood": len(self.unjudged),
            "conditions_not_understood_examples": self.unjudged[:_EXAMPLES],
            "naming_no_entry": len(missing),
            "naming_no_entry_examples": missing[:_EXAMPLES],
        }

    def counts(self) -> dict[str, Any]:
        return {
            "entries": len(self.entries),
            "billable": sum(entry.billable for entry in self.entries),
            "kinds": dict(sorted(self.kinds.items())),
            "instructions": dict(sorted(self.instructions.items())),
            "seventh_character_definitions": len(self.seventh),
        }

    def definitions(self) -> bytes:
        out = bytearray()
        for index, lines in self.seventh:
            raw = layout.RS.join(layout.US.join((s.char, s.text)) for s in lines).encode()
            out += layout.DEFINITION.pack(index, len(self.notes), len(raw))
            self.notes += raw
        return bytes(out)

    def assemble(self, manifest: dict[str, Any], extras: Mapping[str, bytes] | None = None) -> bytes:
        """Return the bytes of the book with *manifest* and the named blobs *extras*."""
        order = sorted((pack(undotted(entry.code)), i) for i, entry in enumerate(self.entries))
        keys, places = array("Q", (key for key, _ in order)), array("I", (i for _, i in order))
        if keys.itemsize != 8 or places.itemsize != 4:
            raise LoaderError("this platform's integers do not fit a book", "Use a 64-bit Python.")
        definitions = self.definitions()
        blobs = bytearray()
        table_of_blobs = {}
        for name, blob in (extras or {}).items():
            blobs += bytes(-len(blobs) % 8)
            table_of_blobs[name] = [len(blobs), len(blob)]
            blobs += blob
        sections = [
            json.dumps({**manifest, "extras": table_of_blobs}, ensure_ascii=False).encode(),
            keys.tobytes(), places.tobytes(), bytes(self.records),
            definitions, bytes(self.titles), bytes(self.notes), bytes(self.facts), bytes(blobs),
        ]  # fmt: skip
        table: list[int] = []
        body = bytearray()
        for section in sections:
            body += bytes(-len(body) % 8)
            table += [layout.HEADER.size + len(body), len(section)]
            body += section
        fields = (layout.MAGIC, layout.FORMAT, len(self.entries), layout.HEADER.size + len(body))
        blank = layout.HEADER.pack(*fields, bytes(32), *table)
        digest = hashlib.sha256(blank + body).digest()
        return layout.HEADER.pack(*fields, digest, *table) + bytes(body)
