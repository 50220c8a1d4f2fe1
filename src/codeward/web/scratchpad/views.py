"""Pages of the scratchpad app."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from codeward.bounds import BoundsError
from codeward.errors import CodewardError, QueryError, UnknownCode
from codeward.web.accounts.api import SessionOver, User, current_learner
from codeward.web.codebook.api import findings, unchecked
from codeward.web.problems import told, told_as_json
from codeward.web.scratchpad import claim, pads, present
from codeward.web.scratchpad.doors import own_line, own_pad
from codeward.web.scratchpad.forms import LineForm, PadForm
from codeward.web.scratchpad.models import PadLine, Scratchpad

__all__ = [
    "add", "change", "collect", "collect_here", "delete", "file", "make", "move", "pad", "remove",
    "scratchpad", "settings",
]  # fmt: skip

P = ParamSpec("P")
FILES = {
    "txt": ("text/plain", claim.as_text),
    "csv": ("text/csv", claim.as_csv),
    "json": ("application/json", claim.as_json),
}


@require_GET
def scratchpad(request: HttpRequest) -> HttpResponse:
    """The scratchpad that codes go to."""
    return _page(request, pads.current(current_learner(request)))


@require_GET
def pad(request: HttpRequest, public_id: str) -> HttpResponse:
    """One scratchpad."""
    return _page(request, own_pad(request, public_id))


def _page(
    request: HttpRequest,
    shown: Scratchpad | None,
    form: PadForm | None = None,
    line_form: LineForm | None = None,
    problem: str = "",
) -> HttpResponse:
    learner = current_learner(request)
    mine = pads.of(learner)
    context: dict[str, Any] = {
        "pad": shown,
        "pads": mine,
        "is_current": bool(shown and mine and mine[0].pk == shown.pk),
        "is_guest": learner is not None and learner.state == User.State.GUEST,
        "problem": problem,
        "most": pads.MAX_LINES,
    }
    if shown is not None:
        lines = list(shown.lines.all())
        said = claim.checked(shown, lines)
        context |= {
            "form": form or PadForm(instance=shown),
            "line_form": line_form,
            "count": len(lines),
            "on": claim.coded_on(shown),
            "sections": present.sections(shown, lines, said),
            "findings": findings(said),
            "unchecked": unchecked(said.unchecked, present.OWN_WORDS),
            "is_stay": shown.kind == Scratchpad.Kind.INPATIENT,
            "poa_choices": PadLine.Poa.choices,
            "asked_of": bool(lines),
            "text": claim.as_text(shown, lines),
            "json": claim.as_json(shown, lines),
        }
    status = 422 if problem or (form and form.errors) or (line_form and line_form.errors) else 200
    return render(request, "scratchpad/scratchpad.html", context, status=status)


def _or_gone(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Say in words, with a 404, that what a page still showed was deleted in another tab."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(*args, **kwargs)
        except pads.Gone as error:
            request = cast(HttpRequest, args[0])
            answer = _page(request, pads.current(current_learner(request)), problem=told(error))
            answer.status_code = 404
            return answer

    return wrapped


def _there(pad: Scratchpad, fragment: str = "") -> HttpResponse:
    return redirect(reverse("scratchpad:pad", args=[pad.public_id]) + (f"#{fragment}" if fragment else ""))


def _chosen(request: HttpRequest) -> Scratchpad | None:
    """The scratchpad that a form names; the current one where it names none."""
    named = request.POST.get("pad", "")
    return own_pad(request, named[:32]) if named else None


@require_POST
@_or_gone
def add(request: HttpRequest) -> HttpResponse:
    """Put a code on a scratchpad, from a page's form."""
    chosen = _chosen(request)
    try:
        added = _added(request, current_learner(request, create=True), chosen)
    except pads.Gone:
        raise
    except CodewardError as error:
        return _page(request, chosen or pads.current(current_learner(request)), problem=told(error))
    return _there(added.line.pad, f"line-{added.line.public_id}")


