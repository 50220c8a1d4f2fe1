"""Template tags of the own book: ``{% load ownbook %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from codeward.web.accounts.api import User, effective_keys
from codeward.web.ownbook.anchors import MARKABLE
from codeward.web.ownbook.marks import COLOURS, MAX_LABEL, MAX_NOTE
from codeward.web.ownbook.present import COLOUR_WORDS, script_words

register = template.Library()


@register.inclusion_tag("ownbook/_scripts.html", takes_context=True)
def ownbook_scripts(context: dict[str, Any]) -> dict[str, Any]:
    """The marks of one's own on this page: what the page script needs, its dialog, its styles.

    The page's context names the release that its anchors belong to: ``release.id``. Without one there is nothing to
    mark. ``ownbook_allowed`` in the context (an :class:`~codeward.web.ownbook.api.Allowed`, or what returns one for a
    release) makes it read-only.
    """
    release = str(getattr(context.get("release"), "id", "") or "")
    held = context.get("ownbook_allowed")
    if callable(held):
        held = held(release) if release else None
    learner = context.get("learner")
    known = learner if isinstance(learner, User) else None
    data = {
        "release": release,
        "systems": list(MARKABLE),
        "learner": known.public_id if known else None,
        "guest": bool(known and known.state == User.State.GUEST),
        "allowed": held.to_json() if held is not None else None,
        "keys": known.keys if known else effective_keys({}),
        "urls": {"marks": reverse("ownbook:marks"), "changes": reverse("ownbook:changes")},
        "limits": {"note": MAX_NOTE, "label": MAX_LABEL},
        "colours": list(COLOURS),
        "words": script_words(),
    }
    return {
        "shown": bool(release),
        "data": data,
        "csp_nonce": context.get("csp_nonce", ""),
        "colours": [(name, COLOUR_WORDS[name]) for name in COLOURS],
        "limits": data["limits"],
    }


@register.simple_tag
def colour_word(name: str) -> str:
    """A colour in words."""
    return str(COLOUR_WORDS.get(name, name))
