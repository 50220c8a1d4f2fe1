"""A form in steps that are saved on the server: leave at any step, come back, go on where you were.

An app writes its steps and two lines of view; what is kept lies where the app says (its own rows, or the session)::

    APPLY = Wizard("apply", (WizardStep("you", _("About you"), YouForm), WizardStep("day", _("Your day"), DayForm)))

    def apply(request, step=""):
        turn = APPLY.turn(request, step, SessionStore(request, "apply"), lambda name: reverse("x:apply", args=[name]))
        if turn.outcome is Outcome.SENT:
            ...  # turn.answers: the cleaned data of every step, by the step's name
            turn.forget()
        return redirect(turn.to) if turn.to else render(request, "x/apply.html", {"wizard": turn})

The template says ``{% include "ui/wizard.html" %}``. What is kept is what was typed, and each form reads it again when
its answers are used: a form that has become stricter since asks again. Files are not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Protocol

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from codeward.web.ui.learn import Step, StepState

__all__ = ["MAX_TYPED", "REVIEW", "Outcome", "SessionStore", "Store", "Turn", "Wizard", "WizardStep"]

REVIEW: Final = "review"
MAX_TYPED: Final = 20_000
"""Characters of one step that are kept: a session is no place for a book. docs/reference/limits.md."""
Typed = dict[str, list[str]]


class Store(Protocol):
    """Where the steps of one person's wizard are kept: by the step's name, what was typed by the field's name."""

    def read(self) -> dict[str, Typed]:
        """All that is kept; empty where nothing is."""

    def write(self, kept: dict[str, Typed]) -> None:
        """Keep `kept` in place of all before; nothing where it is empty."""


