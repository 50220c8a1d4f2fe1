"""Hostile values by the kind of field they go into, and hostile bodies; what each is meant to make slow or large."""

from __future__ import annotations

import json
from typing import Any, Final

__all__ = [
    "ADDRESS",
    "BODIES",
    "CHOICE",
    "CODE",
    "DATE",
    "FIELDS",
    "FLAG",
    "KINDS",
    "NUMBER",
    "TEXT",
    "WORDS",
    "deep",
]

WORDS: Final = "words"
CODE: Final = "code"
NUMBER: Final = "number"
DATE: Final = "date"
CHOICE: Final = "choice"
TEXT: Final = "text"
ADDRESS: Final = "address"
FLAG: Final = "flag"

FIELDS: Final = 3_300
"""Characters of one value in an address: the server takes 4,094 for the whole line."""

_STRANGE = [
    "",
    "\0",
    "a\0b",
    "\ud7ff\u202e\u200b\ufeff",
    "İıſßŒﬁ" * 40,
    "a" + "\u0301" * 300,
    "\U0001f9ec" * 60,
    "ﷺ" * 100,
    "%00%ff%zz",
    "../" * 400,
    "' OR 1=1 --",
    "{{7*7}}{% debug %}",
    "<script>alert(1)</script>",
    "\r\nX-Injected: 1",
]

_WORDS = [
    *_STRANGE,
    "a " * (FIELDS // 4),
    "e",
    "x" * FIELDS,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 30,
    "unspecified other with without disease disorder of the and left right fracture initial encounter " * 12,
    "diabetes " * 200,
    " ".join(f"{n}" for n in range(400)),
    "1 2 3 4 5 6 7 8 9 cm mg ml years old " * 30,
    "(" * 600 + ")" * 600,
    "a" * 1_500 + "!",
    "-" * 1_500,
    '"' * 500,
    "not no without denies ruled out except " * 30,
    "E11.9 " * 300,
    "e1 e11 i1 i10 s72 z79 " * 100,
    "0DT 0D 0 " * 200,
    "diabtes retnopathy hypertention fractrue " * 30,
    "zzzz qqqq xxxx vvvv " * 60,
    "tibia fibula femur humerus radius ulna clavicle scapula " * 20,
]
_CODES = [
    *_STRANGE,
    "A" * FIELDS,
    "E11.9" * 300,
    "." * FIELDS,
    "E" + "." * 500 + "9",
    "E11.9\u0660",
    "S72.001A" + "X" * 60,
    "-".join(["A00", "Z99"] * 300),
    "0" * 64,
    "e11.9,i10,z79.4," * 200,
    "99213-25-25-25-25-25-25",
]
_NUMBERS = [
    "",
    "1e-99999999",
    "1e-200000000",
    "1E+400",
    "0.0000001e-99999999",
    "9" * FIELDS,
    "0." + "0" * 3_000 + "1",
    "-1",
    "-0",
    "NaN",
    "sNaN",
    "Infinity",
    "0x7fffffff",
    "\u0663\u0664",
    "1_000",
    "99999999999999999999",
    "9223372036854775808",
    "1e9",
    "\0",
    "1/0",
    "0" * 3_000 + "1",
]
_DATES = [
    "",
    "0001-01-01",
    "9999-12-31",
    "0000-00-00",
    "2026-02-30",
    "2026-1-1",
    "2026-01-01T00:00:00+14:00",
    "-9999-01-01",
    "99999-01-01",
    "1" * FIELDS,
    "\0",
    "today",
    "２０２６-０１-０１",
]
_CHOICES = [*_STRANGE, "x" * FIELDS, "all", "icd10cm", "hcpcs", "-1", "None", "null", "__class__"]
_TEXTS = [*_STRANGE, "x" * 200_000, "a b " * 60_000, "\n" * 100_000, "<" * 100_000, "ﷺ" * 30_000]
_ADDRESSES = [
    "",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "http://[::1",
    "/" * FIELDS,
    "\0",
    "/?" * 1_000,
]

KINDS: Final[dict[str, list[str]]] = {
    WORDS: _WORDS,
    CODE: _CODES,
    NUMBER: _NUMBERS,
    DATE: _DATES,
    CHOICE: _CHOICES,
    TEXT: _TEXTS,
    ADDRESS: _ADDRESSES,
    FLAG: ["", "on", "\0", "x" * 1_000],
}
"""The hostile values of each kind of field."""


def deep(depth: int, inner: str = "1") -> str:
    """JSON as deep as said."""
    return "[" * depth + inner + "]" * depth


def _json_bodies() -> dict[str, bytes]:
    nested: dict[str, Any] = {"a": 1}
    for _ in range(500):
        nested = {"a": nested, "b": [nested if False else 1]}
    return {
        "nothing": b"",
        "no JSON": b"{",
        "not UTF-8": b'{"a": "\xff\xfe"}',
        "deep": deep(120_000).encode(),
        "deep objects": b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
        "nested 500": json.dumps(nested).encode(),
        "wide": json.dumps(list(range(40_000))).encode(),
        "many keys": json.dumps({f"k{n}": n for n in range(20_000)}).encode(),
        "one key often": b"{" + b",".join([b'"a":1'] * 30_000) + b"}",
        "long number": b'{"a": ' + b"9" * 200_000 + b"}",
        "tiny exponent": b'{"a": 1e-999999999, "b": 1E400, "c": -0}',
        "no number": b'{"a": NaN, "b": Infinity}',
        "long text": json.dumps({"a": "x" * 250_000}).encode(),
        "NUL": b'{"a": "\\u0000"}',
        "half a pair": b'{"a": "\\ud800"}',
        "null": b"null",
        "list": b"[]",
    }


def _form_bodies() -> dict[str, tuple[bytes, str]]:
    form, parts = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
    part = b'--b\r\nContent-Disposition: form-data; name="f%d"; filename="a.txt"\r\n\r\nx\r\n'
    return {
        "many fields": (b"&".join(b"a%d=1" % n for n in range(20_000)), form),
        "one field often": (b"a=1&" * 60_000, form),
        "percents": (b"a=" + b"%" * 250_000, form),
        "not UTF-8": (b"a=%ff%fe" * 1_000, form),
        "long": (b"a=" + b"x" * 260_000, form),
        "too long": (b"a=" + b"x" * 2_700_000, form),
        "many files": (b"".join(part % n for n in range(2_500)) + b"--b--\r\n", parts),
        "half a part": (b"--b\r\nContent-Disposition: form-data; name=" + b"x" * 100_000, parts),
        "no boundary": (b"x" * 1_000, "multipart/form-data"),
        "long boundary": (b"x" * 1_000, "multipart/form-data; boundary=" + "b" * 3_000),
        "header lines": (b"--b\r\n" + b"X: y\r\n" * 30_000 + b"\r\n", parts),
        "strange type": (b"x", "application/" + "x" * 3_000),
        "strange charset": (b"a=1", form + "; charset=" + "utf-7"),
    }


BODIES: Final = {"json": _json_bodies(), "form": _form_bodies()}
"""Hostile bodies: of JSON by name, and of forms by name with their content type."""
