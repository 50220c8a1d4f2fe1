"""What every way of learning shares, as rows: versions of content, answers, what follows from them, time spent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.practice import mastery
from codeward.practice.minutes import Way
from codeward.web.ids import PublicIdField

__all__ = ["ContentVersion", "Log", "Placement", "Response", "Span", "Standing", "TestOut"]


class ContentVersion(models.Model):
    """One version of something that is learned from, kept for ever with its files. Never edited.

    A correction is another version: what was answered stays with the one that it was answered in.
    """

    personal_data = "no"
    privacy_class = "public"

    class Kind(models.TextChoices):
        """What it is a version of."""

        CHART = "chart", _("chart")
        LESSON = "lesson", _("lesson")
        ITEM = "item", _("item")

    digest = models.CharField(max_length=16, primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind)
    # The id of the chart, the lesson, the item, which never changes.
    content_id = models.CharField(max_length=64, db_index=True)
    files = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.content_id} {self.digest}"


class Log(models.Model):
    """What one learner's log holds: how much, until when, by which rules. Written holding the learner (`log.held`)."""

    personal_data = "yes: how much somebody answered"
    privacy_class = "record"

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="learning_log"
    )
    # Bytes of all that it keeps (web.quotas).
    stored = models.PositiveIntegerField(default=0)
    # Of the newest thing in it. What comes after is later, whichever host's clock says what.
    last_at = models.DateTimeField(null=True, blank=True)
    # The rules by which its standings were folded; others fold them anew.
    rules = models.PositiveSmallIntegerField(default=mastery.RULES)

    def __str__(self) -> str:
        return str(self.learner)


class Response(models.Model):
    """One answer of a learner, wherever it was given. Append-only; `api.record` is its only writer.

    Charts, checks, drills, tests and reviews write it; mastery, statistics and forecasts read it.
    """

    personal_data = "yes: what a learner answered, whether it was right, and when"
    privacy_class = "record"

    class Source(models.TextChoices):
        """Where it was given."""

        CHART = "chart", _("chart")
        CHECK = "check", _("check in a lesson")
        DRILL = "drill", _("drill")
        PRETEST = "pretest", _("question before a lesson")
        PLACEMENT = "placement", _("placement")
        TEST_OUT = "test_out", _("test-out")
        RECHECK = "recheck", _("re-check")
        EXAM = "exam", _("practice exam")
        REVIEW = "review", _("review")

    class Kind(models.TextChoices):
        """How it was given."""

        TYPED = "typed", _("typed")
        CHOICE = "choice", _("chosen")

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="responses")
    client_key = models.UUIDField()
    skill = models.CharField(max_length=40)
    source = models.CharField(max_length=10, choices=Source)
    # The item's id, the same for everybody who gets it.
    item = models.CharField(max_length=120)
    # What it was an answer to: a version of content that is kept, or what a generator makes again from its seed.
    version = models.ForeignKey(
        ContentVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="responses"
    )
    generator = models.CharField(max_length=24, blank=True)
    seed = models.BigIntegerField(null=True, blank=True)
    # The codes below which it was drawn, where that was said: the generator needs it to make the same again.
    topic = models.CharField(max_length=60, blank=True)
    book = models.CharField(max_length=64, blank=True)
    # The test-out or placement that it is a part of.
    sitting = models.CharField(max_length=16, blank=True)
    kind = models.CharField(max_length=6, choices=Kind)
    level = models.PositiveSmallIntegerField()
    timed = models.BooleanField(default=False)
    mixed = models.BooleanField(default=False)
    hints = models.PositiveSmallIntegerField(default=0)
    first = models.BooleanField()
    right = models.BooleanField()
    credit = models.FloatField()
    # The id of the option that was chosen, or what was typed; empty where the learner said "I don't know".
    option = models.CharField(max_length=120, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(name="learning_response_once", fields=["learner", "client_key"]),
            models.UniqueConstraint(
                name="learning_response_one_first", fields=["learner", "item"], condition=Q(first=True)
            ),
            models.CheckConstraint(
                name="learning_response_source", condition=Q(source__in=[str(s) for s in mastery.Source])
            ),
            models.CheckConstraint(name="learning_response_kind", condition=Q(kind__in=["typed", "choice"])),
            models.CheckConstraint(name="learning_response_level", condition=Q(level__gte=1, level__lte=3)),
            models.CheckConstraint(
                name="learning_response_credit", condition=Q(credit__gte=0, credit__lte=1)
            ),
            models.CheckConstraint(
                name="learning_response_of_something",
                condition=Q(version__isnull=False, generator="", seed=None)
                | (Q(version=None, seed__isnull=False) & ~Q(generator="")),
            ),
        ]
        indexes = [
            models.Index(name="learning_response_skill", fields=["learner", "skill", "at"]),
            # First tries at checks: asked for each page of the program.
            models.Index(
                name="learning_response_checks",
                fields=["learner"],
                include=["item", "right"],
                condition=Q(source="check", first=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.item}"

    def evidence(self) -> mastery.Answered:
        """Return the answer as mastery reads it."""
        return mastery.Answered(
            at=self.at,
            key=self.pk,
            skill=self.skill,
            source=mastery.Source(self.source),
            right=self.right,
            level=self.level,
            fresh=self.first and not self.hints,
        )


class Standing(models.Model):
    """The state of one skill of one learner: the fold of their log, kept so that a page reads 200 rows and not 20,000.

    Nothing stands here that the log does not say: `standings.refold` makes it anew, the same.
    """

    personal_data = "yes: what somebody knows, by skill"
    privacy_class = "record"

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="standings")
    skill = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in mastery.Mastery])
    window = models.CharField(max_length=mastery.WINDOW, blank=True)
    fresh = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)
    since_slip = models.PositiveSmallIntegerField(default=0)
    recheck = models.CharField(max_length=mastery.ASKED, blank=True)
    passed_at = models.DateTimeField(null=True, blank=True)
    first_recheck_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    slipped_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="learning_standing_once", fields=["learner", "skill"]),
            models.CheckConstraint(
                name="learning_standing_state", condition=Q(state__in=[str(one) for one in mastery.Mastery])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.state}"


