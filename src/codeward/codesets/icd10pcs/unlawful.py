"""Why a code of ICD-10-PCS does not stand: which character has no row with the others, and the nearest codes."""

from __future__ import annotations

from codeward.codesets.container.book import Book
from codeward.codesets.icd10pcs.builder import Builder
from codeward.codesets.icd10pcs.naming import names
from codeward.codesets.icd10pcs.rows import Row, Table
from codeward.codesets.icd10pcs.tables import Tables, tables_of
from codeward.errors import quoted

__all__ = ["explain", "nearest"]

_MOST = 8
_SHOWN = 14
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th", "6th", "7th")


def explain(book: Book, asked: str) -> tuple[str, tuple[str, ...]]:
    """Return (what is wrong with *asked*, nearest lawful codes). Guidelines A1, A2, A3, B2.1a.

    Of a code that *book* holds it says just that.
    """
    key = "".join(c for c in asked[:40].upper() if c.isascii() and c.isalnum())
    tables = tables_of(book)
    if not key:
        return f"{quoted(asked)} is not an ICD-10-PCS code: these have seven letters and digits.", ()
    if len(key) == 7 and key in book:
        return f"{key} is a code of {book.release.title}.", ()
    if "I" in key[:7] or "O" in key[:7]:
        meant = key.replace("I", "1").replace("O", "0")
        near = (meant,) if meant in book and len(meant) == 7 else ()
        return f"{quoted(asked)} has an I or an O: ICD-10-PCS uses neither, only the digits 1 and 0.", near
    for place in range(min(3, len(key))):
        problem = _heading(tables, key, place)
        if problem:
            return problem, nearest(book, key)
    if len(key) > 7:
        near = (key[:7],) if key[:7] in book else ()
        return f"{quoted(asked)} has {len(key)} characters: a code of ICD-10-PCS has seven.", near
    if len(key) < 7:
        chosen = dict(enumerate(key, 1))
        builder = Builder(book)
        codes = tuple(c for _, c in zip(range(_MOST), builder.codes(chosen), strict=False))
        if codes:
            count = builder.count(chosen)
            many = f"{count} codes begin" if count > 1 else "one code begins"
            return f"{key} has {len(key)} of the seven characters of a code; {many} so.", codes
        return _within(tables.table(key[:3]), key), nearest(book, key)
    return _within(tables.table(key[:3]), key), nearest(book, key)


def _heading(tables: Tables, key: str, place: int) -> str:
    """Say that one of the first three characters leads to no table, if so."""
    prefix = key[: place + 1]
    if any(table.startswith(prefix) for table in tables.codes):
        return ""
    what = names().axis(key[0], place + 1)
    lawful = sorted({table[place] for table in tables.codes if table.startswith(key[:place])})
    beside = f" of {key[:place]} ({tables.name(key[:place])})" if place else ""
    return f"{key[place]} is no {what}{beside}: lawful are {', '.join(lawful)}."


def _within(table: Table, key: str) -> str:
    """Say which character of the last four is not in the table, or has no row with the others."""
    said = [(place, char) for place, char in enumerate(key[3:7])]
    for place, char in said:
        lawful = {value.char: value.label for row in table.rows for value in row[place]}
        if char not in lawful:
            shown = ", ".join(f"{c} {lawful[c]}" for c in sorted(lawful)[:_SHOWN])
            more = f" and {len(lawful) - _SHOWN} more" if len(lawful) > _SHOWN else ""
            axis = names().axis(key[0], place + 4)
            return (
                f"{char} is no value of the {_ORDINALS[place + 3]} character ({axis}) in table {table.code}: "
                f"lawful are {shown}{more}."
            )
    best = max(table.rows, key=lambda row: sum(_has(row, place, char) for place, char in said))
    wrong = [(place, char) for place, char in said if not _has(best, place, char)]
    parts = []
    for place, char in wrong:
        label = next(v.label for row in table.rows for v in row[place] if v.char == char)
        instead = ", ".join(f"{v.char} {v.label}" for v in best[place][:_SHOWN])
        axis = names().axis(key[0], place + 4)
        parts.append(f"{axis} {char} ({label}) does not stand with them; {axis} may be {instead}")
    with_ = ", ".join(
        f"{names().axis(key[0], place + 4)} {char}" for place, char in said if _has(best, place, char)
    )
    return f"In table {table.code} no row has all of these. With {with_ or 'that row'}: {'. '.join(parts)}."


def _has(row: Row, place: int, char: str) -> bool:
    return any(value.char == char for value in row[place])


def nearest(book: Book, key: str, most: int = _MOST) -> tuple[str, ...]:
    """Return up to *most* lawful codes that differ from *key* in the fewest characters, the later ones first."""
    tables = tables_of(book)
    if len(key) < 3:
        return ()
    near_tables = sorted((t for t in tables.codes if _apart(t, key) <= 1), key=lambda t: (_apart(t, key), t))
    found: list[tuple[int, int, str]] = []
    wanted = key[:7]
    for code in near_tables[:40]:
        for row in tables.table(code).rows:
            best = code + "".join(_nearest_value(row, i, wanted) for i in range(4))
            found.append((_apart(best, wanted), -_alike(best, wanted), best))
            for place in range(4):
                for value in row[place]:
                    other = best[: 3 + place] + value.char + best[4 + place :]
                    found.append((_apart(other, wanted), -_alike(other, wanted), other))
    out = dict.fromkeys(code for _, _, code in sorted(found))
    return tuple(out)[:most]


def _nearest_value(row: Row, place: int, key: str) -> str:
    char = key[3 + place] if len(key) > 3 + place else ""
    return char if _has(row, place, char) else row[place][0].char


def _apart(code: str, key: str) -> int:
    return sum(a != b for a, b in zip(code, key, strict=False))


def _alike(code: str, key: str) -> int:
    """Return how many characters agree from the first on."""
    same = 0
    for a, b in zip(code, key, strict=False):
        if a != b:
            break
        same += 1
    return same
