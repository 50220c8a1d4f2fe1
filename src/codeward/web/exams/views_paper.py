"""The result of a sitting as a paper to keep: score, sections, and what the score does not say."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.defaultfilters import date, floatformat
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from codeward.web.exams.doors import own_sitting
from codeward.web.exams.models import Sitting
from codeward.web.exams.present_result import Result
from codeward.web.exams.sittings import settled
from codeward.web.exams.words import length_words
from codeward.web.paper.api import pdf, pdf_response
from codeward.web.school.api import school

__all__ = ["result_pdf"]

TEMPLATE: Final = Path(__file__).parent / "paper" / "result.typ"


@require_safe
def result_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The paper of the learner's own sitting; while it is under way, back to the room."""
    one = settled(own_sitting(request, public_id))
    if one.is_open or one.closed_at is None:
        return redirect("exams:sitting", one.public_id)
    title = _("Result of a %(exam)s-style practice exam") % {"exam": one.exam}
    made = pdf(TEMPLATE, _filled(one, Result(one)), title=title, at=one.closed_at)
    return pdf_response(made, f"practice-exam-{one.exam.lower()}-{localtime(one.closed_at):%Y-%m-%d}")


def _filled(one: Sitting, result: Result) -> dict[str, Any]:
    told = result.told
    scaled = told.scaled is not None
    length = length_words(one.form.length, result.titles)
    figures = {"points": _number(told.points), "of": told.out_of, "cut": _number(result.percent_cut)}
    return {
        "foot": f"{school().name} · {one.public_id}",
        "facts": [
            [_("Learner"), str(one.learner)],
            [
                _("Exam"),
                _("in the style of %(exam)s, blueprint %(year)s") % {"exam": one.exam, "year": told.version},
            ],
            [_("Length"), f"{length}, {_('timed') if one.timed else _('untimed')}"],
            [_("Submitted"), date(localtime(one.closed_at), "DATETIME_FORMAT")],
            [_("Score number"), str(result.score.number)],
        ],
        "score": _("%(n)d on 100 to 400") % {"n": told.scaled} if scaled else f"{_number(told.percent)} %",
        "points": _("%(points)s of %(of)s points. At %(cut)s %% of the points this form is passed.")
        % figures,
        "passed": _("Above the pass mark of this form.")
        if told.passed
        else _("Below the pass mark of this form."),
        "sections_head": _("By section"),
        "columns": [_("Section"), _("Points"), "%", _("Last time, %")],
        "sections": [
            [
                row.title,
                f"{_number(row.points)} / {row.out_of}",
                _number(row.percent),
                "–" if row.before is None else _number(row.before),
            ]
            for row in result.sections()
        ],
        "not_head": _("What this result does not say"),
        "says_not": _says_not(one, result),
    }


def _says_not(one: Sitting, result: Result) -> list[str]:
    said = [
        _("It was not proctored: no one watched, and books and notes were not checked."),
        _(
            "It is a score on a form of this school. Of the real exam nothing is claimed: its questions and its cut "
            "are not ours."
        ),
        _(
            "This school is not affiliated with AAPC or AHIMA, and neither has approved this exam. It is no "
            "certificate."
        ),
    ]
    if result.told.cut.provisional:
        said.append(_("The pass mark is provisional until at least five raters have set it."))
    if not one.timed:
        said.append(_("It was taken without a clock, and most people score higher so."))
    if result.void:
        many = len(result.void)
        said.append(
            ngettext(
                "%(n)d question was taken out. Everyone has its points.",
                "%(n)d questions were taken out. Everyone has their points.",
                many,
            )
            % {"n": many}
        )
    if one.state == Sitting.State.VOID:
        said.append(_("The school took this sitting out of the record: it does not count."))
    return said


def _number(value: float) -> str:
    return str(floatformat(value, -1))
