"""What other apps may use of the office. They import from here and nowhere deeper."""

from codeward.web.office.backs import back, back_with
from codeward.web.office.books.needs import Need, on_impact, on_removal
from codeward.web.office.finding import Found, Search, search
from codeward.web.office.frame import page
from codeward.web.office.health import Fact, facts
from codeward.web.office.ownership import NotYours, not_anothers, settled
from codeward.web.office.parts import PersonPart, person_part
from codeward.web.office.registry import Panel, Queue, QueueRow, State, queue, tab
from codeward.web.office.sheets import csv_response, csv_text

__all__ = [
    "Fact",
    "Found",
    "Need",
    "NotYours",
    "Panel",
    "PersonPart",
    "Queue",
    "QueueRow",
    "Search",
    "State",
    "back",
    "back_with",
    "csv_response",
    "csv_text",
    "facts",
    "not_anothers",
    "on_impact",
    "on_removal",
    "page",
    "person_part",
    "queue",
    "search",
    "settled",
    "tab",
]
