"""A stored grade as the result page shows it. Words here; what is right was decided by the grader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Literal

from django.template.defaultfilters import floatformat
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.charts import Chart, authorities
from codeward.web.codebook.api import address, in_words
from codeward.web.results.lines import ShownPart, section_of, shown_parts
from codeward.web.results.models import Contest
from codeward.web.results.practicing import ToPractice, to_practice
from codeward.web.results.record import Marked, Side, Span, marked
from codeward.web.results.sides import leveled
from codeward.web.results.telling import praise, row_name, sentence
from codeward.web.ui.api import PointPart, PointsBar, points_bar

__all__ = ["EVIDENCE", "VERDICTS", "Fix", "Line", "Mention", "Quote", "Shown", "number", "shown"]

Words = str | Promise
VERDICTS: dict[str, tuple[str, Words]] = {
    "right": ("right", gettext_lazy("right")),
    "partial": ("partial", gettext_lazy("right code, details wrong")),
    "alternative": ("right", gettext_lazy("right, another way")),
    "near": ("partial", gettext_lazy("partly right")),
    "missing": ("wrong", gettext_lazy("missing")),
    "unsupported": ("wrong", gettext_lazy("not supported")),
    "optional": ("info", gettext_lazy("optional")),
    "open": ("info", gettext_lazy("not counted")),
    "first": ("partial", gettext_lazy("not first")),
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
    "elsewhere": gettext_lazy("Your evidence is somewhere else in the record."),
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
# What costs less than this of 100 is a smaller thing, folded below, where something dearer stands first.
SMALL = 5.0
# The bar names so many losses, and the rest as one.
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation and where it is explained."""

    text: str
    href: str
    section: bool = False
    """Whether it is a section of the guidelines, and no place of the Tabular List."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the record that a side points at."""

    document: str
    title: str
    text: str
    whose: Literal["mine", "key", "both"] = "mine"


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
    # What it cost of 100, in words; empty for nothing.
    cost: str = ""
    # Of a query: the answers that the learner offered, and what to change in its wording.
    options: tuple[str, ...] = ()
    wording: tuple[Line, ...] = ()
    # Of a line of which more than the code is judged; and whether it is a diagnosis or a procedure.
    parts: tuple[ShownPart, ...] = ()
    section: str = ""
    # The skills that its errors lead to.
    practice: tuple[ToPractice, ...] = ()

    @property
    def all_right(self) -> bool:
        """Whether no detail of the line needs a table of its own: each is right."""
        return all(part.kind == "right" for part in self.parts)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The words that both sides point at, each said once: mine in their order, then what the key alone has."""
        mine, key = dict.fromkeys(self.mine_quotes), dict.fromkeys(self.key_quotes)
        return (
            *(replace(one, whose="both" if one in key else "mine") for one in mine),
            *(replace(one, whose="key") for one in key if one not in mine),
        )

    @property
    def is_query(self) -> bool:
        """Whether the row is about a query to the provider."""
        return self.verdict.startswith("query_")

    @property
    def rule(self) -> Cited | None:
        """The section of the guidelines to learn from this row: the first that it cites."""
        return next((one for one in self.citations if one.section), None)


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
    sentence: SafeString
    praise: tuple[SafeString, ...]
    bar: PointsBar
    lines: tuple[Line, ...]
    queries: tuple[Line, ...]
    fixes: tuple[Fix, ...]
    more_fixes: int
    # The same rows, codes and queries, as the page groups them: by points lost, smaller losses, right, not counted.
    to_fix: tuple[Line, ...]
    smaller: tuple[Line, ...]
    right: tuple[Line, ...]
    uncounted: tuple[Line, ...]
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
    possible = float(result["possible"]) or 1.0
    costs = {row["id"]: 100 * (row["possible"] - row["points"]) / possible for row in result["rows"]}
    stored = [leveled(row, chart) for row in result["rows"]]
    rows = tuple(
        replace(
            _line(row, chart, release, contests.get(row["id"])),
            cost=_cost(costs[row["id"]]),
            section=section_of(row, chart, result["answer"]),
        )
        for row in stored
    )
    queries = _queries(rows, result["answer"].get("queries", ()))
    lines = tuple(line for line in rows if not line.is_query)
    # What cost points, dearest first, then as it stands.
    costing = sorted((one for one in (*lines, *queries) if one.cost), key=lambda one: -costs[one.id])
    dear = [one for one in costing if costs[one.id] >= SMALL]
    small = [one for one in costing if costs[one.id] < SMALL]
    free = [one for one in (*lines, *queries) if not one.cost]
    codes = {line["code"] for line in result["answer"]["lines"]}
    mentions, mention_spans = _mentions(chart, release, codes)
    spans = [span for row in stored for span in _spans(row)] + mention_spans
    return Shown(
        score=floatformat(result["score"], "-1"),
        sentence=sentence(result),
        praise=praise(result, chart),
        bar=_bar(result, costs),
        lines=lines,
        queries=queries,
        fixes=tuple(Fix(line, line.cost) for line in costing[:MOST_FIXES]),
        more_fixes=max(0, len(costing) - MOST_FIXES),
        to_fix=tuple(dear or small),
        smaller=tuple(small if dear else ()),
        right=tuple(one for one in free if one.kind == "right"),
        uncounted=tuple(one for one in free if one.kind != "right"),
        mentions=mentions,
        record=tuple(marked(document, spans) for document in chart.physician_first()),
        in_force=bool(result["in_force"]),
        counts={name: int(result["figures"][name]) for name in ("correct", "key", "entered")},
    )


def _cost(cost: float) -> str:
    return floatformat(cost, "-1") if cost > 0 else ""


def _bar(result: Mapping[str, Any], costs: Mapping[str, float]) -> PointsBar:
    """What was kept of 100 points, and what was lost on what: the dearest by name, the rest together."""
    lost = sorted(
        ((row_name(row), costs[row["id"]]) for row in result["rows"] if costs[row["id"]] > 0),
        key=lambda one: -one[1],
    )
    named, rest = lost[:MOST_NAMED], lost[MOST_NAMED:]
    if len(rest) == 1:
        named, rest = lost, []
    parts = [PointPart(_("kept"), round(float(result["score"]), 1), lost=False)]
    parts += [PointPart(name, round(cost, 1)) for name, cost in named]
    if rest:
        parts.append(
            PointPart(_("%(n)d smaller") % {"n": len(rest)}, round(sum(cost for _name, cost in rest), 1))
        )
    return points_bar(parts)


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
    if row["verdict"] == "near" and row["points"] == 0 < row["possible"] and row.get("parts"):
        # Of CPT and HCPCS there is no half: the code is wrong, though it stands for the right service.
        kind, word = "wrong", _("wrong code")
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
        parts=shown_parts(row),
        practice=to_practice(row, chart),
    )


def _points(points: float, possible: float) -> str:
    if possible:
        return _("%(points)s of %(possible)s") % {"points": number(points), "possible": number(possible)}
    return number(points)


def _cited(citations: Any, release: str) -> tuple[Cited, ...]:
    return tuple(_citation(text, release) for text in citations)


# The same sections are cited over and over, and where they are explained takes time to work out.
@lru_cache(maxsize=4096)
def _citation(text: str, release: str) -> Cited:
    return Cited(in_words(text), address(text, release), text in authorities())


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
    for place, (entry, found) in enumerate(zip(chart.key.ledger, chart.ledger_places, strict=True)):
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
