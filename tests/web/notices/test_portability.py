"""What notices owe a person: all of it in an export, nothing left after deletion, a guest's kept on signing up."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from codeward.web.accounts import parts
from codeward.web.accounts.guests import merge
from codeward.web.accounts.models import User
from codeward.web.mail.models import OutboxMail
from codeward.web.notices.kinds import Timing
from codeward.web.notices.models import Digest, MailTimes, Notice, Preference
from codeward.web.notices.telling import tell
from codeward.web.notices.wishes import choose, keep_times
from tests.web.notices.kinds import DAILY, STUDY

pytestmark = pytest.mark.django_db


def fill(person: User) -> None:
    """A row of each model."""
    import datetime as dt

    tell(person, STUDY, "1", context={"title": "Cough"}, url="/charts/")
    choose(person, DAILY, Timing.WEEKLY)
    keep_times(person, (dt.time(22), dt.time(7)), dt.time(18), 4)
    Digest.objects.create(person=person, period="daily", key="2026-11-30", count=2)


def test_the_export_holds_every_row_in_words(alice: User, bob: User) -> None:
    fill(alice)
    tell(bob, STUDY, "b", context={"title": "Bob's"})
    with zipfile.ZipFile(io.BytesIO(parts.export(alice))) as archive:
        given = json.loads(archive.read("notices.json"))
    (notice,) = given["notices"]
    assert notice["subject"] == "News of Cough"
    assert notice["text"] == ["Cough changed, and you worked on it.", "That is all."]
    assert notice["mail"] == "sent"
    assert given["by_mail"] == {DAILY.name: "weekly"}
    assert given["mail_times"]["digest_day"] == 4
    assert [one["key"] for one in given["digests"]] == ["2026-11-30"]


def test_nothing_is_left_of_somebody_who_goes(alice: User, bob: User) -> None:
    fill(alice)
    fill(bob)
    parts.delete(alice)
    for model in (Notice, Preference, MailTimes, Digest):
        assert list(model._default_manager.values_list("person", flat=True)) == [bob.pk]
    assert [mail.addresses for mail in OutboxMail.objects.all()] == [["bob@example.org"]]


def test_a_guests_notices_move_and_are_not_mailed_later(alice: User) -> None:
    guest = User.objects.create_guest()
    for key in "12":
        tell(guest, STUDY, key, context={"title": key})
    tell(alice, STUDY, "2", context={"title": "2"})
    Notice.objects.filter(person=guest, key="1").update(read_at="2026-12-01T00:00Z")
    before = OutboxMail.objects.count()
    merge(guest, alice)
    found = {one.key: (one.read_at is not None, one.mail) for one in Notice.objects.all()}
    assert found == {"1": (True, "none"), "2": (False, "sent")}
    assert set(Notice.objects.values_list("person", flat=True)) == {alice.pk}
    assert OutboxMail.objects.count() == before
