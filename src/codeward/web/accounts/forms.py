"""Forms of the account page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from codeward.web.accounts import shortcuts
from codeward.web.accounts.models import User
from codeward.web.accounts.zones import known_zone, zone_names


class ProfileForm(forms.ModelForm[User]):
    """Name shown, time zone and appearance."""

    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        required=False,
        help_text=gettext_lazy("Such as America/Chicago. Empty: as this browser says."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
    )

    class Meta:
        model = User
        fields = ["display_name", "time_zone", "theme"]
        labels = {"display_name": gettext_lazy("Name shown"), "theme": gettext_lazy("Appearance")}

    def clean_time_zone(self) -> str:
        """A zone we know, or none."""
        name: str = self.cleaned_data["time_zone"].strip()
        if name and not known_zone(name):
            raise forms.ValidationError(_("We know no time zone of this name. Choose one of the list."))
        return name

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
                self.add_error(name, _("This key is given to two actions. Choose another for one of them."))
        if not self.errors:
            shortcuts.validate(given["stored"])
        return given

    def save(self) -> None:
        """Keep the choice with the user."""
        self.user.shortcuts = self.cleaned_data["stored"]
        self.user.save(update_fields=["shortcuts"])


class DeleteForm(forms.Form):
    """Deletion is confirmed by typing a word, and by the password where there is one."""

    word = forms.CharField(
        label=gettext_lazy("Type DELETE to confirm"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user.has_usable_password():
            self.fields["password"] = forms.CharField(
                label=gettext_lazy("Your password"),
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            )

    def clean_word(self) -> str:
        """The word, in any case."""
        word: str = self.cleaned_data["word"].strip()
        if word.upper() != "DELETE":
            raise forms.ValidationError(_("Type the word DELETE."))
        return word

    def clean_password(self) -> str:
        """The user's own password."""
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password
