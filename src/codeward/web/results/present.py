"""A stored grade as the result page shows it. Words here; what is right was decided by the grader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.charts import Chart
from codeward.web.codebook.api import address, in_words
from codeward.web.results.models import Contest
from codeward.web.results.record import Marked, Side, Span, marked

__all__ = ["EVIDENCE", "VERDICTS", "Fix", "Line", "Mention", "Quote", "Shown", "number", "shown"]

Words = str | Promise
VERDICTS: dict[str, tuple[str, Words]] = {
    "right": ("right", gettext_lazy("right")),
    "alternative": ("right", gettext_lazy("right, another way")),
    "near": ("partial", gettext_lazy("partly right")),
    "missing": ("wrong", gettext_lazy("missing")),
    "unsupported": ("wrong", gettext_lazy("not supported")),
    "optional": ("info", gettext_lazy("optional")),
    "open": ("info", gettext_lazy("not counted")),
    "first": ("partial", gettext_lazy("not in place 1")),
    "order": ("partial", gettext_lazy("order")),
    "excludes1": ("wrong", gettext_lazy("Excludes1")),
    "query_right": ("right", gettext_lazy("query right")),
    "query_missing": ("wrong", gettext_lazy("query missing")),
    "query_unneeded": ("info", gettext_lazy("query not needed")),
    "query_near": ("partial", gettext_lazy("query of another kind")),
    "query_fault": ("info", gettext_lazy("wording to change")),
    "not_asked": ("info", gettext_lazy("not asked for")),
}
EVIDENCE: dict[str, Words] = {
    "ok": gettext_lazy("Your evidence supports it."),
    "elsewhere": gettext_lazy("Your evidence lies elsewhere in the record."),
    "none": gettext_lazy("You gave no evidence."),
}
# What a mention that is not coded is, in words.
STATES: dict[str, Words] = {
    "supports": gettext_lazy("supports a code"),
    "negated": gettext_lazy("negated"),
    "historical": gettext_lazy("past"),
    "family": gettext_lazy("family"),
    "uncertain": gettext_lazy("uncertain"),
    "other": gettext_lazy("other"),
}
MOST_FIXES = 3


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation and where it is explained."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the record that a side points at."""

    document: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the result."""

    id: str
    verdict: str
    kind: str
    word: Words
    mine: Mapping[str, Any] | None
    key: Mapping[str, Any] | None
    points: str
    change: str
    reason: str
    citations: tuple[Cited, ...]
    path: tuple[str, ...]
    evidence: Words
    mine_quotes: tuple[Quote, ...]
    key_quotes: tuple[Quote, ...]
    contest: Contest | None
    # Of a query: the answers that the learner offered, and what to change in its wording.
    options: tuple[str, ...] = ()
    wording: tuple[Line, ...] = ()

    @property
    def is_query(self) -> bool:
        """Whether the row is about a query to the provider."""
        return self.verdict.startswith("query_")


@dataclass(frozen=True, slots=True)
class Fix:
    """What cost most: the row, and its cost of 100."""

    line: Line
    cost: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention in the record that is not coded, and why."""

    id: str
    quote: Quote
    state: Words
    reason: str
    citations: tuple[Cited, ...]
    coded: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page shows of a grade."""

    score: str
    rule: str
    lines: tuple[Line, ...]
    queries: tuple[Line, ...]
    fixes: tuple[Fix, ...]
    more_fixes: int
    mentions: tuple[Mention, ...]
    record: tuple[Marked, ...]
    in_force: bool
    counts: dict[str, int] = field(default_factory=dict)


def number(value: float) -> str:
    """A figure with two decimals at most, and a true minus."""
    rounded = round(value, 2)
    return number_format(int(rounded) if rounded == int(rounded) else rounded).replace("-", "−")


def shown(result: Mapping[str, Any], chart: Chart, contests: Mapping[str, Contest]) -> Shown:
    """Prepare a grade's stored `result` on `chart`, in the version it was graded by."""
    release = str(result["release"])
    lines = tuple(_line(row, chart, release, contests.get(row["id"])) for row in result["rows"])
    by_id = {line.id: line for line in lines}
    # What cost points, dearest first, then as it stands.
    costs = [(by_id[row["id"]], row["points"] - row["possible"]) for row in result["rows"]]
    costing = sorted((one for one in costs if one[1] < 0), key=lambda one: one[1])
    possible = float(result["possible"]) or 1.0
    fixes = tuple(Fix(line, floatformat(-100 * cost / possible, "-1")) for line, cost in costing[:MOST_FIXES])
    codes = {line["code"] for line in result["answer"]["lines"]}
    mentions, mention_spans = _mentions(chart, release, codes)
    spans = [span for row in result["rows"] for span in _spans(row)] + mention_spans
    return Shown(
        score=floatformat(result["score"], "-1"),
        rule=result["rule"],
        lines=tuple(line for line in lines if not line.is_query),
        queries=_queries(lines, result["answer"].get("queries", ())),
        fixes=fixes,
        more_fixes=max(0, len(costing) - MOST_FIXES),
        mentions=mentions,
        record=tuple(marked(document, spans) for document in chart.documents),
        in_force=bool(result["in_force"]),
        counts={name: int(result["figures"][name]) for name in ("correct", "key", "entered")},
    )


