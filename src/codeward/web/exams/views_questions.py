"""Questions of exams for whoever teaches: what first timed answers say of each; taking one out, and putting it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from codeward.codesets import books
from codeward.curriculum import Item, program
from codeward.interop.qti import HEAD, qti_package, table_rows
from codeward.web.accounts.api import User
from codeward.web.audit.api import Kind, act, record
from codeward.web.exams import moves
from codeward.web.exams.item_figures import rows_of
from codeward.web.exams.papers import exams
from codeward.web.exams.sittings import SittingRefused
from codeward.web.grants.api import Area, Need, may_here, passes, reach
from codeward.web.office.api import csv_response, page

__all__ = ["question_of_exams", "questions", "section", "take_away", "take_out"]

TAB = "exam_questions"
TAKEN = act("exams.questions_taken", gettext_lazy("Took questions of exams away as a file"), Kind.SECURITY)


def _reads_figures(user: User) -> bool:
    """Figures are of everybody: for whoever's roles reach the learning record of the whole school."""
    return reach(user, Area.RECORD, Need.READ).school


def _sections() -> dict[tuple[str, str], list[Item]]:
    """The questions of forms by examination and section of the bank."""
    found: dict[tuple[str, str], list[Item]] = {}
    for item in program().form_items.values():
        for exam, names in (("cpc", item.domains.cpc), ("ccs", item.domains.ccs)):
            for name in names:
                found.setdefault((exam, name), []).append(item)
    return dict(sorted(found.items()))


def _title(exam: str, name: str) -> str:
    blueprint = exams().get(exam.upper())
    parts = blueprint.on(books.today()).edition.sections if blueprint else ()
    return next((one.title for one in parts if one.domain == name), name)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The sections of the bank with how many questions each has."""
    passed = passes(request, Area.PROGRAMS, Need.WRITE)
    rows = [(exam, name, _title(exam, name), len(items)) for (exam, name), items in _sections().items()]
    return page(request, passed.user, "exams/taught/sections.html", {"rows": rows}, tab=TAB)


@require_safe
def section(request: HttpRequest, exam: str, name: str) -> HttpResponse:
    """The table of a section's questions."""
    passed = passes(request, Area.PROGRAMS, Need.WRITE)
    items = _sections().get((exam, name))
    if items is None:
        raise Http404
    figures = _reads_figures(passed.user)
    context = {
        "exam": exam.upper(),
        "name": name,
        "title": _title(exam, name),
        "rows": rows_of(items, figures=figures),
    }
    return page(request, passed.user, "exams/taught/section.html", {**context, "figures": figures}, tab=TAB)


@require_POST
def take_away(request: HttpRequest, exam: str, name: str) -> HttpResponse:
    """The questions of a section with their keys as a table or a QTI package. It is written down who took it."""
    passed = passes(request, Area.PROGRAMS, Need.WRITE, decides=True)
    items = _sections().get((exam, name))
    if items is None:
        raise Http404
    file = f"exam-questions-{exam}-{name}"
    if request.POST.get("as") != "qti":
        return csv_response(request, passed, file, HEAD, table_rows(items))
    record(TAKEN, actor=passed.user, role=passed.role, thing=("items", f"{exam}-{name}"), request=request)
    answer = HttpResponse(qti_package(items), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{file}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer


def _item_or_404(name: str) -> Item:
    found = program().form_items.get(name)
    if found is None:
        raise Http404
    return found


@require_safe
def question_of_exams(request: HttpRequest, item: str) -> HttpResponse:
    """One question with its key, its figures, and what may be decided about it."""
    passed = passes(request, Area.PROGRAMS, Need.WRITE)
    found = _item_or_404(item)
    row = rows_of([found], figures=_reads_figures(passed.user))[0]
    told = {number: (share, r) for number, _right, share, r in row.options}
    options = [
        (
            n,
            getattr(one, "shown", one),
            getattr(one, "right", False),
            getattr(one, "why", ""),
            *told.get(n, ("", "")),
        )
        for n, one in enumerate(getattr(found, "options", ()), 1)
    ]
    context = {
        "row": row,
        "item": found,
        "options": options,
        "places": [(exam, name) for (exam, name), items in _sections().items() if found in items],
        "may_retire": may_here(request, Area.PROGRAMS, Need.DECIDE),
        "longest": moves.LONGEST_REASON,
    }
    return page(request, passed.user, "exams/taught/question.html", context, tab=TAB)


@require_POST
def take_out(request: HttpRequest, item: str) -> HttpResponse:
    """Suspend a question, retire it, or put it back, for a reason. Retiring is for whoever decides about programs."""
    what = request.POST.get("act", "")
    need = Need.DECIDE if what == "retire" else Need.WRITE
    passed = passes(request, Area.PROGRAMS, need, decides=True)
    found = _item_or_404(item)
    acts = {
        "suspend": (moves.suspend, _("It is suspended. Practice exams that had it are scored again.")),
        "retire": (moves.retire, _("It is retired. It enters no new form.")),
        "back": (moves.put_back, _("It is back. New forms may hold it.")),
    }
    if what not in acts:
        raise Http404
    do, said = acts[what]
    try:
        do(found.id, by=passed.user, reason=request.POST.get("reason", ""), role=passed.role)
        messages.success(request, said)
    except SittingRefused as error:
        messages.error(request, f"{error.message}. {error.way_out}.")
    return redirect("exams:question-of-exams", found.id)
