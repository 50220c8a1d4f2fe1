"""Grants, and what waits for a second person, as rows. The rules that a row alone can break are the database's."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.grants.scopes import Scope
from codeward.web.grants.table import Area, Role
from codeward.web.ids import PublicIdField

__all__ = ["MAX_REASON", "Approval", "Grant"]

MAX_REASON = 500
GIVEN_ROLES = [role for role in Role if role is not Role.LEARNER]


class Grant(models.Model):
    """One role of one person: for what, from when, until when, by whom and why.

    waiting → live (a second person approved, or the wait was over), or refused; live → ended, or expired by the clock.
    """

    personal_data = "yes: who may do what in the school, who gave it and why"
    privacy_class = "record"

    class State(models.TextChoices):
        """Only a live grant counts, and only between `starts_at` and `until`."""

        WAITING = "waiting", _("waits for a second person")
        LIVE = "live", _("in force")
        REFUSED = "refused", _("refused")
        ENDED = "ended", _("ended")
        EXPIRED = "expired", _("ran out")

    class Way(models.TextChoices):
        """How it came into force."""

        GIVEN = "given", _("given by one person")
        APPROVED = "approved", _("approved by a second person")
        WAITED = "waited", _("after a day's wait, one person running the school")
        SHELL = "shell", _("given on the school's own machine")
        MOVED = "moved", _("ran the school before there were roles")

    public_id = PublicIdField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role)
    scope_kind = models.CharField(max_length=8, default="school")
    scope_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State)
    way = models.CharField(max_length=8, choices=Way, default=Way.GIVEN)
    starts_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    # Null: the machine's own command line, a migration, or someone who has left.
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="grants_given",
    )
    reason = models.CharField(max_length=MAX_REASON)
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=MAX_REASON, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        indexes = [models.Index(fields=["state", "role"], name="grants_grant_state_role")]
        constraints = [
            models.CheckConstraint(
                name="grants_grant_state",
                condition=Q(state__in=["waiting", "live", "refused", "ended", "expired"]),
            ),
            models.CheckConstraint(
                name="grants_grant_role", condition=Q(role__in=[str(role) for role in GIVEN_ROLES])
            ),
            models.CheckConstraint(
                name="grants_grant_scope",
                condition=Q(scope_kind="school", scope_id="")
                | (Q(scope_kind__in=["program", "cohort"]) & ~Q(scope_id="")),
            ),
            models.CheckConstraint(
                name="grants_grant_way",
                condition=Q(way__in=["given", "approved", "waited", "shell", "moved"]),
            ),
            # No director by one person's word.
            models.CheckConstraint(
                name="grants_grant_director_not_by_one",
                condition=~Q(role="director", state="live", way="given"),
            ),
            models.CheckConstraint(
                name="grants_grant_over_has_time",
                condition=Q(state__in=["waiting", "live"], ended_at__isnull=True)
                | Q(state__in=["refused", "ended", "expired"], ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="grants_grant_until_later", condition=Q(until__isnull=True) | Q(until__gt=F("starts_at"))
            ),
            models.CheckConstraint(name="grants_grant_reason", condition=~Q(reason="")),
            # Nobody gives themselves a role. The machine's shell is no person: its giver is null.
            models.CheckConstraint(
                name="grants_grant_not_by_oneself", condition=Q(giver__isnull=True) | ~Q(giver=F("person"))
            ),
            models.UniqueConstraint(
                name="grants_grant_once",
                fields=["person", "role", "scope_kind", "scope_id"],
                condition=Q(state__in=["waiting", "live"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.state}"

    @property
    def scope(self) -> Scope:
        """For what it is given."""
        return Scope(self.scope_kind, self.scope_id)


class Approval(models.Model):
    """One thing that waits for a second person: a new director today; money out and outcomes later.

    waiting → approved (by somebody else, or after the wait where one person runs the school), refused, or withdrawn.
    """

    personal_data = "yes: what a member of staff asked for, and who decided"
    privacy_class = "record"

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", _("waits")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = PublicIdField()
    kind = models.CharField(max_length=40)
    # The public id of the thing.
    key = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    area = models.CharField(max_length=12, choices=Area)
    scope_kind = models.CharField(max_length=8, default="school")
    scope_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="approvals_asked"
    )
    # Whom it is about: they decide as little as the asker.
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="approvals_about",
    )
    reason = models.CharField(max_length=MAX_REASON)
    made_at = models.DateTimeField(default=timezone.now)
    # Set where one person holds everything: then it comes into force by itself.
    waits_until = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="approvals_decided",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=MAX_REASON, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="grants_approval_state",
                condition=Q(state__in=["waiting", "approved", "refused", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="grants_approval_decided_has_time",
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
            ),
            # Two people: the database's own rule. Withdrawing is the asker's.
            models.CheckConstraint(
                name="grants_approval_by_a_second",
                condition=Q(state="withdrawn")
                | Q(decided_by__isnull=True)
                | (
                    (Q(asker__isnull=True) | ~Q(decided_by=F("asker")))
                    & (Q(about__isnull=True) | ~Q(decided_by=F("about")))
                ),
            ),
            models.CheckConstraint(name="grants_approval_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="grants_approval_one_waits", fields=["kind", "key"], condition=Q(state="waiting")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def scope(self) -> Scope:
        """Where it stands."""
        return Scope(self.scope_kind, self.scope_id)