def _queries(lines: tuple[Line, ...], asked: Any) -> tuple[Line, ...]:
    """The rows about queries, each with the answers it offered and, below it, what to change in its wording."""
    offered = {query["id"]: tuple(query.get("options", ())) for query in asked}
    rows = [line for line in lines if line.is_query]
    faults = [line for line in rows if line.verdict == "query_fault"]
    told = [line for line in rows if line.verdict != "query_fault"]

    def of(line: Line) -> Any:
        return line.mine["id"] if line.mine is not None else None

    named = {of(line) for line in told}
    return tuple(
        replace(
            line,
            options=offered.get(of(line), ()),
            wording=tuple(fault for fault in faults if line.mine is not None and of(fault) == of(line)),
        )
        for line in [*told, *(fault for fault in faults if of(fault) not in named)]
    )


def _line(row: Mapping[str, Any], chart: Chart, release: str, contest: Contest | None) -> Line:
    kind, word = VERDICTS[row["verdict"]]
    if row["verdict"] == "alternative" and row["points"] < row["possible"]:
        kind, word = "partial", _("partly right, another way")
    evidence = row["evidence"]
    # Evidence for a code that is not in the key cannot lie right.
    judged = "" if row["verdict"] == "unsupported" else evidence["verdict"] or ""
    return Line(
        id=row["id"],
        verdict=row["verdict"],
        kind=kind,
        word=word,
        mine=row["mine"],
        key=row["key"],
        points=_points(row["points"], row["possible"]),
        change=row.get("change", ""),
        reason=row["reason"],
        citations=_cited(row["citation"], release),
        path=tuple(row["path"]),
        evidence=EVIDENCE.get(judged, ""),
        mine_quotes=_quotes(evidence["mine"], chart),
        key_quotes=_quotes(evidence["key"], chart),
        contest=contest,
    )


def _points(points: float, possible: float) -> str:
    if possible:
        return _("%(points)s of %(possible)s") % {"points": number(points), "possible": number(possible)}
    return number(points)


def _cited(citations: Any, release: str) -> tuple[Cited, ...]:
    return tuple(Cited(in_words(text), address(text, release)) for text in citations)


def _quotes(spans: Any, chart: Chart) -> tuple[Quote, ...]:
    return tuple(
        Quote(span["document"], document.title, document.text[span["start"] : span["end"]])
        for span in spans
        if (document := chart.documents_by_id.get(span["document"])) is not None
    )


def _spans(row: Mapping[str, Any]) -> list[Span]:
    side: Side = "wrong" if row["verdict"] == "unsupported" else "mine"
    evidence = row["evidence"]
    sides: tuple[tuple[Side, Any], ...] = ((side, evidence["mine"]), ("key", evidence["key"]))
    return [
        Span(span["document"], span["start"], span["end"], whose, row["id"])
        for whose, spans in sides
        for span in spans
    ]


def _mentions(chart: Chart, release: str, codes: set[str]) -> tuple[tuple[Mention, ...], list[Span]]:
    """The key's ledger of what is not coded; its spans light only when one is chosen."""
    mentions, spans = [], []
    for place, entry in enumerate(chart.key.ledger):
        found = chart.locate(entry.mark)
        if entry.status != "not_coded" or found is None:
            continue
        name = f"m{place}"
        quote = Quote(entry.document, chart.document(entry.document).title, entry.quote)
        coded = tuple(code for code in sorted(codes) if entry.rejects_code(code))
        mentions.append(
            Mention(
                name, quote, STATES[entry.state], entry.reason or "", _cited(entry.citation, release), coded
            )
        )
        spans.append(Span(found.document, found.start, found.end, "mention", name))
    return tuple(mentions), spans
