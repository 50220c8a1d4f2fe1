"""What learners put into their books, as rows: marks, and which changes the server has taken."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.ownbook.anchors import MAX_ANCHOR
from codeward.web.ownbook.marks import COLOURS, KINDS, MAX_LABEL, MAX_NOTE, Held

__all__ = ["Mark", "OwnBook", "TakenChange"]


class OwnBook(models.Model):
    """A learner's own book. Its row is the lock under which all of their marks change; `revision` counts changes."""

    personal_data = "yes: how often a learner's own book was changed"
    privacy_class = "account"

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="own_book"
    )
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"book of {self.learner_id}"


class Mark(models.Model):
    """A highlight, a margin note or a tab at a place of a release. Taken out, it stays a while to be brought back."""

    personal_data = "yes: what a learner highlighted and wrote in the code books"
    privacy_class = "account"

    class Kind(models.TextChoices):
        HIGHLIGHT = "highlight", _("highlight")
        NOTE = "note", _("margin note")
        TAB = "tab", _("tab")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="marks")
    client_id = models.UUIDField()
    release = models.CharField(max_length=60)
    system = models.CharField(max_length=32)
    anchor = models.CharField(max_length=MAX_ANCHOR)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    colour = models.CharField(max_length=8, blank=True)
    text = models.TextField(max_length=MAX_NOTE, blank=True)
    label = models.CharField(max_length=MAX_LABEL, blank=True)
    # The words of the book at the time, by which the place is found again in another release.
    quote = models.TextField(blank=True)
    digest = models.CharField(max_length=32)
    # The change that made it as it is: a page that knew another one is told so by it.
    version = models.UUIDField()
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["release", "anchor", "made_at", "id"]
        constraints = [
            models.UniqueConstraint(name="ownbook_mark_once", fields=["learner", "client_id"]),
            # Nothing is marked twice in the same way.
            models.UniqueConstraint(
                name="ownbook_mark_no_twin",
                fields=["learner", "release", "anchor", "kind", "digest"],
                condition=Q(removed_at__isnull=True),
            ),
            models.CheckConstraint(name="ownbook_mark_kind", condition=Q(kind__in=KINDS)),
            models.CheckConstraint(name="ownbook_mark_colour", condition=Q(colour__in=["", *COLOURS])),
            models.CheckConstraint(
                name="ownbook_mark_fits_kind",
                condition=(Q(kind="highlight", text="", label="") & ~Q(colour=""))
                | (Q(kind="note", colour="", label="") & ~Q(text=""))
                | (Q(kind="tab", text="") & ~Q(colour="") & ~Q(label="")),
            ),
            models.CheckConstraint(
                name="ownbook_mark_length", condition=Q(LessThanOrEqual(Length(F("text")), Value(MAX_NOTE)))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.anchor}"

    def held(self) -> Held:
        """The row as plain data."""
        return Held(
            self.client_id, self.release, self.anchor, self.kind, self.colour, self.text, self.label, self.quote,
            self.made_at, self.changed_at, self.version,
        )  # fmt: skip


class TakenChange(models.Model):
    """A change that the server has taken, by its client's id: sent again it changes nothing."""

    personal_data = "yes: the ids of changes that a learner made"
    privacy_class = "account"

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mark_changes"
    )
    client_id = models.UUIDField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(name="ownbook_change_once", fields=["learner", "client_id"])]

    def __str__(self) -> str:
        return str(self.client_id)
