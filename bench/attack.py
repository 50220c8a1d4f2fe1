"""The school under attack: every endpoint with hostile input of its kind, and whether everybody else is still served.

Starts the real server, walks every address of the URL conf (`attack_rows.py` has a row for each) with what its fields
do not expect, and asks `/healthz` ten times a second meanwhile. Prints the worst answer of each endpoint beside what
was measured before. Exits with 1 where an answer takes longer or is larger than wanted, or breaks (5xx).

    python bench/attack.py [ENDPOINT …] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlencode

import attack_site as site
from attack_heavy import HEAVY, Request
from attack_inputs import BODIES, FIELDS, KINDS
from attack_row import Fields, Row
from attack_rows import ROWS
from measure import cpu, pace

SECONDS, SIZE, HEALTH = 2.0, 2_000_000, 0.2
"""What an answer may take, how large it may be in bytes, and what `/healthz` may take meanwhile."""
FORM: Final = "application/x-www-form-urlencoded"
BEFORE: Final = {
    "S1": "10.7 s, 200 MB",
    "S2 1 filters": "1.0 s",
    "S2 10 filters": "15 s",
    "S2 100 filters": "147 s",
    "S2 filter": "14 s",
    "S2 batch": "12 s",
    "S4": "accepted, then 500 for ever",
    "S6": "12–20 s",
    "made_at": "500",
    "[::1": "500",
}
"""What was measured before anything was mended, by the finding that a request names."""
PATHS: Final = {
    "int": ["0", "9" * 20, "9" * 2_000],
    "pid": ["0" * 16, "z" * 16],
    "uuid": ["00000000-0000-0000-0000-000000000000"],
    "slug": ["a" * 2_000, "-", "1"],
    "token": ["x" * 2_000, "%00", "a.b.c"],
    "coding": ["icd10cm", "icd10pcs", "hcpcs", "cpt", "x"],
    "indexbook": ["index", "external-cause", "neoplasm", "drugs"],
    "queue": ["approvals", "disputes", "mails", "a" * 2_000],
    "chart": ["x" * 64, "nobody:x"],
    "fhir": ["metadata", "CodeSystem", "ValueSet", "ConceptMap", "CodeSystem/$lookup", "CodeSystem/$validate-code",
             "CodeSystem/$subsumes", "ValueSet/$validate-code", "ConceptMap/$translate", "x/" * 900,
              "%00", "$" * 2_000],
}  # fmt: skip


@dataclass
class Seen:
    """What was seen of one endpoint."""

    requests: int = 0
    slowest: tuple[float, str] = (0.0, "")
    largest: tuple[int, str] = (0, "")
    health: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    findings: dict[str, tuple[float, int, int]] = field(default_factory=dict)
    dearest: Request | None = None


def addresses() -> dict[str, str]:
    """Every endpoint: its name, and its address as the URL conf writes it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeward.web.conf.django")
    os.environ["CODEWARD_DESIGN_GALLERY"] = "1"
    import django
    from django.urls import get_resolver

    django.setup()

    def walk(patterns: list[Any], before: str, spaces: list[str]) -> Iterator[tuple[str, str]]:
        for one in patterns:
            path = before + str(one.pattern)
            if hasattr(one, "url_patterns"):
                yield from walk(
                    one.url_patterns, path, [*spaces, *([one.namespace] if one.namespace else [])]
                )
            else:
                yield ":".join([*spaces, one.name or ""]), "/" + path

    return dict(walk(get_resolver().url_patterns, "", []))


def filled(route: str, parts: dict[str, str]) -> str:
    """The address with its parts written in."""
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route).replace("^", "").replace("$", "")
    return re.sub(
        r"<(?:\w+:)?(\w+)>", lambda found: quote(parts[found[1]], safe="/$:%", errors="replace"), route
    )


def query(fields: dict[str, str]) -> str:
    """The fields as a query, no longer than the server takes."""
    return "?" + urlencode(fields, errors="replace")[:3_900] if fields else ""


def lawful(fields: Fields) -> dict[str, str]:
    """What somebody would ask."""
    return {name: value for name, (_, value) in fields.items()}


