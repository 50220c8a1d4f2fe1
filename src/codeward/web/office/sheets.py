"""A table as CSV that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from codeward.web.audit.api import Kind, act, record
from codeward.web.grants.api import Pass

__all__ = ["cell", "csv_response", "csv_text", "moment"]

TAKEN = act("office.table_taken", gettext_lazy("Took a table away as a file"), Kind.SECURITY)

# What a spreadsheet may take for the beginning of a formula (ASVS 5.0 V1.2.10, CWE-1236), full width forms too.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """Return a value as a cell: a text that begins like a formula gets an apostrophe before it.

    Blanks before the sign do not hide it. Numbers that are numbers stay numbers.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    text = str(value).replace("\x00", "")
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


def moment(at: dt.datetime | None) -> str:
    """Return a time as every table writes it: ISO 8601 to the second in the reader's zone, with its offset."""
    return timezone.localtime(at).isoformat(timespec="seconds") if at is not None else ""


def csv_text(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Return the table as RFC 4180 text, every cell as :func:`cell` gives it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([cell(one) for one in head])
    writer.writerows([cell(one) for one in row] for row in rows)
    return out.getvalue()


def csv_response(
    request: HttpRequest, passed: Pass, name: str, head: Iterable[object], rows: Iterable[Iterable[object]]
) -> HttpResponse:
    """Return the table as a download ``name.csv``. It begins with the mark by which spreadsheets know UTF-8.

    A file leaves the school's doors behind, so that somebody took it is written down: `passed` says who, in which role.
    """
    text = csv_text(head, rows)
    record(TAKEN, actor=passed.user, role=passed.role, thing=("table", name), request=request)
    answer = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer
