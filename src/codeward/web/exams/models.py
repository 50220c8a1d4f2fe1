"""Practice exams as rows: the form that was put together, a learner's go at it, what was answered, what happened."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.ids import PublicIdField

__all__ = [
    "FACTORS", "GIVEN", "NOTE", "Accommodation", "Answer", "Event", "Form", "PlannedExam", "Score", "Sitting",
    "Suspension",
]  # fmt: skip

FACTORS = (100, 125, 150, 200)
"""Hundredths of the time that a form has: what an accommodation may give."""
GIVEN, NOTE = 8_000, 2_000
"""The most characters of an answer, and of a note beside a question."""


class Form(models.Model):
    """One exam put together: its paper, frozen. The same paper is one form, whoever asked for it.

    `paper` names each question by id and version, in order; the questions' own text stands in
    `learning.ContentVersion`, so that a correction changes no form that was begun.
    """

    personal_data = "no"
    privacy_class = "public"

    public_id = PublicIdField()
    digest = models.CharField(max_length=64, unique=True)
    exam = models.CharField(max_length=16)
    # Which edition of the blueprint, and how much of it: whole, half, one domain, 25 minutes.
    blueprint = models.CharField(max_length=32)
    length = models.CharField(max_length=32)
    seed = models.BigIntegerField()
    paper = models.JSONField()
    items = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["exam", "-made_at", "-id"]
        constraints = [
            models.CheckConstraint(name="exams_form_has_items", condition=Q(items__gte=1, minutes__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.exam} {self.length} {self.seed}"


class PlannedExam(models.Model):
    """The day on which a learner means to sit the real examination: it chooses the edition of blueprint and books."""

    personal_data = "yes: when somebody means to sit which examination"
    privacy_class = "record"

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="planned_exams"
    )
    exam = models.CharField(max_length=16)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(name="exams_planned_once", fields=["learner", "exam"])]

    def __str__(self) -> str:
        return f"{self.exam} {self.day}"


class Suspension(models.Model):
    """A question taken out: it enters no form and, suspended, no score while this stands. Ended, the question is back.

    A retired one leaves forms alone: scores that it counted in stand. Who took it out stands in the audit.
    """

    personal_data = "no"
    privacy_class = "public"

    class Kind(models.TextChoices):
        """How it was taken out."""

        SUSPENDED = "suspended", _("suspended")
        RETIRED = "retired", _("retired")

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SUSPENDED)
    item = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    since = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="exams_suspension_one_open", fields=["item", "kind"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="exams_suspension_kind", condition=Q(kind__in=["suspended", "retired"])
            ),
        ]

    def __str__(self) -> str:
        return self.item


class Accommodation(models.Model):
    """More time, or breaks that stop the clock, for one learner: given by staff, for a reason, for a time."""

    personal_data = "yes: that somebody was given more time, by whom, and until when; never for what illness"
    privacy_class = "sensitive"

    public_id = PublicIdField()
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="accommodations"
    )
    factor = models.PositiveSmallIntegerField(default=100)
    # Minutes of break that stop the clock, in all of one sitting.
    breaks = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="accommodations_given"
    )
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(name="exams_accommodation_factor", condition=Q(factor__in=FACTORS)),
            models.CheckConstraint(name="exams_accommodation_breaks", condition=Q(breaks__lte=240)),
            models.CheckConstraint(
                name="exams_accommodation_forward", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor} % and {self.breaks} min"


class Sitting(models.Model):
    """One go of a learner at a form, on the server's clock.

    States: open → submitted (by the learner, or by the clock) → void (a director's decision). Untimed ones have no
    deadline. The deadline is the start, the form's minutes times the factor, what was added, and breaks that stopped
    the clock (`sittings.deadline_of`): it stands as a column so that one conditional UPDATE decides.
    """

    personal_data = "yes: a practice exam that a learner sat, and when"
    privacy_class = "record"

    class State(models.TextChoices):
        """Where it is."""

        OPEN = "open", _("under way")
        SUBMITTED = "submitted", _("handed in")
        VOID = "void", _("does not count")

    class ClosedBy(models.TextChoices):
        """Who ended it."""

        LEARNER = "learner", _("you handed it in")
        CLOCK = "clock", _("the time was over")

    public_id = PublicIdField()
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="sittings")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sittings")
    # Of the form, so that the database holds that one exam is open at a time.
    exam = models.CharField(max_length=16)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    timed = models.BooleanField()
    factor = models.PositiveSmallIntegerField(default=100)
    breaks = models.PositiveSmallIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    deadline = models.DateTimeField(null=True, blank=True)
    # The break under way, which ends by itself, and the seconds of those that are over.
    break_from = models.DateTimeField(null=True, blank=True)
    break_until = models.DateTimeField(null=True, blank=True)
    paused = models.PositiveIntegerField(default=0)
    # Counts what was taken: whoever shows an older one knows that it is behind.
    revision = models.PositiveIntegerField(default=0)
    # Bytes of its changes: what happened is never thrown away, so it has a bound.
    stored = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=10, choices=ClosedBy, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(name="exams_sitting_number", fields=["form", "learner", "number"]),
            models.UniqueConstraint(
                name="exams_sitting_one_open", fields=["learner", "exam"], condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="exams_sitting_state", condition=Q(state__in=["open", "submitted", "void"])
            ),
            models.CheckConstraint(
                name="exams_sitting_closed_when",
                condition=Q(state="open", closed_at=None, closed_by="")
                | (~Q(state="open") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="exams_sitting_timed_has_deadline",
                condition=Q(timed=True, deadline__isnull=False) | Q(timed=False, deadline=None),
            ),
            models.CheckConstraint(
                name="exams_sitting_break_whole",
                condition=Q(break_from=None, break_until=None)
                | Q(timed=True, break_from__isnull=False, break_until__gt=F("break_from")),
            ),
            models.CheckConstraint(name="exams_sitting_factor", condition=Q(factor__in=FACTORS)),
        ]
        indexes = [
            models.Index(name="exams_sitting_running_out", fields=["deadline"], condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.exam} #{self.number}"

    @property
    def is_open(self) -> bool:
        """Whether it is under way, as this row was read."""
        return self.state == self.State.OPEN

    @property
    def score(self) -> Score | None:
        """The current score; None while it is open."""
        return next((one for one in self.scores.all() if one.current), None)

    @property
    def spent(self) -> dt.timedelta | None:
        """How long it took, breaks left out; None while it is open."""
        if self.closed_at is None:
            return None
        return self.closed_at - self.started_at - dt.timedelta(seconds=self.paused)


class Answer(models.Model):
    """What a learner has at one question of a sitting now: one row a question, the newest change stands."""

    personal_data = "yes: what somebody answered in a practice exam, struck out and noted beside it"
    privacy_class = "record"

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="answers")
    # The question's place on the form, from 1.
    place = models.PositiveSmallIntegerField()
    # Of the change that stands: an older one that comes late changes nothing.
    sequence = models.PositiveIntegerField()
    # Places of options as the form shows them, rows of a match, or the lines that were typed.
    given = models.CharField(max_length=GIVEN, blank=True)
    flagged = models.BooleanField(default=False)
    struck = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=NOTE, blank=True)
    # Stretches of the record and the stem that were marked: [[where, from, to], …].
    marks = models.JSONField(default=list)
    seconds = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["sitting", "place"]
        constraints = [
            models.UniqueConstraint(name="exams_answer_once", fields=["sitting", "place"]),
            models.CheckConstraint(
                name="exams_answer_counts_from_one", condition=Q(place__gte=1, sequence__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.given[:40]}"


class Event(models.Model):
    """One thing that happened in a sitting. Append-only: disputes and the pacing coach read it."""

    personal_data = "yes: every change of an answer in a practice exam, and when"
    privacy_class = "record"

    class Kind(models.TextChoices):
        """What happened."""

        BEGUN = "begun", _("begun")
        SAVED = "saved", _("answer saved")
        OLDER = "older", _("an older answer came late and was not taken")
        LATE = "late", _("an answer came after the time was over")
        PAUSED = "paused", _("break begun")
        RESUMED = "resumed", _("break over")
        EXTENDED = "extended", _("time added")
        SUBMITTED = "submitted", _("handed in")
        VOIDED = "voided", _("taken out of the record")

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="events")
    # Of the request: sent twice it is one.
    client_key = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    told = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["sitting", "id"]
        constraints = [models.UniqueConstraint(name="exams_event_once", fields=["sitting", "client_key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.place or ''}"


class Score(models.Model):
    """What a sitting came to, by the keys and rules of then. Append-only: a corrected key adds one."""

    personal_data = "yes: how somebody did in a practice exam"
    privacy_class = "record"

    class Cause(models.TextChoices):
        """Why there is this score."""

        SUBMITTED = "submitted", _("handed in")
        KEY = "key", _("a key was corrected")
        SUSPENDED = "suspended", _("a question was taken out")

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="scores")
    number = models.PositiveSmallIntegerField()
    current = models.BooleanField()
    cause = models.CharField(max_length=10, choices=Cause)
    # The version of the rules of scoring, and of each question's key that judged.
    rules = models.CharField(max_length=32)
    keys = models.JSONField()
    # As practice.scoring tells it: points by question, by domain, in all, scaled.
    result = models.JSONField()
    points = models.FloatField()
    possible = models.FloatField()
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["sitting", "number"]
        constraints = [
            models.UniqueConstraint(name="exams_score_number", fields=["sitting", "number"]),
            models.UniqueConstraint(
                name="exams_score_one_current", fields=["sitting"], condition=Q(current=True)
            ),
            models.CheckConstraint(
                name="exams_score_points", condition=Q(points__gte=0, points__lte=F("possible"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.points:g} of {self.possible:g}"
