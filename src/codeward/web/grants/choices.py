"""What a form offers: the roles that are given, for what, and the presets."""

from __future__ import annotations

from django.utils.translation import gettext as _

from codeward.web.grants.refusals import Unfit
from codeward.web.grants.scopes import SCHOOL, Scope, choices_of
from codeward.web.grants.table import Preset, Role, table

__all__ = ["preset_choices", "read_scope", "role_choices", "scope_choices"]


def role_choices() -> list[tuple[str, str]]:
    """(value, label) of every role that can be given."""
    return [(role.value, str(role.label)) for role in Role if table().roles[role].scopes]


def preset_choices() -> list[tuple[str, str]]:
    """(value, label with its roles) of the presets."""
    return [
        (preset.value, f"{preset.label} ({', '.join(str(role.label) for role in table().presets[preset])})")
        for preset in Preset
    ]


def scope_choices(role: Role | None = None) -> list[tuple[str, str]]:
    """(value, title) of the scopes a role may be given for; of any role where none is said."""
    kinds = table().roles[role].scopes if role is not None else ("school", "program", "cohort")
    found = [("school:", _("the whole school"))] if "school" in kinds else []
    for kind in ("program", "cohort"):
        if kind in kinds:
            found += [(f"{kind}:{id_}", title) for id_, title in choices_of(kind)]
    return found


def read_scope(value: str) -> Scope:
    """The scope of a form's value. Raises Unfit for one that is none."""
    if value in {"", "school:"}:
        return SCHOOL
    if value not in dict(scope_choices()):
        raise Unfit(_("There is no such program or group"), _("Choose one from the list."))
    kind, id_ = value.split(":", 1)
    return Scope(kind, id_)