def attacks(name: str, route: str, row: Row, state: dict[str, list[str]]) -> Iterator[Request]:
    """Every request on one endpoint, the lawful one first."""
    parts = {part: (state.get(kind) or [value])[0] for part, (kind, value) in row.path.items()}
    here = filled(route, parts)
    plain = here + (query(lawful(row.get)) if row.get else "")
    if row.get is not None:
        yield Request("lawful", "GET", plain)
        yield Request("HEAD", "HEAD", plain)
        yield Request("1,000 parameters", "GET", here + "?" + "x=1&" * 900)
        yield from _fields(here, row.get)
    for part, (kind, _) in row.path.items():
        for value in [*KINDS.get(kind, PATHS.get(kind, PATHS["slug"])), *(state.get(kind) or [])]:
            other = filled(route, {**parts, part: value[:1_300]})[:4_000]
            method = "GET" if row.get is not None else "POST"
            yield Request(f"{part} {value[:12]!r}", method, other, b"" if method == "POST" else None, FORM)
    if row.post is not None:
        yield from _posts(here, row.post)
    if row.json:
        for label, body in BODIES["json"].items():
            yield Request(f"JSON {label}", "POST", here, body, "application/json")
    if not row.post and row.get is not None and not row.json:
        yield Request("a long body to an address of pages", "POST", here, b"x" * 300_000, FORM)
    if row.heavy:
        yield from HEAVY[row.heavy](state)


