"""What happened: one row an act, written with it, never changed. Where it came from lies beside it for a while.

The database itself refuses to change a row, and to delete one before its time (the triggers of migration 0001).
People stand in rows by their public ids as text and not by foreign keys, so that the end of an account touches none.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from codeward.web.audit.acts import LONGEST, Act, Kind, find
from codeward.web.audit.guard import REASON
from codeward.web.devices import Device
from codeward.web.ids import LENGTH, PublicIdField

__all__ = ["AuditOrigin", "AuditRow"]


class AuditRow(models.Model):
    """One act: who, in which role, did what to which thing of whom, what changed by it, and why."""

    personal_data = "yes: what somebody did or had done to their record, by public ids that mean nobody later"
    privacy_class = "record"

    public_id = PublicIdField()
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=8, choices=Kind)
    act = models.CharField(max_length=LONGEST)
    # Public ids. No actor: the school itself, by its clock, or somebody who is not signed in.
    actor = models.CharField(max_length=LENGTH, blank=True)
    role = models.CharField(max_length=40, blank=True)
    about = models.CharField(max_length=LENGTH, blank=True)
    thing_kind = models.CharField(max_length=80, blank=True)
    thing = models.CharField(max_length=80, blank=True)
    # Field → [old, new]; what may stand there is asked in audit.guard.
    changed = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=REASON, blank=True)
    request_id = models.CharField(max_length=12, blank=True)
    # What is written once an hour or once ever names that here; null for what may come again.
    once = models.CharField(max_length=64, null=True, blank=True, unique=True)
    # The database lets nobody delete the row before; null: never.
    kept_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["about", "-at"], name="audit_about_at"),
            models.Index(fields=["actor", "-at"], name="audit_actor_at"),
            models.Index(fields=["kind", "-at"], name="audit_kind_at"),
            models.Index(fields=["act", "-at"], name="audit_act_at"),
            models.Index(fields=["-at"], name="audit_at"),
            # What happened to one thing, for whoever decides about it.
            models.Index(fields=["thing", "-at"], name="audit_thing_at"),
        ]
        constraints = [
            models.CheckConstraint(
                name="audit_kind_known", condition=Q(kind__in=["security", "access", "move"])
            ),
            models.CheckConstraint(name="audit_act_named", condition=~Q(act="")),
            models.CheckConstraint(name="audit_thing_with_kind", condition=Q(thing="") | ~Q(thing_kind="")),
            models.CheckConstraint(
                name="audit_kept_for_a_while", condition=Q(kept_until=None) | Q(kept_until__gt=F("at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} at {self.at:%Y-%m-%d %H:%M}"

    @property
    def told(self) -> Act | None:
        """The act with its words; None where no app of this version has it."""
        return find(self.act)


class AuditOrigin(models.Model):
    """Where an act of the security log came from. Kept for 90 days, and no longer than the account."""

    personal_data = "yes: network address, device, and a keyed hash of a mail address that was tried"
    privacy_class = "fleeting"

    row = models.OneToOneField(AuditRow, on_delete=models.CASCADE, related_name="origin")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    # By their makers' names (codeward.web.devices).
    browser = models.CharField(max_length=40, blank=True)
    system = models.CharField(max_length=40, blank=True)
    # Tells that the same mail address was tried again, and not which.
    tried = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"where {self.row_id} came from"

    @property
    def device(self) -> Device:
        """Browser and system, in words."""
        return Device(self.browser, self.system)