class TestOut(models.Model):
    """One go at a test-out: items of a lesson that were never seen, on the server's clock.

    States: open → ended. It is passed or not when it ends, and late answers are no part of it.
    """

    __test__ = False  # no class of tests, whatever its name
    personal_data = "yes: a test that a learner took, and whether it was passed"
    privacy_class = "record"

    public_id = PublicIdField()
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="test_outs")
    lesson = models.CharField(max_length=64)
    # The skills of the lesson on that day: those that enter as passed.
    skills = models.JSONField()
    # What was drawn, as whoever drew it needs to make it again; its answers are responses of this sitting.
    items = models.JSONField()
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    right = models.PositiveSmallIntegerField(default=0)
    passed = models.BooleanField(default=False)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="learning_testout_one_open", fields=["learner", "lesson"], condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                name="learning_testout_passed_ended", condition=Q(passed=False) | Q(ended_at__isnull=False)
            ),
            models.CheckConstraint(name="learning_testout_time", condition=Q(ends_at__gt=F("started_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.lesson} {self.public_id}"


class Placement(models.Model):
    """One placement: questions over what the program teaches, without a clock, that say where somebody may begin.

    States: open ↔ ended. It ends by the learner's word or when nothing is left to ask; one that was ended early may be
    gone on with. What it says is never stored: it follows from its answers, which are responses of this sitting.
    """

    personal_data = "yes: a placement that a learner took, and what it asked"
    privacy_class = "record"

    public_id = PublicIdField()
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="placements")
    # With the answers it says what is asked next.
    seed = models.BigIntegerField()
    # What was asked, in order, as whoever drew it needs to make it again. The last one may be unanswered.
    items = models.JSONField()
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                name="learning_placement_one_open", fields=["learner"], condition=Q(ended_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Span(models.Model):
    """A stretch of time at one thing, from the first event to the last, with no pause longer than the limit."""

    personal_data = "yes: when somebody studied, and what"
    privacy_class = "record"

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="spans")
    way = models.CharField(max_length=14, choices=[(str(one), str(one)) for one in Way])
    content_id = models.CharField(max_length=64)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField()
    # Between the two, so that a database adds them up.
    seconds = models.FloatField()

    class Meta:
        ordering = ["began_at", "id"]
        constraints = [
            models.CheckConstraint(name="learning_span_forward", condition=Q(last_at__gte=F("began_at"))),
            models.CheckConstraint(name="learning_span_way", condition=Q(way__in=[str(one) for one in Way])),
        ]
        indexes = [models.Index(name="learning_span_newest", fields=["learner", "last_at"])]

    def __str__(self) -> str:
        return f"{self.way} {self.content_id}"
