"""What can be proved of a chart without grading: codes, citations, whose word counts, ledger, dates, text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from codeward.charts import RECORDS, Chart, authorities, parse_tabular
from codeward.codesets import CODING, Book, Shelf, candidates
from codeward.edits import policies
from codeward.grading.check_lines import line_problems
from codeward.grading.context import may_carry, reporting
from codeward.grading.problems import Problem
from codeward.grading.readings import MAX_ALTERNATIVES
from codeward.grading.services import SERVICES

__all__ = ["content_problems"]


def content_problems(chart: Chart, shelf: Shelf) -> list[Problem]:
    """Return what is wrong with the chart's content."""
    book = shelf.book("icd10cm")
    checks = (
        _wrong_choices,
        _citations,
        _word_of_provider,
        _ledger,
        _denials,
        _dates,
        _text,
        _policy,
        _fields,
    )
    found = [*_codes(chart, shelf), *line_problems(chart, shelf)]
    found += [problem for check in checks for problem in check(chart, book)]
    return [Problem(chart.id, where, message, way_out) for where, message, way_out in found]


Found = Iterator[tuple[str, str, str]]


def _codes(chart: Chart, shelf: Shelf) -> Found:
    """Look every code up in its own system's book: those to be billed, then those that are only spoken of."""
    key = chart.key
    billable = [(f"line {line.id} code", line.system, line.code, line.date) for line in key.lines]
    billable += [
        (f"alternatives[{i}] code", use.system, use.code, use.date)
        for i, a in enumerate(key.alternatives)
        for use in a.use
    ]
    for where, system, code, day in billable:
        # A service is judged by its own day, as far as the book of the coding date reaches.
        own = day is not None and system in SERVICES and shelf.book(system).release.covers(day)
        validation = shelf.validate(system, code, day if own else None)
        concept = shelf.concept(system, code)
        if not validation.valid:
            day_word = "its day" if system in SERVICES else "the coding date"
            yield where, validation.message, f"Give a code that is billable on {day_word}"
        elif concept is not None and concept.code != code:
            yield where, f"{code} is written {concept.code}", "Write it so"
    spoken = [(f"line {line.id} near", near.code, (line.system,)) for line in key.lines for near in line.near]
    spoken += [
        ("excludes1_exceptions", c, ("icd10cm",)) for item in key.excludes1_exceptions for c in item.codes
    ]
    rejected = [(i, rejection) for i, entry in enumerate(key.ledger) for rejection in entry.rejections]
    for where, code, systems in spoken:
        yield from _exists(shelf, where, code, systems, below=False)
    for i, rejection in rejected:
        yield from _exists(shelf, f"ledger[{i}] rejects", rejection.code, CODING, below=rejection.below)


def _exists(shelf: Shelf, where: str, code: str, systems: tuple[str, ...], *, below: bool) -> Found:
    concept = next((found for s in systems if (found := shelf.concept(s, code)) is not None), None)
    if concept is None:
        like = [one for one in candidates(code) if one in systems] or systems[:1]
        named = ", ".join(edition.edition for edition in shelf.editions(like))
        yield where, f"{code} is not in {named}", "Name codes that exist"
    elif not below and concept.code != code:
        yield where, f"{code} is written {concept.code}", "Write it so"


def _wrong_choices(chart: Chart, book: Book) -> Found:
    key = chart.key
    right = {line.code for line in key.lines}
    for i, entry in enumerate(key.ledger):
        for code in entry.rejects:
            if code in right:
                yield f"ledger[{i}] rejects", f"{code} is a code of the key", "A mention cannot reject it"
    for line in key.lines:
        for near in line.near:
            if near.code == line.code:
                yield f"line {line.id} near", f"{near.code} is the line's own code", "Name a wrong choice"
            elif near.code in right:
                # A right code may never be called wrong for another line's sake.
                message = f"{near.code} is the code of another line"
                yield f"line {line.id} near", message, "Say it in the line's reason instead"


def _cited(chart: Chart) -> Iterator[tuple[str, tuple[str, ...]]]:
    key = chart.key
    yield "first_citation", key.first_citation
    for line in key.lines:
        yield f"line {line.id} citation", line.citation
        for near in line.near:
            yield f"line {line.id} near {near.code}", near.citation
    for i, pair in enumerate(key.order):
        yield f"order[{i}]", pair.citation
    for i, alternative in enumerate(key.alternatives):
        yield f"alternatives[{i}] citation", alternative.citation
    for query in key.queries:
        yield f"query {query.id}", query.citation
    for i, item in enumerate(key.excludes1_exceptions):
        yield f"excludes1_exceptions[{i}]", item.citation
    for i, entry in enumerate(key.ledger):
        yield f"ledger[{i}] citation", entry.citation


def _citations(chart: Chart, book: Book) -> Found:
    known = authorities()
    for name in chart.key.objectives:
        if name not in known:
            yield "objectives", f"{name} is not in authorities.yaml", "Name a listed section"
    for where, citations in _cited(chart):
        for citation in citations:
            if citation in known:
                continue
            place = parse_tabular(citation)
            if place is None:
                yield (
                    where,
                    f"{citation} is not citable",
                    "Cite a section of authorities.yaml, or Tabular CODE kind",
                )
            elif place.code not in book:
                yield where, f"{citation}: {book.release.id} has no {place.code}", "Cite a place that exists"
            elif place.kind and not any(i.kind == place.kind for i in book.instructions_for(place.code)):
                kinds = sorted({i.kind for i in book.instructions_for(place.code)})
                way_out = f"What holds at {place.code}: {', '.join(kinds) or 'no instruction'}"
                yield where, f"{citation}: no such instruction holds there", way_out


