"""This app's part in an account's export, and in merging a guest into an account."""

from __future__ import annotations

from typing import Any

from codeward.web.accounts.api import User, on_export, on_merge
from codeward.web.notices.models import Digest, MailTimes, Notice, Preference
from codeward.web.notices.words import words_of

__all__ = ["give", "merge", "register"]


def merge(guest: User, user: User) -> None:
    """Move what the guest was told; what the account was told as well stays with the guest, who goes.

    A guest's notices go by no mail, and those from before the account are not mailed later either. A guest chooses no
    timings, so there are none to move.
    """
    told = Notice.objects.filter(person=user)
    for notice in Notice.objects.filter(person=guest):
        if not told.filter(kind=notice.kind, key=notice.key).exists():
            notice.person = user
            notice.save(update_fields=["person"])


def give(user: User) -> dict[str, Any]:
    """Every notice in its words, every choice, and which digests went out."""
    return {
        "notices": [
            {
                "kind": one.kind,
                "subject": said.subject,
                "text": list(said.paragraphs),
                "words": one.context,
                "link": one.url,
                "made_at": one.made_at,
                "read_at": one.read_at,
                "mail": one.mail,
                "mailed_at": one.mailed_at,
            }
            for one in Notice.objects.filter(person=user)
            for said in (words_of(one),)
        ],
        "by_mail": dict(Preference.objects.filter(person=user).values_list("kind", "timing")),
        "mail_times": MailTimes.objects.filter(person=user)
        .values("quiet_from", "quiet_to", "digest_at", "digest_day")
        .first(),
        "digests": list(Digest.objects.filter(person=user).values("period", "key", "count", "made_at")),
    }


def register() -> None:
    """Add ``notices.json`` to exports, and notices to what a guest keeps."""
    on_merge("notices", merge)
    on_export("notices", (Notice, Preference, MailTimes, Digest), give)
