"""The bytes of a compiled book: format 2, little-endian, read in place through a memory map.

    header        128 bytes: magic, format version, number of entries, file size, SHA-256 of the whole file
                  with these 32 bytes zero, then offset and length of each section
    manifest      JSON
    keys          one 64-bit number an entry, sorted (see `codes.pack`)
    places        for each key the entry's number in book order, 32 bits
    records       for each entry in book order: RECORD
    definitions   for each 7th-character definition: DEFINITION
    titles        UTF-8 text that records point into
    notes         UTF-8 text: entries' instructions, definitions' lines
    facts         for each entry that has them: one JSON object (dates, units, indicators, source)
    extras        named blobs of one system, such as the tables of ICD-10-PCS; the manifest says where each lies

An entry's instructions are divided by RS; within one, the kind's letter and the text, then for each reference
GS and its four fields divided by US. XML text cannot hold these characters.
"""

from __future__ import annotations

import struct

from codeward.codesets.container.model import InstructionKind, Kind

__all__ = [
    "BILLABLE",
    "CODE",
    "DEFINITION",
    "DIGEST_AT",
    "EXTENDS",
    "FLAGS_AT",
    "FORMAT",
    "GS",
    "HEADER",
    "INSTRUCTION_KINDS",
    "KINDS",
    "KIND_AT",
    "MAGIC",
    "RECORD",
    "RS",
    "SECTIONS",
    "US",
]

MAGIC = b"CWBOOK\r\n"
FORMAT = 2
SECTIONS = ("manifest", "keys", "places", "records", "definitions", "titles", "notes", "facts", "extras")
# magic, format, entries, file size, digest, then (offset 32, length 32) for each of the nine sections
HEADER = struct.Struct("<8sIIQ32s18I")
DIGEST_AT = 24
# code, parent (+1), end, title offset, notes offset, notes length, title length, definition, kind, flags, facts
# offset, facts length
RECORD = struct.Struct("<12sIIIIIHHBBIH")
CODE = 12  # bytes that a code may take, of `RECORD`
KIND_AT = struct.calcsize("<12sIIIIIHH")  # where in a record the kind stands; the flags follow it
FLAGS_AT = KIND_AT + 1
# entry at which it stands, offset, length
DEFINITION = struct.Struct("<III")

BILLABLE = 1
EXTENDS = 2  # the title is the parent's title, a comma and this text

KINDS: tuple[Kind, ...] = ("chapter", "section", "category", "subcategory", "code")
INSTRUCTION_KINDS: dict[str, InstructionKind] = {
    "i": "includes",
    "t": "inclusion_term",
    "1": "excludes1",
    "2": "excludes2",
    "f": "code_first",
    "u": "use_additional",
    "a": "code_also",
    "n": "note",
    "7": "seventh_character",
}

GS, RS, US = "\x1d", "\x1e", "\x1f"
