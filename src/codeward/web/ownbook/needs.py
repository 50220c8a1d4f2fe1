"""Which learners' marks would lose their book with a release."""

from __future__ import annotations

from django.utils.translation import ngettext

from codeward.codesets import Release
from codeward.web.office.api import Need
from codeward.web.ownbook.models import Mark

__all__ = ["needs"]


def needs(release: Release) -> list[Need]:
    """The marks that stand in the release. Whose they are and what they say is nobody's business here."""
    n = Mark.objects.filter(release=release.id, removed_at__isnull=True).count()
    words = ngettext("%(n)d mark in learners’ books", "%(n)d marks in learners’ books", n) % {"n": n}
    return [Need(words, n)] if n else []
