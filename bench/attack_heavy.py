"""Requests that are dear by what they mean: batches of the dearest, full answers, whole books; by the name in a row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from attack_inputs import KINDS, WORDS

__all__ = ["HEAVY", "Request"]

JSON: Final = "application/json"
CM: Final = "http://hl7.org/fhir/sid/icd-10-cm"
RELEASE: Final = "icd10cm-2026-04-01"
OLD: Final = "icd10cm-2023-10-01-titles"


class Request(NamedTuple):
    """One request: what it is, and how it is sent. `finding` names the row of section S that it once was."""

    label: str
    method: str
    path: str
    body: bytes | None = None
    content: str = ""
    finding: str = ""


State = dict[str, list[str]]


def _id(kind: int, number: int) -> str:
    return str(UUID(int=(kind << 64) + (4 << 76) + (8 << 60) + number + 1, version=4))


def _put(number: int, text: str, **more: str) -> dict[str, Any]:
    content = {"release": RELEASE, "anchor": "icd10cm/E11.9", "kind": "note", "text": text, **more}
    return {"kind": "put", "id": _id(1, number), "mark": _id(2, number), "base": None, "content": content}


def changes(_state: State) -> Iterator[Request]:
    """Notes as long as they may be, a hundred at once, and then what reads them all."""
    where = "/codebook/own/changes"
    long = "left and right disease of the other kind " * 24
    for turn in range(6):
        rows = [_put(turn * 100 + n, f"{turn} {n} {long}", release=OLD) for n in range(100)]
        yield Request(f"100 long notes, {turn + 1}", "POST", where, _dump({"changes": rows}), JSON)
    yield Request("the same again", "POST", where, _dump({"changes": rows}), JSON)
    yield Request("101 changes", "POST", where, _dump({"changes": rows * 2}), JSON)
    yield Request("all of one's own book", "GET", "/codebook/own/")
    yield Request("all of it as a file", "GET", "/codebook/own/export.json")
    carry = "/codebook/own/carry?" + urlencode({"from": OLD, "to": RELEASE})
    yield Request("600 notes carried over", "GET", carry, finding="S6")


def claims(_state: State) -> Iterator[Request]:
    """Claims as long as they may be, for the scrubber, the grouper and the page; and those that are longer."""
    day = {"start": "2026-05-01", "through": "2026-05-31"}
    who = {"age_years": 60, "sex": "female"}
    chapters = [
        f"{letter}{n:02d}{end}" for letter in "ACDEFGHIJKLMNR" for n in range(0, 99, 7) for end in (".0", "")
    ]
    stay = {"kind": "inpatient", "statement": day, "patient": who, "discharge_status": "01"}
    dear = {**stay, "diagnoses": [{"code": code, "poa": "Y"} for code in chapters[:100]]}
    line = {"code": "99213", "modifiers": ["25", "59", "76", "77"], "units": 3, "date": "2026-05-12"}
    visit = {"kind": "professional", "statement": day, "patient": who, "lines": [line] * 1_000}
    pairs = {**visit, "lines": [{"code": f"{10_000 + n * 50}", "units": 9} for n in range(1_000)]}
    for label, claim in (
        ("100 diagnoses", dear), ("101 diagnoses", {**stay, "diagnoses": [{"code": "I10"}] * 101}),
        ("1,000 lines alike", visit), ("1,000 different lines", pairs),
        ("5,000 lines", {**visit, "lines": [line] * 5_000}),
        ("units of a billion", {**visit, "lines": [{**line, "units": 10**9}]}),
        ("units of many figures", {**visit, "lines": [{**line, "units": "1e-99999999"}]}),
    ):  # fmt: skip
        body = _dump(claim)
        yield Request(f"scrub {label}", "POST", "/api/v1/scrub", body, JSON)
        yield Request(f"group {label}", "POST", "/api/v1/drg?why=true", body, JSON)
        yield Request(f"price {label}", "POST", "/api/v1/price", body, JSON)


def imports(_state: State) -> Iterator[Request]:
    """Files of marks: long, many, deep, of a time before all times, and 100 long quotes of words like each other."""

    def file(label: str, rows: Any, finding: str = "") -> Request:
        text = (
            rows
            if isinstance(rows, bytes)
            else _dump({"schema": 1, "kind": "codeward own book", "marks": rows})
        )
        body = (
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="own.json"\r\n'
            b"Content-Type: application/json\r\n\r\n" + text + b"\r\n--b--\r\n"
        )
        return Request(
            label, "POST", "/codebook/own/import", body, "multipart/form-data; boundary=b", finding
        )

    row = {"release": OLD, "anchor": "icd10cm/E11.9", "kind": "note", "text": "x"}
    yield file("made in the year 1", [{**row, "made_at": "0001-01-01T00:00:00+14:00"}], "made_at")
    quote = "e11 " * 1_000
    quotes = [{**row, "text": f"q{n}", "quote": f"{quote[:3990]}{n}"} for n in range(100)]
    yield file("100 quotes of 4,000 characters", quotes, "S6")
    yield Request(
        "and carried over",
        "GET",
        "/codebook/own/carry?" + urlencode({"from": OLD, "to": RELEASE}),
        None,
        "",
        "S6",
    )
    yield file("5,000 marks", [{**row, "text": f"n{n}", "id": _id(3, n)} for n in range(5_000)])
    yield file(
        "5,000 marks anywhere", [{**row, "anchor": f"icd10cm/X{n}", "id": _id(4, n)} for n in range(5_000)]
    )
    yield file("100,000 empty rows", [{}] * 100_000)
    yield file("20 MB of one text", [{**row, "text": "x" * 20_000_000}])
    yield file("deep", b"[" * 1_000_000)
    yield file("31 MB of nothing", b" " * 31_000_000)
    yield Request("all of one's own book then", "GET", "/codebook/own/?page=40")
    yield Request("marks of everything then", "GET", "/codebook/own/marks?release=" + OLD + "&prefix=i")


def prefixes(_state: State) -> Iterator[Request]:
    """As many places as a page may ask for."""
    many = "&".join(f"prefix=icd10cm/{chr(65 + n % 26)}{n % 10}" for n in range(60))
    yield Request("60 places", "GET", f"/codebook/own/marks?release={RELEASE}&{many}")
    yield Request("61 places", "GET", f"/codebook/own/marks?release={RELEASE}&{many}&prefix=x")
    yield Request("the place of all", "GET", f"/codebook/own/marks?release={RELEASE}&prefix=%25")


def operations(state: State) -> Iterator[Request]:
    """An answer with as many lines, codes and batches as it may have, then a grade for it."""
    where = f"/attempts/{state['attempt'][0]}/operations"

    def batch(label: str, rows: list[dict[str, Any]], finding: str = "") -> Request:
        return Request(label, "POST", where, _dump({"operations": rows}), JSON, finding)

    def line(number: int, code: str) -> dict[str, Any]:
        return {
            "kind": "add_line",
            "id": _id(5, number),
            "line": f"l{number}",
            "rank": float(number),
            "code": code,
        }

    yield batch("a code of blanks", [line(9_000, " " * 50)], "S4")
    yield batch("a long code", [line(9_001, "E11" * 5_000)])
    yield batch("ranks without bounds", [{**line(9_002, "I10"), "rank": 1e308}])
    codes = ["E11.9", "I10", "J18.9", "S72.001A", "N18.6", "M54.50", "Z79.4", "O09.511", "K35.80", "C50.911"]
    yield batch("200 lines", [line(n, codes[n % 10]) for n in range(200)], "S4")
    yield batch("a line more", [line(201, "I10")], "S4")
    for turn in range(8):
        rows = [
            {
                "kind": "set_code",
                "id": _id(6, turn * 200 + n),
                "line": f"l{n % 200}",
                "code": codes[(n + turn) % 10],
            }
            for n in range(200)
        ]
        yield batch(f"200 changes of codes, {turn + 1}", rows)
    yield batch("201 operations", [line(300 + n, "I10") for n in range(201)])
    yield Request("the state of it all", "GET", where)
    yield Request("the workspace with it", "GET", f"/charts/{state['chart'][1]}/")
    yield Request(
        "handed in with 200 lines",
        "POST",
        f"/attempts/{state['attempt'][0]}/submit",
        b"",
        "application/x-www-form-urlencoded",
        "S4",
    )
    yield Request("its result", "GET", f"/attempts/{state['attempt'][0]}/result")


def fhir(_state: State) -> Iterator[Request]:
    """Batches of the dearest."""
    where, kind = "/fhir/R4", "application/fhir+json"

    def batch(label: str, urls: list[str], finding: str = "") -> Request:
        entries = [{"request": {"method": "GET", "url": url}} for url in urls]
        return Request(
            label,
            "POST",
            where,
            _dump({"resourceType": "Bundle", "type": "batch", "entry": entries}),
            kind,
            finding,
        )

    active = f"ValueSet/$expand?url={CM}?fhir_vs&activeOnly=true&count=1000"
    yield batch("a batch of 10 active only", [active] * 10, "S2 batch")
    yield batch("a batch of 100 active only", [active + f"&offset={n}" for n in range(100)])
    yield batch(
        "a batch of 100 filters",
        [f"ValueSet/$expand?url={CM}?fhir_vs&filter=a%20{n}%20e" for n in range(100)],
    )
    yield batch(
        "a batch of 100 lookups", [f"CodeSystem/$lookup?system={CM}&code=E11.{n % 10}" for n in range(100)]
    )
    yield batch(
        "a batch with half an address", ["http://[::1", "http://[::1/x", "//[", "?", "#"] * 20, "[::1"
    )
    yield batch("101 requests", ["metadata"] * 101)
    yield batch("a batch of descriptions", ["metadata"] * 100)
    yield batch("a batch of value sets", ["ValueSet?_count=1000"] * 100)
    yield batch("a batch in a batch", ["", "/"] * 50)
    for many in (1, 10, 100):
        filters = [
            {"property": "concept", "op": "is-not-a", "value": f"{letter}{n:02d}"}
            for n in range(10)
            for letter in "ABCDEFGHIJ"
        ]
        include = [{"system": CM, "filter": [one]} for one in filters[:many]]
        value_set = {"resourceType": "ValueSet", "compose": {"include": include}}
        body = {"resourceType": "Parameters", "parameter": [{"name": "valueSet", "resource": value_set}]}
        yield Request(
            f"{many} filters that exclude",
            "POST",
            f"{where}/ValueSet/$expand",
            _dump(body),
            kind,
            f"S2 {many} filters",
        )
        exclude = {"resourceType": "ValueSet", "compose": {"include": [{"system": CM}], "exclude": include}}
        body = {"resourceType": "Parameters", "parameter": [{"name": "valueSet", "resource": exclude}]}
        yield Request(f"{many} exclusions", "POST", f"{where}/ValueSet/$expand", _dump(body), kind)
    concepts = [{"code": f"E11.{n}"} for n in range(20_000)]
    body = {
        "resourceType": "Parameters",
        "parameter": [
            {
                "name": "valueSet",
                "resource": {
                    "resourceType": "ValueSet",
                    "compose": {"include": [{"system": CM, "concept": concepts}]},
                },
            }
        ],
    }
    yield Request("20,000 concepts", "POST", f"{where}/ValueSet/$expand", _dump(body), kind)
    many_parameters = {
        "resourceType": "Parameters",
        "parameter": [{"name": "filter", "valueString": "a"}] * 30_000,
    }
    yield Request("30,000 parameters", "POST", f"{where}/ValueSet/$expand", _dump(many_parameters), kind)


def expand(_state: State) -> Iterator[Request]:
    """Value sets whole, and filters of many words."""
    where = "/fhir/R4/ValueSet/$expand"
    for words in KINDS[WORDS]:
        query = urlencode({"url": f"{CM}?fhir_vs", "filter": words[:1980], "count": 1000}, errors="replace")[
            :3_900
        ]
        finding = "S2 filter" if words.startswith("a a ") else ""
        yield Request(f"filter {words[:12]!r}", "GET", f"{where}?{query}", None, "", finding)
    for count in ("1000", "100000", "-1", "9" * 30):
        yield Request(
            f"count {count[:8]}", "GET", f"{where}?{urlencode({'url': CM + '?fhir_vs', 'count': count})}"
        )
    yield Request(
        "far behind",
        "GET",
        f"{where}?{urlencode({'url': CM + '?fhir_vs', 'offset': 97_000, 'activeOnly': 'true', 'count': 1000})}",
    )
    yield Request("all without a count", "GET", f"{where}?{urlencode({'url': CM + '?fhir_vs'})}")


def search_all(_state: State) -> Iterator[Request]:
    """Every book at once."""
    for words in KINDS[WORDS]:
        query = urlencode({"q": words[:1000], "system": "all", "limit": 200}, errors="replace")[:3_900]
        yield Request(f"all books {words[:12]!r}", "GET", f"/api/v1/search?{query}")


def browse(_state: State) -> Iterator[Request]:
    """The widest rows of every book."""
    for system in ("icd10cm", "icd10pcs", "hcpcs", "cpt"):
        yield Request(f"{system} from the top", "GET", f"/api/v1/browse/{system}")
        yield Request(f"the page of {system}", "GET", f"/codebook/{system}/")
    for below in ("0", "02", "021", "9", "19", "S00-T88", "S72", "J", "A"):
        for system in ("icd10cm", "icd10pcs", "hcpcs"):
            yield Request(f"{system} below {below}", "GET", f"/api/v1/browse/{system}?below={below}")


def _dump(data: Any) -> bytes:
    return json.dumps(data).encode()


HEAVY: Final[dict[str, Callable[[State], Iterator[Request]]]] = {
    one.__name__: one
    for one in (browse, changes, claims, expand, fhir, imports, operations, prefixes, search_all)
}