def _fields(here: str, fields: Fields) -> Iterator[Request]:
    usual = lawful(fields)
    for name, (kind, value) in fields.items():
        for hostile in KINDS[kind]:
            finding = "S1" if "e-99999999" in hostile and "anesthesia" in here else ""
            asked = here + query({**usual, name: hostile[:FIELDS]})
            yield Request(f"{name} {hostile[:12]!r}", "GET", asked, finding=finding)
        one = urlencode({name: value or "1"}) + "&"
        yield Request(f"{name} often", "GET", here + "?" + one * (FIELDS // len(one)))


def _posts(here: str, fields: Fields) -> Iterator[Request]:
    usual = lawful(fields)
    yield Request("lawful form", "POST", here, urlencode(usual).encode(), FORM)
    for name, (kind, _) in fields.items():
        for hostile in KINDS[kind]:
            body = urlencode({**usual, name: hostile}, errors="replace").encode()
            yield Request(f"form {name} {hostile[:12]!r}", "POST", here, body, FORM)
    for label, (body, content) in BODIES["form"].items():
        yield Request(f"form {label}", "POST", here, body, content)


def attack(visitor: site.Visitor, requests: Iterator[Request], health: site.Health) -> Seen:
    """Send them one after another and note the worst; what is slow is asked once more and the better time counts."""
    seen, start = Seen(), time.perf_counter()
    for one in requests:
        answer = visitor.ask(one.method, one.path, one.body, one.content)
        if answer.seconds > 0.5:
            again = visitor.ask(one.method, one.path, one.body, one.content)
            answer = answer._replace(seconds=min(answer.seconds, again.seconds))
        seen.requests += 1
        seen.statuses[answer.status] = seen.statuses.get(answer.status, 0) + 1
        if answer.seconds > seen.slowest[0]:
            seen.slowest, seen.dearest = (answer.seconds, one.label), one
        if one.label == "lawful" and answer.status == 422:
            seen.broken.append(
                f"{one.path[:100]}: what should be lawful is not, so nothing deeper is attacked"
            )
        seen.largest = max(seen.largest, (answer.size, one.label))
        if answer.status == 0 or answer.status >= 500:
            seen.broken.append(f"{one.method} {one.path[:100]} ({one.label}): {answer.status or answer.text}")
        if one.finding:
            worst = max(
                seen.findings.get(one.finding, (0.0, 0, 0)), (answer.seconds, answer.size, answer.status)
            )
            seen.findings[one.finding] = worst
    seen.health = health.worst(start)
    return seen


def together(port: int, dearest: list[Request], seconds: float) -> dict[str, float]:
    """The dearest of all, from twelve at once; what health and a page take meanwhile."""
    until = time.perf_counter() + seconds
    visitors = [site.Visitor(port) for _ in range(12)]
    health, page = site.Health(port), site.Health(port, "/charts/", 0.5)
    health.start()
    page.start()

    def press(visitor: site.Visitor) -> None:
        turn = 0
        while time.perf_counter() < until:
            one = dearest[turn % len(dearest)]
            visitor.ask(one.method, one.path, one.body, one.content)
            turn += 1

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(press, visitors))
    health.stop()
    page.stop()
    return {"healthz": health.worst(), "a page": page.worst()}


def slow(port: int) -> Iterator[tuple[str, float, float]]:
    """Sixty slow connections of each kind; (kind, health, a page), in seconds."""
    for label, start in (("headers", site.HEADER), ("bodies", site.BODY), ("readers", site.READER)):
        health, page = site.Health(port), site.Health(port, "/charts/", 0.5)
        with site.crowd(port, start, 60):
            time.sleep(1)
            health.start()
            page.start()
            time.sleep(5)
            health.stop()
            page.stop()
        yield label, health.worst(), page.worst()


def main() -> int:
    """Attack, print, and say by the exit code whether all is as wanted."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("endpoint", nargs="*", help="only these, by the names of attack_rows.py")
    parser.add_argument("--json", type=Path, help="write what was seen there too")
    asked = parser.parse_args()
    routes = {
        name: route for name, route in addresses().items() if not asked.endpoint or name in asked.endpoint
    }
    results: dict[str, Seen] = {}
    print(f"{cpu()}, pace {pace():.2f}, load {os.getloadavg()[0]:.1f} before")
    with site.school() as (made, env):
        people = {
            "nobody": site.Visitor(made.port),
            "learner": site.Visitor(made.port),
            "staff": site.Visitor(made.port),
        }
        people["learner"].come_in(made.token_path)
        site.staff(people["staff"], env)
        people["nobody"].ask("GET", "/accounts/login/")
        for _ in range(8):  # both workers have opened what they read
            for path in ("/healthz", "/", "/charts/", "/codebook/?q=diabetes"):
                people["nobody"].ask("GET", path)
                people["nobody"].hang_up()
        state = site.prepare(people["learner"])
        health = site.Health(made.port)
        health.start()
        for name, route in routes.items():
            row = ROWS[name]
            results[name] = attack(people[row.who], attacks(name, route, row, state), health)
            print(".", end="", flush=True, file=sys.stderr)
        health.stop()
        dearest = sorted((one for one in results.values() if one.dearest), key=lambda one: -one.slowest[0])[
            :10
        ]
        pressed = together(made.port, [one.dearest for one in dearest if one.dearest], 15)
        slowly = [] if asked.endpoint else list(slow(made.port))
    print(file=sys.stderr)
    if asked.json:
        with suppress(OSError):
            asked.json.write_text(
                json.dumps({name: vars(one) for name, one in results.items()}, default=str, indent=1)
            )
    return report(results, pressed, slowly)


def report(
    results: dict[str, Seen], pressed: dict[str, float], slowly: list[tuple[str, float, float]]
) -> int:
    """Print the tables; 1 where something is not as wanted."""
    missed = []
    print(
        "\n| endpoint | requests | slowest | with | largest | healthz meanwhile | answers |"
        "\n|---|---|---|---|---|---|---|"
    )
    for name, one in sorted(results.items(), key=lambda pair: -pair[1].slowest[0]):
        told = " ".join(f"{status}×{count}" for status, count in sorted(one.statuses.items()))
        label = one.slowest[1].replace("|", "¦")
        slowest, largest, well = one.slowest[0] * 1000, one.largest[0] / 1000, one.health * 1000
        figures = f"{one.requests} | {slowest:.0f} ms | `{label}` | {largest:.0f} kB | {well:.0f} ms"
        print(f"| {name} | {figures} | {told} |")
        if one.slowest[0] > SECONDS:
            missed.append(f"{name}: {one.slowest[0]:.1f} s with {one.slowest[1]}")
        if one.largest[0] > SIZE:
            missed.append(f"{name}: {one.largest[0] / 1e6:.1f} MB with {one.largest[1]}")
        if one.health > HEALTH:
            missed.append(f"{name}: healthz took {one.health:.2f} s meanwhile")
        missed += [f"{name}: {told}" for told in one.broken]
    print("\n| finding | before | now |\n|---|---|---|")
    found: dict[str, tuple[float, int, int]] = {}
    for one in results.values():
        for finding, now in one.findings.items():
            found[finding] = max(found.get(finding, (0.0, 0, 0)), now)
    for finding, before in BEFORE.items():
        if finding in found:
            seconds, size, status = found[finding]
            print(f"| {finding} | {before} | {seconds * 1000:.0f} ms, {size / 1000:.0f} kB, {status} |")
    for label, taken, page in slowly:
        print(
            f"| S5 60 slow {label} | 20–45 s | healthz {taken * 1000:.0f} ms, a page {page * 1000:.0f} ms |"
        )
        missed += [f"60 slow {label}: healthz {taken:.2f} s"] if taken > HEALTH else []
        missed += [f"60 slow {label}: a page {page:.2f} s"] if page > SECONDS else []
    for what, taken in pressed.items():
        print(f"| the ten dearest from 12 at once: {what} | 19 s | {taken * 1000:.0f} ms |")
    if pressed["healthz"] > HEALTH:
        missed.append(f"the dearest together: healthz {pressed['healthz']:.2f} s")
    print(
        f"\nload {os.getloadavg()[0]:.1f} after, {sum(one.requests for one in results.values()):,} requests"
    )
    print("\n".join(["not as wanted:", *missed]) if missed else "all as wanted")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
