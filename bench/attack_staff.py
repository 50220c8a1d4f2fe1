"""The rows of what only the school's staff may open: the outbox, people, the audit, settings, books, jobs."""

from __future__ import annotations

from typing import Final

from attack_inputs import CHOICE, CODE, DATE, NUMBER, TEXT
from attack_row import MAIL, PID, QUEUE, RELEASE, Row, words

__all__ = ["STAFF"]

_BOOK = {"system": ("coding", "icd10cm")}
_THING = {**QUEUE, "thing": ("slug", "x")}

STAFF: Final[dict[str, Row]] = {
    "mail:outbox": Row({"page": (NUMBER, "1")}, who="staff"),
    "mail:mail": Row(path=PID, who="staff"),
    "office:home": Row({**words(), "page": (NUMBER, "1")}, who="staff"),
    "office:queue": Row(
        {**words(), "page": (NUMBER, "1"), "owner": (CHOICE, "mine")}, path=QUEUE, who="staff"
    ),
    "office:table": Row({**words(), "owner": (CHOICE, "mine")}, path=QUEUE, who="staff"),
    "office:row": Row(path=_THING, who="staff"),
    "office:take": Row(None, {}, path=_THING, who="staff"),
    "office:release": Row(None, {}, path=_THING, who="staff"),
    "office:hand_over": Row(None, {"to": (CHOICE, "")}, path=_THING, who="staff"),
    "office:people": Row({**words(), "role": (CHOICE, ""), "page": (NUMBER, "1")}, who="staff"),
    "office:invite": Row(
        {}, {**MAIL, "role": (CHOICE, "mentor"), "reason": (TEXT, "x"), "scope": (CHOICE, "")}, who="staff"
    ),
    "office:person": Row(path=PID, who="staff"),
    "office:lock": Row(None, {"reason": (TEXT, "x")}, path=PID, who="staff"),
    "office:unlock": Row(None, {"reason": (TEXT, "x")}, path=PID, who="staff"),
    "office:give": Row(
        None,
        {
            "role": (CHOICE, "mentor"),
            "preset": (CHOICE, ""),
            "reason": (TEXT, "x"),
            "until": (DATE, "2027-01-01"),
        },
        path=PID,
        who="staff",
    ),
    "office:end": Row(None, {"reason": (TEXT, "x")}, path={"grant": ("pid", "")}, who="staff"),
    "office:withdraw": Row(None, {}, path=PID, who="staff"),
    "office:invited": Row({}, {}, path={"token": ("token", "x")}, who="nobody"),
    "office:audit": Row(
        {
            **words("person", ""),
            "act": (CHOICE, ""),
            "kind": (CHOICE, ""),
            "since": (DATE, "2026-01-01"),
            "until": (DATE, "2027-01-01"),
            "page": (NUMBER, "1"),
        },
        who="staff",
    ),
    "office:audit_table": Row({"act": (CHOICE, ""), "since": (DATE, "2026-01-01")}, who="staff"),
    "office:jobs": Row({"page": (NUMBER, "1"), "state": (CHOICE, "")}, who="staff"),
    "office:health": Row(who="staff"),
    "office:settings": Row(who="staff"),
    "office:change_settings": Row(
        {},
        {
            "school_name": (TEXT, "A school"),
            "contact": (TEXT, "x"),
            "signup": (CHOICE, "open"),
            "time_zone": (CHOICE, "UTC"),
        },
        who="staff",
    ),
    "office:first_run": Row(
        {},
        {"school_name": (TEXT, "A school"), "contact": (TEXT, "x"), "signup": (CHOICE, "open")},
        who="staff",
    ),
    "office:send_again": Row(None, {}, path=PID, who="staff"),
    "office:books": Row(who="staff"),
    "office:book_job": Row({"said": (CHOICE, "")}, path=PID, who="staff"),
    "office:book_progress": Row({"said": (CHOICE, "")}, path=PID, who="staff"),
    "office:book_stop": Row(None, {}, path=PID, who="staff"),
    "office:book_again": Row(None, {}, path=PID, who="staff"),
    "office:book_verify": Row(None, {}, path=RELEASE, who="staff"),
    "office:book_remove": Row(None, {}, path=RELEASE, who="staff"),
    "office:books_of": Row(path=_BOOK, who="staff"),
    "office:book_install": Row(None, {"release": (CHOICE, "x")}, path=_BOOK, who="staff"),
    "office:book_files": Row(None, {}, path=_BOOK, who="staff"),
    "office:book_begin": Row(None, {}, json="pieces", path=_BOOK, who="staff"),
    "office:book_piece": Row(None, {"upload": (CODE, "x"), "at": (NUMBER, "0")}, json="pieces", who="staff"),
    "office:book_end": Row(None, {"upload": (CODE, "x")}, json="pieces", who="staff"),
    "office:second_step_off": Row(None, {"reason": (TEXT, "x")}, path=PID, who="staff"),
    "office:sign_out": Row(None, {}, path=PID, who="staff"),
    "office:book_compare": Row(
        {"a": (CHOICE, "icd10cm-2023-10-01-titles"), "b": (CHOICE, "icd10cm-2026-04-01")},
        path=_BOOK,
        who="staff",
    ),
    "office:decide": Row(None, {"answer": (CHOICE, "yes"), "reason": (TEXT, "x")}, path=PID, who="staff"),
    "office:take_back": Row(None, {}, path=PID, who="staff"),
    "office:job_again": Row(None, {}, path={"job": ("uuid", "")}, who="staff"),
    "office:chore_now": Row(None, {}, path={"name": ("slug", "x")}, who="staff"),
}
"""By the name of the address."""
