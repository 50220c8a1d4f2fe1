"""Scratchpads and the codes on them."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.codesets import CODING
from codeward.web.ids import PublicIdField

__all__ = ["MAX_NAME", "PadLine", "Scratchpad"]

MAX_NAME = 60
MAX_CODE = 16
MAX_AGE = 124


class Scratchpad(models.Model):
    """A claim in the making: what kind of claim, when, and for whom, as far as the edits ask. It names nobody."""

    personal_data = "yes: which codes somebody collected, and what they called the collection"
    privacy_class = "account"

    class Kind(models.TextChoices):
        PROFESSIONAL = "professional", _("Professional (doctor's office)")
        OUTPATIENT = "outpatient", _("Hospital outpatient")
        INPATIENT = "inpatient", _("Hospital inpatient")

    class Sex(models.TextChoices):
        UNKNOWN = "unknown", _("not given")
        FEMALE = "female", _("female")
        MALE = "male", _("male")

    public_id = PublicIdField()
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="scratchpads"
    )
    name = models.CharField(max_length=MAX_NAME, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PROFESSIONAL)
    # The date of service, of an inpatient claim the discharge; none: today.
    day = models.DateField(null=True, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MaxValueValidator(MAX_AGE)])
    sex = models.CharField(max_length=7, choices=Sex.choices, default=Sex.UNKNOWN)
    # Of a hospital stay: two digits, or none given. Which of them mean something the Medicare Code Editor says.
    discharge_status = models.CharField(
        max_length=2, blank=True, validators=[RegexValidator(r"^[0-9]{2}\Z", _("Two digits, such as 01."))]
    )
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="scratchpad_kind", condition=Q(kind__in=["professional", "outpatient", "inpatient"])
            ),
            models.CheckConstraint(name="scratchpad_sex", condition=Q(sex__in=["unknown", "female", "male"])),
            models.CheckConstraint(
                name="scratchpad_age", condition=Q(age__isnull=True) | Q(age__lte=MAX_AGE)
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.public_id


class PadLine(models.Model):
    """A code on a scratchpad, in its place among those of its section."""

    personal_data = "yes: which codes somebody collected"
    privacy_class = "account"

    class Poa(models.TextChoices):
        YES = "Y", _("Y: present on admission")
        NO = "N", _("N: not present on admission")
        UNKNOWN = "U", _("U: the record does not say")
        UNDETERMINED = "W", _("W: the physician cannot tell")

    public_id = PublicIdField()
    pad = models.ForeignKey(Scratchpad, on_delete=models.CASCADE, related_name="lines")
    system = models.CharField(max_length=16)
    code = models.CharField(max_length=MAX_CODE)
    # Two characters each, with a blank between them.
    modifiers = models.CharField(max_length=11, blank=True)
    day = models.DateField(null=True, blank=True)
    # Present on admission, of a diagnosis; none where the code is exempt or it is not given.
    poa = models.CharField(max_length=1, choices=Poa.choices, blank=True)
    place = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            # A code once; a service once with the same modifiers.
            models.UniqueConstraint(
                name="scratchpad_line_once", fields=["pad", "system", "code", "modifiers"]
            ),
            models.CheckConstraint(name="scratchpad_line_system", condition=Q(system__in=list(CODING))),
            models.CheckConstraint(
                name="scratchpad_line_poa",
                condition=Q(poa="") | Q(system="icd10cm", poa__in=["Y", "N", "U", "W"]),
            ),
        ]

    def __str__(self) -> str:
        return self.code
