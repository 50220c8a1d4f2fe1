"""Work on the books of a host, as rows: what was asked for, how far it is, what came of it; and what hosts hold."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.ids import PublicIdField

__all__ = ["ENDED", "LIVE", "BookHolding", "BookHome", "BookJob", "BookOutcome"]

LIVE = ("waiting", "running", "stopping")
ENDED = ("done", "failed", "cancelled", "lost")


class BookHome(models.Model):
    """A home that holds books: one a host, or one that several hosts share. Written by its own processes."""

    personal_data = "no"
    privacy_class = "public"

    home = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=100)
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "home"]

    def __str__(self) -> str:
        return self.name


class BookHolding(models.Model):
    """A release that a home holds, under the name of its file, which says what it was made of."""

    personal_data = "no"
    privacy_class = "public"

    home = models.ForeignKey(BookHome, on_delete=models.CASCADE, related_name="holdings")
    release = models.CharField(max_length=60)
    book = models.CharField(max_length=150)

    class Meta:
        ordering = ["release"]
        constraints = [models.UniqueConstraint(name="office_holding_once", fields=["home", "release"])]

    def __str__(self) -> str:
        return self.release


class BookJob(models.Model):
    """One piece of work on the books of one home.

    States: waiting → running → done | failed; waiting → cancelled; running → stopping → cancelled (or done, where it
    was too late); running → lost, when its worker gives no sign. Each ends once; doing it again is another row.
    """

    personal_data = "yes: who of the staff installed, verified or removed a release"
    privacy_class = "record"

    class Kind(models.TextChoices):
        INSTALL = "install", _("Install")
        VERIFY = "verify", _("Verify")
        REMOVE = "remove", _("Remove")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        STOPPING = "stopping", _("being stopped")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("stopped")
        LOST = "lost", _("broken off")

    class Source(models.TextChoices):
        PUBLISHER = "publisher", _("from the publisher")
        FILES = "files", _("from files")

    class Step(models.TextChoices):
        FETCH = "fetch", _("Fetching")
        READ = "read", _("Reading")
        COMPILE = "compile", _("Making the book")
        CHECK = "check", _("Checking")

    public_id = PublicIdField()
    home = models.CharField(max_length=16)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    system = models.CharField(max_length=32)
    # An id, or for an installation also a day or a year; empty where the files say which they are.
    release = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, blank=True)
    # The folder of the home's uploads with the files, and what they are called.
    upload = models.CharField(max_length=16, blank=True)
    files = models.CharField(max_length=500, blank=True)
    # The licensee's statement was made: these files are the school's own.
    licensed = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    step = models.CharField(max_length=8, choices=Step.choices, blank=True)
    about = models.CharField(max_length=200, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    error = models.TextField(blank=True)
    way_out = models.TextField(blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Which run of a worker has it: another run's words about it are not heard.
    run = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [models.Index(fields=["home", "-asked_at"], name="office_bookjob_recent")]
        constraints = [
            models.CheckConstraint(
                name="office_bookjob_kind", condition=Q(kind__in=["install", "verify", "remove"])
            ),
            models.CheckConstraint(name="office_bookjob_state", condition=Q(state__in=[*LIVE, *ENDED])),
            models.CheckConstraint(
                name="office_bookjob_step", condition=Q(step__in=["", "fetch", "read", "compile", "check"])
            ),
            models.CheckConstraint(
                name="office_bookjob_source",
                condition=Q(kind="install", source="publisher", upload="", licensed=False)
                | (Q(kind="install", source="files") & ~Q(upload=""))
                | (~Q(kind="install") & Q(source="", upload="", licensed=False) & ~Q(release="")),
            ),
            models.CheckConstraint(
                name="office_bookjob_times",
                condition=Q(state="waiting", started_at__isnull=True, ended_at__isnull=True)
                | Q(state__in=["running", "stopping"], started_at__isnull=False, seen_at__isnull=False,
                    ended_at__isnull=True)
                | Q(state__in=ENDED, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="office_bookjob_error",
                condition=Q(state__in=["failed", "lost"]) & ~Q(error="")
                | ~Q(state__in=["failed", "lost"]) & Q(error="", way_out=""),
            ),
            models.CheckConstraint(
                name="office_bookjob_part", condition=Q(total__isnull=True) | Q(done__lte=F("total"))
            ),
            # Two pieces of work on one release of one home would be in each other's way.
            models.UniqueConstraint(
                name="office_bookjob_one_live", fields=["home", "system", "release"],
                condition=Q(state__in=LIVE),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.release or self.system}"

    @property
    def live(self) -> bool:
        """Whether it waits or is being done."""
        return self.state in LIVE


class BookOutcome(models.Model):
    """What a piece of work came to, a row a release: installed now, there before, verified, removed, or left."""

    personal_data = "no"
    privacy_class = "record"

    class Kind(models.TextChoices):
        INSTALLED = "installed", _("installed")
        ALREADY = "already", _("was here already")
        VERIFIED = "verified", _("is as it was made")
        REMOVED = "removed", _("removed")
        LEFT = "left", _("left out")
        LOST = "lost", _("gives way")

    job = models.ForeignKey(BookJob, on_delete=models.CASCADE, related_name="outcomes")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    release = models.CharField(max_length=60)
    # The file of the book whose bytes were compared with the digest inside it.
    book = models.CharField(max_length=150, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["job", "place"]
        constraints = [
            models.UniqueConstraint(name="office_outcome_place", fields=["job", "place"]),
            models.CheckConstraint(
                name="office_outcome_kind",
                condition=Q(kind__in=["installed", "already", "verified", "removed", "left", "lost"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.kind}"
