"""What other apps may use of notices. They import from here and nowhere deeper."""

from codeward.web.notices.corrections import Concern, Correction, corrected, on_correction
from codeward.web.notices.kinds import Group, NoticeError, NoticeKind, Timing, kind, kinds
from codeward.web.notices.models import Notice
from codeward.web.notices.reading import notices_of, unread
from codeward.web.notices.telling import Telling, tell, tell_all, tell_each
from codeward.web.notices.words import Words, words, words_of

__all__ = [
    "Concern",
    "Correction",
    "Group",
    "Notice",
    "NoticeError",
    "NoticeKind",
    "Telling",
    "Timing",
    "Words",
    "corrected",
    "kind",
    "kinds",
    "notices_of",
    "on_correction",
    "tell",
    "tell_all",
    "tell_each",
    "unread",
    "words",
    "words_of",
]
