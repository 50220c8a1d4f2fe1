"""JSON for the script that sends large files in pieces. Each request asks its door like any other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from codeward.errors import CodewardError
from codeward.web.office.books import asking, pieces
from codeward.web.office.books.doors import keeper, system_to_see
from codeward.web.office.books.forms import FilesForm
from codeward.web.office.books.uploads import MOST, UploadRefused
from codeward.web.problems import told_as_json

__all__ = ["begin", "finish", "piece"]

UPLOAD = "X-Upload"
# A file's size in digits: more cannot be meant.
DIGITS = len(str(MOST))
REFUSED: dict[type[CodewardError], int] = {CodewardError: 409}


@require_POST
@told_as_json(REFUSED)
def begin(request: HttpRequest, system: str) -> HttpResponse:
    """Begin an upload: what the form says, with `name` and `size` of each file. Answers the text for its pieces."""
    who = keeper(request)
    _who, found = system_to_see(request, system)
    form = FilesForm(found, request.POST)
    if not form.is_valid():
        said = " ".join(str(one) for some in form.errors.values() for one in some)
        return JsonResponse({"error": said, "way_out": ""}, status=422)
    names, sizes = request.POST.getlist("name"), request.POST.getlist("size")
    if len(names) != len(sizes) or not all(_is_number(size) for size in sizes):
        raise UploadRefused(_("This is no list of files"), _("Send the files again"))
    text = pieces.begin(
        who.user,
        system,
        form.cleaned_data["release"],
        [(name, int(size)) for name, size in zip(names, sizes, strict=True)],
        licensed=bool(form.cleaned_data.get("licensed")),
    )
    return JsonResponse({"upload": text, "piece": pieces.PIECE})


@require_POST
@told_as_json(REFUSED)
def piece(request: HttpRequest) -> HttpResponse:
    """Add the body to a file of an upload; answers how much of that file is here."""
    who = keeper(request)
    number, start = request.GET.get("file", ""), request.GET.get("from", "")
    begun = pieces.opened(who.user, request.headers.get(UPLOAD, ""))
    if not _is_number(number) or not _is_number(start):
        raise UploadRefused(_("This is no piece of the files"), _("Send the files again"))
    return JsonResponse({"there": pieces.add(begun, int(number), int(start), request.body)})


@require_POST
@told_as_json(REFUSED)
def finish(request: HttpRequest) -> HttpResponse:
    """Have a book made of an upload that is whole; answers where its work is shown."""
    who = keeper(request)
    begun = pieces.opened(who.user, request.headers.get(UPLOAD, ""))
    whole = pieces.finish(begun)
    job = asking.put(who.user, begun.system, begun.release, whole, licensed=begun.licensed)
    return JsonResponse({"url": reverse("office:book_job", args=[job.public_id])})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= DIGITS
