"""The forms of a scratchpad: what the claim is, and a line's date, modifiers and POA indicator.

Each sends along what it showed (``initial-…``), so that only what its person changed is written: two tabs that save at
once, one the name and the other the kind of claim, both have their way.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from codeward.web.scratchpad.models import PadLine, Scratchpad

__all__ = ["LineForm", "PadForm"]


class _SaysWhatItShowed(forms.ModelForm):  # type: ignore[type-arg]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    def shown(self) -> list[str]:
        """The hidden fields that hold it."""
        return [bound.as_hidden(only_initial=True) for bound in self]

    def said(self) -> dict[str, Any]:
        """The valid values of the fields that were sent and differ from what the form showed."""
        return {
            bound.name: self.cleaned_data[bound.name]
            for bound in self
            if bound.html_name in self.data
            and (bound.html_initial_name not in self.data or bound.name in self.changed_data)
        }


class PadForm(_SaysWhatItShowed):
    """Name and claim."""

    class Meta:
        model = Scratchpad
        fields = ("name", "kind", "day", "age", "sex", "discharge_status")
        labels = {
            "name": _("Name"),
            "kind": _("Kind of claim"),
            "day": _("Date of service, or of discharge"),
            "age": _("Age in years"),
            "sex": _("Sex"),
            "discharge_status": _("Discharge status"),
        }
        widgets = {
            "day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "age": forms.NumberInput(attrs={"inputmode": "numeric"}),
            "discharge_status": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].help_text = _("Left empty: today")
        self.fields["discharge_status"].help_text = _(
            "Hospital inpatient only. Two digits: 01 went home, 03 to a skilled nursing facility, 20 died"
        )


class LineForm(_SaysWhatItShowed):
    """A line's own date, the modifiers of a service, and whether a diagnosis was present on admission."""

    class Meta:
        model = PadLine
        fields = ("modifiers", "day", "poa")
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def validate_unique(self) -> None:
        """Asked under the lock, by `pads.change`."""

    def validate_constraints(self) -> None:
        """As above."""
