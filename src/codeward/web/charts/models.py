"""What learners do with charts, as rows: attempts, their operations and grades.

The versions of charts that they are judged by are versions of content: `learning.api.ContentVersion`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.ids import PublicIdField
from codeward.web.learning.api import ContentVersion

__all__ = [
    "ROW_FIELDS",
    "Attempt",
    "AttemptEdition",
    "Grade",
    "GradeEdition",
    "GradeRow",
    "HelpUse",
    "Operation",
]

# The fields of a row of the grader's JSON that are columns by the same name.
ROW_FIELDS = (
    "verdict",
    "points",
    "possible",
    "reason",
    "rule",
    "mine",
    "key",
    "citation",
    "path",
    "axes",
    "evidence",
)


class Attempt(models.Model):
    """One go of a learner at a chart.

    States: open → submitted; open ↔ set aside (when a guest's work on the same chart is kept on signing in).
    """

    personal_data = "yes: what a learner coded, and when"
    privacy_class = "record"

    class State(models.TextChoices):
        OPEN = "open", _("open")
        SUBMITTED = "submitted", _("submitted")
        SET_ASIDE = "set_aside", _("set aside")

    public_id = PublicIdField()
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts")
    chart_id = models.CharField(max_length=64)
    snapshot = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, related_name="attempts")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=0)
    # Bytes of its changes and of all that it keeps, its grades too (web.quotas). What came before this was counted is
    # not in them.
    written = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    # Only the first submission before the key was shown counts for progress and certificates.
    counts = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="charts_attempt_state", condition=Q(state__in=["open", "submitted", "set_aside"])
            ),
            models.CheckConstraint(
                name="charts_attempt_submitted_when",
                condition=Q(state="submitted", submitted_at__isnull=False)
                | (~Q(state="submitted") & Q(submitted_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="charts_attempt_counts_submitted", condition=Q(counts=False) | Q(state="submitted")
            ),
            models.UniqueConstraint(
                name="charts_attempt_one_open", fields=["learner", "chart_id"], condition=Q(state="open")
            ),
            models.UniqueConstraint(
                name="charts_attempt_one_counts", fields=["learner", "chart_id"], condition=Q(counts=True)
            ),
            models.UniqueConstraint(name="charts_attempt_number", fields=["learner", "chart_id", "number"]),
            models.CheckConstraint(name="charts_attempt_stored_all", condition=Q(stored__gte=F("written"))),
        ]

    def __str__(self) -> str:
        return f"{self.chart_id} #{self.number}"

    @property
    def release(self) -> str:
        """The ICD-10-CM release that its codes are looked up in."""
        return _edition_of(self.editions.all(), "icd10cm")

    @property
    def grade(self) -> Grade | None:
        """The current grade; None for one that was not handed in. Prefetch `grades` where many are shown."""
        return next((one for one in self.grades.all() if one.current), None)


class Operation(models.Model):
    """One change to an answer, as the server accepted it. Append-only: the answer is their fold."""

    personal_data = "yes: every change a learner made to an answer"
    privacy_class = "record"

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="operations")
    client_id = models.UUIDField()
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    payload = models.JSONField(encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["attempt", "sequence"]
        constraints = [
            models.UniqueConstraint(name="charts_operation_once", fields=["attempt", "client_id"]),
            models.UniqueConstraint(name="charts_operation_sequence", fields=["attempt", "sequence"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.kind}"


class HelpUse(models.Model):
    """One use of help while an answer was in the making. Append-only, and never part of the answer."""

    personal_data = "yes: that a learner had an answer checked before handing it in, and when"
    privacy_class = "record"

    class Kind(models.TextChoices):
        """What helped."""

        EDITS = "edits", _("the edits were run")

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="helps")
    kind = models.CharField(max_length=10, choices=Kind)
    # Of the answer that it was asked about; and how many findings it told.
    revision = models.PositiveIntegerField()
    findings = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["attempt", "pk"]
        constraints = [
            models.CheckConstraint(name="charts_helpuse_kind", condition=Q(kind__in=["edits"])),
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.revision}"


class Grade(models.Model):
    """A judgment that can be reproduced: the answer, what it was judged by, and what was said of it.

    Append-only: a correction adds a grade and takes `current` from the one before; nothing of that one changes, its
    words included. What it said of each code are its `rows`.
    """

    personal_data = "yes: how a learner's answer was judged"
    privacy_class = "record"

    class Cause(models.TextChoices):
        """Why there is this grade."""

        SUBMITTED = "submitted", _("handed in")
        KEY = "key", _("the key was corrected")
        RULES = "rules", _("the rules of grading or the books were corrected")

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="grades")
    number = models.PositiveIntegerField()
    current = models.BooleanField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="superseded_by"
    )
    cause = models.CharField(max_length=10, choices=Cause)
    # The version of the chart whose key judged; of the same record as the attempt's, always.
    snapshot = models.ForeignKey(ContentVersion, on_delete=models.PROTECT, related_name="grades")
    rules_version = models.CharField(max_length=80)
    answer = models.JSONField()
    score = models.FloatField()
    points = models.FloatField()
    possible = models.FloatField()
    # The rule of the score in words, as it was told with this grade.
    rule = models.TextField()
    in_force = models.BooleanField()
    figures = models.JSONField()
    # Further fields of the grader's JSON, of rules that came later than these columns.
    more = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="charts_grade_score", condition=Q(score__gte=0) & Q(score__lte=100)),
            models.CheckConstraint(
                name="charts_grade_cause", condition=Q(cause__in=["submitted", "key", "rules"])
            ),
            models.CheckConstraint(
                name="charts_grade_first_supersedes_none",
                condition=Q(cause="submitted", number=1, supersedes=None)
                | (Q(number__gt=1, supersedes__isnull=False) & ~Q(cause="submitted")),
            ),
            models.UniqueConstraint(name="charts_grade_number", fields=["attempt", "number"]),
            models.UniqueConstraint(
                name="charts_grade_one_current", fields=["attempt"], condition=Q(current=True)
            ),
        ]
        ordering = [F("made_at").desc()]

    def __str__(self) -> str:
        return f"{self.attempt} {self.score:.0f}"

    def edition_of(self, system: str) -> str:
        """The edition of a code system that it was judged by; empty where none was asked."""
        return _edition_of(self.editions.all(), system)

    def to_json(self) -> dict[str, Any]:
        """What the grader said, in the public shape of a grade's JSON; `differences` are its rows that cost points."""
        return {
            **self.more,
            "score": self.score,
            "points": self.points,
            "possible": self.possible,
            "rule": self.rule,
            "in_force": self.in_force,
            "figures": self.figures,
            "rows": [row.to_json() for row in self.rows.all()],
            "release": self.edition_of("icd10cm"),
            "editions": [one.to_json() for one in sorted(self.editions.all(), key=lambda one: one.system)],
            "key_version": self.snapshot_id,
            "rules_version": self.rules_version,
            "chart": self.attempt.chart_id,
            "answer": self.answer,
        }


class GradeRow(models.Model):
    """One row of a grade: a code or a query of the answer beside the key's, what it was worth, and why."""

    personal_data = "yes: how a learner's answer was judged"
    privacy_class = "record"

    grade = models.ForeignKey(Grade, on_delete=models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    # The same in every grade by the same key. Two queries of the same words share one.
    row = models.CharField(max_length=12)
    verdict = models.CharField(max_length=24)
    points = models.FloatField()
    possible = models.FloatField()
    reason = models.TextField()
    rule = models.CharField(max_length=40, blank=True)
    mine = models.JSONField(null=True)
    key = models.JSONField(null=True)
    citation = models.JSONField(default=list)
    path = models.JSONField(default=list)
    axes = models.JSONField(default=list)
    evidence = models.JSONField(default=dict)
    # Further fields of the grader's JSON, of rules that came later than these columns.
    more = models.JSONField(default=dict)

    class Meta:
        ordering = ["grade", "place"]
        constraints = [
            models.UniqueConstraint(name="charts_graderow_place", fields=["grade", "place"]),
        ]

    def __str__(self) -> str:
        return f"{self.row} {self.verdict}"

    def to_json(self) -> dict[str, Any]:
        """The row in the public shape of a grade's JSON."""
        return {
            **self.more,
            "id": self.row,
            **{name: getattr(self, name) for name in ROW_FIELDS if name != "rule"},
            "rule": self.rule or None,
        }


class _Edition(models.Model):
    """One edition that something was judged by: a release of a code system, or an edition of a list."""

    personal_data = "no"
    privacy_class = "record"

    system = models.CharField(max_length=40)
    edition = models.CharField(max_length=60)
    # Of the publisher's files that it was made from; empty where that was not recorded yet.
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.edition

    def to_json(self) -> dict[str, str]:
        """The edition in the public shape of a grade's JSON."""
        return {"system": self.system, "edition": self.edition, "digest": self.digest}


class AttemptEdition(_Edition):
    """An edition that was in force when the attempt began, which its answer is looked up in."""

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="editions")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="charts_attemptedition_once", fields=["attempt", "system"])
        ]


class GradeEdition(_Edition):
    """An edition that the grade was made by."""

    grade = models.ForeignKey(Grade, on_delete=models.CASCADE, related_name="editions")

    class Meta:
        constraints = [models.UniqueConstraint(name="charts_gradeedition_once", fields=["grade", "system"])]


def _edition_of(editions: Iterable[_Edition], system: str) -> str:
    return next((one.edition for one in editions if one.system == system), "")
