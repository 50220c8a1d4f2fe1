"""A grade in a human sentence: what was found, what is missing, and praise where the grade itself earns it.

Every word follows from the grade and the key; names of conditions and codes are marked as what nobody translates.
Praise names the very thing that was done well; an answer without one gets none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from codeward.charts import Chart
from codeward.codesets import books

__all__ = ["praise", "row_name", "sentence", "short_name"]

Row = Mapping[str, Any]
MOST_NAMES = 3
# Titles can be long: so many letters of them, and the rest is counted.
MOST_LETTERS = 100
MOST_PRAISE = 2
# Who writes of a suspicion without the standing to make it one.
LAY = frozenset({"patient", "nurse", "laboratory", "dietitian", "social worker", "other"})
# Names that begin a title and stay capitalized within a sentence. Those that end in ’s are seen by that.
PROPER = re.compile(
    "Achilles|Acinetobacter|African|Australian|Burkitt|Candida|Clostridium|Cushing|Down|Eastern|Ehlers|Enterococcus|"
    "Escherichia|Eustachian|Glasgow|Guillain|Helicobacter|Hemophilus|Hodgkin|Kaposi|Klebsiella|Legionnaires|Lyme|"
    "Marfan|Merkel|Mycoplasma|Niemann|Plasmodium|Proteus|Pseudomonas|Raynaud|Rh|Salmonella|Shiga|Staphylococcus|"
    "Streptococcus|Tourette|Usher|Vibrio|Zika"
)
# A word by which somebody says that they are not sure. A mention without one is uncertain for another reason.
HEDGE = re.compile(
    r"\?|\b(?:prob\w*|poss\w*|suspect\w*|likely|rule out|r/o|versus|vs|ddx|different\w*|consider\w*|may be|might)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:unspecified|other specified|other|encounter for(?: other)?|specified) ", re.IGNORECASE
)
_TAIL = re.compile(
    r"(?:,|(?<!Contact) with(?:out)? | due to | in diseases | as the cause | not elsewhere| or unspecified"
    r"| following ).*$"
)
_NUMBER = re.compile(r"^\d+[.)]\s*")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")


def short_name(description: str) -> str:
    """The core of a code's title within a sentence: "Chronic kidney disease, stage 3b" → "chronic kidney disease"."""
    core = _LEAD.sub("", _BRACKETS.sub("", description))
    core = _TAIL.sub("", core).removesuffix(" mellitus").strip() or description
    first = core.split(" ", 1)[0]
    capital = (
        first.endswith(("'s", "’s")) or PROPER.fullmatch(first) is not None or first[1:] != first[1:].lower()
    )
    return core if capital else core[:1].lower() + core[1:]


def row_name(row: Row) -> str:
    """What a row is about, in few words: the condition, a code that has no support, the order, a question."""
    verdict = row["verdict"]
    if verdict.startswith("query_"):
        return _("question to the provider")
    if verdict == "first":
        return _("what comes first")
    if verdict in {"order", "excludes1"}:
        return _("order") if verdict == "order" else _("codes that exclude each other")
    side = row["key"] or row["mine"]
    if row["key"] is None:
        return str(side["code"])
    return short_name(side["description"])


def sentence(result: Mapping[str, Any]) -> SafeString:
    """What was found and what is missing, then what falls short: two sentences at most."""
    rows: Sequence[Row] = result["rows"]
    figures = result["figures"]
    total, found, entered = (int(figures[name]) for name in ("key", "correct", "entered"))
    missing = [row for row in rows if row["verdict"] == "missing"]
    if not entered and not found:
        said = ngettext(
            "You submitted no codes. The key has one: {names}.",
            "You submitted no codes. The key has {n}: {names}.",
            total,
        )
        return format_html(said, n=total, names=_listed(missing))
    first, second = _found(found, total, missing), _short_of(rows)
    return format_html("{} {}", first, second) if second else first


def _found(found: int, total: int, missing: Sequence[Row]) -> SafeString:
    if found == total == 2:
        return format_html("{}", _("You found both codes."))
    if found == total:
        return format_html(ngettext("You found the one code.", "You found all {n} codes.", total), n=total)
    if found:
        said = ngettext("You found {found} of {n} code", "You found {found} of {n} codes", total)
    else:
        said = ngettext("The one code is not found yet", "None of the {n} codes is exact yet", total)
    told = format_html(said, found=found, n=total)
    if not missing:
        return format_html("{}.", told)
    gone = ngettext("{told}; {names} is missing.", "{told}; {names} are missing.", len(missing))
    return format_html(gone, told=told, names=_listed(missing))


def _listed(rows: Sequence[Row]) -> SafeString:
    """The names of the rows as words: "the cough and the fever", "the cough, the fever, the rash, and 2 more"."""
    names = _distinct(rows)
    # Naming the last one takes no more room than counting it.
    shown = names[: MOST_NAMES + (len(names) == MOST_NAMES + 1)]
    while len(shown) > 1 and sum(map(len, shown)) > MOST_LETTERS:
        shown = shown[:-1]
    left = len(names) - len(shown)
    told = [format_html(_("the {name}"), name=_fixed(name)) for name in shown]
    if left > 0:
        told.append(format_html(ngettext("{n} more", "{n} more", left), n=left))
    return _joined(told)


def _fixed(words: str) -> SafeString:
    return format_html('<span translate="no">{}</span>', words)


