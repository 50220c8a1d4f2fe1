"""What is typed on the Books page."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from codeward.codesets import System, books
from codeward.codesets.install import asked_for, license_of
from codeward.errors import CodewardError

__all__ = ["FilesForm", "OnForm"]


class OnForm(forms.Form):
    """The date for which the page says what answers."""

    on = forms.DateField(
        label=_("On the date"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        required=False,
    )

    @property
    def day(self) -> dt.date:
        """The date that was given, else today."""
        given = self.cleaned_data.get("on") if self.is_valid() else None
        return given or books.today()


class FilesForm(forms.Form):
    """Of which edition the files are, where they do not say so; and whose they are, where that matters."""

    release = forms.CharField(
        label=_("Edition"),
        max_length=60,
        required=False,
        help_text=_("Only where the files do not say it themselves: a year (FY2027) or a day (2026-10-01)."),
    )

    def __init__(self, system: System, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.system = system
        if license_of(system.id) == "licensed":
            self.fields["licensed"] = forms.BooleanField(
                label=_(
                    "This school holds the AMA’s license for CPT data files, and these files are its own."
                ),
                help_text=_(
                    "Pages and interfaces of the school never show the AMA’s text: study glosses stand there. The book "
                    "serves the command line on this server. This statement is kept."
                ),
                error_messages={"required": _("State this, or do not install the files.")},
            )

    def clean_release(self) -> str:
        """What was typed, if it names a release of the system."""
        typed = str(self.cleaned_data["release"]).strip()
        try:
            asked_for(self.system.id, typed or None)
        except CodewardError as error:
            raise forms.ValidationError(f"{error.message}. {error.way_out}.") from error
        return typed
