"""What the gallery's forms are made of: a form with every kind of field, and a wizard that can be tried."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from codeward.web.ui.api import (
    CheckboxGroup,
    DateField,
    DateTimeField,
    Outcome,
    RadioGroup,
    SessionStore,
    Switch,
    TimeField,
    Turn,
    Wizard,
    WizardStep,
)

__all__ = ["samples", "turns", "wizard"]

DAYS = [("mon", "Monday"), ("wed", "Wednesday"), ("sat", "Saturday")]
WAYS = [("self", "On my own"), ("class", "In a class"), ("both", "Both")]


class Sampler(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label="Name shown", help_text="As others see it.")
    email = forms.EmailField(label="Email address")
    way = forms.ChoiceField(
        label="How do you want to learn?",
        choices=WAYS,
        widget=RadioGroup(
            hints={"class": "Two evenings a week, with a teacher.", "self": "At your own pace."}
        ),
    )
    days = forms.MultipleChoiceField(
        label="Days that suit you", choices=DAYS, widget=CheckboxGroup(), help_text="At least one."
    )
    reminders = forms.BooleanField(
        label="Remind me by mail", required=False, widget=Switch(), help_text="At most one mail a day."
    )
    agreed = forms.BooleanField(label="I have read the school's rules")
    starts = DateField(label="First day", help_text="Such as 2026-10-01.")
    at = TimeField(label="Time of day")
    exam = DateTimeField(label="Exam", help_text="Time in Chicago (CDT).")


class You(forms.Form):
    """The first step."""

    name = forms.CharField(label="Name", max_length=80)
    email = forms.EmailField(label="Email address")


class Plan(forms.Form):
    """The second."""

    way = forms.ChoiceField(label="How do you want to learn?", choices=WAYS, widget=RadioGroup())
    days = forms.MultipleChoiceField(label="Days that suit you", choices=DAYS, widget=CheckboxGroup())
    starts = DateField(label="First day")


APPLY = Wizard(
    "gallery",
    (
        WizardStep("you", "About you", You, "Nothing of this is sent anywhere."),
        WizardStep("plan", "Your plan", Plan),
    ),
)


def samples() -> dict[str, forms.Form]:
    """A form as it begins, one that is filled in, and one that came back with errors."""
    filled = {
        "name": "Alice",
        "email": "alice@example.org",
        "way": "class",
        "days": ["mon", "sat"],
        "reminders": True,
        "starts": "2026-10-01",
        "at": "18:30",
        "exam": None,
    }
    return {
        "plain": Sampler(prefix="p", initial=filled),
        "faulty": Sampler({"f-email": "alice@", "f-starts": "2026-02-30"}, prefix="f"),
    }


class Kept(dict[str, dict[str, list[str]]]):
    """A store that is there for one page."""

    def read(self) -> dict[str, dict[str, list[str]]]:
        """What it was made with."""
        return dict(self)

    def write(self, kept: dict[str, dict[str, list[str]]]) -> None:
        """Nothing: the gallery shows and keeps nothing."""


def turns(request: HttpRequest) -> dict[str, Turn]:
    """The wizard at its first step, and at its last with everything answered."""
    whole = Kept(
        you={"name": ["Alice"], "email": ["alice@example.org"]},
        plan={"way": ["class"], "days": ["mon", "sat"], "starts": ["2026-10-01"]},
    )
    return {
        "wizard_step": APPLY.turn(request, "you", Kept(), address),
        "wizard_review": APPLY.turn(request, "review", whole, address),
    }


def address(name: str) -> str:
    """Where a step of the gallery's wizard lies."""
    return reverse("pages:design-wizard", args=[name])


@require_http_methods(["GET", "HEAD", "POST"])
def wizard(request: HttpRequest, step: str) -> HttpResponse:
    """The wizard of the gallery: kept in the session, sent nowhere."""
    turn = APPLY.turn(request, step, SessionStore(request, "gallery"), address)
    if turn.outcome is Outcome.LEFT:
        messages.success(request, "Saved. Come back whenever you like: you go on where you were.")
        return redirect("pages:design")
    if turn.outcome is Outcome.SENT:
        messages.success(request, f"Sent nowhere: {turn.answers['you']['name']}.")
        turn.forget()
        return redirect("pages:design")
    return redirect(turn.to) if turn.to else render(request, "pages/design_wizard.html", {"wizard": turn})
