"""What other apps may use of today. They import from here and nowhere deeper."""

from codeward.web.today.cards import Card, Kind, Link, register
from codeward.web.today.page import today

__all__ = ["Card", "Kind", "Link", "register", "today"]
