"""Tables as CSV: nothing in them runs, and nothing in them is lost."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from codeward.web.audit.api import AuditRow
from codeward.web.grants.api import Area, Need, Pass, Role
from codeward.web.office.sheets import FORMULA, cell, csv_response, csv_text
from tests.web.grants.cast import member

TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
SIGNED = st.tuples(st.sampled_from(["", " ", "\t", "\r", "\n", "  "]), st.sampled_from(FORMULA), TEXTS).map(
    "".join
)


@given(st.lists(st.lists(TEXTS | SIGNED, min_size=2, max_size=2), max_size=5))
def test_no_cell_begins_a_formula_and_every_cell_comes_back(rows: list[list[str]]) -> None:
    text = csv_text(["a", "b"], rows)
    back = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert len(back) == len(rows)
    for before, after in zip(rows, back, strict=True):
        for one, kept in zip(before, after, strict=True):
            assert not kept.startswith(FORMULA)
            assert not kept.lstrip().startswith(FORMULA)
            assert kept in {one, f"'{one}"}


def test_numbers_stay_numbers_and_words_do_not_become_them() -> None:
    assert [cell(-5), cell(1.5), cell("-5"), cell(True), cell("a\x00b")] == ["-5", "1.5", "'-5", "True", "ab"]


@pytest.mark.django_db
def test_a_download_is_named_kept_by_nobody_and_written_down() -> None:
    passed = Pass(member(Role.BURSAR), Role.BURSAR, Area.MONEY, Need.READ)
    answer = csv_response(RequestFactory().get("/"), passed, "queue", ["Name"], [["=1+1"]])
    row = AuditRow.objects.get(act="office.table_taken")
    assert (row.actor, row.role, row.thing) == (passed.user.public_id, "bursar", "queue")
    assert answer["Content-Disposition"] == 'attachment; filename="queue.csv"'
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.decode() == '\ufeff"Name"\r\n"\'=1+1"\r\n'
