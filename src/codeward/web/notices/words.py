"""A notice in words. One template a kind, a text: page, mail as text and mail as HTML are all made from it.

Its first line is the subject; after an empty line come paragraphs, each set apart by an empty line. It is rendered
without HTML escaping, because it is text; whoever shows it as HTML escapes it then, so no template can forget to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template import Context, engines
from django.utils.translation import gettext as _

from codeward.web.notices.kinds import OPEN, NoticeError, NoticeKind, find
from codeward.web.notices.models import Notice

__all__ = ["Words", "words", "words_of"]

_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Words:
    """What is told: a subject of one line, paragraphs, and what the link is called (empty without one)."""

    subject: str
    paragraphs: tuple[str, ...]
    action: str


def words(kind: NoticeKind, context: Mapping[str, Any]) -> Words:
    """The kind's template filled with `context`, in the language in force. Raises NoticeError without a subject."""
    engine: Any = engines["django"]
    text = engine.engine.get_template(kind.template).render(Context(dict(context), autoescape=False))
    parts = [" ".join(part.split()) for part in _BREAK.split(text.strip())]
    if not parts or not parts[0]:
        raise NoticeError(f"{kind.template} gives no subject", "Begin the template with a line of words")
    return Words(parts[0], tuple(part for part in parts[1:] if part), str(kind.action))


def words_of(notice: Notice) -> Words:
    """A notice in words. One whose app is gone says that much."""
    kind = find(notice.kind)
    if kind is None:
        return Words(_("A notice from a part of the school that is now closed"), (), str(OPEN))
    return words(kind, notice.context)
