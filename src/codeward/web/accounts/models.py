"""People: one user model for accounts, guests and the demo learner, and one-time sign-in tokens."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from codeward.web.accounts.shortcuts import Shortcuts, effective, validate
from codeward.web.ids import PublicIdField

__all__ = ["SchoolDay", "SignInToken", "User", "UserManager"]


class UserManager(BaseUserManager["User"]):
    """Makes users of each state. E-mail addresses are kept in small letters."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with an account. Raises IntegrityError when the address is taken in any spelling."""
        user = self.model(email=email.strip().lower(), state=User.State.ACTIVE, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_guest(self) -> User:
        """Somebody who works without an account."""
        guest = self.model(state=User.State.GUEST)
        guest.set_unusable_password()
        guest.save(using=self._db)
        return guest

    def get_by_natural_key(self, username: str | None) -> User:
        """The account with this address, in any spelling."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Whoever codes charts: a person with an account, a guest of one browser session, or the demo learner.

    What they may do for the school is said by web.grants alone: Django's own permissions are not used.
    """

    personal_data = (
        "yes: e-mail address, display name, time zone, choices, when they came, whether and why locked"
    )
    privacy_class = "account"

    class State(models.TextChoices):
        """What kind of user this is. A guest's work moves to an account; the guest is then gone."""

        ACTIVE = "active", _("account")
        GUEST = "guest", _("guest")
        DEMO = "demo", _("demo learner")

    class Theme(models.TextChoices):
        """Light, dark, or as the device says."""

        AUTO = "auto", _("As my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    public_id = PublicIdField()
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    # Null, not empty, for guests: many guests, and the address stays unique.
    email = models.EmailField(_("e-mail address"), null=True, blank=True)  # noqa: DJ001
    display_name = models.CharField(_("name shown"), max_length=80, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    # The coding date of the codebook where none is in the address; null: today.
    coding_date = models.DateField(_("coding date"), null=True, blank=True)
    shortcuts = models.JSONField(default=dict, blank=True, validators=[validate])
    # A guest who signed up: their work moves here when this account first signs in.
    merge_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="guests"
    )
    # Django's word for "may sign in": false while the account is locked (accounts.locking).
    is_active = models.BooleanField(default=True)
    locked_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Public id of who locked it; text, so that it stays when that person goes.
    locked_by = models.CharField(max_length=16, blank=True, editable=False)
    locked_reason = models.CharField(max_length=300, blank=True, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # The last day they were here, to the day: what is kept of a guest depends on it.
    active_at = models.DateTimeField(default=timezone.now, editable=False)

    REASON_LENGTH = 300
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_any_case"),
            models.CheckConstraint(
                name="user_state_known", condition=Q(state__in=["active", "guest", "demo"])
            ),
            models.CheckConstraint(
                name="user_email_only_with_account",
                condition=(Q(state="active", email__isnull=False) & ~Q(email=""))
                | (Q(state__in=["guest", "demo"]) & Q(email__isnull=True)),
            ),
            models.CheckConstraint(
                name="user_lock_is_whole",
                condition=Q(is_active=True, locked_at=None, locked_by="", locked_reason="")
                | (
                    Q(is_active=False, state="active", locked_at__isnull=False)
                    & ~Q(locked_by="")
                    & ~Q(locked_reason="")
                ),
            ),
            models.CheckConstraint(
                name="user_locked_by_another", condition=~Q(locked_by=models.F("public_id"))
            ),
            models.CheckConstraint(name="user_theme_known", condition=Q(theme__in=["auto", "light", "dark"])),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name others may see: never the whole address."""
        if self.display_name:
            return self.display_name
        return (self.email or "").partition("@")[0] or str(self.State(self.state).label)

    @property
    def is_guest(self) -> bool:
        """Whether this is somebody without an account."""
        return self.state == self.State.GUEST

    @property
    def is_demo(self) -> bool:
        """Whether this is the demo learner of ``make run``."""
        return self.state == self.State.DEMO

    @property
    def keys(self) -> Shortcuts:
        """The keyboard shortcuts in force for this person."""
        return effective(self.shortcuts)


class SchoolDay(models.Model):
    """A day on which the school ran. What is kept for so many days is kept for so many of these.

    A clock that jumps by weeks, or a school that was off for a term, makes nobody's work old.
    """

    personal_data = "no"
    privacy_class = "public"

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return self.day.isoformat()


class SignInToken(models.Model):
    """A one-time address that signs a user in. Only the token's hash is kept."""

    personal_data = "yes: that somebody was given a way in, and when they used it"
    privacy_class = "fleeting"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_tokens")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sign_in_token_expires_later", condition=Q(expires_at__gt=models.F("made_at"))
            )
        ]

    def __str__(self) -> str:
        return f"sign-in token of {self.user_id}"
