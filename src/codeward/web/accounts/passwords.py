"""Words of this place that make no password (ASVS 6.1.2, 6.2.11): the school's own, the program's, the field's."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from codeward.web.school.api import school

__all__ = ["FIELD", "ContextWords", "Longest", "advice", "context_words"]

# The field's words, as somebody who learns coding would think of them. docs/reference/settings.md tells them.
FIELD = (
    "codeward", "medical", "medicine", "coding", "coder", "codes", "code", "billing", "biller", "icd", "icd10",
    "cm", "pcs", "cpt", "hcpcs", "drg", "cpc", "ccs", "cca", "cic", "coc", "rhit", "rhia", "aapc", "ahima",
    "hospital", "clinic", "health", "doctor", "nurse", "patient", "diagnosis", "school", "student", "learner",
    "teacher", "password", "passwort", "welcome", "letmein", "qwerty", "asdf", "admin", "login", "secret",
    "changeme", "test",
)  # fmt: skip
# What has to be left of a password once these words and every digit and sign are taken out.
LEAST = 5
SHORTEST_WORD = 4
MOST = 512


def context_words() -> set[str]:
    """The words, in small letters: of the field, of the school's name and of its host."""
    host = urlsplit(settings.CODEWARD.site_url).hostname or ""
    own = re.findall(r"[^\W\d_]+", f"{school().name} {host}".lower())
    return {*FIELD, *(word for word in own if len(word) >= SHORTEST_WORD)}


def advice() -> str:
    """What a form says before a password is chosen: one line that helps, in place of every rule that could refuse."""
    least = max(
        (
            rule.min_length
            for rule in get_default_password_validators()
            if isinstance(rule, MinimumLengthValidator)
        ),
        default=1,
    )
    return _("At least %(least)d characters: a few words that only you would put together.") % {
        "least": least
    }


class ContextWords:
    """Refuses a password that is little more than such words, with digits and signs between them."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError where fewer than five letters are left without the words."""
        rest = password.lower()
        for word in sorted(context_words(), key=len, reverse=True):
            rest = rest.replace(word, " ")
        if len(re.findall(r"[^\W\d_]", rest)) < LEAST and re.search(r"[^\W\d_]", password):
            raise ValidationError(
                _("This password is mostly the school’s name or coding words. Add other words."),
                code="password_of_this_place",
            )

    def get_help_text(self) -> str:
        """What a form says beforehand."""
        return _("The name of the school and coding words are easy to guess. Add other words.")


class Longest:
    """Refuses what nobody types: a password is hashed with work that grows with its length."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError above 512 characters."""
        if len(password) > MOST:
            raise ValidationError(
                _("A password has at most %(most)d characters.") % {"most": MOST}, code="password_too_long"
            )

    def get_help_text(self) -> str:
        """What a form says beforehand."""
        return _("It may have up to %(most)d characters. Spaces are fine.") % {"most": MOST}
