"""What other apps may use of exams. They import from here and nowhere deeper."""

from codeward.web.exams.models import Answer, Event, Form, Score, Sitting, Suspension
from codeward.web.exams.moves import end_accommodation, extend, give_time, put_back, suspend, void
from codeward.web.exams.papers import edition_of, exams, items_of, paper_of
from codeward.web.exams.present_result import Result
from codeward.web.exams.scores import keep as keep_score
from codeward.web.exams.sittings import SittingClosed, SittingRefused

__all__ = [
    "Answer",
    "Event",
    "Form",
    "Result",
    "Score",
    "Sitting",
    "SittingClosed",
    "SittingRefused",
    "Suspension",
    "edition_of",
    "end_accommodation",
    "exams",
    "extend",
    "give_time",
    "items_of",
    "keep_score",
    "paper_of",
    "put_back",
    "suspend",
    "void",
]
