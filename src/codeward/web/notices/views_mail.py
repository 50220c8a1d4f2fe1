"""Your emails: the settings of whoever is signed in, and the one click of whoever holds a mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from codeward.web.accounts.api import current_learner
from codeward.web.notices.doors import whose_mail
from codeward.web.notices.forms import MailForm
from codeward.web.notices.kinds import Timing
from codeward.web.notices.off import concerned, switch_off
from codeward.web.notices.wishes import zone_of

__all__ = ["off", "settings"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """How soon each kind comes by mail, and when mail may come at all. A guest gets none and is told so."""
    person = current_learner(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    if not person.email:
        return render(request, "notices/settings_guest.html")
    form = MailForm(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. From now on, emails come as you chose."))
        return redirect("notices:settings")
    context = {"form": form, "timings": list(Timing), "zone": zone_of(person).key}
    return render(request, "notices/settings.html", context, status=422 if form.is_bound else 200)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, text: str) -> HttpResponse:
    """End a kind of mail: asked with a button, done by a POST, which a mail program sends by itself (RFC 8058).

    The signed address is all that is asked for, so no cookie and no sign-in; it can do nothing else.
    """
    person, what = whose_mail(text)
    if request.method == "POST":
        return render(request, "notices/off_done.html", {"kinds": switch_off(what, person)})
    return render(request, "notices/off.html", {"kinds": concerned(what, person)})