def _distinct(rows: Sequence[Row]) -> list[str]:
    names = [row_name(row) for row in rows]
    return [
        f"{name} ({row['key']['code']})" if names.count(name) > 1 and row["key"] else name
        for name, row in zip(names, rows, strict=True)
    ]


def _joined(told: Sequence[SafeString]) -> SafeString:
    if len(told) < 3:
        return format_html_join(_(" and "), "{}", ((one,) for one in told))
    most = format_html_join(", ", "{}", ((one,) for one in told[:-1]))
    return format_html(_("{most}, and {last}"), most=most, last=told[-1])


def _short_of(rows: Sequence[Row]) -> SafeString | str:
    """One sentence of what else falls short, the two dearest things of it; empty where nothing does."""
    of: dict[str, list[Row]] = {}
    for row in rows:
        if row["points"] < row["possible"]:
            of.setdefault(row["verdict"], []).append(row)
    told: list[tuple[float, str, dict[str, Any]]] = []

    def add(verdicts: tuple[str, ...], one: str, many: str) -> None:
        found = [row for verdict in verdicts for row in of.get(verdict, [])]
        if found:
            cost = sum(row["possible"] - row["points"] for row in found)
            names = _joined([_fixed(row["mine"]["code"]) for row in found if row["mine"]][:MOST_NAMES])
            told.append((cost, one if len(found) == 1 else many, {"n": len(found), "names": names}))

    add(("near", "alternative"), _("{names} is close but not exact"), _("{names} are close but not exact"))
    add(
        ("partial",),
        _("{names} is right, but not every detail of it"),
        _("{names} are right, but not every detail of them"),
    )
    add(
        ("unsupported",),
        _("{names} has no support in the record"),
        _("{names} have no support in the record"),
    )
    order = _("the order is not right yet")
    add(("first", "order"), order, order)
    exclude = _("two codes exclude each other")
    add(("excludes1",), exclude, exclude)
    add(
        ("query_missing",),
        _("a question to the provider is missing"),
        _("{n} questions to the provider are missing"),
    )
    other = _("the question to the provider is of another kind")
    add(("query_near",), other, other)
    best = sorted(told, key=lambda one: -one[0])[:2]
    if not best:
        return ""
    (_cost, first, of_first), rest = best[0], best[1:]
    # The capital belongs to the message; one that begins with a name keeps the name as it is.
    start = format_html(f"{first[:1].upper()}{first[1:]}", **of_first)
    if not rest:
        return format_html("{}.", start)
    [(_cost, second, of_second)] = rest
    return format_html(_("{one}, and {other}."), one=start, other=format_html(second, **of_second))


def praise(result: Mapping[str, Any], chart: Chart) -> tuple[SafeString, ...]:
    """What was done well, each thing by its name; nothing where nothing stands out, and never more than two."""
    rows: Sequence[Row] = result["rows"]
    if not any(row["verdict"] == "right" for row in rows):
        return ()
    told = [*_traps_avoided(rows, chart), *_hard_lines(rows, chart), *_order_right(rows, chart)]
    return tuple(told[:MOST_PRAISE])


def _traps_avoided(rows: Sequence[Row], chart: Chart) -> list[SafeString]:
    """A diagnosis that a provider only suspects, which the key rejects and the learner left out."""
    mine = [row["mine"]["code"] for row in rows if row["mine"] and not row["verdict"].startswith("query_")]
    for entry in chart.key.ledger:
        uncertain = entry.state == "uncertain" and entry.status == "not_coded" and entry.rejects
        doubtful = uncertain and HEDGE.search(entry.quote)
        told_by = chart.hand(entry.mark)[0].role if doubtful else "patient"
        if told_by in LAY or any(entry.rejects_code(code) for code in mine):
            continue
        quote = _fixed(_NUMBER.sub("", entry.quote.strip()).rstrip("."))
        return [format_html(_("You left out what is only suspected: “{quote}”."), quote=quote)]
    return []


def _hard_lines(rows: Sequence[Row], chart: Chart) -> list[SafeString]:
    """A right code beside which the key expects wrong ones: the more it expects, the harder.

    Who entered one of the wrong ones too has not chosen between them.
    """
    near = {line.code: line.near for line in chart.key.lines}
    mine = {row["mine"]["code"] for row in rows if row["mine"]}
    right = [row["key"]["code"] for row in rows if row["verdict"] == "right"]
    hard = [
        code for code in right if near.get(code) and not mine.intersection(one.code for one in near[code])
    ]
    code = max(hard, key=lambda one: len(near[one]), default=None)
    if code is None:
        return []
    said = _("You chose {code}, which is easily mixed up with {other}.")
    other = near[code][0].code
    return [format_html(said, code=_named(code, chart), other=_named(other, chart))]


def _named(code: str, chart: Chart) -> SafeString:
    """A diagnosis code with its title, or the core of a long one; any other code alone."""
    diagnosis = books.open("icd10cm", on=chart.coding_date).get(code)
    if diagnosis is None:
        return _fixed(code)
    title = diagnosis.description
    return _fixed(f"{code} ({title if len(title) <= MOST_LETTERS else short_name(title)})")


def _order_right(rows: Sequence[Row], chart: Chart) -> list[SafeString]:
    """The order, where the key leaves a choice and nothing of it is wrong or missing."""
    required = [line for line in chart.key.lines if line.role == "required"]
    wrong = {row["verdict"] for row in rows} & {"first", "order", "missing", "near"}
    if wrong or len(required) < 2 or not (chart.key.order or len(chart.key.first) < len(required)):
        return []
    return [format_html("{}", _("You put the codes in the right order."))]