def _word_of_provider(chart: Chart, book: Book) -> Found:
    for line in chart.key.lines:
        if line.kind != "diagnosis":
            continue
        roles = sorted({chart.hand(mark)[0].role for mark in line.evidence})
        if not any(may_carry(chart, line.code, mark) for mark in line.evidence):
            yield (
                f"line {line.id} evidence",
                f"nothing that may carry {line.code}: only signed words of a provider do (here: {', '.join(roles)})",
                "Mark the provider's words; I.B.14 lists what other clinicians may support",
            )


def _ledger(chart: Chart, book: Book) -> Found:
    key = chart.key
    supported = {line_id for entry in key.ledger for line_id in entry.lines}
    roles = {line.id: line.role for line in key.lines}
    for line in key.lines:
        if line.id not in supported:
            yield f"line {line.id}", "no entry of the ledger supports it", "Enter the mention that it codes"
    for i, entry in enumerate(key.ledger):
        named = {roles[line_id] for line_id in entry.lines if line_id in roles}
        if entry.status == "required" and named == {"optional"}:
            yield f"ledger[{i}]", "a required mention of optional lines only", "Write status: optional"
    for exception in key.excludes1_exceptions:
        if not set(exception.codes) <= {line.code for line in key.lines} | _alternative_codes(chart):
            codes = " and ".join(exception.codes)
            yield "excludes1_exceptions", f"{codes} do not both stand in the key", "Name two codes of the key"


def _denials(chart: Chart, book: Book) -> Found:
    for i, entry in enumerate(chart.key.ledger):
        if entry.state == "negated" and "I.A.19" in entry.citation:
            message = "I.A.19 speaks of what a provider states, and this is denied"
            yield f"ledger[{i}] citation", message, "Cite III or IV.J; III.B for a result, IV.H for a doubt"


def _alternative_codes(chart: Chart) -> set[str]:
    return {use.code for alternative in chart.key.alternatives for use in alternative.use}


def _dates(chart: Chart, book: Book) -> Found:
    dates = chart.dates
    right = dates.discharge if chart.inpatient_facility else (dates.service or dates.discharge)
    if right is None or right != chart.coding_date:
        name = "discharge" if chart.inpatient_facility else "service"
        yield (
            "coding_date",
            f"{chart.coding_date} is not the date of {name} ({right})",
            "Give the date that rules",
        )
    if not book.release.covers(chart.coding_date):
        yield (
            "coding_date",
            f"{book.release.id} is not in force on {chart.coding_date}",
            "Choose another date",
        )
    if dates.admission and dates.discharge and dates.admission > dates.discharge:
        yield "dates", "admission after discharge", "Correct them"
    for document in chart.documents:
        if document.date > chart.coding_date and not (dates.discharge and document.date <= dates.discharge):
            late = (document.date - chart.coding_date).days
            if late > 30:
                yield (
                    f"document {document.id}",
                    f"written {late} days after the coding date",
                    "Correct the date",
                )


def _text(chart: Chart, book: Book) -> Found:
    shown = {f"document {d.id}": f"{d.title}\n{d.text}" for d in chart.documents}
    shown["title"] = chart.title
    shown["abbreviations"] = "\n".join(f"{k} {v}" for k, v in chart.abbreviations.items())
    codes = {line.code for line in chart.key.lines} | _alternative_codes(chart)
    for where, text in shown.items():
        for code in sorted(codes):
            spelled = re.escape(code) + ("" if "." not in code else f"|{re.escape(code.replace('.', ''))}")
            if re.search(rf"(?<![A-Za-z0-9.])(?:{spelled})(?![A-Za-z0-9])", text):
                yield where, f"says the key's code {code}", "Describe it in words"
    words = sum(len(document.text.split()) for document in chart.documents)
    least, most = RECORDS[chart.record]
    if not least <= words <= most:
        yield "documents", f"{words} words of record", f"A record of this kind has {least} to {most}"


def _policy(chart: Chart, book: Book) -> Found:
    for line in chart.key.lines:
        if line.system != "icd10cm":  # HCPCS codes may begin with the same letters as these classes
            continue
        said = reporting(chart, line.code)
        name = policies().class_of(line.code)
        # A history code may be required under an open policy: a visit's reason or a note can demand it (I.C.21.c.4).
        demanded = name == "history_z"
        where = f"line {line.id}"
        if said == "omit" or (said == "open" and line.required and not demanded):
            yield where, f"policy says {said} for {line.code}", "Report it by policy, or drop the line"
        elif name is not None and said == "report" and not line.required:
            message = f"policy says report for {line.code}, and the line is optional"
            yield where, message, "What is reported is required: require it, or leave the policy open"


def _fields(chart: Chart, book: Book) -> Found:
    key = chart.key
    if len(key.alternatives) > MAX_ALTERNATIVES:
        yield "alternatives", f"{len(key.alternatives)} of them", f"Keep {MAX_ALTERNATIVES} at most"
    codes = [line.code for line in key.lines if line.system == "icd10cm"]
    for code in sorted({c for c in codes if codes.count(c) > 1}):
        yield "lines", f"{code} is listed twice", "Report each diagnosis code once (I.B.12)"
    if not any(key.line(line_id).required for line_id in key.first):
        yield "first", "no line that may stand first is required", "Name a required line"
    if chart.inpatient_facility:
        for line in key.lines:
            if line.kind == "diagnosis" and line.poa is None:
                yield (
                    f"line {line.id} poa",
                    "no POA indicator on an inpatient claim",
                    "Give Y, N, U, W or exempt",
                )
