"""Two tabs that change one scratchpad at the same instant lose nothing, and bring back nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from codeward.web.accounts.models import User
from codeward.web.scratchpad import pads
from codeward.web.scratchpad.models import PadLine, Scratchpad
from tests.web.conftest import make_user
from tests.web.race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CODES = ["E11.9", "I10", "J45.909", "E78.5", "N18.32", "Z79.4"]


def test_codes_of_two_tabs_all_stand_there_on_one_scratchpad() -> None:
    alice = make_user("alice@example.org", "Alice")
    waiting = list(CODES)

    def work(_pause: Callable[[], object]) -> str:
        code = waiting.pop()
        return pads.add(User.objects.get(pk=alice.pk), "icd10cm", code).line.code

    at_once(len(CODES), work)
    assert Scratchpad.objects.count() == 1
    assert sorted(PadLine.objects.values_list("code", flat=True)) == sorted(CODES)
    assert sorted(PadLine.objects.values_list("place", flat=True)) == list(range(len(CODES)))


def test_the_same_code_of_two_tabs_stands_there_once() -> None:
    alice = make_user("alice@example.org", "Alice")

    def work(_pause: Callable[[], object]) -> bool:
        return pads.add(User.objects.get(pk=alice.pk), "icd10cm", "E11.9").already

    assert sorted(at_once(4, work)) == [False, True, True, True]
    assert PadLine.objects.count() == 1


def test_settings_saved_at_once_are_all_kept() -> None:
    pad = pads.make(make_user("alice@example.org", "Alice"))
    waiting: list[dict[str, object]] = [
        {"name": "Monday"},
        {"kind": "inpatient"},
        {"age": 40},
        {"sex": "male"},
    ]

    def work(_pause: Callable[[], object]) -> None:
        pads.set_up(Scratchpad.objects.get(pk=pad.pk), waiting.pop())

    at_once(len(waiting), work)
    pad.refresh_from_db()
    assert (pad.name, pad.kind, pad.age, pad.sex) == ("Monday", "inpatient", 40, "male")


def test_what_is_deleted_while_others_change_it_stays_deleted() -> None:
    alice = make_user("alice@example.org", "Alice")
    line = pads.add(alice, "icd10cm", "E11.9").line
    work = [
        lambda pad, line: pads.delete(pad),
        lambda pad, line: pads.set_up(pad, {"name": "Monday"}),
        lambda pad, line: pads.touch(pad),
        lambda pad, line: pads.add(pad.learner, "icd10cm", "I10", pad=pad),
        lambda pad, line: pads.change(line, {"day": None}),
        lambda pad, line: pads.move(line, 1),
    ]

    def one(pause: Callable[[], object]) -> str:
        mine = work.pop()
        held = PadLine.objects.select_related("pad__learner").get(pk=line.pk)
        pause()  # everybody has read it now
        try:
            mine(held.pad, held)
        except pads.Gone:
            return "gone"
        return "done"

    assert "done" in at_once(len(work), one)
    assert not Scratchpad.objects.exists()
    assert not PadLine.objects.exists()
