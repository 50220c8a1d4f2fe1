"""The account page, the theme, and the one-time sign-in."""

from __future__ import annotations

from typing import Any

from allauth.account.app_settings import EmailVerificationMethod
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from codeward.errors import CodewardError
from codeward.web.accounts import cookies, parts, tokens
from codeward.web.accounts.acts import EXPORTED, LINK_USED
from codeward.web.accounts.arrival import arrival_of
from codeward.web.accounts.context import THEME_COOKIE
from codeward.web.accounts.doorforms import DeleteForm
from codeward.web.accounts.doors import learner_required
from codeward.web.accounts.forms import ProfileForm, ShortcutsForm
from codeward.web.accounts.models import User
from codeward.web.accounts.owner import remember_owner
from codeward.web.audit.api import record
from codeward.web.limits import EXPORTS, allowed
from codeward.web.problems import told

__all__ = ["account", "delete", "export", "profile", "shortcuts", "start", "theme"]


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
    if not allowed(request, *EXPORTS, key=learner.public_id):
        return render(request, "429.html", status=429)
    record(EXPORTED, actor=learner, about=learner, request=request)
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
    form = DeleteForm(user=learner, data=request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "accounts/delete.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        parts.delete(learner)
    except CodewardError as error:
        form.add_error(None, told(error))
        return render(request, "accounts/delete.html", {"form": form}, status=409)
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
    cookies.keep(response, THEME_COOKIE, chosen, days=365)


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time sign-in. GET shows a button, so that a program that previews links does not use it up."""
    if request.method == "GET" and tokens.usable(token):
        return render(request, "accounts/start.html", {"token": token})
    if request.method == "GET":
        return render(request, "accounts/start_failed.html", status=403)
    with transaction.atomic():
        user = tokens.redeem(token)
        if user is not None:
            record(LINK_USED, actor=user, about=user, request=request)
    if user is None or (user.is_demo and not settings.DEMO):
        return render(request, "accounts/start_failed.html", status=403)
    # allauth's way in: it asks for the second step where the account has one. The link itself vouches for the address.
    response: HttpResponse = perform_login(
        request,
        Login(user=user, email_verification=EmailVerificationMethod.NONE, redirect_url=arrival_of(user)),
    )
    if user.is_demo:
        remember_owner(response)
    return response
