"""Notices as letters: one alone, and several gathered; with the way to end such mail in one click (RFC 8058)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from codeward.web.accounts.api import User, on_our_site
from codeward.web.mail.api import Heading, Letter, Link, MailKind, mail_kind
from codeward.web.notices.kinds import Group, NoticeKind, Period
from codeward.web.notices.models import Notice
from codeward.web.notices.off import Off, token
from codeward.web.notices.wishes import may_hush
from codeward.web.notices.words import words_of
from codeward.web.school.api import school

__all__ = ["DIGEST", "digest", "mail_kind_of", "single"]

# What waits longer is old news; it stands on the page all the same. Of safety a week: it is still worth knowing.
NOTICE = mail_kind("notice", gettext_lazy("A notice"), timedelta(days=3))
SAFETY = mail_kind("notice_safety", gettext_lazy("A notice about account security"), timedelta(days=7))
DIGEST = mail_kind("digest", gettext_lazy("Several notices in one email"), timedelta(days=3))
# Notices told in full in one gathered mail; of the rest it tells the number.
MOST = 30


def mail_kind_of(kind: NoticeKind) -> MailKind:
    """The kind of mail by which a notice goes alone."""
    return SAFETY if kind.group == Group.SAFETY else NOTICE


def single(notice: Notice, kind: NoticeKind) -> tuple[Letter, dict[str, str]]:
    """One notice as a letter, with its headers."""
    said = words_of(notice)
    off = Off(notice.person.public_id, kind.name) if kind.group.may_be_silent else None
    parts: list[str | Link | Heading] = [*said.paragraphs, Link(_open(notice), said.action)]
    about = _("You get this email right away, as you chose for “%(kind)s”.") % {"kind": kind.label}
    if kind.group == Group.SAFETY:
        about = _("Emails about the security of your account are always sent to your account’s address.")
    return Letter(said.subject, parts, _foot(about, off)), _headers(off)


def digest(person: User, period: Period, notices: Sequence[Notice]) -> tuple[Letter, dict[str, str]]:
    """Several notices, the oldest first, as one letter."""
    count = len(notices)
    subject = ngettext("%(n)s notice from %(school)s", "%(n)s notices from %(school)s", count)
    parts: list[str | Link | Heading] = []
    for notice in notices[:MOST]:
        said = words_of(notice)
        parts += [Heading(said.subject), *said.paragraphs, Link(_open(notice), said.action)]
    if count > MOST:
        more = ngettext("%(n)s more is on the page.", "%(n)s more are on the page.", count - MOST)
        parts += [more % {"n": count - MOST}, Link(on_our_site(reverse("notices:list")), _("All notices"))]
    about = {
        Period.DAILY: _("This email has the notices you chose to get once a day."),
        Period.WEEKLY: _("This email has the notices you chose to get once a week."),
    }[period]
    off = Off(person.public_id, f":{period.value}") if may_hush(notice.kind for notice in notices) else None
    return Letter(subject % {"n": count, "school": school().name}, parts, _foot(about, off)), _headers(off)


def _open(notice: Notice) -> str:
    return on_our_site(reverse("notices:open", args=[notice.public_id]))


def _foot(about: str, off: Off | None) -> list[str | Link]:
    settings_page = Link(on_our_site(reverse("notices:settings")), _("Choose which emails you get"))
    found: list[str | Link] = [about, settings_page]
    if off is not None:
        found.append(Link(_off_page(off), _("Stop this kind of email")))
    return found


def _off_page(off: Off) -> str:
    return on_our_site(reverse("notices:off", args=[token(off)]))


def _headers(off: Off | None) -> dict[str, str]:
    """RFC 8058, 3.1: both headers, an https address that takes a POST. RFC 3834: no answering machine answers."""
    found = {"Auto-Submitted": "auto-generated"}
    if off is not None:
        found["List-Unsubscribe"] = f"<{_off_page(off)}>"
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found
