"""Forms that ask a password or a code: each try is counted, and the second step is asked where the account has one."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.accounts.models import User
from codeward.web.accounts.passwords import advice
from codeward.web.limits import TAKEN, allowed, spent

__all__ = ["ChangePasswordForm", "DeleteForm", "ResetPasswordKeyForm", "SetPasswordForm", "SignupForm"]


class NewPassword:
    """Says in one line how a good password is made; what a password lacks is told when it is refused."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = advice()


class SecondStepAsked:
    """Adds the field for a code of the second step where the account has one; it is looked at last.

    A code is looked at only where all else is right: a recovery code works once, and a guesser of the password learns
    nothing of the codes. allauth counts wrong ones by account and address.
    """

    user: User
    fields: dict[str, forms.Field]
    errors: Any
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_mfa_enabled(self.user):
            self.fields["code"] = forms.CharField(
                label=gettext_lazy("Code from your authenticator app, or a recovery code"),
                widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
            )

    def clean_code(self) -> str:
        """The code; raises ValidationError for a wrong one."""
        code: str = self.cleaned_data["code"]
        if self.errors:
            return code
        step = BaseAuthenticateForm(user=self.user, data={"code": code})
        if not step.is_valid():
            raise ValidationError(step.errors["code"])
        return code


class DeleteForm(SecondStepAsked, allauth_forms.UserForm):  # type: ignore[misc] # untyped library
    """Deletion is confirmed by typing a word, by the password where there is one, and by the second step likewise."""

    word = forms.CharField(
        label=gettext_lazy("Type DELETE to confirm"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.user.has_usable_password():
            del self.fields["password"]

    def clean_word(self) -> str:
        """The word, in any case."""
        word: str = self.cleaned_data["word"].strip()
        if word.upper() != "DELETE":
            raise forms.ValidationError(_("Type the word DELETE."))
        return word

    def clean_password(self) -> str:
        """The user's own password; raises ValidationError for a wrong one, and when it was tried too often."""
        password: str = self.cleaned_data["password"]
        _own_password(self.user, password)
        return password


class ChangePasswordForm(NewPassword, SecondStepAsked, allauth_forms.ChangePasswordForm):  # type: ignore[misc] # untyped library
    """A new password for the old one."""

    def clean_oldpassword(self) -> str:
        """The old password, counted as a try."""
        password: str = self.cleaned_data["oldpassword"]
        _own_password(self.user, password)
        return password


class SetPasswordForm(NewPassword, SecondStepAsked, allauth_forms.SetPasswordForm):  # type: ignore[misc] # untyped library
    """A first password, for an account that has none."""


class ResetPasswordKeyForm(NewPassword, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc] # untyped library
    """A new password by the link that was mailed."""


class SignupForm(NewPassword, allauth_forms.SignupForm):  # type: ignore[misc] # untyped library
    """Sign-up. Where addresses are confirmed by mail the answer never tells whether one is taken.

    Where no mail can be sent, whoever signs up is in at once, so that a taken address has to be refused; how often an
    hour one network address is told so is bounded (decision 0021).
    """

    def validate_unique_email(self, value: str) -> str:
        """The address, if it is free or must not be told not to be."""
        if spent(context.request, *TAKEN):
            raise ValidationError(_("Too many sign-ups from your network. Try again in an hour, or sign in."))
        try:
            return str(super().validate_unique_email(value))
        except ValidationError:
            allowed(context.request, *TAKEN)
            raise

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account. Of several sign-ups with one address at once, such as a double click, one makes it.

        The others are answered as if they had come a moment later: told by mail alone where mails confirm addresses,
        else led to the page for signing in.
        """
        try:
            with transaction.atomic():
                return self._made(request)
        except IntegrityError:
            email = self.cleaned_data["email"]
            if not User.objects.filter(email__iexact=email).exists():
                raise
        try:
            self.cleaned_data["email"] = self.validate_unique_email(email)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return None, redirect("account_login")
        return self._made(request)

    def _made(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        made: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return made


def _own_password(user: User, password: str) -> None:
    adapter = get_adapter()
    # Counted as at the door: allauth's authenticate asks accounts.tries first.
    found = adapter.authenticate(context.request, email=user.email, password=password)
    if found is None or found.pk != user.pk:
        raise forms.ValidationError(_("This is not your password."))
