"""Files that are sent, and the work that goes on: shown while it does, stopped, done again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from codeward.codesets import SYSTEMS, System
from codeward.errors import CodewardError
from codeward.web.grants.api import Need, Pass, may
from codeward.web.jobs.api import home_id, worker_seen
from codeward.web.office.books import asking, moves, uploads
from codeward.web.office.books.doors import job_to_see, keeper, system_to_see
from codeward.web.office.books.forms import FilesForm
from codeward.web.office.books.models import BookJob
from codeward.web.office.books.views import refused, shown_system
from codeward.web.office.frame import page

__all__ = ["again", "cancel", "files", "job", "progress"]


@csrf_exempt  # asked below: it would read the whole body before anybody has asked who sends it
@require_POST
def files(request: HttpRequest, system: str) -> HttpResponse:
    """Take a publisher's files and have a book made of them.

    Who sends them, how much they are and whether there is room is asked before a byte of the body is read.
    """
    who = keeper(request)
    _who, found = system_to_see(request, system)
    try:
        upload = uploads.receive(request)
    except uploads.UploadRefused as error:
        return shown_system(request, who, found, problem=error, status=413)
    return _files(request, who, found, upload)


@csrf_protect
def _files(request: HttpRequest, who: Pass, system: System, upload: uploads.Upload) -> HttpResponse:
    form = FilesForm(system, request.POST)
    if upload.refused is not None:
        uploads.forget(upload.name)
        return shown_system(request, who, system, files=form, problem=upload.refused, status=413)
    if not form.is_valid():
        uploads.forget(upload.name)
        return shown_system(request, who, system, files=form, status=422)
    try:
        made = asking.put(
            who.user,
            system.id,
            form.cleaned_data["release"],
            upload,
            licensed=bool(form.cleaned_data.get("licensed")),
        )
    except CodewardError as error:
        return shown_system(request, who, system, files=form, problem=error, status=refused(error))
    return redirect("office:book_job", public_id=made.public_id)


_ALL = BookJob.Step.choices
_STEPS = {
    BookJob.Kind.INSTALL: _ALL,
    BookJob.Kind.VERIFY: [one for one in _ALL if one[0] == BookJob.Step.CHECK],
    BookJob.Kind.REMOVE: [],
}


def _context(request: HttpRequest, who: Pass, job: BookJob) -> dict[str, object]:
    return {
        "job": job,
        "book": moves.book_of(job),
        "on_this_host": job.home == home_id(),
        "worker": worker_seen(),
        "outcomes": list(job.outcomes.all()),
        "may_keep": may(who.user, who.area, Need.WRITE),
        "percent": round(100 * job.done / job.total) if job.total else None,
        "steps": _STEPS[BookJob.Kind(job.kind)],
        "system_name": SYSTEMS[job.system].display if job.system in SYSTEMS else job.system,
        # What the page that asks again has told already; only what is new is read out.
        "now": f"{job.state}-{job.step}-{job.about}",
    }


@require_GET
def job(request: HttpRequest, public_id: str) -> HttpResponse:
    """One piece of work: how far it is, or how it ended."""
    who, found = job_to_see(request, public_id)
    return page(request, who.user, "office/books/job.html", {**_context(request, who, found)}, tab="books")


@require_GET
def progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same as a part of a page, for the page that asks every two seconds."""
    who, found = job_to_see(request, public_id)
    context = {**_context(request, who, found), "said": request.GET.get("said", ""), "polled": True}
    answer = render(request, "office/books/_job.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """Stop the work. What has ended stays as it is."""
    who = keeper(request)
    _who, found = job_to_see(request, public_id)
    stopped = moves.cancel(found, who.user)
    if not stopped and found.state != BookJob.State.CANCELLED:
        context = {**_context(request, who, found), "too_late": True}
        return page(request, who.user, "office/books/job.html", context, tab="books", status=409)
    return redirect("office:book_job", public_id=public_id)


@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have the same work done again."""
    who = keeper(request, Need.DECIDE if _decides(request, public_id) else Need.WRITE)
    _who, found = job_to_see(request, public_id)
    try:
        made = asking.again(who.user, found)
    except CodewardError as error:
        context = {**_context(request, who, found), "problem": error}
        return page(request, who.user, "office/books/job.html", context, tab="books", status=refused(error))
    return redirect("office:book_job", public_id=made.public_id)


def _decides(request: HttpRequest, public_id: str) -> bool:
    """Whether doing it again is a decision, as removing is."""
    return job_to_see(request, public_id)[1].kind == BookJob.Kind.REMOVE
