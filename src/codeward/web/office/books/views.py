"""The Books page: what this host holds, and the work on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from codeward.codesets import System, books
from codeward.errors import BookError, CodewardError, QueryError
from codeward.web.codebook.api import change_counts
from codeward.web.grants.api import Need, Pass, may
from codeward.web.limits import COMPARISONS, allowed
from codeward.web.office.books import asking, homes, present
from codeward.web.office.books.doors import book_to_keep, keeper, reader, system_to_see
from codeward.web.office.books.forms import FilesForm, OnForm
from codeward.web.office.books.needs import BooksRefused, impacts
from codeward.web.office.frame import page

__all__ = ["compare", "fetch", "index", "refused", "remove", "shown_system", "system", "verify"]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every system: what answers on the date, how much is here, what its publisher has beyond."""
    who = reader(request)
    homes.report()
    form = OnForm(request.GET if "on" in request.GET else None)
    groups = present.system_rows(form.day, books.today())
    rows = [row for _label, some in groups for row in some]
    context = {
        "form": form,
        "on": form.day,
        "is_today": form.day == books.today(),
        "groups": groups,
        "count": sum(row.count for row in rows),
        "size": sum(row.size for row in rows),
        "host": homes.this_name(),
        "others": homes.others(),
        "live": present.live_jobs(),
        "recent": present.recent_jobs(),
    }
    return page(request, who.user, "office/books/books.html", context, tab="books", status=_status(form))


def _status(form: OnForm) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200


@require_GET
def system(request: HttpRequest, system: str) -> HttpResponse:
    """One system: its releases here, what may be installed, the work on it."""
    who, found = system_to_see(request, system)
    return shown_system(request, who, found)


def shown_system(
    request: HttpRequest,
    who: Pass,
    system: System,
    *,
    files: FilesForm | None = None,
    problem: CodewardError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a system, with what went wrong where something did."""
    form = OnForm(request.GET if "on" in request.GET else None)
    held = present.held(system.id, form.day)
    context: dict[str, Any] = {
        "system": system,
        "form": form,
        "on": form.day,
        "is_today": form.day == books.today(),
        "held": held,
        "releases": [one for one in held if one.release is not None],
        "offers": present.offer_rows(system.id),
        "licensed": present.is_licensed(system.id),
        "files": files or FilesForm(system),
        "live": present.live_jobs(system.id),
        "recent": present.recent_jobs(system.id),
        "problem": problem,
        "may_keep": may(who.user, who.area, Need.WRITE),
        "may_decide": may(who.user, who.area, Need.DECIDE),
        "host": homes.this_name(),
    }
    code = status if status != 200 else _status(form)
    return page(request, who.user, "office/books/system.html", context, tab="books", status=code)


@require_POST
def fetch(request: HttpRequest, system: str) -> HttpResponse:
    """Have a release installed from its publisher."""
    who = keeper(request)
    _seen, found = system_to_see(request, system)
    try:
        job = asking.fetch(who.user, system, request.POST.get("release", "")[:60])
    except CodewardError as error:
        return shown_system(request, who, found, problem=error, status=refused(error))
    return redirect("office:book_job", public_id=job.public_id)


@require_POST
def verify(request: HttpRequest, release: str) -> HttpResponse:
    """Have a book compared with the digest inside it."""
    who, system = book_to_keep(request, release, Need.WRITE)
    try:
        job = asking.verify(who.user, system.id, release)
    except CodewardError as error:
        return shown_system(request, who, system, problem=error, status=refused(error))
    return redirect("office:book_job", public_id=job.public_id)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, release: str) -> HttpResponse:
    """First what goes and who needs it, then the removal. It is asked again when it is done."""
    who, system = book_to_keep(request, release, Need.DECIDE)
    if request.method == "POST":
        try:
            job = asking.remove(who.user, system.id, release)
        except CodewardError as error:
            return shown_system(request, who, system, problem=error, status=refused(error))
        return redirect("office:book_job", public_id=job.public_id)
    one = next(row for row in present.held(system.id, books.today()) if row.id == release)
    without = books.answering(system.id, books.today(), without=release)
    context = {"system": system, "one": one, "without": without, "host": homes.this_name()}
    return page(request, who.user, "office/books/remove.html", context, tab="books")


@require_GET
def compare(request: HttpRequest, system: str) -> HttpResponse:
    """Two releases of a system: how many changes of each kind, and what else they touch."""
    who, found = system_to_see(request, system)
    here = {one.id: one for one in books.releases(system)}
    one, other = here.get(request.GET.get("a", "")), here.get(request.GET.get("b", ""))
    if one is None or other is None or one == other:
        error = QueryError(_("Choose two different releases of the lists"), "")
        return shown_system(request, who, found, problem=error, status=422)
    if not allowed(request, *COMPARISONS):
        return render(request, "429.html", status=429)
    older, newer = sorted((one, other), key=lambda each: each.in_force_from)
    try:
        counts = change_counts(older.id, newer.id)
    except CodewardError as error:
        return shown_system(request, who, found, problem=error, status=422)
    context = {
        "system": found,
        "older": older,
        "newer": newer,
        "counts": counts,
        "impacts": impacts(older, newer),
    }
    return page(request, who.user, "office/books/compare.html", context, tab="books")


def refused(error: CodewardError) -> int:
    """The status of a page that says why something is not done: what stands in the way, or what was typed."""
    return 409 if isinstance(error, (asking.BooksBusy, BooksRefused, BookError)) else 422