class SessionStore:
    """Steps in the session: kept on the server for as long as the session, and gone with it. Guests have one too."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        self.session, self.key = request.session, f"wizard-{name}"

    def read(self) -> dict[str, Typed]:
        """What the session keeps."""
        kept: dict[str, Typed] = self.session.get(self.key, {})
        return kept

    def write(self, kept: dict[str, Typed]) -> None:
        """Keep it in the session."""
        if kept:
            self.session[self.key] = kept
        else:
            self.session.pop(self.key, None)


@dataclass(frozen=True, slots=True)
class WizardStep:
    """One page of the wizard: its name in the address, its title, its form, and a line on what it is for."""

    name: str
    title: str | Promise
    form: type[forms.Form]
    about: str | Promise = ""


class Outcome(StrEnum):
    """What a request came to: a page to show, a step to go to, a leave with all saved, or everything sent."""

    SHOWN = "shown"
    GONE_ON = "gone on"
    LEFT = "left"
    SENT = "sent"


@dataclass(slots=True)
class Turn:
    """One request to a wizard: what to show, or where `to` go. `answers` is complete where the outcome is SENT."""

    outcome: Outcome
    steps: tuple[Step, ...] = ()
    step: WizardStep | None = None
    form: forms.Form | None = None
    number: int = 0
    back: str = ""
    to: str = ""
    review: list[tuple[WizardStep, str, list[tuple[str, str]]]] = field(default_factory=list)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    forget: Callable[[], None] = lambda: None


class Wizard:
    """The steps of a form in their order. Raises ValueError where two share a name or one is called as the review."""

    def __init__(self, name: str, steps: Sequence[WizardStep]) -> None:
        names = [step.name for step in steps]
        if len({*names, REVIEW}) != len(names) + 1:
            raise ValueError(f"{name}: the steps need names of their own, and none is {REVIEW!r}")
        self.name, self.steps = name, tuple(steps)

    def turn(self, request: HttpRequest, at: str, store: Store, address: Callable[[str], str]) -> Turn:
        """Answer a request for the step `at` ("" is where one was).

        POST saves: with ``later`` in it whatever was typed, without a check; else what its form accepts. A step is
        reached when all before it are answered. `address` gives the address of a step by its name.
        """
        kept = store.read()
        bound = {step.name: self._bound(step, kept) for step in self.steps}
        first = next((step.name for step in self.steps if not _answered(bound[step.name])), REVIEW)
        names = [*(step.name for step in self.steps), REVIEW]
        if at not in names or names.index(at) > names.index(first):
            return Turn(Outcome.GONE_ON, to=address(first))
        place = names.index(at)
        marks = self._marks(place, names.index(first), address)
        back = address(names[place - 1]) if place else ""
        if at == REVIEW:
            return self._reviewed(request, bound, store, address, marks, back)
        step = self.steps[place]
        if request.method != "POST":
            form = bound[at] or step.form()
            # What was left unfinished is shown as it was typed, without a word of blame.
            shown = (
                form if _answered(form) or not form.is_bound else step.form(initial=_initial(step, kept[at]))
            )
            return Turn(Outcome.SHOWN, marks, step, shown, place + 1, back)
        form = step.form(request.POST)
        typed = {name: request.POST.getlist(name) for name in _names(form) if name in request.POST}
        if sum(len(one) for each in typed.values() for one in each) > MAX_TYPED:
            form.add_error(None, _("This is more than one step can keep. Shorten it."))
        elif "later" in request.POST:
            store.write(kept | {at: typed})
            return Turn(Outcome.LEFT, marks, step, form, place + 1, back)
        elif form.is_valid():
            store.write(kept | {at: typed})
            return Turn(Outcome.GONE_ON, to=address(names[place + 1]))
        return Turn(Outcome.SHOWN, marks, step, form, place + 1, back)

    def _reviewed(
        self,
        request: HttpRequest,
        bound: Mapping[str, forms.Form | None],
        store: Store,
        address: Callable[[str], str],
        marks: tuple[Step, ...],
        back: str,
    ) -> Turn:
        answered = {name: form for name, form in bound.items() if form is not None}
        turn = Turn(
            Outcome.SHOWN, marks, None, None, len(self.steps) + 1, back, forget=lambda: store.write({})
        )
        turn.review = [(step, address(step.name), _said(answered[step.name])) for step in self.steps]
        if request.method == "POST":
            turn.outcome = Outcome.SENT
            turn.answers = {name: form.cleaned_data for name, form in answered.items()}
        return turn

    @staticmethod
    def _bound(step: WizardStep, kept: Mapping[str, Typed]) -> forms.Form | None:
        if step.name not in kept:
            return None
        data = QueryDict(mutable=True)
        for name, values in kept[step.name].items():
            data.setlist(name, list(values))
        return step.form(data)

    def _marks(self, place: int, first: int, address: Callable[[str], str]) -> tuple[Step, ...]:
        """The steps as the stepper shows them: what can be reached is a link."""
        titles = [*(str(step.title) for step in self.steps), _("Check and send")]
        names = [*(step.name for step in self.steps), REVIEW]

        def mark(n: int) -> Step:
            state = StepState.NOW if n == place else StepState.DONE if n < first else StepState.LATER
            return Step(titles[n], state, address(names[n]) if n <= first and n != place else "")

        return tuple(mark(n) for n in range(len(names)))


def _answered(form: forms.Form | None) -> bool:
    return form is not None and form.is_bound and form.is_valid()


def _names(form: forms.Form) -> list[str]:
    """The names under which a form's controls are sent: a field with several controls has several."""
    found = []
    for bound in form:
        widget = bound.field.widget
        parts = len(widget.widgets) if isinstance(widget, forms.MultiWidget) else 0
        found += [f"{bound.html_name}_{n}" for n in range(parts)] or [bound.html_name]
    return found


def _initial(step: WizardStep, typed: Typed) -> dict[str, Any]:
    """What was typed, as a form takes it to begin with."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, list(values))
    form = step.form()
    return {
        name: one.widget.value_from_datadict(data, data, form.add_prefix(name))
        for name, one in form.fields.items()
    }


def _said(form: forms.Form) -> list[tuple[str, str]]:
    """What was answered, in words: each label with the answer as a reader knows it."""
    return [(str(bound.label), _shown(bound.field, form.cleaned_data.get(bound.name))) for bound in form]


def _shown(one: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value in (None, "", []):
        return _("not given")
    if isinstance(one, (forms.ChoiceField, forms.MultipleChoiceField)):
        choices: Any = one.choices
        words = {str(key): str(word) for key, word in choices if not isinstance(word, (list, tuple))}
        return ", ".join(
            words.get(str(each), str(each)) for each in (value if isinstance(value, list) else [value])
        )
    return str(formats.localize(value))
