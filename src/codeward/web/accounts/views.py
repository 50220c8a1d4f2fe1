"""The account page, the theme, and the one-time sign-in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from codeward.web.accounts import parts, tokens
from codeward.web.accounts.context import THEME_COOKIE
from codeward.web.accounts.doors import learner_required
from codeward.web.accounts.forms import DeleteForm, ProfileForm, ShortcutsForm
from codeward.web.accounts.models import User
from codeward.web.accounts.owner import remember_owner


def _page(request: HttpRequest, learner: User, status: int = 200, **forms: Any) -> HttpResponse:
    context = {
        "profile_form": ProfileForm(instance=learner),
        "shortcuts_form": ShortcutsForm(learner),
        "zones": ProfileForm.zones(),
        **forms,
    }
    return render(request, "accounts/account.html", context, status=status)


@require_GET
@learner_required
def account(request: HttpRequest, learner: User) -> HttpResponse:
    """Profile, time zone, appearance, shortcuts, export, delete."""
    return _page(request, learner)


@require_POST
@learner_required
def profile(request: HttpRequest, learner: User) -> HttpResponse:
    """Keep name, time zone and appearance."""
    form = ProfileForm(request.POST, instance=learner)
    if not form.is_valid():
        return _page(request, learner, 422, profile_form=form)
    form.save()
    messages.success(request, _("Your profile is saved."))
    response = redirect("accounts:account")
    _set_theme(response, learner.theme)
    return response


@require_POST
@learner_required
def shortcuts(request: HttpRequest, learner: User) -> HttpResponse:
    """Keep the shortcuts."""
    form = ShortcutsForm(learner, request.POST)
    if not form.is_valid():
        return _page(request, learner, 422, shortcuts_form=form)
    form.save()
    messages.success(request, _("Your shortcuts are saved."))
    return redirect("accounts:account")


@require_POST
@learner_required
def export(request: HttpRequest, learner: User) -> HttpResponse:
    """Everything we hold about this person, as a zip."""
    day = timezone.localdate().isoformat()
    return HttpResponse(
        parts.export(learner),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="codeward-{day}.zip"'},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@learner_required
def delete(request: HttpRequest, learner: User) -> HttpResponse:
    """Ask once more, then delete the person and all that is theirs."""
    form = DeleteForm(learner, request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/delete.html", {"form": form}, status=422 if form.is_bound else 200)
    parts.delete(learner)
    logout(request)
    messages.success(request, _("Your account and everything in it is deleted."))
    return redirect("pages:home")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; then back to where one was."""
    chosen = request.POST.get("theme", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if chosen in User.Theme.values:
        _set_theme(response, chosen)
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(theme=chosen)
    return response


def _set_theme(response: HttpResponse, chosen: str) -> None:
    response.set_cookie(
        THEME_COOKIE,
        chosen,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.CODEWARD.https,
        httponly=True,
    )


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time sign-in. GET shows a button, so that a program that previews links does not use it up."""
    if request.method == "GET" and tokens.usable(token):
        return render(request, "accounts/start.html", {"token": token})
    if request.method == "GET":
        return render(request, "accounts/start_failed.html", status=403)
    user = tokens.redeem(token)
    if user is None or (user.is_demo and not settings.DEMO):
        return render(request, "accounts/start_failed.html", status=403)
    login(request, user, backend="codeward.web.accounts.backends.AccountBackend")
    response = redirect("pages:home")
    if user.is_demo:
        remember_owner(response)
    return response
