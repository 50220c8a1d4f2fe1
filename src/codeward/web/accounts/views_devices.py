"""Where one is signed in, and the end of it on other devices."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from codeward.web.accounts.devices import end_one, end_others, signed_in

__all__ = ["devices", "end", "end_all_others"]


@never_cache
@require_safe
@login_required
def devices(request: HttpRequest) -> HttpResponse:
    """Every device on which this person is signed in."""
    assert request.user.is_authenticated  # login_required
    shown = signed_in(request.user, request.session.session_key)
    return render(request, "accounts/devices.html", {"devices": shown, "others": len(shown) > 1})


@require_POST
@login_required
@reauthentication_required  # type: ignore[untyped-decorator] # untyped library
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign out one other device, once it is sure that it is still they (ASVS 5.0.0 7.5.2). Twice is once."""
    assert request.user.is_authenticated  # login_required
    if end_one(request, request.user, public_id):
        messages.success(request, _("That device is signed out."))
    else:
        messages.info(request, _("That device was already signed out."))
    return redirect("accounts:devices")


@require_POST
@login_required
@reauthentication_required  # type: ignore[untyped-decorator] # untyped library
def end_all_others(request: HttpRequest) -> HttpResponse:
    """Sign out every device but this one."""
    assert request.user.is_authenticated  # login_required
    ended = end_others(request, request.user)
    if ended:
        said = ngettext("%(n)d other device is signed out.", "%(n)d other devices are signed out.", ended)
        messages.success(request, said % {"n": ended})
    else:
        messages.info(request, _("You are signed in on this device only."))
    return redirect("accounts:devices")
