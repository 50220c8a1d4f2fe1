"""Claims from a file or standard input: one as JSON, many as JSON lines, or a table (CSV)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from codeward.claims import MAX_CLAIM_CHARACTERS, ClaimError, read_claim
from codeward.cli.text import TextError, decoded

if TYPE_CHECKING:
    from codeward.claims import Claim

__all__ = ["AskedClaim", "claims_of"]

_LONGEST = 4 * MAX_CLAIM_CHARACTERS  # bytes of a claim's characters
_TOO_LONG = f"is longer than {MAX_CLAIM_CHARACTERS} characters"


class AskedClaim(NamedTuple):
    """A claim, or why it is none, and the line (of a table: the row) on which it begins. `many`: one of several."""

    row: int
    claim: Claim | ClaimError
    many: bool = True


def claims_of(path: str) -> Iterator[AskedClaim]:
    """Yield the claims of a file ("-": standard input) as they come.

    Raises TextError, or ClaimError where there is no claim or the head of a table is none.

    A line of JSON lines that is no claim is yielded as its error, and the rest is read all the same.
    """
    with _opened(path) as stream:
        lines = _lines(stream, "standard input" if path == "-" else path)
        first = next(
            ((row, text) for row, text in lines if isinstance(text, ClaimError) or text.strip()), None
        )
        if first is None:
            raise ClaimError("there is no claim", "Give a claim as JSON, JSON lines or CSV")
        text = first[1]
        if isinstance(text, str) and not text.lstrip().startswith(("{", "[")):
            yield from _table(chain([first], lines))
        elif isinstance(text, ClaimError) or _is_object(text):
            yield from _json_lines(chain([first], lines))
        else:
            yield from _whole_or_lines(first, lines)


def _opened(path: str) -> IO[bytes]:
    if path == "-":
        return sys.stdin.buffer
    try:
        return Path(path).open("rb")
    except OSError as e:
        raise TextError(path, f"cannot be read: {e.strerror or e}", "Check the path") from e


def _lines(stream: IO[bytes], where: str) -> Iterator[tuple[int, str | ClaimError]]:
    """The lines with their numbers; of one too long to be a claim its error, without ever holding it whole."""
    row = 0
    while raw := stream.readline(_LONGEST):
        row += 1
        if len(raw) >= _LONGEST and not raw.endswith(b"\n"):
            while (more := stream.readline(_LONGEST)) and not more.endswith(b"\n"):
                pass
            yield row, ClaimError(_TOO_LONG, "Send one claim a line", f"line {row}")
            continue
        try:
            yield row, decoded(raw, where)
        except TextError as e:
            if row == 1:
                raise
            yield row, ClaimError(e.why, e.way_out, f"line {row}")


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _json_lines(lines: Iterator[tuple[int, str | ClaimError]]) -> Iterator[AskedClaim]:
    held: AskedClaim | None = None  # one behind, to know of the first whether it is alone
    for row, text in lines:
        if isinstance(text, str) and not text.strip():
            continue
        if held is not None:
            yield held._replace(many=True)
        held = AskedClaim(row, text if isinstance(text, ClaimError) else _read(text), many=row > 1)
    if held is not None:
        yield held


def _whole_or_lines(
    first: tuple[int, str | ClaimError], lines: Iterator[tuple[int, str | ClaimError]]
) -> Iterator[AskedClaim]:
    """One claim over several lines; or JSON lines of which the first is broken."""
    held, length = [], 0
    for row, text in chain([first], lines):
        held.append((row, text))
        length += len(text) if isinstance(text, str) else _LONGEST
        if isinstance(text, str) and row > first[0] and text.startswith("{") and _is_object(text):
            yield from _json_lines(chain(held, lines))
            return
        if length > MAX_CLAIM_CHARACTERS:
            yield AskedClaim(first[0], ClaimError(f"the claim {_TOO_LONG}", "Send one claim"), many=False)
            return
    yield AskedClaim(first[0], _read("".join(text for _, text in held if isinstance(text, str))), many=False)


def _table(lines: Iterator[tuple[int, str | ClaimError]]) -> Iterator[AskedClaim]:
    from codeward.claims import read_table

    def texts() -> Iterator[str]:
        for _, text in lines:
            if isinstance(text, ClaimError):
                raise text
            yield text

    for row, claim in read_table(texts()):
        yield AskedClaim(row, claim)


def _read(text: str) -> Claim | ClaimError:
    try:
        return read_claim(text)
    except ClaimError as error:
        return error
