"""The widgets of the house's forms that Django's own do not cover: groups with hints, a switch, days and times.

A form names the widget; ``{% field %}`` knows how each is set (ui/field.html, ui/group.html). All of them are the
browser's own controls, so that they work by keyboard, by voice and without a script.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

__all__ = [
    "CheckboxGroup",
    "DateField",
    "DateTimeField",
    "DateWidget",
    "RadioGroup",
    "Switch",
    "TimeField",
    "TimeWidget",
]


class Hinted:
    """Choices that may say a line more: `hints` is a text by the choice's value."""

    def __init__(self, *args: Any, hints: Mapping[Any, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {str(value): text for value, text in (hints or {}).items()}


class RadioGroup(Hinted, forms.RadioSelect):
    """One of a few, all in sight. More than seven, or words that are known: a select."""


class CheckboxGroup(Hinted, forms.CheckboxSelectMultiple):
    """Any of a few."""


class Switch(forms.CheckboxInput):
    """On or off, for what holds at once or from saving on. Consent is a checkbox and no switch."""


class DateWidget(forms.DateInput):
    """The browser's own day picker. What is sent and shown to it is ISO 8601, whatever the reader's language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeWidget(forms.TimeInput):
    """The browser's own time picker, to the minute."""

    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeWidget(forms.SplitDateTimeWidget):
    """A day and a time side by side, each with a label of its own."""

    labels = (_("Date"), _("Time"))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        forms.MultiWidget.__init__(self, (DateWidget(), TimeWidget()), attrs)


class DateField(forms.DateField):
    """A day. The help says the form for browsers without a picker."""

    widget = DateWidget
    default_error_messages = {"invalid": _("Enter a day that exists, such as 2026-10-01.")}


class TimeField(forms.TimeField):
    """A time of day, of the zone that the page names."""

    widget = TimeWidget
    default_error_messages = {"invalid": _("Enter a time, such as 14:30.")}


class DateTimeField(forms.SplitDateTimeField):
    """A moment, in the reader's time zone as Django activates it."""

    widget = DateTimeWidget
    default_error_messages = {
        "invalid_date": _("Enter a day that exists, such as 2026-10-01."),
        "invalid_time": _("Enter a time, such as 14:30."),
    }
