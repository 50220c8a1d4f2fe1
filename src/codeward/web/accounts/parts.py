"""Everything we know about a person, as a zip of JSON; and the end of it.

Each app registers the models that hold personal data with a function that gives a user's part of them.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from codeward.web.accounts.acts import DELETED
from codeward.web.accounts.models import User
from codeward.web.accounts.sessions import end_sessions
from codeward.web.audit.api import record
from codeward.web.registry import Registry

__all__ = ["Part", "delete", "export", "on_export", "on_leave", "parts"]

Give = Callable[[User], Any]
Forget = Callable[[User], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export: the models whose rows it holds, and how to get a user's rows."""

    name: str
    models: tuple[type[models.Model], ...]
    give: Give
    forget: Forget | None


_parts: Registry[Part] = Registry("parts of an export")
_leaves: Registry[Forget] = Registry("guards of leaving")


def on_export(
    name: str, covered: tuple[type[models.Model], ...], give: Give, forget: Forget | None = None
) -> None:
    """Register ``name.json`` of an account's export.

    `covered`: the models with personal data that it holds; `give(user)` returns what JSON can hold.
    `forget(user)` deletes rows that do not cascade from the user; called before the user goes.
    """
    _parts.add(name, Part(name, covered, give, forget))


def on_leave(name: str, guard: Forget) -> None:
    """Register ``guard(user)``, asked before a deletion inside its transaction; it raises CodewardError to stop it."""
    _leaves.add(name, guard)


def parts() -> list[Part]:
    """What apps have registered, by name."""
    return [_parts[name] for name in sorted(_parts)]


def export(user: User) -> bytes:
    """The zip: one JSON file for each part, and a manifest."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest = {"schema": 1, "made": timezone.now(), "files": [f"{part.name}.json" for part in parts()]}
        archive.writestr("manifest.json", _json(manifest))
        for part in parts():
            archive.writestr(f"{part.name}.json", _json(part.give(user)))
    return buffer.getvalue()


def delete(user: User) -> None:
    """Delete a person with everything that is theirs, sessions on every device included.

    Raises CodewardError where an app says that they cannot leave yet; nothing is deleted then.
    """
    with transaction.atomic():
        for guard in _leaves.values():
            guard(user)
        record(DELETED, actor=user, about=user)
        for part in parts():
            if part.forget is not None:
                part.forget(user)
        end_sessions(user)
        user.delete()


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2, sort_keys=True)
