"""Forms of the account page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.accounts import shortcuts
from codeward.web.accounts.models import User
from codeward.web.accounts.zones import zone_names, zone_of

__all__ = ["ProfileForm", "ShortcutsForm"]


class ProfileForm(forms.ModelForm[User]):
    """Name shown, time zone and appearance."""

    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        required=False,
        help_text=gettext_lazy("Type the city and choose: Chicago, New York. Empty: as this browser says."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
    )

    class Meta:
        model = User
        fields = ["display_name", "time_zone", "theme"]
        labels = {"display_name": gettext_lazy("Name shown"), "theme": gettext_lazy("Appearance")}

    def clean_time_zone(self) -> str:
        """A zone we know, or none."""
        given: str = self.cleaned_data["time_zone"].strip()
        found = zone_of(given)
        if given and not found:
            raise forms.ValidationError(_("There is no time zone with this name. Choose one from the list."))
        return found

    @staticmethod
    def zones() -> tuple[str, ...]:
        """What the list offers."""
        return zone_names()


class ShortcutsForm(forms.Form):
    """Single-key shortcuts: off altogether, or a key for each action."""

    on = forms.BooleanField(label=gettext_lazy("Single-key shortcuts are on"), required=False)

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        current = user.keys
        kwargs["initial"] = {"on": current["on"], **current["keys"]}
        super().__init__(*args, **kwargs)
        self.user = user
        for action in shortcuts.ACTIONS:
            self.fields[action.name] = forms.CharField(
                label=str(action.label),
                max_length=1,
                strip=False,
                widget=forms.TextInput(attrs={"class": "key-input"}),
            )

    def clean(self) -> dict[str, Any]:
        """The stored form of the choice, checked by its schema."""
        given: dict[str, Any] = super().clean() or {}
        keys = {name: given[name] for name in shortcuts.DEFAULTS if name in given}
        changed = {name: key for name, key in keys.items() if key != shortcuts.DEFAULTS[name]}
        given["stored"] = {"on": given["on"], "keys": changed}
        chosen = list(keys.values())
        for name, key in keys.items():
            if chosen.count(key) > 1:
                self.add_error(name, _("Two actions use this key. Choose a different key for one of them."))
        if not self.errors:
            shortcuts.validate(given["stored"])
        return given

    def save(self) -> None:
        """Keep the choice with the user."""
        self.user.shortcuts = self.cleaned_data["stored"]
        self.user.save(update_fields=["shortcuts"])
