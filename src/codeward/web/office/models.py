"""Who has taken which row of which queue, and who was invited."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from codeward.web.ids import PublicIdField
from codeward.web.office.books.models import BookHolding, BookHome, BookJob, BookOutcome

__all__ = ["BookHolding", "BookHome", "BookJob", "BookOutcome", "Invitation", "Ownership"]


class Ownership(models.Model):
    """One row of one queue, and whose it is: taken by an UPDATE where it is nobody's."""

    personal_data = "yes: who of the staff looks after what"
    privacy_class = "account"

    queue = models.CharField(max_length=40)
    # The public id of the thing in its own app.
    thing = models.CharField(max_length=64)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="office_rows"
    )
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(name="office_ownership_once", fields=["queue", "thing"])]

    def __str__(self) -> str:
        return f"{self.queue} {self.thing}"


class Invitation(models.Model):
    """Somebody who may sign up where one joins by invitation. Only the hash of the link is kept."""

    personal_data = "yes: the address of somebody who was invited, and by whom"
    privacy_class = "fleeting"

    public_id = PublicIdField()
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="office_invitation_ends_later", condition=Q(expires_at__gt=F("made_at"))
            ),
            # A new invitation takes the place of the one before.
            models.UniqueConstraint(
                name="office_invitation_one_open", fields=["email"], condition=Q(withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.email
