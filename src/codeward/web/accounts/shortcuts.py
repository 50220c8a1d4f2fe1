"""Keyboard shortcuts: which exist, what a person may change, and the form they are stored in.

A user's ``shortcuts`` is ``{"on": bool, "keys": {action: key}}``; only what differs from the defaults is kept.
Keys that come with Ctrl, Alt or F6 always work; single characters can be switched off or changed (WCAG 2.1.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["Action", "Shortcuts", "effective", "validate"]


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a single key does: its name in the stored form, the key, and what it says to people."""

    name: str
    key: str
    label: Promise


class Shortcuts(TypedDict):
    """The shortcuts in force: whether single keys work at all, and the key of every action."""

    on: bool
    keys: dict[str, str]


ACTIONS = (
    Action("search", "/", gettext_lazy("Go to the codebook search")),
    Action("evidence", "e", gettext_lazy("Start evidence mode in the record")),
    Action("doubt", "d", gettext_lazy("Mark the chosen code as unsure")),
    Action("mark", "m", gettext_lazy("Highlight the entry or instruction in the codebook")),
    Action("collect", "a", gettext_lazy("Add the code to the scratchpad")),
    Action("help", "?", gettext_lazy("List all keys")),
)
DEFAULTS = {action.name: action.key for action in ACTIONS}


def effective(stored: dict[str, Any]) -> Shortcuts:
    """The shortcuts in force for what is `stored`: the defaults where nothing else was chosen."""
    chosen = {k: v for k, v in stored.get("keys", {}).items() if k in DEFAULTS}
    # An action that came later has no key where somebody gave its key to another one before.
    free = {name: "" if key in chosen.values() else key for name, key in DEFAULTS.items()}
    keys = {**free, **chosen}
    return {"on": bool(stored.get("on", True)), "keys": keys}


def validate(stored: Any) -> None:
    """Raise ValidationError unless `stored` has the form above, with one distinct character an action."""
    if not isinstance(stored, dict) or set(stored) - {"on", "keys"}:
        raise ValidationError(_("Shortcuts have only “on” and “keys”."))
    keys = stored.get("keys", {})
    if not isinstance(stored.get("on", True), bool) or not isinstance(keys, dict):
        raise ValidationError(_("“on” is yes or no; “keys” gives one key for each action."))
    for name, key in keys.items():
        if name not in DEFAULTS:
            raise ValidationError(_("There is no action “%(name)s”.") % {"name": name})
        if not isinstance(key, str) or len(key) != 1 or not key.isprintable() or key.isspace():
            raise ValidationError(_("“%(key)s” is not a single visible character.") % {"key": key})
    chosen = list({**DEFAULTS, **keys}.values())
    for key in chosen:
        if chosen.count(key) > 1:
            raise ValidationError(_("Two actions use the key “%(key)s”.") % {"key": key})