@require_POST
@told_as_json({UnknownCode: 404, pads.Gone: 404, SessionOver: 409, BoundsError: 403, QueryError: 400})
def collect(request: HttpRequest) -> HttpResponse:
    """The same for the pages' scripts: says what became of it."""
    added = _added(request, current_learner(request, create=True), _chosen(request))
    if added.already:
        said = _("%(code)s is on your scratchpad already.") % {"code": added.line.code}
    else:
        said = ngettext(
            "%(code)s was added: %(n)s code on your scratchpad.",
            "%(code)s was added: %(n)s codes on your scratchpad.",
            added.codes,
        ) % {"code": added.line.code, "n": added.codes}
    there = reverse("scratchpad:pad", args=[added.line.pad.public_id])
    return JsonResponse({"said": said, "count": added.codes, "href": f"{there}#line-{added.line.public_id}"})


def _added(request: HttpRequest, learner: User, chosen: Scratchpad | None) -> pads.Added:
    given = {name: request.POST.get(name, "")[:64] for name in ("system", "code", "modifiers")}
    return pads.add(learner, given["system"], given["code"], given["modifiers"], chosen)


@require_POST
@_or_gone
def make(request: HttpRequest) -> HttpResponse:
    """Begin a new scratchpad."""
    try:
        return _there(pads.make(current_learner(request, create=True)))
    except BoundsError as error:
        return _page(request, pads.current(current_learner(request)), problem=told(error))


@require_POST
@_or_gone
def collect_here(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make it the one that codes go to."""
    chosen = own_pad(request, public_id)
    pads.touch(chosen)
    return _there(chosen)


@require_POST
@_or_gone
def settings(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep its name and what the claim is."""
    chosen = own_pad(request, public_id)
    form = PadForm(request.POST, instance=chosen)
    if not form.is_valid():
        return _page(request, own_pad(request, public_id), form=form)
    pads.set_up(chosen, form.said())
    messages.success(request, _("Saved."))
    return _there(chosen)


@require_POST
@_or_gone
def delete(request: HttpRequest, public_id: str) -> HttpResponse:
    """Delete a scratchpad."""
    pads.delete(own_pad(request, public_id))
    messages.success(request, _("The scratchpad was deleted."))
    return redirect("scratchpad:scratchpad")


@require_POST
@_or_gone
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    """A line's date, modifiers and POA indicator."""
    line = own_line(request, public_id)
    form = LineForm(request.POST, instance=line)
    if not form.is_valid():
        said = " ".join(str(one) for many in form.errors.values() for one in many)
        return _page(request, own_line(request, public_id).pad, line_form=form, problem=said)
    try:
        pads.change(line, form.said())
    except QueryError as error:
        return _page(request, own_line(request, public_id).pad, problem=told(error))
    return _back(line)


@require_POST
@_or_gone
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a line off."""
    line = own_line(request, public_id)
    beside = pads.remove(line)
    messages.success(request, _("%(code)s was removed.") % {"code": line.code})
    return _back(beside) if beside else _there(line.pad)


@require_POST
@_or_gone
def move(request: HttpRequest, public_id: str, by: int) -> HttpResponse:
    """Move a line up or down in its section."""
    line = own_line(request, public_id)
    pads.move(line, by)
    return _back(line)


def _back(line: PadLine) -> HttpResponse:
    return _there(line.pad, f"line-{line.public_id}")


@require_GET
def file(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """The codes as text, CSV or JSON."""
    chosen = own_pad(request, public_id)
    if kind not in FILES:
        raise Http404
    content_type, made = FILES[kind]
    mark = "\ufeff" if kind == "csv" else ""  # by which spreadsheets know UTF-8
    answer = HttpResponse(
        mark + made(chosen, list(chosen.lines.all())), content_type=f"{content_type}; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="scratchpad.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer
